"""A component's files, opened one after the other, and words for what they do to their reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from engine.checkpoint import Component
from engine.errors import CheckpointError
from engine.glm_image.tensors import OnRead, TensorReader
from engine.texts import say


class Readers:
    """Files opened as their tensors come up, one at a time."""

    def __init__(self, component: Component, on_read: OnRead, pinned: bool) -> None:
        self._component, self._on_read, self._pinned = component, on_read, pinned
        self._path: Path | None = None
        self._reader: TensorReader | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.__exit__()

    def of(self, path: Path) -> TensorReader:
        if self._reader is None or path != self._path:
            self.__exit__()
            with blames(self._component, path):
                self._path = path
                self._reader = TensorReader(path, self._on_read, self._pinned)
        return self._reader


@contextmanager
def blames(component: Component, path: Path) -> Iterator[None]:
    """What a file does to its reader becomes words that name the file."""
    try:
        yield
    except (SafetensorError, OSError) as error:
        raise CheckpointError(
            path, say("the weights of a {class_name}", class_name=component.class_name), str(error)
        ) from error
