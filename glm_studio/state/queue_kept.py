"""The queue's pictures as they are kept on disk, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.queue_file import Found
from glm_studio.library.queue_notes import Asked, AskedSet
from glm_studio.library.requests import request_from_json, request_to_json
from glm_studio.parameter_grid import Axis, ParameterGrid
from glm_studio.state.entry import Entry, JobSet, ModelRef

_BUNDLED = "bundled"
"""Kept by name: with the next release it lies elsewhere."""


@dataclass(slots=True)
class Restored:
    """What earlier sessions left: those that wait, in their order, and those that failed, the
    newest first."""

    waiting: list[Entry] = field(default_factory=list)
    failed: list[Entry] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)
    """Of sets that are not."""
    crashed: bool = False


def kept(entry: Entry, bundled: Path | None) -> Asked:
    """All that is known of an entry now."""
    model = ("", "")
    if entry.model is not None:
        folder = entry.model.folder
        model = (_BUNDLED if folder == bundled else str(folder), entry.model.name)
    return Asked(
        key=entry.key,
        request=entry.request,
        group=entry.group.key,
        index=entry.index,
        of=entry.of,
        model=model,
        prior=entry.prior if entry.request.prior is None else None,
        ended=entry.ended,
    )


def kept_set(group: JobSet) -> AskedSet:
    grid = group.grid
    said: dict[str, Any] | None = None
    if grid is not None:
        said = {"base": request_to_json(grid.base), "x": grid.x.to_json()}
        if grid.y is not None:
            said["y"] = grid.y.to_json()
    return AskedSet(group.key, said, group.unfolded)


def restore(found: Found, bundled: Path | None) -> Restored:
    """Entries of what was found. Reads files: the pictures of sets that are half done."""
    restored = Restored(crashed=found.crashed)
    groups: dict[str, JobSet] = {}
    for asked in found.entries:
        if asked.group not in groups:
            groups[asked.group] = _group(asked.group, found.sets)
        entry = _entry(asked, groups[asked.group], bundled)
        entry.group.entries.append(entry)
        if asked.picture is not None:
            entry.end(picture=_picture(asked.picture))
            restored.done.append(entry)
        elif asked.problem is not None:
            entry.end(problem=asked.problem)
            restored.failed.insert(0, entry)
        else:
            restored.waiting.append(entry)
    for group in groups.values():
        _complete(group)
    return restored


def _entry(asked: Asked, group: JobSet, bundled: Path | None) -> Entry:
    folder, name = asked.model
    there = bundled if folder == _BUNDLED else Path(folder)
    return Entry(
        asked.request,
        asked.index,
        asked.of,
        group=group,
        key=asked.key,
        model=ModelRef(there, name) if folder and there else None,
        prior=asked.prior,
        ended=asked.ended,
    )


def _group(key: str, sets: Mapping[str, AskedSet]) -> JobSet:
    """One without its heading is a series: its pictures are what matters."""
    said = sets.get(key)
    if said is None:
        return JobSet(key=key)
    return JobSet(grid=_grid(said.grid), unfolded=said.unfolded, key=key)


def _grid(said: Mapping[str, Any] | None) -> ParameterGrid | None:
    if said is None:
        return None
    try:
        y = Axis.from_json(said["y"]) if "y" in said else None
        return ParameterGrid(request_from_json(said["base"]), Axis.from_json(said["x"]), y)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _complete(group: JobSet) -> None:
    """In its order; the cells of a grid that were cancelled have places, too."""
    there = {entry.index: entry for entry in group.entries}
    if group.grid is None:
        group.entries = [there[index] for index in sorted(there)]
        return
    requests = group.grid.requests
    for index, request in enumerate(requests, start=1):
        if index not in there:
            there[index] = Entry(request, index, len(requests), group=group)
            there[index].end()
    group.entries = [there[index] for index in range(1, len(requests) + 1)]


def _picture(path: Path) -> Picture | None:
    """None of a file that cannot be read any more."""
    try:
        return read_picture(path).picture
    except EngineError:
        return None
