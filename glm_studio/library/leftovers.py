"""What programs that were killed left in the studio's own folders, removed at the start.

The folders of the library are cleaned as they are scanned.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from glm_studio.library.atomic import is_alive, remove_orphans
from glm_studio.library.folders import Folders

log = logging.getLogger(__name__)

_CACHE_PART = re.compile(r".+\.([0-9]+)\.part")
"""Of the engine's caches, which know no folders of the studio's."""


def remove_leftovers(folders: Folders) -> Iterator[None]:
    """Remove temporary files whose process is gone, a folder a step."""
    for folder in places(folders):
        remove_orphans(folder)
        yield
    for folder in (folders.cache, *_below(folders.cache, levels=1)):
        _remove_cache_parts(folder)
        yield


def _remove_cache_parts(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.glob("*.part"):
            match = _CACHE_PART.fullmatch(path.name)
            if match and int(match[1]) != os.getpid() and not is_alive(int(match[1])):
                path.unlink(missing_ok=True)
                log.info("removed what an interrupted save left: %s", path)


def places(folders: Folders) -> Iterator[Path]:
    """The studio's own folders in which files are written through temporary ones."""
    for root in (folders.config, folders.data, folders.cache):
        for folder in (root, *_below(root)):
            if folders.deleted not in folder.parents:  # a folder a picture
                yield folder


def _below(folder: Path, levels: int = 2) -> list[Path]:
    """The folders in a folder, and those in them."""
    with suppress(OSError):
        here = [p for p in folder.iterdir() if p.is_dir() and not p.is_symlink()]
        return here + [deep for p in here if levels > 1 for deep in _below(p, levels - 1)]
    return []
