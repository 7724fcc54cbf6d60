"""Engines over small checkpoints, and ways to listen to their jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.api import Event, GenerationRequest
from engine.engine import Engine
from support.checkpoints import write_checkpoint
from support.jobs import listen, request

MakeEngine = Callable[..., Engine]


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole checkpoint with random weights; a test that damages it makes a copy."""
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "random")


@pytest.fixture
def make_engine(tmp_path: Path) -> Iterator[MakeEngine]:
    """Opens engines in fp32 on the CPU, and closes them."""
    engines = []

    def make(folder: Path, **options: object) -> Engine:
        chosen = {"device": "cpu", "precision": "fp32", "cache_dir": tmp_path / "cache"} | options
        engines.append(Engine(folder, **chosen))
        return engines[-1]

    yield make
    stopped = [engine.close(30) for engine in engines]
    assert all(stopped), "an engine's worker did not stop"


@pytest.fixture
def engine(checkpoint: Path, make_engine: MakeEngine) -> Engine:
    return make_engine(checkpoint)


@pytest.fixture(name="ask")
def ask_fixture() -> Callable[..., GenerationRequest]:
    """Makes requests; see `support.jobs.request`."""
    return request


@pytest.fixture(name="listen")
def listen_fixture() -> Callable[..., list[Event]]:
    """Reads a job to its end; see `support.jobs.listen`."""
    return listen
