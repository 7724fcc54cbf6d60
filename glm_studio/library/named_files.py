"""Files that a picture's recipe names: whoever wrote it chose them.

None is opened before it is known to be a plain file on a disk of this machine. The server of a
share would be told who asks, a pipe would be waited for, and a device read for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from engine.errors import RequestError
from engine.recipe import Recipe
from engine.texts import say

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""Of http and the like; a single letter is a drive."""

_OF_THE_SYSTEM = tuple(map(Path, ("/dev", "/proc", "/sys")))


def may_be_opened(name: str) -> bool:
    """Whether a file may be looked for and opened unasked. Blocks on the disk."""
    if not _is_here(name):
        return False
    try:
        path = Path(name).resolve()
        if any(path.is_relative_to(folder) for folder in _OF_THE_SYSTEM):
            return False
        return path.is_file() or not path.exists()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that none can be
        return False


def check_named(recipe: Recipe) -> None:
    """Raise `RequestError` unless all files that the recipe names may be opened."""
    _check("reference", (use.path for use in recipe.references))
    _check("adapter", (use.path for use in recipe.adapters))


def _check(field: str, names: Iterable[str]) -> None:
    for name in names:
        if not may_be_opened(name):
            why = say("{path} is no file on a disk of this machine.", path=name)
            raise RequestError(field, why, say("If you trust it, add it yourself."))


def _is_here(name: str) -> bool:
    """By the name alone: on Windows even a look at a share's file speaks to its server."""
    shared = PureWindowsPath(name).drive.startswith(("\\\\", "//"))
    return not (shared or "\0" in name or _ADDRESS.match(name))
