"""What the user does with models that touches more than one state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from engine.errors import problem_of
from glm_studio.models.catalog import Found
from glm_studio.models.manifest import folder_for
from glm_studio.models.sources import Source
from glm_studio.state.downloads import Download
from glm_studio.state.hardware import Report
from glm_studio.state.model import Phase
from glm_studio.state.offer import Offer
from glm_studio.state.pages import Page
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.state.studio import StudioState


class ModelShelf(QObject):
    """Chooses, gets and deletes models."""

    def __init__(self, states: StudioState) -> None:
        super().__init__(states)
        self._states = states
        self.left: dict[Path, dict[str, Any]] = {}
        """The panel's values of models that were used before, by their folders."""
        self._adopted: Path | None = None
        """The folder of the model whose limits and defaults the panel has."""
        self._surveyed = False
        states.model.described.connect(self._adopt_model)
        models = states.models
        models.changed.connect(self._on_found)
        models.failed.connect(states.failures.show)
        models.nothing_found.connect(self._on_nothing_found)
        states.downloads.arrived.connect(self._on_arrived)
        states.pages.changed.connect(self._on_page)
        self._report: Report | None = None
        states.hardware.examined.connect(self._on_examined)
        for signal in (models.changed, states.model.changed, states.queue.changed):
            signal.connect(self._look_ahead)

    def choose(self, folder: Path) -> None:
        """Have the engine use another checkpoint, unless something keeps it on its own."""
        states = self._states
        if folder == states.model.folder or states.keeps_devices:
            return
        if states.model.checkpoint is not None:
            self.left[states.model.folder] = states.parameters.remembered()
        states.model.choose(folder)
        states.models.choose(folder)

    def _adopt_model(self) -> None:
        checkpoint = self._states.model.checkpoint
        assert checkpoint is not None  # noqa: S101 - `described` says so
        folder = self._states.model.folder
        if folder == self._adopted:  # it was tried again: what was set meanwhile stays
            remembered = self._states.parameters.remembered()
        elif folder in self.left:
            remembered = self.left[folder]
        else:
            same = self._states.memory.text("model") == checkpoint.name
            remembered = self._states.memory.group("parameters") if same else {}
        self._adopted = folder
        self._states.parameters.adopt(checkpoint, remembered)
        self._states.prompt.set_examples(checkpoint.defaults.example_prompts)

    def download(self, source: Source, repository: str, base: Path, token: str = "") -> None:
        """Download into a folder of its own below `base`, or go on with what is there."""
        states = self._states
        known = [d for d in states.downloads.all if d.folder.parent == base]
        begun = {d.folder: (d.order.source, d.order.repository) for d in known}

        def start(folder: Path) -> None:
            if base != states.models.downloads:
                states.models.remember([folder])
            states.downloads.start(source, repository, folder, token)

        def fail(error: Exception) -> None:
            states.failures.show(problem_of(error))

        states.background.run(lambda: folder_for(source, repository, base, begun), start, fail)

    def repair(self, found: Found) -> None:
        """Compare a download with its checksums once more, and fetch what is damaged or gone."""
        manifest = found.manifest
        if manifest is not None:
            self._states.models.forget_verification(found.folder)
            self._states.downloads.start(
                manifest.source, manifest.repository, found.folder, recheck=True
            )

    def delete(self, folder: Path, for_good: bool) -> None:
        """Delete a download, whole or not."""
        download = self._states.downloads.of(folder)
        if download is not None:
            self._states.downloads.drop(download)
        self._states.models.delete(folder, for_good)

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever made here, and no model was ever chosen."""
        gallery = self._states.gallery
        made = bool(gallery.pictures) or self._states.queue.busy
        return gallery.known and not made and not self._states.models.was_chosen

    def _on_page(self) -> None:
        if self._states.pages.current is Page.MODELS:
            self._states.models.look()
            self._look_ahead()

    def _look_ahead(self) -> None:
        """Plan for what is found while somebody looks at it, and nobody computes."""
        states = self._states
        asked = states.pages.current is Page.MODELS or self.is_new
        idle = states.model.phase in (Phase.READY, Phase.UNLOADED, Phase.FAILED)
        if asked and idle and not states.queue.busy:
            states.models.look_ahead()
            if not self._surveyed:
                self._surveyed = True
                states.hardware.look()

    def _on_examined(self) -> None:
        """Devices were measured, so that more times can be said."""
        report = self._states.hardware.report
        if report is not self._report:
            self._report = report
            self._states.models.forget_outlooks()

    def _on_found(self) -> None:
        self._states.downloads.recall(self._states.models.found)

    def _on_nothing_found(self, folder: Path) -> None:
        said = tr("There is no GLM-Image model in {name}.")
        self._states.noticed.emit(said.format(name=folder.name))

    def _on_arrived(self, download: Download) -> None:
        self._states.models.look()
        folder, said = download.folder, tr("{name} has arrived.")
        text = said.format(name=download.name)
        self._states.offered.emit(Offer(text, tr("Use it"), lambda: self.choose(folder)))
