"""The `parameters` text that programs for pictures exchange, as AUTOMATIC1111's web UI began it.

The prompt's lines, then one line of ``Name: value`` pairs, commas between them; a value that holds
a comma, a colon or a new line is written as a JSON string. Peers find the last line by its having
three pairs or more.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass

from engine.recipe import Recipe
from glm_studio import __version__

_NEGATIVE = "Negative prompt:"
_MAX_LINE = 2**16
_MIN_PAIRS = 3
_PAIR = re.compile(r'\s*(\w[\w \-/]*):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')


@dataclass(frozen=True, slots=True)
class Infotext:
    """What such a text says; None where it does not."""

    prompt: str
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    model: str = ""


def write_infotext(recipe: Recipe) -> str:
    """The recipe's parameters for other programs. GLM-Image has no negative prompt to write."""
    pairs = {
        "Steps": recipe.steps,
        # The names that the peers give flow matching's Euler method and its evenly spaced sigmas.
        "Sampler": "Euler",
        "Schedule type": "Simple",
        "CFG scale": repr(recipe.guidance).removesuffix(".0"),
        "Seed": recipe.seed,
        "Size": f"{recipe.width}x{recipe.height}",
        "Model hash": recipe.model.hash[:10],
        "Model": recipe.model.name,
        "Version": f"GLM Studio {__version__}",
    }
    line = ", ".join(f"{name}: {_quoted(str(value))}" for name, value in pairs.items())
    return f"{recipe.prompt}\n{line}".strip()


def read_infotext(text: str) -> Infotext:
    """Understand as much as possible; a text without a line of pairs is all prompt."""
    *lines, last = text.strip().split("\n")
    pairs = _pairs(last)
    if len(pairs) < _MIN_PAIRS:
        lines, pairs = [*lines, last], {}
    prompt = []
    for line in lines:
        if line.strip().startswith(_NEGATIVE):
            break
        prompt.append(line.strip())
    return Infotext(
        prompt="\n".join(prompt),
        seed=_whole(pairs.get("Seed", "")),
        steps=_whole(pairs.get("Steps", "")),
        guidance=_number(pairs.get("CFG scale", "")),
        model=pairs.get("Model", ""),
    )


def _pairs(line: str) -> dict[str, str]:
    """The pairs one after the other: searching for them would take hours on a hostile text."""
    pairs: dict[str, str] = {}
    at = 0
    while at < len(line) <= _MAX_LINE:
        if match := _PAIR.match(line, at):
            pairs[match[1]] = _unquoted(match[2].strip())
            at = match.end()
        else:
            comma = line.find(",", at)
            at = comma + 1 if comma >= 0 else len(line)
    return pairs


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if set(value) & set(',:\n"') else value


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value


def _whole(value: str) -> int | None:
    return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
