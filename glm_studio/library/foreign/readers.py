"""All of them, in turn."""

from __future__ import annotations

from collections.abc import Mapping

from glm_studio.library.facts import Facts
from glm_studio.library.foreign import a1111, comfyui, fooocus, invokeai, swarmui

_READERS = (invokeai.read, swarmui.read, fooocus.read, a1111.read, comfyui.read)
"""In this order: several of them write `parameters`, and many add ComfyUI's graph."""


def read_foreign(texts: Mapping[str, str]) -> Facts:
    """What a file of any of them says."""
    for read in _READERS:
        if facts := read(texts):
            return facts
    return Facts()
