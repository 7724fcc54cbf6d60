"""The `parameters` text that programs for pictures exchange, as AUTOMATIC1111's web UI began it.

The prompt's lines, those of the negative prompt, then one line of ``Name: value`` pairs, commas
between them; a value that holds a comma, a colon or a new line is written as a JSON string. Peers
find the last line by its having three pairs or more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from engine.parsing import parse_json
from engine.recipe import Recipe
from glm_studio import __version__
from glm_studio.library.facts import Facts
from glm_studio.library.foreign.values import number, whole
from glm_studio.library.picture import OWN_PROGRAM

_NEGATIVE = "Negative prompt:"
_MAX_LINE = 2**16
_MIN_PAIRS = 3
_PAIR = re.compile(r'\s*(\w[\w \-/]*):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"([0-9]{1,6})\s*x\s*([0-9]{1,6})")


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
        "Version": f"{OWN_PROGRAM} {__version__}",
    }
    return _joined(recipe.prompt, pairs)


def facts_as_infotext(facts: Facts) -> str:
    """The same for a picture of another program."""
    pairs = {
        "Steps": facts.steps,
        "CFG scale": facts.guidance,
        "Seed": facts.seed,
        "Size": "{}x{}".format(*facts.size) if facts.size else None,
        "Model": facts.model or None,
        "Version": facts.program or None,
    }
    known = {name: value for name, value in pairs.items() if value is not None}
    negative = f"\n{_NEGATIVE} {facts.negative}" if facts.negative else ""
    return _joined(facts.prompt + negative, known) if known or facts.prompt else ""


def read_infotext(text: str) -> tuple[Facts, Mapping[str, str]]:
    """Understand as much as possible, and all pairs; a text without a line of pairs is prompt."""
    *lines, last = text.strip().split("\n")
    pairs = _pairs(last)
    if len(pairs) < _MIN_PAIRS:
        lines, pairs = [*lines, last], {}
    prompt: list[str] = []
    negative: list[str] = []
    part = prompt
    for line in map(str.strip, lines):
        if part is prompt and line.startswith(_NEGATIVE):
            part, line = negative, line.removeprefix(_NEGATIVE).strip()  # noqa: PLW2901
        part.append(line)
    size = _SIZE.fullmatch(pairs.get("Size", ""))
    facts = Facts(
        prompt="\n".join(prompt),
        negative="\n".join(negative),
        seed=whole(pairs.get("Seed")),
        steps=whole(pairs.get("Steps")),
        guidance=number(pairs.get("Distilled CFG Scale") or pairs.get("CFG scale")),
        model=pairs.get("Model", ""),
        size=(int(size[1]), int(size[2])) if size else None,
    )
    return facts, pairs


def _joined(prompt: str, pairs: Mapping[str, object]) -> str:
    line = ", ".join(f"{name}: {_quoted(str(value))}" for name, value in pairs.items())
    return f"{prompt}\n{line}".strip()


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
            return str(parse_json(value))
        except ValueError:
            return value
    return value
