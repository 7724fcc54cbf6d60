"""What differs between two texts, word by word, and letter by letter where words have no spaces."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af]+|[^\s]")
_MOST_WORDS = 1_500
"""Of both texts: beyond this the comparison takes longer than a look at them."""

Spans = list[tuple[int, int]]
"""Places in a text: first character, and the one after the last."""


def changed(old: str, new: str) -> tuple[Spans, Spans]:
    """What is only in the old text, and what is only in the new one."""
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if len(before) + len(after) > _MOST_WORDS:
        return [], []
    gone: Spans = []
    come: Spans = []
    match = SequenceMatcher(None, [word[0] for word in before], [word[0] for word in after])
    for tag, a, b, c, d in match.get_opcodes():
        if tag != "equal":
            gone += _span(before[a:b])
            come += _span(after[c:d])
    return gone, come


def _span(words: list[re.Match[str]]) -> Spans:
    """From the first word to the last, with the spaces between them."""
    return [(words[0].start(), words[-1].end())] if words else []
