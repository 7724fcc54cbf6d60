"""Held-out prompts through the stock pipeline, judged."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import GlmImagePipeline

from .judge import Answers, judge
from .world import (
    Scene,
    held_out_combinations,
    landscape_scene,
    pair_scene,
    shape_scene,
    sign_scene,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked, what came out, how long a picture took."""

    scenes: list[Scene]
    pictures: list[np.ndarray]
    answers: list[Answers]
    seconds_each: float


def held_out_scenes(
    shapes: int = 70, others: int = 18, size: tuple[int, int] = (256, 256), seed: int = 2026
) -> list[Scene]:
    """Single shapes of combinations training never drew, then pairs, landscapes and signs."""
    rng = random.Random(seed)
    width, height = size
    combinations = held_out_combinations()
    scenes = [
        shape_scene(rng, width, height, combinations[i % len(combinations)]) for i in range(shapes)
    ]
    for make in (pair_scene, landscape_scene, sign_scene):
        scenes += [make(rng, width, height) for _ in range(others)]
    return scenes


def load_pipeline(folder: Path) -> GlmImagePipeline:
    """The stock pipeline in fp32, quiet."""
    pipeline = GlmImagePipeline.from_pretrained(folder, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def draw(
    pipeline: GlmImagePipeline, scene: Scene, seed: int, steps: int, guidance: float
) -> np.ndarray:
    """One picture, uint8 (height, width, 3)."""
    pictures = pipeline(
        scene.caption,
        height=scene.height,
        width=scene.width,
        num_inference_steps=steps,
        guidance_scale=guidance,
        generator=torch.Generator().manual_seed(seed),
    ).images
    return np.asarray(pictures[0])


def evaluate(
    folder: Path, scenes: list[Scene], steps: int = 12, guidance: float = 1.5, seed: int = 1
) -> Report:
    """Draw and judge every scene's caption, each with its own seed."""
    pipeline = load_pipeline(folder)
    started = time.monotonic()
    pictures = [draw(pipeline, scene, seed + i, steps, guidance) for i, scene in enumerate(scenes)]
    seconds = (time.monotonic() - started) / len(scenes)
    answers = [judge(p, s) for p, s in zip(pictures, scenes, strict=True)]
    return Report(scenes, pictures, answers, seconds)
