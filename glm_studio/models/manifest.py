"""What a downloaded folder says about itself: where it is from, and the published checksums."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath

from engine.parsing import parse_json
from glm_studio.library.atomic import write_file
from glm_studio.models.sources import Source

log = logging.getLogger(__name__)

NAME = ".glm-studio-download.json"

_READ_BYTES = 4 << 20

PARTS = ".incomplete"
"""The end of the name of a file that is not all there yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a source says about a file: its size, and either checksum or none. `git_sha1` is git's
    own, of a header and the content."""

    bytes: int
    sha256: str = ""
    git_sha1: str = ""

    @property
    def checksum(self) -> str:
        return self.sha256 or self.git_sha1

    def digest(self) -> hashlib._Hash:
        """What the content has to go through so that `hexdigest` is the checksum."""
        if self.sha256 or not self.git_sha1:
            return hashlib.sha256()
        digest = hashlib.sha1(usedforsecurity=False)
        digest.update(f"blob {self.bytes}\0".encode())
        return digest


@dataclass(frozen=True, slots=True)
class Manifest:
    """A download: `files` by their path within the folder; `complete` once all have arrived."""

    source: Source
    repository: str
    revision: str
    endpoint: str
    files: Mapping[str, Published]
    complete: bool = False

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())

    def missing(self, folder: Path) -> dict[str, Published]:
        """The files that have not arrived: one that has its name was checked before it got it."""
        return {
            path: file for path, file in self.files.items() if size_of(folder / path) != file.bytes
        }

    def bytes_there(self, folder: Path) -> int:
        """What has arrived, of whole files and of parts."""
        there = 0
        for path, file in self.files.items():
            whole = size_of(folder / path)
            there += whole if whole == file.bytes else size_of(part_of(folder / path))
        return min(there, self.bytes)


def checksum_of(path: Path, file: Published) -> str:
    """The checksum of a file's content, of the kind that was published for it. Raises OSError."""
    digest = file.digest()
    with path.open("rb") as stream:
        while block := stream.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def part_of(file: Path) -> Path:
    """Where a file is while it arrives."""
    return file.with_name(file.name + PARTS)


def size_of(file: Path) -> int:
    """Of a file in bytes; -1 or 0 where there is none: a part's 0 is as good as none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0 if file.name.endswith(PARTS) else -1


def is_inside(path: str) -> bool:
    """Whether a path that a source names stays within the folder that it is downloaded into."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and path.isprintable()
        and not path.startswith("/")
        and not {"..", "."} & set(parts)
        and ("\\" not in path and ":" not in path)
    )


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a downloaded folder; None if there is none, or one that cannot be read."""
    try:
        told = parse_json((folder / NAME).read_text("utf-8"))
        files = {
            str(path): Published(int(each["bytes"]), str(each["sha256"]), str(each["git_sha1"]))
            for path, each in told["files"].items()
        }
        return Manifest(
            Source(told["source"]),
            str(told["repository"]),
            str(told["revision"]),
            str(told["endpoint"]),
            {path: file for path, file in files.items() if is_inside(path)},
            told["complete"] is True,
        )
    except FileNotFoundError:
        return None
    except (OSError, ArithmeticError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the manifest in %s cannot be read: %s", folder, error)
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the folder's manifest in one step. Raises OSError."""
    told = asdict(replace(manifest, files=dict(manifest.files)))
    write_file(folder / NAME, json.dumps(told, indent=1).encode())


def folder_for(
    source: Source, repository: str, base: Path, begun: Mapping[Path, tuple[Source, str]]
) -> Path:
    """The folder below `base` for a repository: named as it is, and the one that has it already.

    What is there of another repository (`begun` says of which, before there is a manifest), or of
    somebody else, stays untouched.
    """
    name = repository.rpartition("/")[2]
    for number in count(1):
        folder = base / (name if number == 1 else f"{name} {number}")
        manifest = read_manifest(folder)
        has = (manifest.source, manifest.repository) if manifest else begun.get(folder)
        if has == (source, repository) or (has is None and _is_free(folder)):
            return folder
    raise AssertionError  # there is always a next number


def _is_free(folder: Path) -> bool:
    """Whether it is not there, or a download that did not come far is all that was ever in it."""
    try:
        return all(file.name.startswith(NAME) for file in folder.iterdir())
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
