"""What small files of the system say, as those below ``/sys`` and ``/proc``. No torch."""

from __future__ import annotations

from pathlib import Path


def text_of(file: Path) -> str:
    """Without spaces around it; empty where the file is not there or may not be read."""
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def number_of(file: Path) -> int | None:
    """The whole number that it holds; None for anything else."""
    text = text_of(file)
    return int(text) if text.isdigit() else None
