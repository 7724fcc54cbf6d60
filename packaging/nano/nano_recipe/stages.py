"""The recipe's stages in order; each reads what former ones left in the work folder."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from PIL import Image

from . import assemble, evaluate, parts
from .ar import new_ar, place_heads, train_ar
from .card import Facts, write_card
from .codebook import CODES, Codebook, learn_codebook
from .dit import Renderer, new_renderer, train_dit
from .judge import totals
from .sheet import contact_sheet
from .tokenizer import write_processor
from .training import trained_progress, trained_weights
from .vae import measure_latents, new_vae, train_vae

STAGES = ("vae", "codebook", "dit", "ar", "assemble", "judge")
MINUTES = {"vae": 20.0, "dit": 80.0, "ar": 46.0}
"""How long each part trains unless told, on two cores; the shipped nano took these."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Folders, seed and minutes of one run; `warm` is a nano folder to start VAE and DiT from.

    `prompts` is how many single shapes the judge asks for; of each other kind, a quarter.
    """

    work: Path
    out: Path
    seed: int
    minutes: dict[str, float]
    warm: Path | None = None
    prompts: int = 70


def _codebook(plan: Plan) -> Codebook:
    stored = torch.load(plan.work / "codebook.pt", weights_only=True)
    return Codebook(stored["weight"], stored["bias"], stored["centres"])


def _vae(plan: Plan) -> AutoencoderKL:
    if (plan.work / "vae.pt").exists():
        vae = new_vae(plan.seed)
        vae.load_state_dict(trained_weights(plan.work, "vae"))
        measure_latents(vae, plan.seed)
        return vae.eval()
    if plan.warm is None:
        raise SystemExit("the VAE comes first: run the stage vae")
    return parts.load_vae(plan.warm).eval()


def _special_ids(plan: Plan) -> dict[str, int]:
    return json.loads((plan.work / "special_ids.json").read_text())


def run_vae(plan: Plan) -> None:
    """Train the VAE, unless a warm one is taken as it is (0 minutes)."""
    if plan.warm is not None and plan.minutes["vae"] == 0:
        return
    vae = new_vae(plan.seed)
    if plan.warm is not None:
        vae.load_state_dict(parts.load_vae(plan.warm).state_dict())
    train_vae(plan.work, vae, plan.minutes["vae"], plan.seed)


def run_codebook(plan: Plan) -> None:
    """Learn the codes, then the vocabulary that begins with them."""
    torch.save(asdict(learn_codebook(seed=plan.seed)), plan.work / "codebook.pt")
    ids = write_processor(plan.work / "processor", CODES, plan.seed)
    (plan.work / "special_ids.json").write_text(json.dumps(ids))


def run_dit(plan: Plan) -> None:
    """Train the diffusion transformer and the glyph encoder."""
    warm = None
    if plan.warm is not None:
        warm = Renderer(parts.load_dit(plan.warm), parts.load_text_encoder(plan.warm))
    book = _codebook(plan)
    renderer = new_renderer(book, warm, plan.seed)
    latents = parts.Latents.of(_vae(plan))
    torch.manual_seed(plan.seed)
    train_dit(plan.work, renderer, latents, book, plan.minutes["dit"], plan.seed)


def run_ar(plan: Plan) -> None:
    """Train the autoregressive model."""
    book = _codebook(plan)
    ar = new_ar(_special_ids(plan), book, plan.seed)
    tokenizer = parts.load_tokenizer(plan.work)
    place_heads(ar, tokenizer)
    train_ar(plan.work, ar, tokenizer, book, plan.minutes["ar"], plan.seed)


def run_assemble(plan: Plan) -> None:
    """Write the model folder."""
    book = _codebook(plan)
    renderer = new_renderer(book, None, plan.seed)
    renderer.load_state_dict(trained_weights(plan.work, "dit"))
    ar = new_ar(_special_ids(plan), book, plan.seed)
    ar.load_state_dict(trained_weights(plan.work, "ar"))
    whole = assemble.Parts(_vae(plan), renderer, ar, plan.work / "processor")
    assemble.write_folder(whole, plan.out)
    print(f"{plan.out}: {assemble.folder_bytes(plan.out) / 1e6:.1f} MB")


def run_judge(plan: Plan) -> None:
    """Held-out prompts through the stock pipeline: the model's card, and a sheet to look at."""
    studio = assemble.STUDIO
    report = evaluate.evaluate(
        plan.out,
        evaluate.held_out_scenes(plan.prompts, plan.prompts // 4),
        steps=int(studio["default_steps"]),
        guidance=float(studio["default_guidance"]),
    )
    parts_trained = [name for name in MINUTES if (plan.work / f"{name}.pt").exists()]
    facts = Facts(
        answers=totals(report.answers),
        pictures=len(report.pictures),
        seconds_each=report.seconds_each,
        megabytes=assemble.folder_bytes(plan.out) / 1e6,
        training={name: trained_progress(plan.work, name) for name in parts_trained},
        warm=plan.warm is not None,
    )
    (plan.out / "README.md").write_text(write_card(facts), encoding="utf-8")
    print("\n".join(f"{q}: {right} of {asked}" for q, (right, asked) in facts.answers.items()))
    sheet: Image.Image = contact_sheet(report.pictures, [s.caption for s in report.scenes])
    sheet.save(plan.work / "sheet.png")


def run_stage(plan: Plan, name: str) -> None:
    """One stage, with its time."""
    print(f"stage {name}", flush=True)
    started = time.monotonic()
    {
        "vae": run_vae,
        "codebook": run_codebook,
        "dit": run_dit,
        "ar": run_ar,
        "assemble": run_assemble,
        "judge": run_judge,
    }[name](plan)
    print(f"stage {name} took {time.monotonic() - started:.0f} s", flush=True)
