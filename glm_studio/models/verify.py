"""Compares a checkpoint's files with what was published about them, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoint import Checkpoint, identify
from engine.errors import CheckpointError
from engine.hashes import KnownHashes, OnBytes
from engine.texts import say
from glm_studio.models.manifest import Manifest, Published, checksum_of, is_inside

SUMS = "SHA256SUMS"
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Verified:
    """All files were read to their end: `compared` of them had a published checksum, which was
    theirs. `fingerprint` is the hash that pictures' recipes name the model by."""

    compared: int
    fingerprint: str


def published(checkpoint: Checkpoint, manifest: Manifest | None) -> Mapping[str, Published]:
    """What is known of the files by their path within the folder, without asking anybody.

    A download's manifest has all, and so has a file of sums beside the index, as the bundled
    model's. In Hugging Face's cache a large file is a link to one that is named by its checksum.
    """
    if manifest is not None:
        return manifest.files
    known = _read_sums(checkpoint.folder)
    for component in checkpoint.components:
        for file in component.files:
            target = file.path.resolve()
            if file.path.is_symlink() and _SHA256.fullmatch(target.name):
                path = file.path.relative_to(checkpoint.folder).as_posix()
                known[path] = Published(target.stat().st_size, sha256=target.name)
    return known


def _read_sums(folder: Path) -> dict[str, Published]:
    """Of what `sha256sum` writes; files that are not there are left out, and found missing by who
    opens the checkpoint."""
    known = {}
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        for line in lines:
            told = _SUM.fullmatch(line)
            if told is not None and is_inside(told[2]) and (folder / told[2]).is_file():
                known[told[2]] = Published((folder / told[2]).stat().st_size, sha256=told[1])
    except (OSError, UnicodeDecodeError):
        return {}
    return known


def bytes_to_read(checkpoint: Checkpoint) -> int:
    """About what `verify` reads if nothing is known yet."""
    return sum(f.path.stat().st_size for c in checkpoint.components for f in c.files)


def verify(
    checkpoint: Checkpoint,
    known: Mapping[str, Published],
    hashes: KnownHashes,
    on_bytes: OnBytes | None = None,
) -> Verified:
    """Read what `hashes` does not know already; `on_bytes` hears of the weights, and may raise.

    Raises `CheckpointError` for the first file that is not as it was published, or OSError.
    """
    for path, file in known.items():
        _compare(checkpoint.folder / path, file, hashes, on_bytes)
    identity = identify(checkpoint, None if known else on_bytes, hashes.of)
    compared = sum(1 for file in known.values() if file.checksum)
    return Verified(compared, identity.hash)


def verified_already(
    checkpoint: Checkpoint, known: Mapping[str, Published], hashes: KnownHashes
) -> Verified | None:
    """What `verify` would say, if all large files were read before and have not changed since; the
    loading of a model reads them as well."""
    weights = [file.path for component in checkpoint.components for file in component.files]
    if not all(hashes.knows(path) for path in weights):
        return None
    try:
        return verify(checkpoint, known, hashes)
    except (CheckpointError, OSError):
        return None  # asked for by name, it says what is wrong


def _compare(path: Path, file: Published, hashes: KnownHashes, on_bytes: OnBytes | None) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        expected = say("a file that was downloaded")
        raise CheckpointError(path, expected, error.strerror or str(error)) from error
    if size != file.bytes:
        expected = say("{expected:,} bytes", expected=file.bytes)
        raise CheckpointError(path, expected, say("{size:,} bytes", size=size), _again())
    if not file.checksum:
        return
    # Git's own is that of files so small that they are not in LFS.
    found = hashes.of(path, on_bytes) if file.sha256 else checksum_of(path, file)
    if found != file.checksum:
        expected = say("the published checksum {sum}…", sum=file.checksum[:16])
        raise CheckpointError(path, expected, f"{found[:16]}…", _again())


def _again() -> str:
    return say("Download this file again.")
