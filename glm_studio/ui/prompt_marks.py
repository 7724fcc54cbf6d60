"""What the prompt's editor marks in the text: by rules, each a function of the whole prompt.

Who marks something else adds a kind, its look in `look_of`, and a rule to `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from PySide6.QtGui import QFont, QTextCharFormat

from glm_studio.prompting.drawn_text import SlipKind, find_drawn, find_slips
from glm_studio.prompting.expansion import signs
from glm_studio.ui.theme import Theme


class MarkKind(Enum):
    """Where marks meet, the later kind lies over the earlier one."""

    DRAWN = auto()
    """Text to be drawn, with its quotes."""
    SIGN = auto()
    """Braces, bars and wildcards: what becomes something else before it is sent."""
    SLIP = auto()
    """A quote that the model reads otherwise than people do."""
    MISSPELLED = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """Places and lengths count the characters of the prompt."""

    start: int
    length: int
    kind: MarkKind


Rule: TypeAlias = Callable[[str], list[Mark]]


def drawn_marks(prompt: str) -> list[Mark]:
    return [Mark(d.start, d.end - d.start, MarkKind.DRAWN) for d in find_drawn(prompt)]


def slip_marks(prompt: str) -> list[Mark]:
    """Not of quotes without an end: while one is typed, every quote is one."""
    return [
        Mark(slip.start, slip.end - slip.start, MarkKind.SLIP)
        for slip in find_slips(prompt)
        if slip.kind is not SlipKind.UNCLOSED
    ]


def sign_marks(prompt: str) -> list[Mark]:
    return [Mark(start, end - start, MarkKind.SIGN) for start, end in signs(prompt)]


RULES: list[Rule] = [drawn_marks, sign_marks, slip_marks]


def marks_of(prompt: str) -> list[Mark]:
    """What all rules find, in the order in which it is painted."""
    found = [mark for rule in RULES for mark in rule(prompt)]
    return sorted(found, key=lambda mark: mark.kind.value)


def look_of(kind: MarkKind, theme: Theme) -> QTextCharFormat:
    """How a mark is painted."""
    look = QTextCharFormat()
    match kind:
        case MarkKind.DRAWN:
            look.setBackground(theme.colour("accent_soft"))
            look.setForeground(theme.colour("accent_soft_text"))
        case MarkKind.SIGN:
            look.setForeground(theme.colour("accent"))
            look.setFontWeight(QFont.Weight.Bold)
        case MarkKind.SLIP:
            look.setBackground(theme.colour("warning_soft"))
            look.setForeground(theme.colour("warning"))
        case MarkKind.MISSPELLED:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(theme.colour("danger"))
    return look
