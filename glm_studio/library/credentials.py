"""Content credentials (C2PA): a signed manifest in a picture's file, written and verified.

The c2pa library works in a process of its own for each picture. It parses what comes from anywhere,
the studio's own process holds pictures that are not saved yet, and a process can be ended when it
takes too long. A signature at 1024x1024 takes 16 ms, and the start of that process 0.1 s.

Nothing is fetched: neither manifests that a file only refers to, nor what a certificate names, nor
time stamps, unless the user names a server for them.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.errors import EngineError, Problem, problem_of
from engine.parsing import parse_json
from engine.texts import say
from glm_studio.library import credentials_process
from glm_studio.library.certificate import CredentialsError, Identity, read_identity
from glm_studio.library.certificate_making import local_identity
from glm_studio.library.formats import Format
from glm_studio.library.labels import Labelling
from glm_studio.library.manifest import Manifest

log = logging.getLogger(__name__)

INSTALL = "python -m pip install 'glm-studio[credentials]'"

_STORE = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
"""The kind of JUMBF box that holds manifests, whatever format it is embedded in."""
_CHUNK = 2**20
_ENDED = say("the process for it ended before it was done")
_LONGEST_S = 20.0
"""For a process that starts, hashes a picture and ends, on a machine that computes on all cores.
A finished picture waits for it."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, as the user has it.

    `folder` holds certificates made here, in the `name` of whoever makes the pictures; without one
    none is made, and none of them is trusted. With
    `certificates` and `key`, PEM files, the user signs with a certificate of their own.
    `timestamps` is the address of a time stamp authority, empty for none; `trusted` a PEM file of
    authorities that the user trusts beside their own.
    """

    folder: Path | None
    name: str = ""
    certificates: Path | None = None
    key: Path | None = None
    timestamps: str = ""
    trusted: Path | None = None

    def identity(self) -> Identity:
        """The signer; a certificate is made if there is none. Raises `CredentialsError`."""
        if self.certificates is None and self.key is None:
            assert self.folder is not None  # noqa: S101 - nobody signs before there is one
            return local_identity(self.folder, self.name)
        if self.certificates is None or self.key is None:
            raise CredentialsError(
                say("A certificate of your own takes two files, and one of them is not named."),
                say("Name the certificate and its key in the settings, or neither."),
            )
        return read_identity(self.certificates, self.key)


def read_signing(saved: Mapping[str, Any], folder: Path | None) -> Signing:
    """What the saved preferences say, by their names; `folder` is for certificates made here."""

    def text(name: str) -> str:
        found = saved.get(name)
        return found.strip() if isinstance(found, str) else ""

    def file(name: str) -> Path | None:
        return Path(named).expanduser() if (named := text(name)) else None

    return Signing(
        folder=folder,
        name=text("label_producer"),
        certificates=file("credentials_certificate"),
        key=file("credentials_key"),
        timestamps=text("credentials_timestamps"),
        trusted=file("credentials_trusted"),
    )


class Signer:
    """Signs pictures, and never costs one: what cannot be signed stays as it is.

    `on_failure` is told why, once for each reason in a row. For any thread.
    """

    def __init__(self, signing: Signing, on_failure: Callable[[Problem], None]) -> None:
        self._signing = signing
        self._on_failure = on_failure
        self._told = ""

    def sign(self, content: bytes, kind: Format, manifest: Callable[[], Manifest]) -> bytes:
        """The file with credentials; the same bytes if that fails. Takes 0.2 s."""
        try:
            identity, timestamps = ready_identity(self._signing), self._signing.timestamps
            content = sign(content, kind, manifest(), identity, timestamps)
        except Exception as error:
            if not isinstance(error, EngineError):
                log.exception("content credentials could not be written")
            problem = problem_of(error)
            if problem.why != self._told:
                self._told = problem.why
                self._tell(problem)
        else:
            self._told = ""
        return content

    def _tell(self, problem: Problem) -> None:
        log.warning("%s %s", problem.what, problem.why)
        try:
            self._on_failure(problem)
        except Exception:  # the window may be gone, and a picture is on its way to the disk
            log.exception("nobody could be told of it")


def signed(
    content: bytes, kind: Format, labelling: Labelling, manifest: Callable[[], Manifest]
) -> bytes:
    """A file with credentials, if they are wished for and can be written."""
    if not labelling.credentials or labelling.signer is None:
        return content
    return labelling.signer.sign(content, kind, manifest)


def ready_identity(signing: Signing) -> Identity:
    """The signer, if all that signing takes is here. Raises `CredentialsError`."""
    if not available():
        raise _missing()
    return signing.identity()


def has_credentials(path: Path) -> bool:
    """Whether there is a manifest in a file, whatever it is worth. Raises OSError."""
    end = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _STORE in end + chunk:
                return True
            end = chunk[-len(_STORE) :]
    return False


def available() -> bool:
    """Whether the c2pa library is installed here; it is optional."""
    return find_spec("c2pa") is not None and find_spec("cryptography") is not None


def sign(
    content: bytes, kind: Format, manifest: Manifest, identity: Identity, timestamps: str = ""
) -> bytes:
    """A picture's file with a signed manifest. Raises `CredentialsError`.

    Where the library cannot read a file that the manifest takes along, it only names them all.
    """
    try:
        return _signed(content, kind, manifest, identity, timestamps)
    except FailedApart as error:
        if manifest.ingredients:
            log.warning("a file that went into a picture is named only: %s", error)
            return sign(content, kind, manifest.without_files(), identity, timestamps)
        raise CredentialsError(
            say("The picture could not be signed: {cause}.", cause=error.why.rstrip(".")),
            say("Check the certificate in the settings, or turn content credentials off."),
        ) from error


def _signed(
    content: bytes, kind: Format, manifest: Manifest, identity: Identity, timestamps: str
) -> bytes:
    host = urlsplit(timestamps).hostname
    request = {
        "ask": "sign",
        "format": kind.mime,
        "key": str(identity.key.absolute()),
        "algorithm": identity.algorithm,
        "certificates": identity.certificates,
        "anchors": identity.anchors,
        "timestamps": timestamps,
        "hosts": [host] if host else [],
        "manifest": manifest.definition,
        "ingredients": [
            {"path": str(part.path.absolute()), "format": part.kind.mime, "says": part.says}
            for part in manifest.ingredients
        ],
    }
    count, signed_bytes = run_apart(request, content)
    if count != len(signed_bytes) or not signed_bytes:  # it was ended as it wrote them
        raise FailedApart(_ENDED)
    return signed_bytes


def _missing() -> CredentialsError:
    return CredentialsError(
        say("The package c2pa-python is not installed."),
        say("Run: {command}", command=INSTALL),
    )


class FailedApart(Exception):  # noqa: N818 - never leaves this room
    """The process failed; `why` is what the library said, or how the process ended."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def run_apart(request: dict[str, Any], content: bytes = b"") -> tuple[Any, bytes]:
    """Ask a new process; returns its answer and the bytes after it. Raises `FailedApart`."""
    try:
        told, _, rest = _process(json.dumps(request).encode() + b"\n" + content).partition(b"\n")
        said = parse_json(told)
    except subprocess.TimeoutExpired:
        raise FailedApart(say("it took too long")) from None
    except (OSError, ValueError) as error:
        log.warning("the process for content credentials ended: %s", error)
        raise FailedApart(_ENDED) from error
    if "answer" not in said:
        raise FailedApart(" ".join(str(said.get("error") or said.get("missing")).split()))
    return said["answer"], rest


def _process(asked: bytes) -> bytes:
    # By its path: neither the studio nor where the program was started is looked into.
    command = [sys.executable, "-P", os.fspath(Path(credentials_process.__file__))]
    return subprocess.run(  # noqa: S603 - itself
        command,
        input=asked,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_LONGEST_S,
        check=False,
        start_new_session=True,  # Ctrl-C in a terminal must not leave a picture unsigned
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows opens a console
    ).stdout
