"""One training loop for every part: a budget in minutes, a log, checkpoints, resuming.

The learning rate follows the share of the time budget that is used, so that a run always ends
on a small rate, on a slow machine as on a fast one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to train, how fast, and how often to save."""

    minutes: float
    rate: float
    warmup_steps: int = 60
    save_every_s: float = 120.0
    floor: float = 0.02

    def rate_at(self, step: int, seconds: float) -> float:
        """Warm-up by steps, then cosine by time."""
        share = min(1.0, seconds / (60 * self.minutes))
        cosine = self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * share))
        return self.rate * cosine * min(1.0, (step + 1) / self.warmup_steps)


@dataclass(slots=True)
class Progress:
    """What a checkpoint remembers beside the weights."""

    step: int = 0
    samples: int = 0
    seconds: float = 0.0


def _is_hidden(name: str, parameter: torch.nn.Parameter) -> bool:
    """A matrix inside a transformer block; tables, heads and biases are not."""
    return parameter.ndim == 2 and ("layers." in name or "blocks." in name)


def _optimizers(model: torch.nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the blocks' matrices, AdamW for the rest."""
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    hidden = [p for name, p in named if _is_hidden(name, p)]
    others = [p for name, p in named if not _is_hidden(name, p)]
    chosen: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.97), weight_decay=0.0, fused=True)
    ]
    if hidden:
        chosen.append(
            torch.optim.Muon(hidden, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
        )
    return chosen


def _save(path: Path, model: torch.nn.Module, optimizers, progress: Progress) -> None:
    content = {
        "model": model.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        "progress": (progress.step, progress.samples, progress.seconds),
    }
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.replace(path)


def _resume(path: Path, model: torch.nn.Module, optimizers) -> Progress:
    if not path.exists():
        return Progress()
    content = torch.load(path, weights_only=True)
    model.load_state_dict(content["model"])
    for optimizer, state in zip(optimizers, content["optimizers"], strict=True):
        optimizer.load_state_dict(state)
    return Progress(*content["progress"])


def train(
    name: str,
    work: Path,
    model: torch.nn.Module,
    loss_of_step: Callable[[int], tuple[torch.Tensor, int]],
    budget: Budget,
) -> Progress:
    """Minimise `loss_of_step(step) -> (loss, samples)` until the budget's minutes are used."""
    optimizers = _optimizers(model, budget.rate)
    checkpoint = work / f"{name}.pt"
    progress = _resume(checkpoint, model, optimizers)
    mean, saved = None, time.monotonic()
    while progress.seconds < 60 * budget.minutes:
        started = time.monotonic()
        rate = budget.rate_at(progress.step, progress.seconds)
        loss, samples = loss_of_step(progress.step)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
        model.zero_grad(set_to_none=True)
        mean = loss.item() if mean is None else 0.97 * mean + 0.03 * loss.item()
        progress.step += 1
        progress.samples += samples
        progress.seconds += time.monotonic() - started
        if progress.step % 20 == 0:
            _report(name, work, progress, mean)
        if time.monotonic() - saved > budget.save_every_s:
            _save(checkpoint, model, optimizers, progress)
            saved = time.monotonic()
    _save(checkpoint, model, optimizers, progress)
    return progress


def _report(name: str, work: Path, progress: Progress, mean: float) -> None:
    line = f"{name} step {progress.step} samples {progress.samples} "
    line += f"seconds {progress.seconds:.0f} loss {mean:.4f}"
    print(line, flush=True)
    with (work / f"{name}.log").open("a") as log:
        log.write(line + "\n")


def trained_weights(work: Path, name: str) -> dict[str, torch.Tensor]:
    """The model part of a stage's newest checkpoint."""
    return torch.load(work / f"{name}.pt", weights_only=True)["model"]


def trained_progress(work: Path, name: str) -> Progress:
    """How far a stage's newest checkpoint is."""
    return Progress(*torch.load(work / f"{name}.pt", weights_only=True)["progress"])
