"""From a request to what it asks of memory; reads headers of files alone. No torch."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from engine.api import GenerationRequest
from engine.checkpoint import Checkpoint
from engine.errors import CheckpointError
from engine.needs import Demand
from engine.pictures import measure
from engine.weights import read_header


def demand_of(request: GenerationRequest, checkpoint: Checkpoint) -> Demand:
    """What a request asks for, as far as memory goes.

    Raises `RequestError` for references that cannot be used.
    """
    sizes = [
        measure(reference.path, checkpoint.limits, reference.crop).used
        for reference in request.references
    ]
    return Demand(
        request.width,
        request.height,
        references=tuple(sizes),
        prompt_tokens=len(request.prompt.encode(errors="replace")),
        adapter_values=sum(_values_of(adapter.path) for adapter in request.adapters),
        compositions=0 if request.prior else len(request.written_together),
    )


def _values_of(adapter: str) -> int:
    """0 for a file that has gone or is damaged, which is complained of when it is read."""
    with suppress(CheckpointError):
        return sum(tensor.values for tensor in read_header(Path(adapter)).tensors.values())
    return 0
