"""Two parameters against each other: what is asked for, and the sheet that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.api import GenerationRequest
from engine.errors import EngineError, problem_of
from engine.sizes import SizeLimits
from engine.texts import say
from glm_studio.grid_layout import Arrangement, NoGridError, arrange, of_grid
from glm_studio.library.metadata import read_recipe
from glm_studio.parameter_grid import (
    MOST_PICTURES,
    Amiss,
    Axis,
    Kind,
    ParameterGrid,
    ValuesError,
    parse,
    suggestion,
)
from glm_studio.series import request_of
from glm_studio.state.background import Background
from glm_studio.state.entry import JobSet, Standing
from glm_studio.state.failures import FailureState
from glm_studio.state.grid_words import axis_name, titles
from glm_studio.state.labelling import LabellingState
from glm_studio.state.memory import Memory
from glm_studio.state.offer import Offer
from glm_studio.state.queue import QueueState
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.library.contact_sheet import Sheet

_MEMORY = "grid"
_CELL_PX, _LEAST_CELL_PX, _SHEET_PX = 512, 160, 8000
"""The longest side of a picture on a sheet, of many columns a smaller one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An axis as it is being written. Without a `kind` there is none."""

    kind: Kind | None
    text: str = ""
    adapter: str = ""


class GridState(QObject):
    """The two drafts, which are remembered, and the sheets of grids that have ended."""

    changed = Signal()
    """The drafts, or what they are about."""
    asked = Signal()
    """Somebody wants to ask for a grid."""
    offered = Signal(object)
    """An `Offer` to show a sheet."""
    written = Signal(object)
    """The path of a sheet that is among the pictures now."""
    shown = Signal(object)
    """The path of a sheet that the user wants to see."""

    def __init__(
        self,
        queue: QueueState,
        failures: FailureState,
        labelling: LabellingState,
        memory: Memory,
        roll: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._failures, self._memory, self._roll = queue, failures, memory, roll
        self._labelling = labelling
        self._background = Background("grids", self)
        self._base = GenerationRequest("", 0, 0, 1, 1.0, 0)
        self._limits = SizeLimits()
        self._dice: list[int] = []
        self.x, self.y = self._recalled("x", Kind.STEPS), self._recalled("y", None)
        queue.set_ended.connect(self._on_ended)

    # Asking --------------------------------------------------------------------------------------

    @property
    def base(self) -> GenerationRequest:
        """What all cells have in common."""
        return self._base

    def ask(self, base: GenerationRequest, limits: SizeLimits) -> None:
        """Somebody wants variations of this."""
        self._base, self._limits = base, limits
        self._dice = []
        weights = {adapter.path for adapter in base.adapters}
        self.x, self.y = (
            replace(draft, kind=None) if draft.kind is Kind.WEIGHT and draft.adapter not in weights
            else draft
            for draft in (self.x, self.y)
        )  # fmt: skip
        if self.x.kind is None:
            self.x = Draft(Kind.STEPS)
        self.x, self.y = self._begun(self.x), self._begun(self.y)
        self.asked.emit()

    def _begun(self, draft: Draft) -> Draft:
        """With values, where none were written last time."""
        if draft.kind is None or draft.text.strip():
            return draft
        return replace(draft, text=suggestion(draft.kind, self._base))

    def write(self, x: Draft, y: Draft) -> None:
        """What the two axes are to be."""
        if (x, y) != (self.x, self.y):
            self.x, self.y = x, y
            self.changed.emit()

    def axis(self, draft: Draft) -> Axis | None:
        """Raises `ValuesError` for a draft that cannot be used; None for one without a kind."""
        if draft.kind is None:
            return None
        dice = iter(range(1 << 30))
        values = parse(
            draft.kind, draft.text, self._base, self._limits, lambda: self._die(next(dice))
        )
        return Axis(draft.kind, values, draft.adapter)

    def grid(self) -> ParameterGrid:
        """What the drafts ask for. Raises `ValuesError`."""
        x, y = self.axis(self.x), self.axis(self.y)
        if x is None:
            raise ValuesError(Amiss.EMPTY)
        if y is not None and (y.kind, y.adapter) == (x.kind, x.adapter):
            raise ValuesError(Amiss.TWICE, axis_name(x.kind))
        grid = ParameterGrid(self._base, x, y)
        if grid.columns * grid.rows > MOST_PICTURES:
            raise ValuesError(Amiss.TOO_MANY, str(grid.columns * grid.rows))
        return grid

    def queue_it(self) -> None:
        """Ask for all cells. Raises `ValuesError`."""
        grid = self.grid()
        for name, draft in (("x", self.x), ("y", self.y)):
            kept = self._memory.group(_MEMORY)
            kept[name] = [draft.kind.value if draft.kind else "", draft.text, draft.adapter]
            self._memory.put(_MEMORY, kept)
        self._queue.add(grid.requests, grid=grid)

    def _die(self, place: int) -> int:
        """The same seeds however often the values are read, until another grid is asked for."""
        while len(self._dice) <= place:
            self._dice.append(self._roll())
        return self._dice[place]

    def _recalled(self, name: str, kind: Kind | None) -> Draft:
        kept = self._memory.group(_MEMORY).get(name)
        match kept:
            case [str(value), str(text), str(adapter)] if not value or value in set(Kind):
                return Draft(Kind(value) if value else None, text, adapter)
        return Draft(kind)

    # Sheets --------------------------------------------------------------------------------------

    def make_sheet(self, group: JobSet) -> None:
        """Write the contact sheet of a grid's pictures, in the place of an older one of its own."""
        if group.grid is None:
            return
        entries = group.entries
        arrangement = of_grid(
            group.grid, [entry.picture.path if entry.picture else None for entry in entries]
        )
        marks = {n: _mark(entry.standing) for n, entry in enumerate(entries) if not entry.picture}
        title = group.grid.base.prompt
        first = next((path for path in arrangement.cells if path is not None), None)
        if first is None:
            return
        group.sheet = group.sheet or _free_name(first.parent)
        self._write(_sheet(arrangement, title, marks), group.sheet)

    def remake_sheet(self, files: Iterable[Path]) -> None:
        """The same of pictures that were made at any time: what differs in them decides. Which
        files these are is asked on the other thread."""

        def read() -> tuple[Arrangement, str, Path] | None:
            requests = {path: request_of(read_recipe(path), keep_layout=False) for path in files}
            if not requests:
                return None
            first, request = next(iter(requests.items()))
            return arrange(requests), request.prompt, first.parent

        def lay_out(found: tuple[Arrangement, str, Path] | None) -> None:
            if found is not None:
                arrangement, title, folder = found
                empty = {n: "" for n, path in enumerate(arrangement.cells) if path is None}
                self._write(_sheet(arrangement, title, empty), _free_name(folder))

        self._background.run(read, lay_out, self._complain)

    def close(self) -> None:
        self._background.close()

    def _on_ended(self, group: JobSet) -> None:
        if group.grid is not None and group.count(Standing.DONE):
            self.make_sheet(group)

    def _write(self, sheet: Sheet, target: Path) -> None:
        missing = sum(cell.path is None for cell in sheet.cells)
        said = (
            tr("The grid is done; %n picture(s) are missing.", count=missing)
            if missing
            else tr("The grid is done: all its pictures are on one sheet.")
        )

        def tell(_: bool) -> None:
            self.written.emit(target)
            self.offered.emit(Offer(said, tr("Show"), lambda: self.shown.emit(target)))

        sheet = replace(sheet, labelling=self._labelling.current)

        def write() -> bool:
            from glm_studio.library import contact_sheet  # noqa: PLC0415 - the same

            return contact_sheet.write_sheet(sheet, target)

        self._background.run(write, tell, self._complain)

    def _complain(self, error: Exception) -> None:
        if isinstance(error, NoGridError):
            error = GridError.of(error)
        self._failures.show(problem_of(error))


def _sheet(arrangement: Arrangement, title: str, marks: dict[int, str]) -> Sheet:
    """`marks` are the words in the places of missing pictures."""
    from glm_studio.library.contact_sheet import Cell, Sheet  # noqa: PLC0415 - not for the start

    cells = [
        Cell(path, tuple(filter(None, [marks.get(place, "")])))
        for place, path in enumerate(arrangement.cells)
    ]
    return Sheet(
        cells,
        len(arrangement.x.values),
        title,
        titles(arrangement.y) if arrangement.y else (),
        titles(arrangement.x),
        cell_px=max(min(_CELL_PX, _SHEET_PX // len(arrangement.x.values)), _LEAST_CELL_PX),
    )


def _mark(standing: Standing) -> str:
    """What stands in the place of a picture that is not there."""
    return tr("failed") if standing is Standing.FAILED else tr("not made")


def _free_name(folder: Path) -> Path:
    """Beside the pictures, named by the time as they are."""
    stem = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S-grid")
    names = (f"{stem}{f'-{n}' if n else ''}.png" for n in range(1000))
    return next(path for name in names if not (path := folder / name).exists())


class GridError(EngineError):
    """Pictures that make no grid."""

    kind = "grid"

    @classmethod
    def of(cls, error: NoGridError) -> GridError:
        why = say("They were all made with the same settings.")
        if error.kinds:
            names = ", ".join(dict.fromkeys(axis_name(kind) for kind in error.kinds))
            why = say("They differ in more than two parameters: {names}.", names=names)
        return cls(
            say("These pictures make no grid."),
            why,
            say("Choose pictures that differ in one or two parameters."),
        )
