"""What chat models put around an answer, and how it is left out."""

from __future__ import annotations

import re

_OPENING = ("<think>", "[unused16]")
"""The second one is Pangu's, whose tokens for this have no names."""
_CLOSING = re.compile(r"</think>|\[unused17\]")
_FENCE = re.compile(r"```\w*\n(.*?)\n?```", re.DOTALL)
_HEADING = re.compile(
    r"\A(\*\*)?(enhanced |improved |new |rewritten )?prompt(\*\*)?:(\*\*)?\s+", re.IGNORECASE
)
_QUOTES = (('"', '"'), ("“", "”"), ("「", "」"), ("'", "'"))


class Thoughts:
    """Leaves out what a model says to itself before it answers, piece by piece."""

    def __init__(self) -> None:
        self._held = ""
        self._begun = self._thinking = False

    def without(self, text: str) -> str:
        """What of the next piece belongs to the answer, with what was held back before it."""
        self._held += text
        start = self._held.lstrip()
        if not self._begun:
            if any(mark.startswith(start) for mark in _OPENING):
                return ""  # it may become a mark
            self._begun, self._thinking = True, start.startswith(_OPENING)
        if self._thinking:
            end = _CLOSING.search(self._held)
            if end is None:
                return ""
            self._thinking, self._held = False, self._held[end.end() :]
        said, self._held = self._held, ""
        return said


def unwrapped(text: str, old: str) -> str:
    """An answer without a code fence, a heading, or quotes around the whole: those would have all
    of it drawn as text, which is only meant if the `old` prompt had them."""
    text = text.strip()
    fenced = _FENCE.fullmatch(text)
    text = _HEADING.sub("", fenced[1].strip() if fenced else text, count=1) if text else text
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        whole = text.startswith(opening) and text.endswith(closing) and len(text) > 1
        if whole and not old.strip().startswith(opening) and not {opening, closing} & set(inner):
            return inner.strip()
    return text
