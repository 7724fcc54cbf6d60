"""Sentences for people that remember how they were put together.

The engine speaks English. Whoever shows its sentences in another language needs the sentence as it
stands in the code, with its gaps, and what filled them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Text(str):
    """An English sentence; `template` is the same with its gaps, `values` are what fills them.

    A plain string to everyone else: it compares, prints and becomes JSON as one.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: dict[str, Any]) -> Text:
        made = super().__new__(cls, template.format(**values))
        made.template = template
        made.values = {name: _plain(value) for name, value in values.items()}
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, Any]]]:
        return Text, (self.template, self.values)


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
