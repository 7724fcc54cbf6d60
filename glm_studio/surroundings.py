"""What is around the engine: room on the disks, folders that take files, a display for the window.

As checks for the doctor's page; without torch and without Qt.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from engine.examination import Check, Section, State
from engine.plan import GIB
from glm_studio.display import DisplayError, headless, platform_of, require_display
from glm_studio.library.folders import Folders
from glm_studio.library.store import explain, try_folder

LITTLE_BYTES = 2 * GIB
"""Less room than this is worth mending: some hundred pictures, or a cache that cannot grow."""


def surroundings(model: Path) -> tuple[Section, ...]:
    """Looks at the disks and the display; takes a tenth of a second."""
    return Section("disk", tuple(_disks(model))), Section("display", (_display(),))


def _disks(model: Path) -> Iterator[Check]:
    folders = Folders.standard()
    for name, folder in (
        ("pictures", folders.pictures),
        ("data", folders.data),
        ("cache", folders.cache),
    ):
        yield _folder(name, folder)
    if model.is_dir():
        yield Check("model", State.GOOD, f"{_free(model)} free beside the model in {model}.")


def _folder(name: str, folder: Path) -> Check:
    """A folder that is not there yet is made when it is needed: what it will lie in counts."""
    place = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    try:
        try_folder(place)
        free = shutil.disk_usage(place).free
    except OSError as error:
        why, remedy = explain(error, place)
        return Check(name, State.BROKEN, f"{folder} takes no files. {why}", f"{remedy}.")
    says = f"{free / GIB:.1f} GiB free in {folder}."
    if free < LITTLE_BYTES:
        return Check(name, State.MISSING, says, "Free some space on this disk.")
    return Check(name, State.GOOD, says)


def _free(folder: Path) -> str:
    return f"{shutil.disk_usage(folder).free / GIB:.1f} GiB"


def _display() -> Check:
    """Without a display there is no window, and all else works: that is only worth knowing."""
    name = "window"
    try:
        qt = version("PySide6-Essentials")
    except PackageNotFoundError:
        says = "PySide6 is not installed, so there is no window."
        mends = f"Run: {sys.executable} -m pip install PySide6-Essentials"
        return Check(name, State.MISSING, says, mends)
    platform = platform_of(os.environ)
    if platform is None and sys.platform == "linux":
        return Check(
            name, State.NOTE,
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            f"Make pictures without a window: {headless()}",
        )  # fmt: skip
    try:
        require_display()
    except DisplayError as error:
        return Check.of(name, State.MISSING, error.problem)
    where = os.environ.get({"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}.get(platform or "", ""))
    shown = " ".join(filter(None, [platform or sys.platform, where]))
    return Check(name, State.GOOD, f"A window can be opened: {shown}, PySide6 {qt}.")
