"""ComfyUI: `prompt`, the graph as it was run, or else `workflow`, the graph as it was drawn.

Nothing in it says what is the prompt. So the sampler that began the picture is looked for from the
nodes that save it, and the links of the sampler are followed to where texts and numbers stand.

https://github.com/comfyanonymous/ComfyUI, nodes.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from glm_studio.library.facts import Facts
from glm_studio.library.foreign import workflow
from glm_studio.library.foreign.graph import Graph, Node
from glm_studio.library.foreign.values import model_name, number, parsed, size, text, whole

PROGRAM = "ComfyUI"

_TEXTS = (
    "text", "prompt", "text_g", "clip_l", "t5xxl", "text_l", "populated_text", "wildcard_text",
    "string", "value", "positive", "text_a", "string_a", "text1", "text_0",
)  # fmt: skip
_MORE_TEXTS = ("text_b", "string_b", "text2")
_CONDITIONINGS = ("conditioning", "conditioning_1", "conditioning_to", "guider")
_SEEDS = ("noise_seed", "seed", "value", "int", "number", "noise")
_STEPS = ("steps", "sigmas", "value", "int", "number")
_GUIDANCES = ("cfg", "guidance", "value", "float", "guider", "number")
_MODELS = ("ckpt_name", "unet_name", "model_name", "gguf_name", "base_ckpt_name", "ckpt")
_PICTURES = ("latent_image", "samples", "latent", "pixels", "image", "images")
_SIDES = ("value", "int", "number", "width", "height")

_MOST_ENDS = 20
_LONGEST_WAY = 200
"""Nodes that are passed on the way to a text; no graph of a person is longer."""


def read(texts: Mapping[str, str]) -> Facts | None:
    """From the graph that was run; many nodes, also those of others, write it."""
    graph = Graph(parsed(texts.get("prompt")))
    if not graph.nodes:
        graph = Graph(workflow.as_prompt(parsed(texts.get("workflow"))))
    sampler = _sampler(graph)
    if sampler is None:
        return Facts(program=PROGRAM) if graph.nodes else None
    return Facts(
        prompt=_conditioning(graph, sampler, "positive"),
        negative=_conditioning(graph, sampler, "negative"),
        seed=whole(_value(graph, sampler, _SEEDS)),
        steps=whole(_value(graph, sampler, _STEPS)),
        guidance=_guidance(graph, sampler),
        model=_model(graph, sampler),
        size=_size(graph, sampler),
        references=len(list(_loaded(graph, sampler))),
        program=PROGRAM,
    )


def _sampler(graph: Graph) -> Node | None:
    """The first sampler on the way from noise to a picture that is saved."""
    samplers = {number: node for number, node in graph.nodes.items() if _is_sampler(node)}
    if not samplers:
        return None
    ends = [node for node in graph.nodes.values() if "save" in node.kind.lower()]
    before = (node for end in ends[:_MOST_ENDS] for node in graph.upstream(end))
    last = next((node for node in before if node.id in samplers), next(iter(samplers.values())))
    earlier = [node for node in graph.upstream(last, _PICTURES) if node.id in samplers]
    return earlier[-1] if earlier else last


def _is_sampler(node: Node) -> bool:
    inputs = node.inputs
    return ("positive" in inputs and ("seed" in inputs or "noise_seed" in inputs)) or (
        "guider" in inputs and "noise" in inputs
    )


def _conditioning(graph: Graph, sampler: Node, side: str) -> str:
    """The text that a sampler's conditioning is made from."""
    if side in sampler.inputs:
        return _text(graph, sampler.inputs[side], side, set())
    guider = graph.node(sampler.inputs.get("guider"))
    if guider is None:
        return ""
    names = (side, "conditioning", "cond1") if side == "positive" else (side,)
    link = next((guider.inputs[name] for name in names if name in guider.inputs), None)
    return _text(graph, link, side, set())


def _text(graph: Graph, value: Any, side: str, seen: set[str]) -> str:
    """Follow a link upstream until a node has a text; `seen` are those that were passed."""
    if isinstance(value, str):
        return text(value)
    node = graph.node(value)
    if (
        node is None
        or node.id in seen
        or len(seen) > _LONGEST_WAY
        or node.kind == "ConditioningZeroOut"
    ):
        return ""
    seen.add(node.id)
    names: Iterable[str] = (*_TEXTS, *_CONDITIONINGS)
    if "positive" in node.inputs and "negative" in node.inputs:  # as of a ControlNet: both pass
        names = (side, *(name for name in names if name != "positive"))
    if node.kind.startswith("CLIPTextEncodeSDXL"):
        names = ("text_g", "text_l")
    for name in names:
        if found := _text(graph, node.inputs.get(name), side, seen):
            more = (_text(graph, node.inputs.get(other), side, seen) for other in _MORE_TEXTS)
            return ", ".join(filter(None, (found, *more)))
    if len(linked := list(node.links())) == 1:  # a reroute, or a node that nobody here knows
        return _text(graph, linked[0], side, seen)
    return ""


def _value(graph: Graph, node: Node, names: tuple[str, ...]) -> Any:
    """A number of a node, or of the nodes that its inputs of these names come from."""
    for found in (node, *graph.upstream(node, names)):
        for name in names:
            value = found.inputs.get(name)
            if isinstance(value, int | float | str) and number(value) is not None:
                return value
    return None


def _guidance(graph: Graph, sampler: Node) -> float | None:
    """Of a model that is distilled for guidance (Flux), what its conditioning says."""
    scale = number(_value(graph, sampler, _GUIDANCES))
    if scale not in (None, 1.0):
        return scale
    for node in graph.upstream(sampler, ("positive", "conditioning", "guider")):
        if (found := number(node.inputs.get("guidance"))) is not None:
            return found
    return scale


def _model(graph: Graph, sampler: Node) -> str:
    for node in graph.upstream(sampler, ("model", "guider", "model1", "base_model")):
        for name in _MODELS:
            if found := model_name(node.inputs.get(name)):
                return found
    return ""


def _size(graph: Graph, sampler: Node) -> tuple[int, int] | None:
    for node in graph.upstream(sampler, _PICTURES):
        if "width" in node.inputs and "height" in node.inputs:
            sides = [_value(graph, _only(node, side), _SIDES) for side in ("width", "height")]
            if found := size(*sides):
                return found
    return None


def _only(node: Node, name: str) -> Node:
    """A node with one input, named as those of primitive nodes are."""
    return Node(node.id, node.kind, {"value": node.inputs[name]})


def _loaded(graph: Graph, sampler: Node) -> Iterator[Node]:
    for node in graph.upstream(sampler):
        if node.kind.startswith("LoadImage") and text(node.inputs.get("image")):
            yield node
