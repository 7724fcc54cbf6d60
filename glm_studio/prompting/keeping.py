"""What a rewritten prompt must keep to the letter: the texts to be drawn, choices and wildcards."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from glm_studio.prompting.drawn_text import DrawnText, find_drawn, find_slips
from glm_studio.prompting.expansion import Choice, Field, Wildcard, nodes, parse

_ALIKE = 0.6
"""From here on a quoted text is taken for a changed form of another one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a new prompt stands to the old one.

    `missing` are texts to be drawn and `lost` choices and wildcards that it has no more; `added`
    are texts that it would draw and the old one did not.
    """

    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def compare(old: str, new: str) -> Kept:
    """What of the old prompt's exact words the new one keeps."""
    before, after = Counter(drawn(old)), Counter(drawn(new))
    written = Counter(_written(old))
    return Kept(
        tuple((before - after).elements()),
        tuple((written - Counter(_written(new))).elements()),
        tuple((after - before).elements()),
    )


def drawn(prompt: str) -> list[str]:
    """The texts to be drawn; not what only an apostrophe makes of it."""
    return [each.text for each in _places(prompt)]


def repaired(old: str, new: str) -> str:
    """The new prompt with the old one's texts to be drawn, as far as it is clear where they belong.

    A changed text in quotes gets its old letters back, and one without quotes its quotes.
    """
    for text in compare(old, new).missing:
        new = _put_back(text, old, new) or _quoted(text, new) or new
    return new


def restored(old: str, new: str, text: str) -> str:
    """The new prompt with a missing text to be drawn at its end, in the old one's quotes."""
    quoted = next((old[d.start : d.end] for d in find_drawn(old) if d.text == text), f"“{text}”")
    return f"{new.rstrip()} {quoted}"


def _put_back(text: str, old: str, new: str) -> str:
    """With the quoted text that is most like it replaced; empty if none is."""
    wanted = set(drawn(old))
    near = [each for each in _places(new) if each.text not in wanted]
    near.sort(key=lambda each: _likeness(each.text, text))
    if not near or _likeness(near[-1].text, text) < _ALIKE:
        return ""
    best = near[-1]
    return new[: best.start + 1] + text + new[best.end - 1 :]


def _quoted(text: str, new: str) -> str:
    """With quotes around the words, where they stand outside of any; empty if they do not."""
    inside = [(each.start, each.end) for each in find_drawn(new)]
    for found in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", new) if text.strip() else ():
        if not any(start < found.end() and found.start() < end for start, end in inside):
            return f"{new[: found.start()]}“{text}”{new[found.end() :]}"
    return ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _places(prompt: str) -> list[DrawnText]:
    mistaken = {slip.text for slip in find_slips(prompt) if slip.edits}
    return [each for each in find_drawn(prompt) if each.text not in mistaken]


def _written(prompt: str) -> list[str]:
    """Choices, wildcards and fields as they stand in the source, the outer ones alone."""
    written, inside = [], -1
    for node in nodes(parse(prompt)):
        if isinstance(node, Choice | Wildcard | Field) and node.span[0] >= inside:
            inside = node.span[1]
            written.append(prompt[slice(*node.span)])
    return written
