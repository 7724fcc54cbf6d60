"""Engines over small checkpoints, and ways to listen to their jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.api import Event, GenerationRequest, PreviewPolicy
from engine.engine import Engine
from engine.jobs import Job
from support.checkpoints import write_checkpoint

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


def request(**values: object) -> GenerationRequest:
    """A request that costs little, with other values where a test names them."""
    small = {
        "prompt": "a red circle",
        "width": 512,
        "height": 512,
        "steps": 2,
        "guidance": 1.5,
        "seed": 7,
        "preview": PreviewPolicy(enabled=False),
    }
    return GenerationRequest(**(small | values))


@pytest.fixture(name="ask")
def ask_fixture() -> Callable[..., GenerationRequest]:
    """Makes requests; see `request`."""
    return request


def listen(job: Job, on_event: Callable[[Event], object] = lambda event: None) -> list[Event]:
    """All events of a job, in order, each also told to `on_event`."""

    async def read() -> list[Event]:
        events = []
        async with asyncio.timeout(120):
            async for event in job:
                events.append(event)
                on_event(event)
        return events

    return asyncio.run(read())


@pytest.fixture(name="listen")
def listen_fixture() -> Callable[..., list[Event]]:
    """Reads a job to its end; see `listen`."""
    return listen
