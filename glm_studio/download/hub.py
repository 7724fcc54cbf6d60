"""What the two hubs' clients are used for, in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from glm_studio.models.manifest import Published

OnPosition = Callable[[int], None]
"""Hears how many bytes of a file are there; fewer than before if it begins anew."""


class LostError(Exception):
    """The connection broke, or the server is out of order: it may work a moment later."""


class DamagedError(Exception):
    """A file is not what was published; `found` is its checksum."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Listing:
    """What a repository holds in one revision."""

    revision: str
    files: Mapping[str, Published]


class Hub(Protocol):
    """A client. Raises `DownloadError` for what will not change, `LostError` for what may."""

    address: str

    def listing(self) -> Listing:
        """Ask what there is."""
        ...

    def fetch(self, path: str, file: Published, folder: Path, on_position: OnPosition) -> None:
        """Bring a file of the listing into `folder`, going on where its part ends. Under its own
        name only once its checksum is right; raises `DamagedError` where it is not, and OSError
        where it cannot be written."""
        ...
