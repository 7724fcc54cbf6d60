"""Copies of pictures for others: how they are to be made, and how far that is."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import problem_of
from glm_studio.library.contact_sheet import Cell, Sheet, write_sheet
from glm_studio.library.export import Export, Exported, file_names, run
from glm_studio.library.formats import Format
from glm_studio.library.labels import Keep
from glm_studio.library.naming import DEFAULT_PATTERN, PatternError
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.state.labelling import LabellingState
from glm_studio.state.memory import Memory
from glm_studio.words import tr

_MEMORY = "export"
_PREVIEWED = 200
"""Names are previewed for the first pictures alone: nobody reads more."""


@dataclass(frozen=True, slots=True)
class SheetWish:
    """A contact sheet beside the copies: its format (PNG or PDF) and how many columns."""

    suffix: str = ".pdf"
    columns: int = 4


@dataclass(frozen=True, slots=True)
class Names:
    """What the copies would be called; `complaint` says why there are no names."""

    names: tuple[str, ...] = ()
    complaint: str = ""


class ExportState(QObject):
    """One export at a time. `ended` carries an `Exported`, after which nothing is running."""

    named = Signal(object)
    progressed = Signal(int, int)
    ended = Signal(object)
    _stepped = Signal(int)

    def __init__(
        self,
        memory: Memory,
        failures: FailureState,
        labelling: LabellingState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._labelling = labelling
        self._failures = failures
        self._background = Background("export", self)
        self._names = Background("export-names", self)
        self._asked = 0
        self._total = 0
        self._cancelled = threading.Event()
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._total > 0

    def remembered(self, folder: Path) -> Export:
        """As the last time, or into `folder` the first time."""
        kept, plain = self._memory.group(_MEMORY), Export(folder)
        kind = kept.get("kind")
        numbers = {name: kept.get(name) for name in ("quality", "longest_side")}
        quality, side = (v if isinstance(v, int) else None for v in numbers.values())
        return Export(
            folder=Path(str(kept.get("folder") or folder)),
            pattern=str(kept.get("pattern") or DEFAULT_PATTERN),
            kind=Format(kind) if kind in set(Format) else plain.kind,
            quality=min(max(quality, 1), 100) if quality is not None else plain.quality,
            keep=kept_of(kept, "metadata"),
            longest_side=side,
        )

    @property
    def last_folder(self) -> Path | None:
        """Where the last copies went."""
        kept = self._memory.group(_MEMORY).get("folder")
        return Path(kept) if kept and isinstance(kept, str) else None

    def remember(self, export: Export) -> None:
        """For the next time; on the disk at once, so that a start after a crash knows where to look
        for half a copy."""
        values: dict[str, Any] = dataclasses.asdict(export)
        self._memory.put(_MEMORY, values | {"folder": str(export.folder)})
        self._memory.write_soon()

    def name(self, pictures: Sequence[Picture], export: Export) -> None:
        """Work out the first names; `named` carries them, those of the last question alone."""
        self._asked += 1
        asked, first = self._asked, list(pictures[:_PREVIEWED])

        def work() -> Names | None:
            if asked != self._asked:
                return None
            try:
                return Names(tuple(file_names(first, export)))
            except PatternError as error:
                return Names(complaint=_complaint(error))

        def take(names: Names | None) -> None:
            if names is not None and asked == self._asked:
                self.named.emit(names)

        self._names.run(work, take, lambda error: take(Names(complaint=str(error))))

    def start(
        self, pictures: Sequence[Picture], export: Export, sheet: SheetWish | None = None
    ) -> None:
        """Make the copies, and a contact sheet of them if one is wished for."""
        if self.busy or not pictures:
            return
        self.remember(export)
        self._cancelled.clear()
        chosen = pictures[:]  # all that is marked now; gone through on the other thread
        labelling = self._labelling.current
        self._total = len(chosen) * (2 if sheet else 1)
        self.progressed.emit(0, self._total)

        def work() -> Exported:
            done = run(chosen, export, self._stepped.emit, self._cancelled.is_set, labelling)
            if sheet is None or done.cancelled:
                return done
            target = _free(export.folder / f"{tr('Contact sheet')}{sheet.suffix}")
            after = len(chosen)
            cells = [Cell(picture.path, _lines(picture)) for picture in chosen]
            whole = write_sheet(
                Sheet(cells, sheet.columns, labelling=labelling.keeping(export.keep)),
                target,
                lambda step: self._stepped.emit(after + step),
                self._cancelled.is_set,
            )
            files = (*done.files, *((target,) if whole else ()))
            return dataclasses.replace(done, files=files, cancelled=not whole)

        self._background.run(work, self._end, self._fail)

    def cancel(self) -> None:
        """Stop after the picture that is being written; what was written stays."""
        self._cancelled.set()

    def shut_down(self) -> None:
        self.cancel()
        self._background.close()
        self._names.close()

    def _on_step(self, done: int) -> None:
        if self.busy:
            self.progressed.emit(done, self._total)

    def _end(self, exported: Exported) -> None:
        self._total = 0
        if exported.failed:
            self._failures.show(exported.failed[0].problem)
        self.ended.emit(exported)

    def _fail(self, error: Exception) -> None:
        self._total = 0
        self._failures.show(problem_of(error))
        self.ended.emit(Exported())


def kept_of(remembered: Mapping[str, object], before: str) -> Keep:
    """What was chosen the last time; `before` names the flag that an earlier version had."""
    keep = remembered.get("keep")
    if isinstance(keep, str) and keep in set(Keep):
        return Keep(keep)
    return Keep.NOTHING if remembered.get(before) is False else Keep.EVERYTHING


def _complaint(error: PatternError) -> str:
    if not error.field:
        return tr("A brace is missing its other half, or nothing is between the braces.")
    return tr("There is no field called {name}.").format(name="{" + error.field + "}")


def _lines(picture: Picture) -> tuple[str, ...]:
    """Below a picture of the contact sheet: its name, and what makes it again."""
    seed = "" if picture.seed is None else tr("Seed {seed}").format(seed=picture.seed)
    size = f"{picture.width} × {picture.height}"
    return (picture.path.name, "  ".join(part for part in (size, seed) if part))


def _free(path: Path) -> Path:
    """A name that no file has yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem} {number}")
    return free
