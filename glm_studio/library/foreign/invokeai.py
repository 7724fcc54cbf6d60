"""InvokeAI: `invokeai_metadata` since version 3, `sd-metadata` and `Dream` before.

https://github.com/invoke-ai/InvokeAI: `CoreMetadataInvocation` in invokeai/app/invocations/
metadata.py, and `metadata_dumps` in ldm/invoke/args.py of version 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from glm_studio.library.facts import Facts
from glm_studio.library.foreign.values import (
    count,
    first,
    model_name,
    number,
    objects,
    parsed,
    size,
    text,
    whole,
    within,
)

PROGRAM = "InvokeAI"

_REFERENCES = ("ipAdapters", "controlnets", "t2iAdapters", "ref_images", "reference_images")
_OPTION = re.compile(r"\s-([SsCWH])\s*([0-9.]+)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_LONGEST = 20_000
"""Characters of a command line that is read."""


def read(texts: Mapping[str, str]) -> Facts | None:
    """From whichever of the three there is."""
    if current := parsed(texts.get("invokeai_metadata")):
        return _current(current)
    if old := parsed(texts.get("sd-metadata")):
        return _version_2(old)
    return _command_line(texts["Dream"]) if texts.get("Dream") else None


def _current(data: Mapping[str, Any]) -> Facts:
    used = sum(count(data.get(name)) for name in _REFERENCES) + bool(text(data.get("init_image")))
    model = data.get("model")
    return Facts(
        prompt=text(data.get("positive_prompt")),
        negative=text(data.get("negative_prompt")),
        seed=whole(data.get("seed")),
        steps=whole(data.get("steps")),
        guidance=number(first(data, "cfg_scale", "guidance")),
        model=model_name(first(model, "name", "model_name") or model),
        size=size(data.get("width"), data.get("height")),
        references=used,
        program=PROGRAM,
    )


def _version_2(data: Mapping[str, Any]) -> Facts:
    image = data.get("image")
    if not isinstance(image, Mapping):
        image = next(objects(data.get("images")), {})
    prompt = image.get("prompt")
    parts = [text(part.get("prompt")) for part in objects(prompt)]
    positive, negative = _without_brackets(" ".join(filter(None, parts)) or text(prompt))
    return Facts(
        prompt=positive,
        negative=negative,
        seed=whole(image.get("seed")),
        steps=whole(image.get("steps")),
        guidance=number(image.get("cfg_scale")),
        model=model_name(first(data, "model_weights", "model_id")),
        size=size(image.get("width"), image.get("height")),
        references=int(bool(within(image, "init_image_path") or image.get("type") == "img2img")),
        program=PROGRAM,
    )


def _command_line(line: str) -> Facts:
    """``"a prompt" -s 50 -S 123 -W 512 -H 512 -C 7.5 -A k_lms``"""
    line = line[:_LONGEST]
    quoted = re.match(r'\s*"((?:\\.|[^"\\])*)"', line)
    end = quoted.end() if quoted else re.search(r"\s-[A-Za-z]|$", line).start()  # type: ignore[union-attr]
    positive, negative = _without_brackets(quoted[1].replace('\\"', '"') if quoted else line[:end])
    options = dict(_OPTION.findall(line[end:]))
    return Facts(
        prompt=positive,
        negative=negative,
        seed=whole(options.get("S")),
        steps=whole(options.get("s")),
        guidance=number(options.get("C")),
        size=size(options.get("W"), options.get("H")),
        program=PROGRAM,
    )


def _without_brackets(prompt: str) -> tuple[str, str]:
    """The prompt, and what stands in square brackets: what should not be in the picture."""
    negative = ", ".join(found.strip() for found in _BRACKETS.findall(prompt))
    return " ".join(_BRACKETS.sub(" ", prompt).split()), negative
