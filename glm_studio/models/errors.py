"""What can go wrong with a download, in three sentences."""

from __future__ import annotations

from pathlib import Path

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library.store import explain


class DownloadError(EngineError):
    """A model could not be downloaded; what has arrived is kept."""

    kind = "download"

    @classmethod
    def no_room(cls, folder: Path, needed_bytes: int, free_bytes: int) -> DownloadError:
        return cls(
            say("There is too little room for the model in {folder}.", folder=str(folder)),
            say(
                "{needed} GB are still to come, and {free} GB are free.",
                needed=_gb(needed_bytes),
                free=_gb(free_bytes),
            ),
            say("Free some space on this disk, or choose a folder on another one."),
        )

    @classmethod
    def damaged(cls, path: str, expected: str, found: str) -> DownloadError:
        return cls(
            say("The file {path} arrived damaged.", path=path),
            say(
                "Its published checksum is {expected}…, that of what arrived {found}….",
                expected=expected[:12],
                found=found[:12],
            ),
            say(
                "Try again: it is downloaded anew. If it happens again, choose another address or "
                "another proxy."
            ),
        )

    @classmethod
    def unwritable(cls, folder: Path, error: OSError) -> DownloadError:
        why, remedy = explain(error, folder)
        what = say("The model cannot be written to {folder}.", folder=str(folder))
        return cls(what, why, say("{remedy}.", remedy=remedy))

    @classmethod
    def unreachable(cls, address: str, why: str) -> DownloadError:
        return cls(
            say("The address {address} does not answer.", address=address),
            say("It was tried several times. The last time: {why}.", why=why),
            say("Check the network, the proxy and the address, then continue."),
        )

    @classmethod
    def unknown(cls, repository: str, address: str) -> DownloadError:
        return cls(
            say("There is no model {name} at {address}.", name=repository, address=address),
            say("The address knows no such repository, or does not show it without a token."),
            say("Check the name; for a private or gated model enter a token that may read it."),
        )

    @classmethod
    def forbidden(cls, repository: str, address: str) -> DownloadError:
        return cls(
            say("The model {name} is not given to you.", name=repository),
            say("{address} wants a token, or its terms to be accepted first.", address=address),
            say("Accept the terms on the model's page, and enter a token that may read it."),
        )

    @classmethod
    def not_a_model(cls, repository: str, address: str) -> DownloadError:
        return cls(
            say("The repository {name} is no GLM-Image model.", name=repository),
            say("There is no model_index.json in it at {address}.", address=address),
            say("Check the name: it is zai-org/GLM-Image, or ZhipuAI/GLM-Image on ModelScope."),
        )

    @classmethod
    def taken(cls, folder: Path) -> DownloadError:
        return cls(
            say("Another download writes to {folder}.", folder=str(folder)),
            say("Two at once would damage each other's files."),
            say("Wait for it, or stop it in the window that began it."),
        )

    @classmethod
    def not_to_trash(cls, folder: Path) -> DownloadError:
        return cls(
            say("The folder {folder} cannot be moved to the trash.", folder=str(folder)),
            say("Its disk has no trash, or refuses it."),
            say("Delete it for good, or move it by hand."),
        )

    @classmethod
    def offline(cls) -> DownloadError:
        return cls(
            say("Nothing is downloaded."),
            say("The studio was told to work offline."),
            say("Turn off working offline in the settings, then continue."),
        )

    @classmethod
    def ended(cls, code: int | None) -> DownloadError:
        """Its process ended without a word; None stands for by force, or for not even begun."""
        return cls(
            say("The download has stopped."),
            say("Its process exited with code {code}.", code=code)
            if code is not None
            else say("Its process was ended from outside, or could not be started."),
            say("Continue it: what has arrived is kept. If it happens again, look into the log."),
        )


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f}"
