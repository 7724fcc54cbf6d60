"""Which parts of a prompt are drawn as text, and how much of each is read. No torch."""

from __future__ import annotations

import re

PATTERNS = (r"'([^']*)'", r"“([^“”]*)”", r'"([^"]*)"', r"「([^「」]*)」")
"""The quotes in the order of `GlmImagePipeline.get_glyph_texts`. Each is looked for in the whole
prompt, as if there were no others. An ASCII apostrophe counts as a quote, as it did when the model
was trained."""

MAX_TOKENS = 2048
"""Of one text: a token a byte of UTF-8, and one for its end. What is longer is cut off."""


def drawn_texts(prompt: str) -> list[str]:
    """The quoted texts, ordered by kind of quote as the pipeline does."""
    return [text for pattern in PATTERNS for text in re.findall(pattern, prompt)]
