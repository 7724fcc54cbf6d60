"""Whether something is on a disk, asked so that the question itself cannot fail.

`Path.exists` and its like raise for a network drive that went stale, a name that is too long or a
folder that may not be entered: in the middle of saving, or of saying why that did not work.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is a file or folder of this name; False where the disk does not say."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Whether it is a folder; False where the disk does not say."""
    return os.path.isdir(path)  # noqa: PTH112
