"""Streams and events: torch's own, on this device."""

from __future__ import annotations

import torch

from torch_npu import _machine


class Stream(torch.Stream):
    def __new__(cls, device: object = None, priority: int = 0, **ids: int) -> Stream:
        index = _machine.index_of(device)
        return super().__new__(cls, torch.device("npu", index), priority=priority, **ids)


def Event(enable_timing: bool = False, blocking: bool = False) -> torch.Event:
    """No class of its own here: torch's events measure the time to none but torch's events."""
    return torch.Event("npu", enable_timing=enable_timing, blocking=blocking)


class StreamContext:
    """Work goes to this stream inside `with`; to the usual one if there is none."""

    def __init__(self, stream: torch.Stream | None) -> None:
        self.stream = stream
        self._before: torch.Stream | None = None

    def __enter__(self) -> None:
        if self.stream is not None:
            self._before = current_stream(self.stream.device)
            torch.accelerator.set_stream(self.stream)

    def __exit__(self, *error: object) -> None:
        if self._before is not None:
            torch.accelerator.set_stream(self._before)


def stream(stream: torch.Stream | None) -> StreamContext:
    return StreamContext(stream)


def set_stream(stream: torch.Stream | None) -> None:
    if stream is not None:
        torch.accelerator.set_stream(stream)


def current_stream(device: object = None) -> torch.Stream:
    return torch.accelerator.current_stream(_machine.index_of(device))


def default_stream(device: object = None) -> torch.Stream:
    now = current_stream(device)
    return torch.Stream(stream_id=0, device_index=now.device_index, device_type=now.device_type)
