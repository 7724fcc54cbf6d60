"""The command line: which stages, for how many minutes, from which seed."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .stages import MINUTES, STAGES, Plan, run_stage


def parser() -> argparse.ArgumentParser:
    """The arguments of `python packaging/nano`."""
    arguments = argparse.ArgumentParser(prog="nano", description="Train the nano model.")
    arguments.add_argument("--work", type=Path, required=True, help="checkpoints and logs")
    arguments.add_argument("--out", type=Path, required=True, help="the model folder to write")
    arguments.add_argument("--stage", choices=("all", *STAGES), default="all")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--threads", type=int, default=0, help="0: torch's own choice")
    arguments.add_argument("--warm", type=Path, help="a nano folder to start VAE and DiT from")
    arguments.add_argument("--prompts", type=int, default=70, help="single shapes to judge")
    for name, default in MINUTES.items():
        arguments.add_argument(f"--minutes-{name}", type=float, default=default)
    return arguments


def main(words: list[str] | None = None) -> int:
    """Run the stages asked for; a stage that was interrupted goes on where it stopped."""
    chosen = parser().parse_args(words)
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    chosen.work.mkdir(parents=True, exist_ok=True)
    minutes = {name: getattr(chosen, f"minutes_{name}") for name in MINUTES}
    plan = Plan(chosen.work, chosen.out, chosen.seed, minutes, chosen.warm, chosen.prompts)
    stages = STAGES if chosen.stage == "all" else (chosen.stage,)
    training = sum(minutes[name] for name in stages if name in minutes)
    print(f"about {training:.0f} minutes of training, and 5 for the rest", flush=True)
    for name in stages:
        run_stage(plan, name)
    return 0
