"""A hub without a network, for what a transfer does by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glm_studio.download.hub import DamagedError, Listing, LostError
from glm_studio.models.errors import DownloadError
from glm_studio.models.manifest import Published

REPOSITORY = "zai-org/GLM-Image"


class FakeHub:
    """Has one file, of which what arrives may be `damaged`; while it is `away` nothing does."""

    address = "https://hub.example"

    def __init__(self, damaged: bool = False, away: bool = False, refuses: bool = False) -> None:
        self.damaged, self.away, self.refuses = damaged, away, refuses
        self.fetched: list[str] = []

    def listing(self) -> Listing:
        if self.away:
            raise LostError("connection refused")
        if self.refuses:
            raise DownloadError.forbidden(REPOSITORY, self.address)
        return Listing("main", {"model_index.json": Published(2, sha256="a" * 64)})

    def fetch(
        self, path: str, file: Published, folder: Path, on_position: Callable[[int], None]
    ) -> None:
        self.fetched.append(path)
        if self.damaged:
            raise DamagedError("b" * 64)
        (folder / path).write_bytes(b"{}")
        on_position(2)
