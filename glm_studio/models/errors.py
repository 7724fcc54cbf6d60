"""What can go wrong with a download, in three sentences."""

from __future__ import annotations

from pathlib import Path

from engine.errors import EngineError
from glm_studio.library.store import explain


class DownloadError(EngineError):
    """A model could not be downloaded; what has arrived is kept."""

    kind = "download"

    @classmethod
    def no_room(cls, folder: Path, needed_bytes: int, free_bytes: int) -> DownloadError:
        return cls(
            f"There is too little room for the model in {folder}.",
            f"{_gb(needed_bytes)} are still to come, and {_gb(free_bytes)} are free.",
            "Free some space on this disk, or choose a folder on another one.",
        )

    @classmethod
    def damaged(cls, path: str, expected: str, found: str) -> DownloadError:
        return cls(
            f"The file {path} arrived damaged.",
            f"Its published checksum is {expected[:12]}…, that of what arrived {found[:12]}….",
            "Try again: it is downloaded anew. If it happens again, choose another mirror or "
            "another proxy.",
        )

    @classmethod
    def unwritable(cls, folder: Path, error: OSError) -> DownloadError:
        why, remedy = explain(error, folder)
        return cls(f"The model cannot be written to {folder}.", why, f"{remedy}.")

    @classmethod
    def unreachable(cls, address: str, why: str) -> DownloadError:
        return cls(
            f"{address} does not answer.",
            f"It said: {why}.",
            "Check the network, the proxy and the mirror, then continue: what has arrived is kept.",
        )

    @classmethod
    def unknown(cls, repository: str, address: str) -> DownloadError:
        return cls(
            f"There is no model {repository} at {address}.",
            "The address knows no repository of this name, or does not show it without a token.",
            "Check the name; for a private or gated model enter a token that may read it.",
        )

    @classmethod
    def forbidden(cls, repository: str, address: str) -> DownloadError:
        return cls(
            f"{address} does not give {repository} to you.",
            "It wants a token, or that its terms are accepted on its page first.",
            "Accept the terms on the model's page, and enter a token that may read it.",
        )

    @classmethod
    def not_a_model(cls, repository: str, address: str) -> DownloadError:
        return cls(
            f"{repository} at {address} is no GLM-Image model.",
            "It has no model_index.json, with which every model folder in diffusers layout begins.",
            "Check the name: GLM-Image is zai-org/GLM-Image or ZhipuAI/GLM-Image.",
        )

    @classmethod
    def taken(cls, folder: Path) -> DownloadError:
        return cls(
            f"Another download writes to {folder}.",
            "Two at once would damage each other's files.",
            "Wait for it, or stop it in the window that began it.",
        )

    @classmethod
    def not_to_trash(cls, folder: Path) -> DownloadError:
        return cls(
            f"{folder} cannot be moved to the trash.",
            "Its disk has no trash, or refuses it.",
            "Delete it for good, or move it by hand.",
        )

    @classmethod
    def offline(cls) -> DownloadError:
        return cls(
            "Nothing is downloaded.",
            "The studio was told to work offline.",
            "Turn off working offline in the settings, then continue.",
        )

    @classmethod
    def ended(cls, how: str) -> DownloadError:
        return cls(
            "The download has stopped.",
            f"Its process {how}.",
            "Continue it: what has arrived is kept. If it happens again, report it with the log.",
        )


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
