"""A graph of ComfyUI as it is run: nodes by id, whose inputs are values or links to other nodes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is the node's class; a link among its inputs is `[id, output]`."""

    id: str
    kind: str
    inputs: Mapping[str, Any]

    def links(self, names: tuple[str, ...] | None = None) -> Iterator[Any]:
        """The inputs of these names, or all, that are links; in the order of the names."""
        for name in self.inputs if names is None else names:
            value = self.inputs.get(name)
            if isinstance(value, list) and len(value) == 2:
                yield value


class Graph:
    """Built from whatever stands in the file; what is no node is left out."""

    def __init__(self, prompt: Mapping[str, Any]) -> None:
        self.nodes: dict[str, Node] = {}
        for number, data in prompt.items():
            if not isinstance(data, Mapping):
                continue
            kind, inputs = data.get("class_type"), data.get("inputs")
            if isinstance(kind, str) and isinstance(inputs, Mapping):
                self.nodes[number] = Node(number, kind, inputs)

    def node(self, link: Any) -> Node | None:
        """The node that a link comes from."""
        if isinstance(link, list) and len(link) == 2 and isinstance(link[0], str | int):
            return self.nodes.get(str(link[0]))
        return None

    def upstream(self, start: Node, names: tuple[str, ...] | None = None) -> Iterator[Node]:
        """All nodes before `start`, the nearest first, each once; only through inputs of `names`.

        Behind a node that has none of these names, any of its inputs may lead on.
        """
        seen, waiting = {start.id}, deque(start.links(names))
        while waiting:
            node = self.node(waiting.popleft())
            if node is None or node.id in seen:
                continue
            seen.add(node.id)
            yield node
            waiting.extend(list(node.links(names)) or node.links())
