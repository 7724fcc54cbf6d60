"""The checkpoints on this machine: which there are, how they are, and which one is used."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal

from engine.errors import Problem, problem_of
from engine.examination import Outlook
from engine.hashes import KnownHashes
from glm_studio.models.catalog import Found, Origin, Place, Roots, checkpoints_below, describe, find
from glm_studio.models.errors import DownloadError
from glm_studio.models.verify import Verified, published, verified_already
from glm_studio.state.background import Background
from glm_studio.state.memory import Memory
from glm_studio.state.verification import Verification, Verifier

log = logging.getLogger(__name__)

_MEMORY = "models"
_FOLDERS = "folders"
_CHOSEN = "model_folder"
_BUNDLED = "bundled"
"""Remembered by name: with the next release it lies elsewhere."""

Foresee = Callable[[Found], Outlook]
"""What a checkpoint would do here; takes seconds, and imports what the engine imports."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """One look at everything."""

    found: tuple[Found, ...]
    verified: dict[Path, Verified]


class ModelsState(QObject):
    """Looks on threads of its own; `found` is what the latest look has seen."""

    changed = Signal()
    chosen = Signal()
    """Another checkpoint is to be used: `folder` says which."""
    nothing_found = Signal(Path)
    """The user named a folder in which there is no checkpoint."""
    failed = Signal(object)
    """A `Problem` with what was asked for."""

    def __init__(self, folder: Path, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        """Of the checkpoint that is used."""
        self._memory = memory
        self._background = Background("models", self)
        self._verifier = Verifier(self._on_verification, self)
        self._roots: Roots | None = None
        self._hashes = Path()
        self._found: tuple[Found, ...] = ()
        self._looking = self._looked = False
        self._look_again = False
        self._verifications: dict[Path, Verification] = {}
        self._foresee: Foresee | None = None
        self._starter: Background | None = None
        self._outlooks: dict[Path, Outlook | Problem] = {}
        self._foreseeing: Path | None = None

    # What there is -------------------------------------------------------------------------------

    @property
    def found(self) -> tuple[Found, ...]:
        return self._found

    @property
    def looked(self) -> bool:
        """Whether there has been a first look."""
        return self._looked

    @property
    def downloads(self) -> Path | None:
        """Where downloads go unless told otherwise; None before `open`."""
        return self._roots.downloads if self._roots else None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The user's own, in the order in which they were added."""
        kept = self._memory.group(_MEMORY).get(_FOLDERS, [])
        texts = kept if isinstance(kept, list) else []
        return tuple(Path(text) for text in texts if isinstance(text, str))

    def of(self, folder: Path) -> Found | None:
        """What is known of a folder."""
        return next((found for found in self._found if found.folder == folder), None)

    def open(self, roots: Roots, hashes: Path) -> None:
        """Where to look, apart from the user's folders; `hashes` is where known ones are kept."""
        self._roots, self._hashes = roots, hashes

    def look(self) -> None:
        """Look through everything, again if that is asked for meanwhile."""
        if self._roots is None:
            return
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        roots = replace(self._roots, folders=self.folders)
        current, hashes = self.folder, self._hashes

        def look() -> _Looked:
            return _look(roots, current, hashes)

        self._background.run(look, self._take, self._on_look_failed)

    def _take(self, looked: _Looked) -> None:
        self._looking, self._looked, self._found = False, True, looked.found
        for folder, verified in looked.verified.items():
            self._verifications.setdefault(folder, Verification(verified=verified))
        self.changed.emit()
        if self._look_again:
            self._look_again = False
            self.look()

    def _on_look_failed(self, error: Exception) -> None:
        log.error("checkpoints cannot be looked for", exc_info=error)
        self._looking, self._looked = False, True
        self.failed.emit(problem_of(error))
        self.changed.emit()

    # The user's folders --------------------------------------------------------------------------

    def add(self, folders: Sequence[Path]) -> None:
        """Remember folders, or the checkpoints in them."""

        def search() -> list[tuple[Path, list[Path]]]:
            return [(folder, checkpoints_below(folder)) for folder in folders]

        def remember(searched: list[tuple[Path, list[Path]]]) -> None:
            for folder, checkpoints in searched:
                self.remember(checkpoints)
                if not checkpoints:
                    self.nothing_found.emit(folder)

        self._background.run(search, remember, self._on_look_failed)

    def remember(self, folders: Sequence[Path]) -> None:
        """Look into these folders from now on."""
        added = dict.fromkeys([*self.folders, *(folder.absolute() for folder in folders)])
        self._keep(list(added))

    def forget(self, folder: Path) -> None:
        """Take one of the user's folders off the list; its files stay."""
        self._keep([each for each in self.folders if each != folder])

    def _keep(self, folders: list[Path]) -> None:
        self._memory.put(_MEMORY, {_FOLDERS: [str(folder) for folder in folders]})
        self._memory.write_soon()
        self.look()

    def delete(self, folder: Path, for_good: bool) -> None:
        """Delete a download's files, or move them to the desktop's trash."""

        def remove() -> None:
            if not folder.exists():  # it did not come that far
                return
            if for_good:
                shutil.rmtree(folder)
            elif not QFile.moveToTrash(str(folder)):
                raise DownloadError.not_to_trash(folder)

        def done(_: None) -> None:
            self._verifications.pop(folder, None)
            self._outlooks.pop(folder, None)
            self.forget(folder)

        def failed(error: Exception) -> None:
            self.failed.emit(problem_of(error))
            self.look()

        self._found = tuple(found for found in self._found if found.folder != folder)
        self.changed.emit()
        self._background.run(remove, done, failed)

    # Which one is used ---------------------------------------------------------------------------

    @property
    def was_chosen(self) -> bool:
        """Whether the user has ever chosen a model in the window."""
        return bool(self._memory.text(_CHOSEN))

    def choose(self, folder: Path) -> None:
        """Use another checkpoint from now on, and at the next start."""
        bundled = self._roots is not None and folder == self._roots.bundled
        self._memory.put(_CHOSEN, _BUNDLED if bundled else str(folder))
        self._memory.write_soon()
        if folder != self.folder:
            self.folder = folder
            self.chosen.emit()
        self.changed.emit()

    # Checksums -----------------------------------------------------------------------------------

    def verification(self, folder: Path) -> Verification | None:
        return self._verifications.get(folder)

    def verify(self, folder: Path) -> None:
        found = self.of(folder)
        if found is not None:
            self._verifier.start(found, self._hashes)

    def forget_verification(self, folder: Path) -> None:
        """Its files change: what was found out about them is of the past."""
        self._verifications.pop(folder, None)
        self.changed.emit()

    def stop_verifying(self, folder: Path) -> None:
        self._verifier.stop(folder)

    def _on_verification(self, folder: Path, verification: Verification | None) -> None:
        if verification is None:
            self._verifications.pop(folder, None)
        else:
            self._verifications[folder] = verification
        self.changed.emit()

    # What they would do here ---------------------------------------------------------------------

    def set_foresight(self, foresee: Foresee, background: Background) -> None:
        """How to plan for a checkpoint, and on which thread: it imports what the engine does."""
        self._foresee, self._starter = foresee, background

    def outlook(self, folder: Path) -> Outlook | Problem | None:
        """What a checkpoint would do here, or why it would not; None while that is not known."""
        return self._outlooks.get(folder)

    def forget_outlooks(self) -> None:
        """Other devices, or another model in memory: what was said is no longer true."""
        self._outlooks.clear()
        self.changed.emit()

    def look_ahead(self) -> None:
        """Plan for the next checkpoint of which nothing is known, and so on through all."""
        foresee, starter = self._foresee, self._starter
        if foresee is None or starter is None or self._foreseeing is not None:
            return
        left = [f for f in self._found if f.checkpoint and f.folder not in self._outlooks]
        if not left:
            return
        found = left[0]
        self._foreseeing = found.folder

        def done(outlook: Outlook) -> None:
            self._keep_outlook(found.folder, outlook)

        def failed(error: Exception) -> None:
            self._keep_outlook(found.folder, problem_of(error))

        starter.run(lambda: foresee(found), done, failed)

    def _keep_outlook(self, folder: Path, outlook: Outlook | Problem) -> None:
        self._foreseeing = None
        self._outlooks[folder] = outlook
        self.changed.emit()
        self.look_ahead()

    def close(self) -> None:
        self._verifier.close()
        self._background.close()


def remembered_model(memory: Memory, bundled: Path) -> Path:
    """The folder of the model that was chosen in the window; the bundled one if none was."""
    text = memory.text(_CHOSEN, _BUNDLED)
    return bundled if text == _BUNDLED else Path(text)


def _look(roots: Roots, current: Path, hashes: Path) -> _Looked:
    """On the thread: find, describe, and say which of them are known to be whole."""
    places = find(roots)
    if not any(place.folder == current for place in places):  # as the command line's
        places.insert(0, Place(current, Origin.FOLDER))
    found = tuple(describe(place) for place in places)
    known, verified = KnownHashes(hashes), {}
    for each in found:
        if each.checkpoint is None or each.incomplete:
            continue
        told = verified_already(each.checkpoint, published(each.checkpoint, each.manifest), known)
        if told is not None:
            verified[each.folder] = told
    return _Looked(found, verified)
