"""AUTOMATIC1111's web UI, and the many that write its `parameters` text: Forge, SD.Next, CivitAI, …

https://github.com/AUTOMATIC1111/stable-diffusion-webui, `create_infotext` in modules/processing.py
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from glm_studio.library.facts import Facts
from glm_studio.library.foreign.values import model_name
from glm_studio.library.formats import PARAMETERS_KEY, SOFTWARE_KEY
from glm_studio.library.infotext import read_infotext
from glm_studio.library.picture import OWN_PROGRAM

PROGRAM = "AUTOMATIC1111"

_BY_VERSION = (
    (OWN_PROGRAM, OWN_PROGRAM),
    ("ComfyUI", "ComfyUI"),
    ("Fooocus", "Fooocus"),
    ("f", "Forge"),
    ("neo", "Forge"),
    ("v1.", PROGRAM),
)
"""How the value of `Version` begins, and who writes it so."""

_LONGEST_NAME = 40


def read(texts: Mapping[str, str]) -> Facts | None:
    """From `parameters`, in PNG's texts or EXIF's user comment."""
    written = texts.get(PARAMETERS_KEY, "")
    if not written.strip() or written.lstrip().startswith("{"):
        return None
    facts, pairs = read_infotext(written)
    if not pairs and "prompt" in texts:  # a node put something else there beside ComfyUI's graph
        return None
    return replace(facts, model=model_name(facts.model), program=_program(texts, pairs))


def _program(texts: Mapping[str, str], pairs: Mapping[str, str]) -> str:
    if "App" in pairs:  # SD.Next says its name
        return pairs["App"][:_LONGEST_NAME]
    if "prompt" in texts or "workflow" in texts:
        return "ComfyUI"
    version = pairs.get("Version", "")
    for start, program in _BY_VERSION:
        if version.startswith(start):
            return program
    software = texts.get(SOFTWARE_KEY, "")
    return software[:_LONGEST_NAME] or (PROGRAM if pairs else "")
