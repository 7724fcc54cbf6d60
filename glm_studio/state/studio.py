"""All states of one window, and what the user does that touches more than one of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine.adapters import MAX_ADAPTERS
from engine.api import GenerationRequest
from engine.hardware import AUTO
from glm_studio.library.atomic import write_file
from glm_studio.library.library import Library
from glm_studio.library.store import SaveError
from glm_studio.state.adapters import AdaptersState
from glm_studio.state.appearance import AppearanceState
from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState
from glm_studio.state.comparison import ComparisonState
from glm_studio.state.crash import CrashState
from glm_studio.state.curation import CurationState
from glm_studio.state.decode import decode
from glm_studio.state.downloads import DownloadsState
from glm_studio.state.entry import ModelRef
from glm_studio.state.exporting import ExportState
from glm_studio.state.failures import FailureState
from glm_studio.state.film import FilmState
from glm_studio.state.finish_times import FinishTimes
from glm_studio.state.folders import FoldersState
from glm_studio.state.forecast import ForecastState
from glm_studio.state.gallery import GalleryState
from glm_studio.state.grid import GridState
from glm_studio.state.hardware import HardwareState
from glm_studio.state.labelling import LabellingState
from glm_studio.state.language import LanguageState
from glm_studio.state.memory import Memory
from glm_studio.state.model import ModelState, Phase
from glm_studio.state.model_shelf import ModelShelf
from glm_studio.state.models import ModelsState
from glm_studio.state.notices import NoticesState
from glm_studio.state.pages import Page, PagesState
from glm_studio.state.pairing import PairingState
from glm_studio.state.parameters import ParametersState
from glm_studio.state.picture_labels import PictureLabels
from glm_studio.state.picture_list import PictureList
from glm_studio.state.preferences import PreferencesState
from glm_studio.state.presets import PresetsState
from glm_studio.state.previews import preview_policy
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_kit import PromptKit
from glm_studio.state.prompt_tools import PromptTools
from glm_studio.state.queue import QueueState
from glm_studio.state.queue_edits import QueueEdits
from glm_studio.state.queue_keeper import QueueKeeper
from glm_studio.state.references import ReferencesState
from glm_studio.state.rescued import RescuedState
from glm_studio.state.resumption import Resumption
from glm_studio.state.reuse import Reuse
from glm_studio.state.run_follower import RunFollower
from glm_studio.state.saving import SavingState
from glm_studio.state.search import SearchState
from glm_studio.state.seed_history import SeedHistory
from glm_studio.state.signer import SignerState
from glm_studio.state.sizes import SizesState
from glm_studio.state.stage import Stage
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.state.watching import WatchState
from glm_studio.words import tr


class StudioState(QObject):
    """Holds the states. They live as long as this; widgets come and go."""

    noticed = Signal(str)
    """A short line for the user about what just happened."""
    offered = Signal(object)
    """The same as an `Offer`, with something that can be done about it."""

    def __init__(self, model: Path, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.background = Background("pictures", self)
        self.failures = FailureState(self)
        self.preferences = PreferencesState(memory, self)
        self.labelling = LabellingState(self.preferences, self.failures, self)
        self.appearance = AppearanceState(self.preferences, self)
        self.language = LanguageState(self.preferences, self)
        self.pages = PagesState(self)
        self.undo = QUndoStack(self)
        """What can be taken back beyond the text fields."""
        self._make_models(model)
        self._make_panel()
        self._make_runs()
        self._make_canvas()
        self.gallery = GalleryState(self.background, self.failures, self)
        self.search = SearchState(self.failures, self)
        self.curation = CurationState(self.undo, self.failures, self)
        self.folders = FoldersState(self.failures, self)
        self.rescued = RescuedState(self.failures, self)
        self.comparison = ComparisonState(decode, self)
        self.export = ExportState(memory, self.failures, self.labelling, self)
        self.thumbnails = ThumbnailState(self)
        self.watching = WatchState(self.thumbnails, self)
        self.shelf = ModelShelf(self)
        self.stage = Stage(self)
        self.signer = SignerState(self.labelling, self.background, self.failures, self)
        self.picture_labels = PictureLabels(self.labelling, (self.gallery, self.search), self)
        self.reuse = Reuse(self)
        self._runs = RunFollower(self)
        self._bind()

    def _make_models(self, folder: Path) -> None:
        self.model = ModelState(folder, self)
        self.hardware = HardwareState(self)
        self.models = ModelsState(folder, self.memory, self)
        self.downloads = DownloadsState(self.preferences, self)

    def _make_panel(self) -> None:
        memory, undo = self.memory, self.undo
        self.prompt = PromptState(self)
        self.parameters = ParametersState(self, undo=undo)
        self.presets = PresetsState(self.parameters, memory, undo, self)
        self.sizes = SizesState(self.parameters, memory, undo, self)
        self.references = ReferencesState(self.parameters, self.failures, undo, self)
        self.adapters = AdaptersState(undo, self)
        self.prompt_tools = PromptTools(
            self.prompt,
            self.parameters,
            self.references,
            self.model,
            self.preferences,
            self.failures,
            undo,
            self,
        )
        self.prompt_kit = PromptKit(
            self.prompt,
            self.parameters,
            self.preferences,
            self.language,
            self.failures,
            memory,
            self,
        )
        choices = self.prompt_kit.choices
        self.prompt_tools.size.measure(choices.longest, choices.changed)

    def _make_runs(self) -> None:
        memory, roll = self.memory, self.parameters.roll
        self.queue = QueueState(self)
        self.queue_edits = QueueEdits(self.queue, self.undo, memory, roll, self)
        self.queue_keeper = QueueKeeper(self.queue, self.failures, self)
        self.resumption = Resumption(
            self.queue, self.queue_edits, self.queue_keeper, self.preferences, self
        )
        self.finish_times = FinishTimes(self)
        self.forecast = ForecastState(self.planned, self)
        self.notices = NoticesState(self.queue, self.preferences, self)
        self.seeds = SeedHistory(self.queue, memory, self)
        self.crash = CrashState(self.queue, self.model, self.hardware, self)
        self.grid = GridState(self.queue, self.failures, self.labelling, memory, roll, self)

    def _make_canvas(self) -> None:
        self.canvas = CanvasState(self)
        # Packing a strip takes tenths of a second: no picture is to wait for that.
        self._film_thread = Background("film", self)
        self.film = FilmState(self.canvas, self._film_thread, parent=self)
        self.pairing = PairingState(self.canvas, self.background, self)
        self.saving = SavingState(self.memory, self.failures, self.labelling, self)

    def _bind(self) -> None:
        self.pages.changed.connect(self._on_page)
        self.gallery.selected.connect(self.picture_labels.look_into)
        self.search.selected.connect(self.picture_labels.look_into)
        self.curation.said.connect(self.noticed)
        self.watching.said.connect(self.noticed)
        self.rescued.said.connect(self.noticed)
        self.queue_edits.offered.connect(self.offered)
        self.resumption.offered.connect(self.offered)
        self.model.changed.connect(self._on_model)
        self._on_model()
        self.grid.offered.connect(self.offered)
        for changed in (
            self.prompt.changed,
            self.prompt_kit.choices.changed,
            self.parameters.changed,
            self.references.changed,
            self.adapters.changed,
            self.model.changed,
            self.queue.saved,
        ):
            changed.connect(self.forecast.refresh)

    def open_library(self, library: Library) -> None:
        """Show a library's pictures, and let them be sorted out."""
        self.gallery.open(library)
        self.search.open(library)
        self.curation.open(library)
        self.folders.open(library)
        self.watching.open(library)
        self.rescued.open(library)

    @property
    def pictures(self) -> PictureList:
        """The list that is looked at: what the gallery's page has found, or all pictures."""
        return self.search if self.pages.current is Page.GALLERY else self.gallery

    def generate(self) -> None:
        """Queue the pictures that the prompt and the panel describe."""
        if self.reuse.generates_later():
            return
        if not self._prompt_will_do():
            return
        self.failures.dismiss()
        requests = self.parameters.requests(self.prompt.text)
        self.queue.add(self._complete(self.prompt_kit.choices.spread(requests)))
        self.stage.follow()

    def planned(self) -> list[GenerationRequest]:
        """What `generate` would queue now; nothing changes."""
        requests, choices = self.parameters.planned(self.prompt.text), self.prompt_kit.choices
        return self._complete(requests if choices.trouble else choices.planned(requests))

    def _complete(self, requests: list[GenerationRequest]) -> list[GenerationRequest]:
        """With all that is set elsewhere than among the parameters."""
        references, adapters = self.references.refs, self.adapters.adapters
        return [
            dataclasses.replace(
                request,
                references=references,
                adapters=adapters,
                preview=preview_policy(self.preferences),
            )
            for request in requests
        ]

    def _prompt_will_do(self) -> bool:
        """Whether pictures can be asked for by it; says why not."""
        trouble = self.prompt_kit.choices.trouble
        if not self.prompt.ready:
            trouble = tr("Write what the picture should show.")
        if trouble:
            self.noticed.emit(trouble)
        return not trouble

    def add_adapters(self, paths: list[Path]) -> None:
        """Use LoRA files for the next pictures."""
        if self.adapters.add(paths):
            said = tr("Only {n} adapters can be used at a time.")
            self.noticed.emit(said.format(n=MAX_ADAPTERS))

    def ask_for_grid(self) -> None:
        """Somebody wants variations of what the panel describes."""
        if self._prompt_will_do():
            self.grid.ask(self._base_request(), self.parameters.limits)

    def _base_request(self) -> GenerationRequest:
        """The first of what comes next by the panel, as if it were asked for alone."""
        alone = self.parameters.value.composed_with
        return dataclasses.replace(self.planned()[0], composed_with=alone)

    def save_text(self, file: str, text: str) -> None:
        """Write a text file that the user has named."""
        target = Path(file)

        def write() -> None:
            write_file(target, text.encode("utf-8", "replace"))

        def fail(error: Exception) -> None:
            cause = error if isinstance(error, OSError) else OSError(str(error))
            self.failures.show(SaveError(target, cause).problem)

        said = tr("Saved {name}").format(name=target.name)
        self.background.run(write, lambda _: self.noticed.emit(said), fail)

    @property
    def keeps_devices(self) -> str:
        """Why no other devices can be chosen now, in words; empty if they can."""
        if self.model.phase in (Phase.OPENING, Phase.STARTING):
            return tr("The engine is starting.")
        if self.hardware.step is not None:
            return tr("This machine is being checked.")
        # Without an engine nothing is made of them: they may wait for the devices to be chosen.
        if self.hardware.ready and (self.queue.busy or self.queue.saving):
            return tr("Pictures are being made.")
        return ""

    def choose_devices(self, wish: str) -> None:
        """Have the engine compute on other devices, unless something keeps it on its own."""
        if not self.keeps_devices:
            self.hardware.choose(wish)

    def recall(self) -> None:
        """Take over what was remembered, before a model says what it can do."""
        self.hardware.recall(self.memory.text("device", AUTO))
        self.queue_edits.recall()
        self.prompt.begin_with(self.memory.text("prompt"))
        self.prompt_kit.styles.recall()
        for state in (self.presets, self.sizes, self.seeds):
            state.recall()

    def remember(self) -> None:
        self.memory.put("prompt", self.prompt.text)
        for state in (self.presets, self.sizes, self.seeds):
            state.remember()
        if self.hardware.remembered == AUTO:
            self.memory.drop("device")
        else:
            self.memory.put("device", self.hardware.remembered)
        if self.model.checkpoint is not None:  # else what is remembered is still true
            self.memory.put("model", self.model.name)
            self.memory.put("parameters", self.parameters.remembered())

    def close(self) -> None:
        self.prompt_tools.close()
        self.prompt_kit.close()
        self.gallery.close()
        self.search.close()
        self.curation.close()
        self.folders.close()
        self.watching.close()
        self.rescued.close()
        self.comparison.shut_down()
        self.export.shut_down()
        self.references.close()
        self.forecast.close()
        self.thumbnails.close()
        self.hardware.close()
        self.crash.close()
        self.queue_keeper.close()
        self.finish_times.close()
        self.grid.close()
        self.models.close()
        self.downloads.close()
        self.picture_labels.close()
        self.saving.close()
        self._film_thread.close()
        self.background.close()

    def _on_model(self) -> None:
        self.queue.use_model(ModelRef(self.model.folder, self.model.name))

    def _on_page(self) -> None:
        self.hardware.show(self.pages.current is Page.HARDWARE)
