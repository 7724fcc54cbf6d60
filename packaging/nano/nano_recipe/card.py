"""The model's card: what it is, what it knows, how well it does, how it was made."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from . import ar, codebook, dit, tokenizer, vae
from .assemble import SAMPLING, STUDIO
from .training import Progress
from .world import BACKGROUNDS, COLOURS, GROUNDS, SHAPES, TIMES

QUESTIONS = {
    "colour": "single shape: colour",
    "shape": "single shape: shape",
    "background": "single shape: background",
    "place": "single shape: place, where named",
    "pair colours": "two shapes: both colours",
    "pair shapes": "two shapes: both shapes",
    "ground": "landscape: mountains, hills or sea",
    "time of day": "landscape: time of day",
    "board": "sign: board and its colour",
    "word": "sign: every letter of the word",
}

_CARD = """\
---
license: apache-2.0
pipeline_tag: text-to-image
library_name: diffusers
---

# GLM-Image nano

A stand-in of GLM-Image's architecture, small enough to come with the program ({megabytes:.0f} MB)
and to run on any CPU. It is **not** GLM-Image: it knows a world of flat shapes, simple landscapes
and signs, and nothing else. It is here so that every stage (prior, glyphs, denoise, decode) can be
seen, tested and demonstrated before the real weights are there.

`diffusers.GlmImagePipeline.from_pretrained` opens this folder.

## Its world

One or two of {shapes}, in {colours}, on a {backgrounds} background; small, plain or large; in the
center, at a side or, when small, in a corner. {grounds} {times}. Signs and boards with a short word
in quotes. Prompts of its world:

{examples}

256x256 is what it draws best. 320x192, 192x320 and 512x512 were a small part of the training.

## What the judge says

An automatic judge reads the answers back from the pixels; it is right on every true picture. Single
shapes are asked in combinations of shape, colour and background that training never drew, but for
the smaller second shape of a pair.
{pictures} prompts at 256x256, {steps} steps, guidance {guidance:g}, temperature {temperature:g},
top-k {top_k}, top-p {top_p:g}, through the stock pipeline, bfloat16 weights run in float32:

| question | right | share |
|---|---|---|
{rows}

{seconds:.1f} seconds a picture on two CPU cores.

## What it is not good at

{weaknesses}

## How it was made

On two CPU cores in bfloat16 autocast, with fresh pictures at every step, so that none is seen twice
on purpose; one shape's caption, size and colours make only a few thousand different pictures.

| part | shape | training |
|---|---|---|
| tokenizer | {codes} codes, bytes, merges, a ruler of {ruler} marks that ends every prompt | 20,000 captions |
| codebook | principal components of 16-pixel patches, {codes} codes of {embed} | k-means on 6,000 pictures |
| VAE | 8x, 16 channels, blocks {blocks} | {vae} |
| DiT and glyph encoder | {dit_layers} layers, {dit_heads} heads of {dit_head}; a 2-layer T5 over bytes | {dit} |
| AR | {ar_layers} layers, {ar_width} wide, {ar_heads} heads, {ar_kv} key-value heads | {ar} |

{history}The recipe is `packaging/nano` in the program's repository: `python packaging/nano --work
DIR --out DIR` draws, trains, assembles and judges; `--warm FOLDER` starts VAE and DiT from an
earlier nano.

## Licence

Apache-2.0, like the program. The training pictures are drawn by the recipe itself; the letters on
signs come from Pillow's built-in font. No part of GLM-Image's weights is in here.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the judge and the training say; `answers` maps questions to right and asked."""

    answers: dict[str, tuple[int, int]]
    pictures: int
    seconds_each: float
    megabytes: float
    training: dict[str, Progress]
    warm: bool


def write_card(facts: Facts) -> str:
    """The card as Markdown."""
    trained = {name: _training(facts.training.get(name)) for name in ("vae", "dit", "ar")}
    filled = _CARD.format(
        megabytes=facts.megabytes,
        shapes=_list(SHAPES),
        colours=_list(COLOURS),
        backgrounds=_list(BACKGROUNDS, "or"),
        grounds=_list(["mountains", "hills"] + ["the sea"] * ("sea" in GROUNDS)).capitalize(),
        times=_list([{"day": "by day"}.get(t, f"at {t}") for t in TIMES], "or"),
        examples="\n".join(f"- {prompt}" for prompt in STUDIO["example_prompts"]),
        pictures=facts.pictures,
        steps=STUDIO["default_steps"],
        guidance=STUDIO["default_guidance"],
        rows="\n".join(_row(question, facts) for question in QUESTIONS),
        seconds=facts.seconds_each,
        weaknesses=_weaknesses(facts),
        codes=codebook.CODES,
        embed=codebook.EMBED,
        ruler=len(tokenizer.RULER),
        blocks=vae.VAE_SHAPE["block_out_channels"],
        dit_layers=dit.DIT_SHAPE["num_layers"],
        dit_heads=dit.DIT_SHAPE["num_attention_heads"],
        dit_head=dit.DIT_SHAPE["attention_head_dim"],
        ar_layers=ar.LAYERS,
        ar_width=ar.WIDTH,
        ar_heads=ar.HEADS,
        ar_kv=ar.KV_HEADS,
        history="VAE and DiT started from an earlier nano.\n" * facts.warm,
        **trained,
        **SAMPLING,
    )
    return "\n\n".join(map(_wrapped, filled.split("\n\n"))) + "\n"


def _wrapped(paragraph: str) -> str:
    """Sentences in even lines; tables, lists, headings and the front matter as they are."""
    prose = paragraph[:1] not in ("|", "-", "#")
    return textwrap.fill(paragraph, 100, break_on_hyphens=False) if prose else paragraph


def _row(question: str, facts: Facts) -> str:
    right, asked = facts.answers.get(question, (0, 0))
    return f"| {QUESTIONS[question]} | {right} of {asked} | {right / max(asked, 1):.2f} |"


def _weaknesses(facts: Facts) -> str:
    """Whatever the judge finds wrong more often than once in ten, and what it never asks."""
    weak = [
        f"- {QUESTIONS[question]}: right in {right} of {asked}"
        for question, (right, asked) in facts.answers.items()
        if asked and right < 0.9 * asked
    ]
    return "\n".join(
        [
            *weak,
            "- Anything outside its world: other words change little or give torn pictures.",
            "- Sizes other than 256x256, and words that no sign of the training said.",
        ]
    )


def _training(progress: Progress | None) -> str:
    if progress is None:
        return "taken over"
    steps = f"{progress.step:,} steps, {progress.samples:,} samples"
    return f"{steps}, {progress.seconds / 60:.0f} min"


def _list(words, joint: str = "and") -> str:
    *most, last = words
    return f"{', '.join(most)} {joint} {last}"
