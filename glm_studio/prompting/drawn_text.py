"""The parts of a prompt that the model draws as text, and the slips that make it draw others.

Places count characters of the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.drawn_text import MAX_TOKENS, PATTERNS

_APOSTROPHE = "’"
_FOREIGN = (
    r"«([^«»]*)»",
    r"„([^„“”]*)[“”]",
    r"‹([^‹›]*)›",
    r"『([^『』]*)』",
    r"(?<!\w)‘([^‘’]*)’(?!\w)",
)
_OPENING = {"“": "”", "「": "」"}
_CONTRACTED = r"(?i:s|t|d|m|ll|re|ve)\b"
_ELIDED = r"(?i:\b[cdjlmnst]|\bqu)$"
_FIRST_CJK = "\u2e80"
"""From here on come scripts that put no spaces between words, nor apostrophes into them."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """One quoted text; `start` and `end` include its quotes."""

    text: str
    start: int
    end: int

    @property
    def read(self) -> str:
        """What the model reads of it: the rest of a very long one is cut off."""
        encoded = self.text.encode("utf-8", "replace")
        return encoded[: MAX_TOKENS - 1].decode("utf-8", "ignore")

    @property
    def is_cut(self) -> bool:
        return len(self.text.encode("utf-8", "replace")) >= MAX_TOKENS


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` into the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class SlipKind(StrEnum):
    APOSTROPHE = "apostrophe"
    """The model takes an apostrophe for a quote and draws what follows it."""
    FOREIGN = "foreign"
    """Quotes that mean nothing to the model, so that nothing is drawn."""
    UNCLOSED = "unclosed"
    """A quote without an end, so that nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Slip:
    """`text` is what is drawn by mistake, or is not drawn. `edits` mend it, if anything can."""

    kind: SlipKind
    start: int
    end: int
    text: str
    edits: tuple[Edit, ...] = ()


def find_drawn(prompt: str) -> list[DrawnText]:
    """The texts that `engine.drawn_text.drawn_texts` extracts, in the same order, with places."""
    return [
        DrawnText(match[1], match.start(), match.end())
        for pattern in PATTERNS
        for match in re.finditer(pattern, prompt)
    ]


def find_slips(prompt: str) -> list[Slip]:
    """What the model would read otherwise than people do, in the prompt's order."""
    slips = [*_stray_apostrophes(prompt), *_foreign_quotes(prompt), *_unclosed(prompt)]
    return sorted(slips, key=lambda slip: slip.start)


def mend(prompt: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """The prompt with edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        prompt = prompt[: edit.start] + edit.text + prompt[edit.end :]
    return prompt


def _stray_apostrophes(prompt: str) -> Iterator[Slip]:
    """Pair quotes as the model does, but pass over those that are apostrophes to a reader."""
    drawn = {at: d.text for d in find_drawn(prompt) for at in (d.start, d.end - 1)}
    for at in _apostrophes_among_quotes(prompt):
        if at in drawn:
            edit = Edit(at, at + 1, _APOSTROPHE)
            yield Slip(SlipKind.APOSTROPHE, at, at + 1, drawn[at], (edit,))


def _apostrophes_among_quotes(prompt: str) -> Iterator[int]:
    places = [match.start() for match in re.finditer("'", prompt)]
    opening: int | None = None
    for number, at in enumerate(places):
        if opening is None:
            closing = places[number + 1] if number + 1 < len(places) else None
            if _opens_no_quote(prompt, at, closing):
                yield at
            else:
                opening = at
        elif _is_letter(prompt, at - 1) and _is_letter(prompt, at + 1):
            yield at
        else:
            opening = None


def _opens_no_quote(prompt: str, at: int, closing: int | None) -> bool:
    """Whether an apostrophe stands here, where the model would take it for an opening quote."""
    if not _is_letter(prompt, at - 1):
        return False
    inside_a_word = _is_letter(prompt, at + 1)
    if not inside_a_word:  # the dogs' tails
        return True
    before, after = prompt[max(at - 3, 0) : at], prompt[at + 1 : at + 4]
    if re.match(_CONTRACTED, after) or re.search(_ELIDED, before):
        return True
    # Else a space may be missing before a quote; not if the next one is inside a word as well.
    return closing is None or _is_letter(prompt, closing + 1) or prompt[closing - 1].isspace()


def _is_letter(prompt: str, at: int) -> bool:
    return 0 <= at < len(prompt) and prompt[at].isalnum() and prompt[at] < _FIRST_CJK


def _foreign_quotes(prompt: str) -> Iterator[Slip]:
    for pattern in _FOREIGN:
        for match in re.finditer(pattern, prompt):
            start, end = match.span()
            edits = (Edit(start, start + 1, "“"), Edit(end - 1, end, "”"))
            yield Slip(SlipKind.FOREIGN, start, end, match[1], edits)


def _unclosed(prompt: str) -> Iterator[Slip]:
    straight = [match.start() for match in re.finditer('"', prompt)]
    if len(straight) % 2:
        yield Slip(SlipKind.UNCLOSED, straight[-1], straight[-1] + 1, prompt[straight[-1] + 1 :])
    for opening, closing in _OPENING.items():
        for match in re.finditer(f"{opening}([^{opening}{closing}]*)(?={opening}|$)", prompt):
            low = prompt.rfind("„", 0, match.start())
            if opening == "“" and low >= 0 and not set(prompt[low + 1 : match.start()]) & set("“”"):
                continue  # „the end of these quotes“
            at = match.start()
            yield Slip(SlipKind.UNCLOSED, at, at + 1, match[1])
