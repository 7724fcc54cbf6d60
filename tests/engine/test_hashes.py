"""Hashes are remembered, but never of a file that was written to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from engine.hashes import KnownHashes

LARGE = 17 << 20


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(os.urandom(1 << 20) * 17)
    return path


def of(store: Path, path: Path) -> tuple[str, int]:
    """A file's hash, and in how many blocks it was read."""
    blocks = []
    found = KnownHashes(store).of(path, blocks.append)
    assert sum(blocks) == path.stat().st_size
    return found, len(blocks)


def test_the_second_start_reads_nothing(large, tmp_path):
    store = tmp_path / "cache" / "hashes.json"
    first, blocks = of(store, large)
    assert first == hashlib.sha256(large.read_bytes()).hexdigest()
    assert blocks > 1
    assert of(store, large) == (first, 1)


def test_a_file_that_was_written_to_is_read_again_even_with_its_old_time(large, tmp_path):
    store, before = tmp_path / "hashes.json", large.stat()
    first, _ = of(store, large)
    with large.open("r+b") as file:
        file.write(b"other")
    os.utime(large, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert large.stat().st_mtime_ns == before.st_mtime_ns
    second, _ = of(store, large)
    assert second != first
    assert second == hashlib.sha256(large.read_bytes()).hexdigest()


@pytest.mark.parametrize("damage", ["", "[1]", "{", "null"])
def test_a_damaged_store_is_only_forgotten(large, tmp_path, damage):
    store = tmp_path / "hashes.json"
    store.write_text(damage)
    assert of(store, large)[0] == hashlib.sha256(large.read_bytes()).hexdigest()
    assert of(store, large)[1] == 1


def test_where_nothing_can_be_kept_it_is_read_each_time(large, tmp_path):
    (tmp_path / "file").write_text("")
    store = tmp_path / "file" / "hashes.json"
    assert of(store, large)[0] == of(store, large)[0]


def test_whoever_leaves_is_not_held(large, tmp_path):
    def stop(_size: int) -> None:
        raise KeyboardInterrupt

    store = tmp_path / "hashes.json"
    with pytest.raises(KeyboardInterrupt):
        KnownHashes(store).of(large, stop)
    assert not store.exists()
