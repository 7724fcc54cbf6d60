"""What a killed program has left in folders that no start reads through.

The folders of pictures are tidied while they are read, those of sessions and thumbnails when they
are opened (`remove_orphans`). These are the others in which files are replaced.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from glm_studio.library.atomic import is_alive, remove_orphans
from glm_studio.library.folders import Folders

log = logging.getLogger(__name__)

_OF_THE_ENGINE = re.compile(r".+\.([0-9]+)\.part")
"""How `engine/caches.py` names what it has not finished, with the number of its process."""


def remove_leftovers(folders: Folders, others: Iterable[Path] = ()) -> None:
    """Remove temporary files of programs that are gone; `others` are where copies were written.

    Blocks on the disk. What may not be removed stays.
    """
    own = (folders.config, folders.prompts, *_folders_in(folders.prompts))
    for folder in dict.fromkeys((*own, *others)):
        remove_orphans(folder)
    for folder in (folders.cache, *_folders_in(folders.cache)):
        _remove_the_engine_s(folder)


def _folders_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.is_dir()]
    return []


def _remove_the_engine_s(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.glob("*.part"):
            match = _OF_THE_ENGINE.fullmatch(path.name)
            if match and not is_alive(int(match[1])):
                path.unlink(missing_ok=True)
                log.info("removed what an interrupted run left: %s", path)
