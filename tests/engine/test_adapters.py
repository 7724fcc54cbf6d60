"""LoRA adapters: they do what the arithmetic says, with every plan, and leave nothing behind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.adapters import read_adapter
from engine.api import Adapter, ImageReady
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import AdapterError, RequestError
from engine.hashes import hash_file
from engine.plan import PlanWish
from engine.recipe import AdapterUse
from support.checkpoints import copy_checkpoint, edit_tensors

LAYERS = ("transformer_blocks.0.attn1.to_q", "transformer_blocks.1.ff.net.0.proj")
RANK = 4


@pytest.fixture(scope="module")
def opened(checkpoint) -> Checkpoint:
    return open_checkpoint(checkpoint)


def matrices(opened: Checkpoint) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """A pair (down, up) a layer, strong enough to be seen."""
    shapes = opened.component("transformer").files[0].tensors
    generator = torch.Generator().manual_seed(1)
    pairs = {}
    for layer in LAYERS:
        outputs, inputs = shapes[f"{layer}.weight"].shape
        down = torch.randn(RANK, inputs, generator=generator)
        pairs[layer] = (down, torch.randn(outputs, RANK, generator=generator))
    return pairs


def peft(opened: Checkpoint, prefix: str = "transformer.") -> dict[str, torch.Tensor]:
    named = {}
    for layer, (down, up) in matrices(opened).items():
        named[f"{prefix}{layer}.lora_A.weight"] = down
        named[f"{prefix}{layer}.lora_B.weight"] = up
    return named


def write(path: Path, tensors: dict[str, torch.Tensor], **metadata: str) -> Path:
    save_file(
        {name: t.contiguous() for name, t in tensors.items()}, path, metadata=metadata or None
    )
    return path


@pytest.fixture
def lora(opened, tmp_path) -> Path:
    return write(tmp_path / "style.safetensors", peft(opened))


def merged(checkpoint: Path, opened: Checkpoint, target: Path, scale: float) -> Path:
    """The same model with the pairs added to its matrices."""
    folder = copy_checkpoint(checkpoint, target)

    def add(tensors: dict[str, torch.Tensor]) -> None:
        for layer, (down, up) in matrices(opened).items():
            tensors[f"{layer}.weight"] = tensors[f"{layer}.weight"] + scale * up @ down

    edit_tensors(folder / "transformer" / "diffusion_pytorch_model.safetensors", add)
    return folder


def pixels(events: list) -> np.ndarray:
    image = events[-1]
    assert isinstance(image, ImageReady), image
    return np.frombuffer(image.pixels.data, np.uint8).astype(int)


@pytest.mark.parametrize("weight", [1.0, -0.5])
def test_an_adapter_draws_what_merged_matrices_draw(
    make_engine, checkpoint, opened, lora, ask, listen, tmp_path, weight
):
    engine = make_engine(checkpoint)
    plain = listen(engine.submit(ask()))
    request = ask(adapters=(Adapter(str(lora), weight),), prior=plain[-1].recipe.prior)
    ours = pixels(listen(engine.submit(request)))
    other = make_engine(merged(checkpoint, opened, tmp_path / "merged", weight))
    theirs = pixels(listen(other.submit(replace(request, adapters=()))))
    assert np.abs(ours - theirs).max() <= 1
    assert np.abs(ours - pixels(plain)).max() > 8  # else it would prove nothing


def test_after_it_the_model_is_as_before(engine, lora, ask, listen):
    before = listen(engine.submit(ask()))
    listen(engine.submit(ask(adapters=(Adapter(str(lora)),))))
    after = listen(engine.submit(ask()))
    assert after[-1].pixels == before[-1].pixels
    assert after[-1].recipe.adapters == ()


def test_two_adapters_add_up(engine, lora, ask, listen):
    twice = ask(adapters=(Adapter(str(lora), 0.25), Adapter(str(lora), 0.75)))
    once = ask(adapters=(Adapter(str(lora), 1.0),))
    both = [pixels(listen(engine.submit(request))) for request in (twice, once)]
    assert np.abs(both[0] - both[1]).max() <= 1


def test_the_recipe_says_which_file_and_how_strong(engine, lora, ask, listen):
    recipe = listen(engine.submit(ask(adapters=(Adapter(str(lora), 0.5),))))[-1].recipe
    assert recipe.adapters == (AdapterUse(str(lora), hash_file(lora), 0.5),)
    assert type(recipe).from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


@pytest.mark.parametrize("wish", [{"place": "swapped"}, {"place": "streamed"}, {"storage": "int8"}])
def test_with_every_plan(make_engine, checkpoint, lora, ask, listen, wish):
    request = ask(adapters=(Adapter(str(lora)),))
    whole = listen(make_engine(checkpoint).submit(request))
    request = replace(request, prior=whole[-1].recipe.prior)
    planned = listen(make_engine(checkpoint, plan=PlanWish(**wish)).submit(request))
    difference = np.abs(pixels(whole) - pixels(planned))
    assert difference.mean() < 4 if "storage" in wish else difference.max() == 0


def test_names_of_kohya_and_alpha_in_the_file(
    make_engine, checkpoint, opened, ask, listen, tmp_path
):
    kohya = {}
    for layer, (down, up) in matrices(opened).items():
        kohya[f"{layer}.lora_down.weight"], kohya[f"{layer}.lora_up.weight"] = down, up
        kohya[f"{layer}.alpha"] = torch.tensor(2.0)
    path = write(tmp_path / "kohya.safetensors", kohya)
    assert_scale(make_engine, checkpoint, path, opened, ask, listen, 2.0 / RANK)


def test_alpha_in_the_header_as_diffusers_writes_it(
    make_engine, checkpoint, opened, ask, listen, tmp_path
):
    config = json.dumps({"transformer.r": RANK, "transformer.lora_alpha": 8})
    path = write(tmp_path / "d.safetensors", peft(opened), lora_adapter_metadata=config)
    assert_scale(make_engine, checkpoint, path, opened, ask, listen, 8.0 / RANK)


def assert_scale(make_engine, checkpoint, path, opened, ask, listen, scale) -> None:
    """The file alone draws what the pairs without alpha draw at that weight."""
    bare = write(path.with_name("bare.safetensors"), peft(opened))
    engine = make_engine(checkpoint)
    stated = pixels(listen(engine.submit(ask(adapters=(Adapter(str(path)),)))))
    weighted = pixels(listen(engine.submit(ask(adapters=(Adapter(str(bare), scale),)))))
    assert np.abs(stated - weighted).max() <= 1


def complaint(path: Path, opened: Checkpoint) -> str:
    with pytest.raises(AdapterError) as caught:
        read_adapter(path, opened)
    assert str(path) in caught.value.problem.what
    return str(caught.value)


def test_what_is_no_adapter_of_this_model_is_refused(opened, tmp_path):
    path = tmp_path / "a.safetensors"
    assert "no such file" in complaint(path, opened)
    assert "no safetensors file" in complaint(tmp_path / "a.ckpt", opened)
    path.write_bytes(b"short")
    assert "safetensors header" in complaint(path, opened)
    write(path, {"weight": torch.zeros(2)})
    assert "no LoRA" in complaint(path, opened)
    tensors = peft(opened)
    write(path, dict(list(tensors.items())[:1]))
    assert "Half of its pair" in complaint(path, opened)
    write(path, {name.replace("attn1", "attn9"): tensor for name, tensor in tensors.items()})
    assert "has no layer transformer_blocks.0.attn9.to_q" in complaint(path, opened)
    write(path, {name: torch.zeros(3, 3) for name in tensors})
    assert "the layer goes from" in complaint(path, opened)


def test_the_door_refuses_before_anything_waits(engine, lora, ask):
    with pytest.raises(AdapterError):
        engine.submit(ask(adapters=(Adapter("/nowhere.safetensors"),)))
    for weight in (float("nan"), 9.0):
        with pytest.raises(RequestError, match="-4 to 4"):
            engine.submit(ask(adapters=(Adapter(str(lora), weight),)))
    with pytest.raises(RequestError, match="at most 8"):
        engine.submit(ask(adapters=(Adapter(str(lora)),) * 9))
