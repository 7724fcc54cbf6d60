"""SwarmUI: `parameters` as JSON with `sui_image_params`.

https://github.com/mcmonkeyprojects/SwarmUI, docs/Image Metadata Format.md
"""

from __future__ import annotations

from collections.abc import Mapping

from glm_studio.library.facts import Facts
from glm_studio.library.foreign.values import (
    count,
    first,
    model_name,
    number,
    parsed,
    size,
    text,
    whole,
)
from glm_studio.library.formats import PARAMETERS_KEY

PROGRAM = "SwarmUI"


def read(texts: Mapping[str, str]) -> Facts | None:
    """From `parameters`; early versions had the object itself as a text of its own."""
    data = parsed(texts.get(PARAMETERS_KEY)) or {
        "sui_image_params": parsed(texts.get("sui_image_params"))
    }
    told = data.get("sui_image_params")
    if not isinstance(told, Mapping) or not told:
        return None
    prompted = count(told.get("promptimages")) or int(bool(text(told.get("promptimages"))))
    return Facts(
        prompt=text(told.get("prompt")),
        negative=text(told.get("negativeprompt")),
        seed=whole(told.get("seed")),
        steps=whole(told.get("steps")),
        guidance=number(first(told, "cfgscale", "fluxguidancescale")),
        model=model_name(told.get("model")),
        size=size(told.get("width"), told.get("height")),
        references=prompted + ("initimage" in told),
        program=PROGRAM,
    )
