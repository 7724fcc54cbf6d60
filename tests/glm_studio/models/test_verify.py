"""Comparing a checkpoint with what was published about it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.checkpoint import open_checkpoint
from engine.errors import CheckpointError
from engine.hashes import KnownHashes, hash_file
from glm_studio.models.manifest import NAME, Manifest, Published, read_manifest, write_manifest
from glm_studio.models.sources import Source
from glm_studio.models.verify import published, verified_already, verify
from support.checkpoints import NANO
from support.hub_server import git_sha1, sha256

SMALL = "vae/config.json"
LARGE = "vae/diffusion_pytorch_model.safetensors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy that may be damaged, without the sums that it came with."""
    folder = Path(shutil.copytree(NANO, tmp_path / "nano"))
    (folder / "SHA256SUMS").unlink()
    return folder


def manifest(folder: Path) -> Manifest:
    small, large = (folder / SMALL).read_bytes(), (folder / LARGE).read_bytes()
    files = {
        SMALL: Published(len(small), git_sha1=git_sha1(small)),
        LARGE: Published(len(large), sha256=sha256(large)),
    }
    return Manifest(Source.HUGGING_FACE, "a/b", "c", "", files, complete=True)


def test_files_that_are_as_published_are_counted(folder, tmp_path):
    known = published(open_checkpoint(folder), manifest(folder))
    verified = verify(open_checkpoint(folder), known, KnownHashes(tmp_path / "hashes.json"))
    assert verified.compared == 2
    assert len(verified.fingerprint) == 64


@pytest.mark.parametrize("path", [SMALL, LARGE])
def test_a_byte_that_differs_is_found_and_named(folder, tmp_path, path):
    told = manifest(folder)
    content = bytearray((folder / path).read_bytes())
    content[-2] ^= 1
    (folder / path).write_bytes(content)
    checkpoint = replace(open_checkpoint(NANO), folder=folder)  # its JSON may be none any more
    with pytest.raises(CheckpointError, match="published checksum") as caught:
        verify(checkpoint, told.files, KnownHashes(tmp_path / "hashes.json"))
    assert caught.value.file == folder / path


def test_the_bundled_model_is_as_its_sums_say(tmp_path):
    checkpoint = open_checkpoint(NANO)
    known = published(checkpoint, None)
    assert set(known) == {
        file.path.relative_to(NANO).as_posix()
        for component in checkpoint.components
        for file in component.files
    }
    assert verify(checkpoint, known, KnownHashes(tmp_path / "hashes.json")).compared == len(known)


def test_hugging_face_s_cache_says_the_checksum_by_the_name_of_the_file(folder, tmp_path):
    blob = tmp_path / "blobs" / hash_file(folder / LARGE)
    blob.parent.mkdir()
    (folder / LARGE).rename(blob)
    (folder / LARGE).symlink_to(blob)
    assert published(open_checkpoint(folder), None) == {
        LARGE: Published(blob.stat().st_size, sha256=blob.name)
    }


def test_without_anything_published_it_is_read_to_its_end(folder, tmp_path):
    checkpoint, heard = open_checkpoint(folder), []
    verified = verify(checkpoint, {}, KnownHashes(tmp_path / "hashes.json"), heard.append)
    assert verified.compared == 0
    assert sum(heard) >= checkpoint.bytes


def test_a_large_model_that_was_never_read_is_not_called_verified(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.hashes._WORTH_BYTES", 1000)
    hashes = KnownHashes(tmp_path / "hashes.json")
    checkpoint, known = open_checkpoint(folder), manifest(folder).files
    assert verified_already(checkpoint, known, hashes) is None
    told = verify(checkpoint, known, hashes)
    assert verified_already(checkpoint, known, KnownHashes(tmp_path / "hashes.json")) == told
    (folder / LARGE).touch()
    assert verified_already(checkpoint, known, KnownHashes(tmp_path / "hashes.json")) is None


def test_a_manifest_that_is_damaged_is_no_manifest(folder):
    write_manifest(folder, manifest(folder))
    assert read_manifest(folder) == manifest(folder)
    (folder / NAME).write_text('{"source": 3}')
    assert read_manifest(folder) is None
