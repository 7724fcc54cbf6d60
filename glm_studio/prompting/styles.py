"""Styles: named texts that are put around a prompt, and found again in a prompt that was sent.

``{prompt}`` in a style stands for the prompt; a style without it is put behind the prompt.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glm_studio.prompting.pieces import Piece

PLACE = "{prompt}"
_GOES_ON = (".", ",", ";", "。", "，", "；")
"""A style that goes on so after the prompt takes the place of the prompt's own full stop."""
_STOPS = ".。"


def styled(prompt: str, text: str) -> str:
    """The prompt with a style's text around it."""
    before, after = _sides(text)
    core = prompt.strip()
    if after.startswith(_GOES_ON):
        core = core.rstrip(_STOPS + " ")
    return before + core + after if core else before + after.lstrip("".join(_GOES_ON) + " ")


def styled_by(prompt: str, styles: Iterable[Piece], language: str) -> str:
    """The prompt with several styles around it, the first one nearest."""
    for style in styles:
        prompt = styled(prompt, style.text_in(language))
    return prompt


def taken_apart(sent: str, styles: Iterable[Piece]) -> tuple[str, list[Piece]]:
    """A sent prompt without the styles whose texts stand around it, and those, the nearest first.

    Texts in any of a style's languages count, the longest first. What another edition of a style
    has put there stays part of the prompt, so that no style is ever doubled or lost.
    """
    known = sorted(
        ((_sides(text), style) for style in styles for text in style.text.values()),
        key=lambda each: -sum(map(len, each[0])),
    )
    found: list[Piece] = []
    while True:
        for (before, after), style in known:
            rest = _between(before, sent, after)
            if style not in found and rest.strip():
                sent, found = rest, [style, *found]
                break
        else:
            return sent, found


def _between(before: str, sent: str, after: str) -> str:
    """What stands between a style's sides; empty if they are not there.

    The full stop at the end may be that of a style further out.
    """
    if before + after and sent.startswith(before):
        for end in (after, after.rstrip(_STOPS)):
            if sent.endswith(end) and len(before) + len(end) < len(sent):
                return sent[len(before) : len(sent) - len(end)]
    return ""


def _sides(text: str) -> tuple[str, str]:
    """What a style puts before the prompt, and behind it."""
    if PLACE not in text:
        return "", " " + text.strip()
    before, _, after = text.partition(PLACE)
    return before, after
