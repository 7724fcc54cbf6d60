"""The trained parts as one folder that `GlmImagePipeline.from_pretrained` opens."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler
from transformers import ByT5Tokenizer, GenerationConfig, GlmImageForConditionalGeneration

from .dit import Renderer

MODEL_INDEX = {
    "_class_name": "GlmImagePipeline",
    "_diffusers_version": "0.42.1",
    "processor": ["glm_image", "GlmImageProcessor"],
    "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    "text_encoder": ["transformers", "T5EncoderModel"],
    "tokenizer": ["transformers", "ByT5Tokenizer"],
    "transformer": ["diffusers", "GlmImageTransformer2DModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "vision_language_encoder": ["glm_image", "GlmImageForConditionalGeneration"],
}
STUDIO = {
    "name": "GLM-Image nano",
    "stand_in": True,
    "default_steps": 12,
    "default_guidance": 1.5,
    "default_size": [256, 256],
    "min_side": 192,
    "max_side": 512,
    "size_presets": [[256, 256], [320, 192], [192, 320], [512, 512]],
    "example_prompts": [
        "a red circle on a white background",
        "a large blue star on a yellow background",
        "a green triangle on a black background",
        "a large orange ring on a blue background",
        "a pink heart on a white background",
        "a small yellow circle in the top left corner on a blue background",
        "a white square on a black background",
        "mountains by day with the sun and a tree",
        "the sea at sunset with the sun on the left",
        "hills at night with the moon",
    ],
}
SAMPLING = {"do_sample": True, "temperature": 0.5, "top_k": 50, "top_p": 0.8}


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything with weights, and the processor folder that was written first."""

    vae: AutoencoderKL
    renderer: Renderer
    ar: GlmImageForConditionalGeneration
    processor: Path


def scheduler() -> FlowMatchEulerDiscreteScheduler:
    """The released schedule: dynamic linear shift."""
    return FlowMatchEulerDiscreteScheduler(
        num_train_timesteps=1000,
        use_dynamic_shifting=True,
        time_shift_type="linear",
        base_shift=0.25,
        max_shift=0.75,
        base_image_seq_len=256,
        max_image_seq_len=4096,
    )


def generation_config(ar: GlmImageForConditionalGeneration) -> GenerationConfig:
    """Sampling defaults; the markers are never sampled, so a grid is always full."""
    start, end = ar.config.image_start_token_id, ar.config.image_end_token_id
    return GenerationConfig(
        **SAMPLING,
        eos_token_id=end,
        pad_token_id=ar.config.text_config.pad_token_id,
        suppress_tokens=[start, end],
    )


def write_folder(parts: Parts, out: Path) -> None:
    """Write all components in bfloat16 beside `out`, then swap: nobody sees half a model."""
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / "model_index.json").write_text(json.dumps(MODEL_INDEX, indent=2) + "\n")
    (fresh / "studio.json").write_text(json.dumps(STUDIO, indent=2) + "\n")
    shutil.copytree(parts.processor, fresh / "processor")
    ByT5Tokenizer().save_pretrained(fresh / "tokenizer")
    scheduler().save_pretrained(fresh / "scheduler")
    parts.ar.generation_config = generation_config(parts.ar)
    stored = {
        "vae": parts.vae,
        "transformer": parts.renderer.dit,
        "text_encoder": parts.renderer.glyphs,
        "vision_language_encoder": parts.ar,
    }
    for name, model in stored.items():
        model.to(torch.bfloat16).save_pretrained(fresh / name)
        _forget_origin(fresh / name / "config.json")
    (fresh / "SHA256SUMS").write_text(sums(fresh))
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def sums(folder: Path) -> str:
    """The weights' checksums, as `sha256sum` writes them; the studio compares what it has."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*.safetensors"))
    ]
    return "".join(lines)


def _forget_origin(config: Path) -> None:
    """Take out where a warm start was loaded from: a path of the training machine."""
    content = json.loads(config.read_text())
    content.pop("_name_or_path", None)
    config.write_text(json.dumps(content, indent=2) + "\n")


def folder_bytes(folder: Path) -> int:
    """Size of everything below `folder`."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
