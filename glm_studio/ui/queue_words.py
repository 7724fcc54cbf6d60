"""The words of the queue: what became of a picture, what it is of, when it should be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QLocale

from engine.api import GenerationRequest
from glm_studio.state.entry import Entry, JobSet, Standing
from glm_studio.state.grid_words import titles
from glm_studio.ui.wording import dimensions, how_far, number, said, seconds, stage
from glm_studio.words import tr

_DOT = "  ·  "
_SOON_S = 90
"""So near an end is said in seconds, a later one by the clock."""


def clock(moment: datetime) -> str:
    """A time as the user's desktop writes it, with the day where it is not today."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    time = QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)
    if local.date() == QDate.currentDate():
        return time
    return f"{QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)} {time}"


def done_at(left_s: float | None) -> str:
    """When something should be done; empty where nobody knows."""
    if left_s is None:
        return ""
    if left_s < _SOON_S:
        return tr("{time} left").format(time=seconds(left_s))
    return tr("done at {time}").format(time=clock(datetime.now(UTC) + timedelta(seconds=left_s)))


def title(entry: Entry) -> str:
    """What a row is called."""
    return " ".join(entry.request.prompt.split())


def member_title(entry: Entry) -> str:
    """What one of a set is called under the set's heading: what is its own."""
    if entry.group.grid is not None:
        return _DOT.join(cell_words(entry))
    return tr("Picture {i} of {n}").format(i=number(entry.index), n=number(entry.of))


def set_title(group: JobSet) -> str:
    """A set's prompt; of a grid that before its words are changed."""
    request = group.grid.base if group.grid else group.entries[0].request
    return " ".join(request.prompt.split())


def set_words(group: JobSet) -> str:
    """What a set is, and what became of it as far as it is known."""
    count, grid = number(len(group.entries)), group.grid
    parts = [
        tr("Series of {n}").format(n=count)
        if grid is None
        else tr("Grid {columns} × {rows}").format(columns=grid.columns, rows=grid.rows),
        tr("{n} done").format(n=number(group.count(Standing.DONE))),
    ]
    if failed := group.count(Standing.FAILED):
        parts.append(tr("{n} failed").format(n=number(failed)))
    if cancelled := group.count(Standing.CANCELLED):
        parts.append(tr("{n} cancelled").format(n=number(cancelled)))
    return _DOT.join(parts)


def size_and_seeds(request: GenerationRequest) -> list[str]:
    """What tells a picture from others with its prompt, the most telling first."""
    layout = request.drawn_composition_seed
    seed = str(request.seed) if layout in (None, request.seed) else f"{layout} / {request.seed}"
    return [
        dimensions(request.width, request.height),
        tr("{n} steps").format(n=number(request.steps)),
        tr("seed {seed}").format(seed=seed),
    ]


def standing(entry: Entry, left_s: float | None) -> str:
    """Where a picture is, in one line."""
    facts = size_and_seeds(entry.request)
    match entry.standing:
        case Standing.RUNNING:
            parts = _running(entry, left_s)
        case Standing.SAVING:
            parts = [tr("Saving")]
        case Standing.UNSAVED:
            parts = [tr("Made, but not saved: the disk does not take it")]
        case Standing.FAILED:
            parts = [
                tr("Failed: {why}").format(why=said(entry.problem.what) if entry.problem else "")
            ]
        case Standing.WAITING if entry.waits_for:
            parts = [tr("Waits for {model}").format(model=entry.waits_for), *facts]
        case Standing.WAITING:
            parts = [done_at(left_s), *facts]
        case Standing.DONE:
            parts = [clock(entry.over) if entry.over else "", *facts]
        case Standing.CANCELLED:
            parts = [tr("Cancelled"), *facts]
    return _DOT.join(filter(None, parts))


def _running(entry: Entry, left_s: float | None) -> list[str]:
    if entry.cancelling:
        return [tr("Stopping")]
    progress = entry.progress
    return [stage(progress), done_at(left_s), *how_far(progress)[:1]] if progress else []


def summary(running: int, waiting: int, left_s: float | None) -> str:
    """All of the queue in one line."""
    parts = []
    if running:
        parts.append(tr("{n} running").format(n=number(running)))
    if waiting:
        parts.append(tr("{n} waiting").format(n=number(waiting)))
    return _DOT.join([*parts, *filter(None, [done_at(left_s) if parts else ""])])


# Grids -------------------------------------------------------------------------------------------


def cell_words(entry: Entry) -> list[str]:
    """The values of a grid's cell: its column's and its row's."""
    grid = entry.group.grid
    if grid is None:
        return []
    row, column = divmod(entry.index - 1, grid.columns)
    return [titles(grid.x)[column], *([titles(grid.y)[row]] if grid.y is not None else [])]
