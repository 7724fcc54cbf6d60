"""Snippets: pieces of prompts that are kept by name, in one JSON file that people may edit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.parsing import parse_json
from glm_studio.library.atomic import write_file

_TELLING = 3
"""Letters that not every text holds."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text; two never have the same name."""

    name: str
    text: str


def in_order(snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """By name, whatever its capitals."""
    return tuple(sorted(snippets, key=lambda snippet: snippet.name.casefold()))


def matching(snippets: Iterable[Snippet], typed: str) -> list[Snippet]:
    """Those whose names begin with what was typed, then those with it inside their names.

    From a few letters on, those follow that have it in their texts.
    """
    typed = typed.casefold()
    ranks = 3 if len(typed) >= _TELLING else 2

    def rank(snippet: Snippet) -> int:
        name = snippet.name.casefold()
        if name.startswith(typed):
            return 0
        return 1 if typed in name else 2 if typed in snippet.text.casefold() else 3

    ranked = [(rank(snippet), snippet) for snippet in snippets]
    return [snippet for at in range(ranks) for place, snippet in ranked if place == at]


def read_snippets(file: Path) -> tuple[Snippet, ...]:
    """The snippets in a file; none for one that is missing. Raises OSError or ValueError."""
    try:
        rows = parse_json(file.read_text("utf-8"))
        if not isinstance(rows, list):
            raise TypeError(rows)
        found = {str(row["name"]): Snippet(str(row["name"]), str(row["text"])) for row in rows}
    except FileNotFoundError:
        return ()
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{file.name} holds no list of snippets") from error
    return in_order(found.values())


def write_snippets(file: Path, snippets: Iterable[Snippet]) -> None:
    """Replace the file in one step. Raises OSError."""
    rows = [asdict(snippet) for snippet in snippets]
    text = json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    write_file(file, text.encode("utf-8", "replace"))
