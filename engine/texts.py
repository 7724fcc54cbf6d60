"""Sentences for people that remember how they were put together.

The engine speaks English. Whoever shows its sentences in another language needs the sentence as it
stands in the code, with its gaps, and what filled them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

_LONGEST_VALUE = 400
"""Characters of a value that a sentence quotes; a path may be longer than what it is about."""

TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They reverse what stands behind them: a name would read as another one."""


class Text(str):
    """An English sentence; `template` is the same with its gaps, `values` are what fills them.

    A plain string to everyone else: it compares, prints and becomes JSON as one.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: dict[str, Any]) -> Text:
        told = {name: _quoted(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**told))
        made.template = template
        made.values = {name: _plain(value) for name, value in told.items()}
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, Any]]]:
        return Text, (self.template, self.values)


def _quoted(value: Any) -> Any:
    """What files, systems and libraries say, so that no sentence that quotes it can be made to look
    like another, or as long as they like. Sentences and numbers stay what they are."""
    if isinstance(value, Text) or not isinstance(value, str | PurePath | BaseException):
        return value
    text = str(value)
    if len(text) > _LONGEST_VALUE:
        half = _LONGEST_VALUE // 2
        text = f"{text[:half]}…{text[-half:]}"
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(char: str) -> str:
    is_control = unicodedata.category(char) == "Cc" and char != "\n"
    return "\ufffd" if is_control or char in TURNS else char


def _plain(value: Any) -> Any:
    """What fills a gap must travel between processes, which exceptions and the like may not."""
    return value if isinstance(value, str | int | float) else str(value)


def say(template: str, **values: Any) -> Text:
    """A sentence with gaps in braces, as `str.format` has them. Literals only: they are looked for
    in the code. A value may be a `Text` itself."""
    return Text(template, values)


def joined(separator: str, parts: Iterable[object]) -> Text:
    """The parts in a row; those that are a `Text` stay one, and so does the separator."""
    values: dict[str, Any] = {f"part{number}": part for number, part in enumerate(parts)}
    template = "{separator}".join(f"{{{name}}}" for name in values)
    return Text(template, values | {"separator": separator})
