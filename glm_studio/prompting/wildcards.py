"""Wildcard files: text files with one option a line, for ``__name__`` in prompts.

The name is the file's path below its folder without ``.txt``: ``__animals/cats__``. Blank lines and
lines that begin with ``#`` do not count; ``\\#`` begins one that does. A line may hold choices and
wildcards, and begin with a weight, as an option in braces may: ``3::a tabby``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from glm_studio.prompting.expansion import Choice, option

_MOST_BYTES = 8 << 20
_MOST_FILES = 5_000
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Wildcards:
    """The options of each file by its name, and what could not be read: file and reason."""

    options: Mapping[str, Choice] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    """Those that files were looked for in."""
    unread: tuple[tuple[Path, str], ...] = ()


def read_wildcards(folder: Path) -> Wildcards:
    """Read all files below a folder; a folder that is not there has none."""
    options: dict[str, Choice] = {}
    unread: list[tuple[Path, str]] = []
    folders = [folder]
    for path in _walk(folder, folders):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            options[name] = _read(path)
        except (OSError, ValueError) as error:
            unread.append((path, str(error)))
    return Wildcards(options, tuple(folders), tuple(unread))


def as_choice(text: str) -> Choice:
    """The lines of a wildcard file as one choice."""
    lines = [line.strip() for line in _LINE_END.split(text)]
    said = [line for line in lines if line and not line.startswith("#")]
    weighed = [option(line[1:] if line.startswith("\\#") else line) for line in said]
    return Choice(tuple(node for node, _ in weighed), tuple(weight for _, weight in weighed))


def _walk(folder: Path, folders: list[Path]) -> Iterator[Path]:
    """Text files in the order of their names; notes the folders that it passes."""
    found = 0
    for root, below, files in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        folders += [Path(root, name) for name in below]
        for name in sorted(files):
            if name.lower().endswith(".txt") and not name.startswith("."):
                found += 1
                if found > _MOST_FILES:
                    return
                yield Path(root, name)


def _read(path: Path) -> Choice:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"larger than {_MOST_BYTES >> 20} MiB")
    return as_choice(path.read_bytes().decode("utf-8-sig"))
