"""Write a checkpoint of the released model's exact shape with made-up weights.

`python packaging/made_up_checkpoint.py FOLDER` takes seconds and 0.1 GB of disk: the large
matrices are holes in sparse files but for their first rows, and read as zeros. It draws nothing
worth seeing; it shows that a machine loads the model, and how long it computes, for to a matrix
product zeros are numbers like others. Reading holes is as fast as memory: a disk adds its own time.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

NANO = Path(__file__).parents[1] / "resources" / "models" / "nano"
SHARD_BYTES = 5 * 10**9
WRITTEN_VALUES = 1 << 16
"""Tensors of so many values are written whole; of larger ones that many bytes' first rows."""

FIRST_ROWS_BYTES = 1 << 16
CODES, IMAGE, PAD = 16384, 167855, 167841
"""Ids of the released model: the codes end before the image's start and end; placeholder; pad."""


def parts() -> dict[str, Any]:
    """The weighted components, of the real classes, without memory for their weights."""
    import torch
    from diffusers import AutoencoderKL, GlmImageTransformer2DModel
    from transformers import (
        GlmImageConfig,
        GlmImageForConditionalGeneration,
        T5Config,
        T5EncoderModel,
    )

    rotation = {
        "rope_type": "default", "rope_theta": 10000.0,
        "partial_rotary_factor": 0.5, "mrope_section": [8, 12, 12],
    }  # fmt: skip
    # Its defaults are the released values, but for the part of a head that is rotated.
    prior = GlmImageConfig(text_config={"rope_parameters": rotation})
    glyphs = T5Config(  # google/byt5-small
        vocab_size=384, d_model=1472, d_kv=64, d_ff=3584, num_layers=12, num_heads=6,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False,
    )  # fmt: skip
    nano_vae = json.loads((NANO / "vae" / "config.json").read_text())
    with torch.device("meta"):
        made = {
            "vision_language_encoder": GlmImageForConditionalGeneration(prior),
            "text_encoder": T5EncoderModel(glyphs),
            "transformer": GlmImageTransformer2DModel(
                num_layers=30, attention_head_dim=128, num_attention_heads=32
            ),
            "vae": AutoencoderKL(
                down_block_types=("DownEncoderBlock2D",) * 4,
                up_block_types=("UpDecoderBlock2D",) * 4,
                block_out_channels=(128, 512, 1024, 1024), layers_per_block=3,
                latent_channels=16, norm_num_groups=32, sample_size=1024,
                use_quant_conv=False, use_post_quant_conv=False,
                latents_mean=nano_vae["latents_mean"], latents_std=nano_vae["latents_std"],
            ),
        }  # fmt: skip
    return {name: part.to(torch.bfloat16) for name, part in made.items()}


def write(folder: Path) -> dict[str, int]:
    """Write the whole folder, which must not exist; returns the parameters by component."""
    for name in ("processor", "tokenizer", "scheduler"):
        shutil.copytree(NANO / name, folder / name)
    shutil.copy(NANO / "model_index.json", folder)
    _renumber(folder / "processor" / "tokenizer.json")
    return {name: write_part(folder / name, part) for name, part in parts().items()}


def write_part(folder: Path, part: Any) -> int:
    """Write one component, without looking at its weights; returns its parameters."""
    folder.mkdir()
    diffusers = hasattr(part, "save_config")
    part.save_config(folder) if diffusers else part.config.save_pretrained(folder)
    shapes = _shapes(part)
    _write_shards(folder, "diffusion_pytorch_model" if diffusers else "model", shapes)
    return sum(map(math.prod, shapes.values()))


def _shapes(part: Any) -> dict[str, tuple[int, ...]]:
    """Parameters and kept buffers; of tied ones the first name, as `save_pretrained` does."""
    seen: dict[int, str] = {}
    for name, tensor in part.state_dict(keep_vars=True).items():
        seen.setdefault(id(tensor), name)
    return {name: tuple(part.state_dict()[name].shape) for name in seen.values()}


def _renumber(tokenizer: Path) -> None:
    """Give the nano's tokens ids of the released vocabulary, clear of the image codes."""
    content = json.loads(tokenizer.read_text())
    fixed = {"<|image_start|>": CODES, "<|image_end|>": CODES + 1, "<|image|>": IMAGE, "<pad>": PAD}
    vocabulary = content["model"]["vocab"]
    for token, number in vocabulary.items():
        vocabulary[token] = fixed.get(token, number + 2 * CODES)
    for entry in content["added_tokens"]:
        entry["id"] = vocabulary[entry["content"]]
    tokenizer.write_text(json.dumps(content))


def _write_shards(folder: Path, stem: str, shapes: dict[str, tuple[int, ...]]) -> None:
    shards = list(_sharded(shapes))
    index: dict[str, str] = {}
    for number, shard in enumerate(shards, start=1):
        several = f"-{number:05}-of-{len(shards):05}" if len(shards) > 1 else ""
        file = folder / f"{stem}{several}.safetensors"
        _write_file(file, shard)
        index |= dict.fromkeys(shard, file.name)
    if len(shards) > 1:
        total = sum(2 * math.prod(shape) for shape in shapes.values())
        content = {"metadata": {"total_size": total}, "weight_map": index}
        (folder / f"{stem}.safetensors.index.json").write_text(json.dumps(content))


def _sharded(shapes: dict[str, tuple[int, ...]]) -> Iterator[dict[str, tuple[int, ...]]]:
    shard: dict[str, tuple[int, ...]] = {}
    size = 0
    for name, shape in shapes.items():
        more = 2 * math.prod(shape)
        if shard and size + more > SHARD_BYTES:
            yield shard
            shard, size = {}, 0
        shard[name] = shape
        size += more
    yield shard


def _write_file(file: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, shape in shapes.items():
        end = offset + 2 * math.prod(shape)
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        start = out.tell()
        out.truncate(start + offset)
        for number, (name, shape) in enumerate(shapes.items()):
            out.seek(start + header[name]["data_offsets"][0])
            out.write(_first_bytes(name, shape, number))


def _first_bytes(name: str, shape: tuple[int, ...], seed: int) -> bytes:
    """Scales of norms are ones, all else is small noise, as bf16."""
    values = math.prod(shape)
    if values > WRITTEN_VALUES:
        values = FIRST_ROWS_BYTES // 2
    if len(shape) == 1 and name.endswith("weight"):
        numbers = np.ones(values, np.float32)
    else:
        numbers = np.random.default_rng(seed).normal(0, 0.02, values).astype(np.float32)
    return (numbers.view(np.uint32) >> 16).astype("<u2").tobytes()


if __name__ == "__main__":
    for component, count in write(Path(sys.argv[1])).items():
        print(f"{component:<24}{count / 1e9:6.2f} B parameters")
