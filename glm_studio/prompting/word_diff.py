"""What differs between two texts, word by word, and letter by letter where words have no spaces."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_⺀-鿿가-힯]+|\s+|.", re.DOTALL)
_MOST_WORDS = 4_000
"""Beyond this the comparison takes longer than a look at both texts."""

Spans = list[tuple[int, int]]
"""Places in a text: first character, and the one after the last."""


def changed(old: str, new: str) -> tuple[Spans, Spans]:
    """What is only in the old text, and what is only in the new one."""
    words, others = _WORD.findall(old), _WORD.findall(new)
    if len(words) + len(others) > _MOST_WORDS:
        return [], []
    starts, other_starts = _starts(words), _starts(others)
    gone: Spans = []
    come: Spans = []
    match = SequenceMatcher(None, words, others, autojunk=False)
    for tag, a, b, c, d in match.get_opcodes():
        if tag != "equal":
            gone += [(starts[a], starts[b])] if b > a else []
            come += [(other_starts[c], other_starts[d])] if d > c else []
    return gone, come


def _starts(words: list[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts
