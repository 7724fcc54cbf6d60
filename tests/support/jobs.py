"""Requests that cost little, and ways to listen to their jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from engine.api import Event, GenerationRequest, PreviewPolicy
from engine.engine import Engine
from engine.glm_image.model import Model
from engine.jobs import Job


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


def model_of(engine: Engine, lane: int = 0) -> Model | None:
    """What a lane of an engine has loaded."""
    return engine.lanes[lane].station.holder.model


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
