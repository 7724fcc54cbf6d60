"""Fooocus and its forks: `parameters` as JSON, or as A1111's text, with `fooocus_scheme` beside it.

https://github.com/lllyasviel/Fooocus, modules/meta_parser.py
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from glm_studio.library.facts import Facts
from glm_studio.library.foreign.values import first, model_name, number, parsed, size, text, whole
from glm_studio.library.formats import PARAMETERS_KEY
from glm_studio.library.infotext import read_infotext

PROGRAM = "Fooocus"

_RESOLUTION = re.compile(r"\(?\s*([0-9]{1,6})\s*,\s*([0-9]{1,6})\s*\)?")


def read(texts: Mapping[str, str]) -> Facts | None:
    """By its scheme, or by the version in it."""
    written = texts.get(PARAMETERS_KEY) or texts.get("Comment") or ""
    data = parsed(written)
    if data and ("fooocus_scheme" in texts or _is_its(data)):
        return _from_json(data)
    return _from_text(written) if texts.get("fooocus_scheme") == "a1111" else None


def _is_its(data: Mapping[str, object]) -> bool:
    version = text(first(data, "version", "Version"))
    return "Fooocus" in version or "base_model" in data or "Base Model" in data


def _from_json(data: Mapping[str, object]) -> Facts:
    """Names are in small letters since version 2.2, and as on the screen before."""
    resolution = _RESOLUTION.fullmatch(text(first(data, "resolution", "Resolution")))
    return Facts(
        prompt=text(first(data, "prompt", "Prompt", "full_prompt")),
        negative=text(first(data, "negative_prompt", "Negative Prompt", "full_negative_prompt")),
        seed=whole(first(data, "seed", "Seed")),
        steps=whole(first(data, "steps", "Steps")),
        guidance=number(first(data, "guidance_scale", "Guidance Scale")),
        model=model_name(first(data, "base_model", "Base Model")),
        size=size(resolution[1], resolution[2]) if resolution else None,
        program=PROGRAM,
    )


def _from_text(written: str) -> Facts:
    """A1111's, where the prompt without the styles that were added stands among the pairs."""
    facts, pairs = read_infotext(written)
    return replace(
        facts,
        prompt=pairs.get("Raw prompt") or facts.prompt,
        negative=pairs.get("Raw negative prompt") or facts.negative,
        program=PROGRAM,
    )
