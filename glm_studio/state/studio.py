"""All states of one window, and what the user does that touches more than one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QImageReader, QUndoStack

from engine.adapters import MAX_ADAPTERS
from engine.api import GenerationRequest, ImageReady, Moved, PreviewReady
from engine.errors import Problem, problem_of
from engine.hardware import AUTO
from engine.recipe import Recipe
from engine.texts import say
from glm_studio.library.decode import decode as library_decode
from glm_studio.library.edits import Deletion
from glm_studio.library.formats import Format, format_of
from glm_studio.library.library import Library
from glm_studio.library.metadata import PictureFile, read_picture, read_recipe
from glm_studio.library.picture import Picture
from glm_studio.library.store import SaveError
from glm_studio.series import Vary, request_of, series
from glm_studio.state.adapters import AdaptersState
from glm_studio.state.appearance import AppearanceState
from glm_studio.state.background import Background
from glm_studio.state.canvas import CanvasState, Frame, Kind
from glm_studio.state.comparison import ComparisonState
from glm_studio.state.crash import CrashState
from glm_studio.state.curation import CurationState
from glm_studio.state.downloads import DownloadsState
from glm_studio.state.exporting import ExportState
from glm_studio.state.failures import FailureState
from glm_studio.state.film import FilmState
from glm_studio.state.finish_times import FinishTimes
from glm_studio.state.folders import FoldersState
from glm_studio.state.forecast import ForecastState
from glm_studio.state.gallery import GalleryState
from glm_studio.state.grid import GridState
from glm_studio.state.hardware import HardwareState
from glm_studio.state.language import LanguageState
from glm_studio.state.memory import Memory
from glm_studio.state.model import ModelState, Phase
from glm_studio.state.model_shelf import ModelShelf
from glm_studio.state.models import ModelsState
from glm_studio.state.notices import NoticesState
from glm_studio.state.offer import Offer
from glm_studio.state.pages import Page, PagesState
from glm_studio.state.pairing import PairingState
from glm_studio.state.parameters import Draw, ParametersState
from glm_studio.state.picture_list import PictureList
from glm_studio.state.preferences import PreferencesState
from glm_studio.state.presets import PresetsState
from glm_studio.state.previews import preview_policy
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_kit import PromptKit
from glm_studio.state.prompt_tools import PromptTools
from glm_studio.state.queue import Entry, QueueState
from glm_studio.state.queue_edits import QueueEdits
from glm_studio.state.references import ReferencesState
from glm_studio.state.saving import SavingState
from glm_studio.state.search import SearchState
from glm_studio.state.seed_history import SeedHistory
from glm_studio.state.settings import Settings, panel_values, read_settings
from glm_studio.state.sizes import SizesState
from glm_studio.state.thumbnails import ThumbnailState
from glm_studio.state.undo import offer_to_undo
from glm_studio.words import tr

_LONGEST_PROMPT = 50_000
"""Characters that the editor takes over; files of other programs may carry megabytes."""
_IN_THE_PANEL = ("width", "height", "steps", "guidance", "seed", "composed_with")
_MOST_MIB = 1024
"""For one decoded picture: 8 bytes a pixel of the 80 million that thumbnails go up to."""


class StudioState(QObject):
    """Holds the states. They live as long as this; widgets come and go."""

    noticed = Signal(str)
    """A short line for the user about what just happened."""
    offered = Signal(object)
    """The same as an `Offer`, with something that can be done about it."""
    looked_into = Signal(object, object)
    """The selected `Picture` and its `Recipe`, once its file has been read."""

    def __init__(self, model: Path, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.background = Background("pictures", self)
        self.failures = FailureState(self)
        self.preferences = PreferencesState(memory, self)
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
        self.comparison = ComparisonState(decode, self)
        self.export = ExportState(memory, self.failures, self)
        self.thumbnails = ThumbnailState(self)
        self.shelf = ModelShelf(self)
        self.recipe: Recipe | None = None
        """The selected picture's, once its file has been read."""
        self._opening = 0
        self._comparing = 0
        """Counts the pictures that were to be compared with; only the last one's count."""
        self._reading = 0
        """Counts the pictures whose settings were asked for; only the last one's count."""
        self._unread = False
        """Settings were asked for, and their file has not been read yet."""
        self._asked = False
        """Pictures were asked for meanwhile: they are meant to be made with those settings."""
        self._unreadable: Problem | None = None
        """What is said about the file in whose place the canvas shows a placeholder."""
        self._adopted: Path | None = None
        """The folder of the model whose limits and defaults the panel has."""
        self._deleted: frozenset[Path] = frozenset()
        """What was deleted last: the canvas may still show it."""
        self._shown: Entry | None = None
        """The queue's current picture, as the canvas knows it."""
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
        self.finish_times = FinishTimes(self)
        self.forecast = ForecastState(self.planned, self)
        self.notices = NoticesState(self.queue, self.preferences, self)
        self.seeds = SeedHistory(self.queue, memory, self)
        self.crash = CrashState(self.queue, self.model, self.hardware, self)
        self.grid = GridState(self.queue, self.failures, memory, roll, self)

    def _make_canvas(self) -> None:
        self.canvas = CanvasState(self)
        # Packing a strip takes tenths of a second: no picture is to wait for that.
        self._film_thread = Background("film", self)
        self.film = FilmState(self.canvas, self._film_thread, parent=self)
        self.pairing = PairingState(self.canvas, self.background, self)
        self.saving = SavingState(self.memory, self.failures, self)

    def _bind(self) -> None:
        self.pages.changed.connect(self._on_page)
        self.model.described.connect(self._adopt_model)
        self.model.replanned.connect(
            lambda _: self.noticed.emit(
                tr("Memory ran out. The picture starts anew with a smaller plan.")
            )
        )
        self.gallery.selected.connect(self._look_into)
        self.gallery.changed.connect(self._leave_deleted)
        self.search.selected.connect(self._look_into)
        self.curation.deleted.connect(self._on_deleted)
        self.curation.said.connect(self.noticed)
        self._listen_to_runs()

    def _listen_to_runs(self) -> None:
        self.queue.changed.connect(self._show_progress)
        self.queue.previewed.connect(self._on_previewed)
        self.queue.made.connect(self._on_made)
        self.queue.saved.connect(self._on_saved)
        self.queue.moved.connect(self._on_moved)
        self.queue.cancelled.connect(self._on_given_up)
        self.queue.failed.connect(self._on_failed)
        self.queue.refused.connect(self._on_refused)
        self.queue_edits.offered.connect(self.offered)
        self.grid.offered.connect(self.offered)
        self.grid.shown.connect(self.show_file)
        self.model.changed.connect(self._on_model)
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

    @property
    def pictures(self) -> PictureList:
        """The list that is looked at: what the gallery's page has found, or all pictures."""
        return self.search if self.pages.current is Page.GALLERY else self.gallery

    def generate(self) -> None:
        """Queue the pictures that the prompt and the panel describe."""
        if self._unread:
            self._asked = True
            return
        if not self._prompt_will_do():
            return
        self.failures.dismiss()
        requests = self.parameters.requests(self.prompt.text)
        self.queue.add(self._complete(self.prompt_kit.choices.spread(requests)))
        self.follow()

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

    def follow(self) -> None:
        """Show what is being made, whatever picture is still being opened."""
        self._opening += 1
        self._forget_unreadable()
        self.canvas.follow()

    def show_picture(self, picture: Picture) -> None:
        """Select a picture of the gallery and bring it onto the canvas."""
        self.gallery.select(picture)
        self._opening += 1
        opening = self._opening

        def open_it() -> QImage | None:
            # Whoever walks through the gallery with the arrow keys is ahead of the decoder.
            return decode(picture.path) if opening == self._opening else None

        def show(image: QImage | None) -> None:
            if image is not None and opening == self._opening:
                self._forget_unreadable()
                self.canvas.show_picture(picture, image, self.queue.busy)

        def fail(error: Exception) -> None:
            if opening == self._opening:
                self._show_unreadable(picture, error)

        self.background.run(open_it, show, fail)

    def compare_with(self, picture: Picture) -> None:
        """Compare what the canvas shows, now and later, with a picture of the gallery."""
        self._comparing += 1
        comparing = self._comparing

        def pin(image: QImage) -> None:
            if comparing == self._comparing:
                size = image.width(), image.height()
                self.pairing.pin(Frame(Kind.PICTURE, *size, image=image, picture=picture))
                self.pages.show(Page.CREATE)

        def fail(error: Exception) -> None:
            self.failures.show(_unreadable(picture.path, error))

        self.background.run(lambda: decode(picture.path), pin, fail)

    def compare_with_previous(self) -> None:
        """Compare the shown picture with the one that was made before it."""
        pictures, shown = self.gallery.pictures, self.canvas.picture_frame.picture
        # What is being made, or not on disk yet, is newer than all of them.
        row = pictures.index(shown) + 1 if shown is not None and shown in pictures else 0
        if row < len(pictures):
            self.compare_with(pictures[row])
        else:
            self.noticed.emit(tr("There is no earlier picture to compare with."))

    def _show_unreadable(self, picture: Picture, error: Exception) -> None:
        """Not the picture before it: the details are those of the one that cannot be read."""
        gone = isinstance(error, FileNotFoundError)
        complaint = say("Missing file") if gone else say("Unreadable file")
        self.canvas.show_unreadable(picture, complaint, self.queue.busy)
        self._unreadable = _unreadable(picture.path, error)
        self.failures.show(self._unreadable)

    def _forget_unreadable(self) -> None:
        """The canvas shows something else: what was said about the file is of the past."""
        if self._unreadable is not None and self.failures.problem is self._unreadable:
            self.failures.dismiss()
        self._unreadable = None

    def use_prompt(self, prompt: str) -> None:
        """Write the prompt of a file into the editor, and its styles beside it."""
        self.prompt.set_text(self.prompt_kit.take_over(prompt[:_LONGEST_PROMPT]))

    def use_settings(self, picture: Picture) -> None:
        """Write a picture's prompt and parameters into the panel; what it lacks stays.

        All at once, when its file has been read: the layout's seed, the references and the
        adapters stand there alone.
        """
        self._reading += 1
        reading, self._unread = self._reading, True

        def use(settings: Settings) -> None:
            if reading == self._reading:
                self._use(picture, settings)

        self.background.run(
            lambda: read_settings(picture.path), use, lambda _: use(Settings(picture.seed))
        )

    def _use(self, picture: Picture, settings: Settings) -> None:
        if picture.prompt:
            self.use_prompt(picture.prompt)
        text = tr("Use a picture's settings")
        self.undo.beginMacro(text)
        self.parameters.restore(panel_values(picture, settings), text)
        self.references.replace_all(settings.references)
        self.adapters.replace_all(settings.adapters)
        self.undo.endMacro()
        if settings.gone:
            names = ", ".join(path.name for path in settings.gone)
            self.noticed.emit(
                tr("Files of this picture that are gone: {names}").format(names=names)
            )
        else:
            self.noticed.emit(tr("The settings of this picture are in the panel now."))
        asked, self._asked, self._unread = self._asked, False, False
        if asked:
            self.generate()

    def reset_settings(self) -> None:
        """All that the panel sets as the model has it, but the prompt and the seeds."""
        text = tr("Reset all settings")
        self.undo.beginMacro(text)
        self.parameters.reset()
        self.references.clear()
        self.adapters.replace_all(())
        self.undo.endMacro()
        self.offered.emit(offer_to_undo(self.undo, text))

    def add_adapters(self, paths: list[Path]) -> None:
        """Use LoRA files for the next pictures."""
        if self.adapters.add(paths):
            said = tr("Only {n} adapters can be used at a time.")
            self.noticed.emit(said.format(n=MAX_ADAPTERS))

    def _look_into(self, picture: Picture | None) -> None:
        """Read the recipe of the selected picture, which the index does not hold."""
        self.recipe = None

        def wanted() -> bool:
            return any(picture == one.selection for one in (self.gallery, self.search))

        def read() -> Recipe | None:
            return read_recipe(picture.path) if picture and wanted() else None

        def tell(recipe: Recipe | None) -> None:
            if recipe is not None and wanted():
                self.recipe = recipe
                self.looked_into.emit(picture, recipe)

        if picture is not None:
            self.background.run(read, tell, lambda _: None)  # the canvas says what is wrong

    def _on_deleted(self, deletion: Deletion, take_back: Callable[[], None]) -> None:
        self._deleted = frozenset(gone.picture.path for gone in deletion.trashed)
        for path in self._deleted:
            self.thumbnails.forget(path)
        said = tr("Deleted: %n picture(s)", count=len(self._deleted))
        self.offered.emit(Offer(said, tr("Undo"), take_back))
        self._leave_deleted()

    def _leave_deleted(self) -> None:
        """The canvas does not go on showing what was deleted: the next picture takes its place.

        Whether the list or the news of the deletion comes first is not known.
        """
        shown, chosen = self.canvas.frame.picture, self.gallery.selection
        if shown is None or shown.path not in self._deleted:
            return
        if chosen is not None and chosen.path in self._deleted:
            return
        self._deleted = frozenset()
        if chosen is not None:
            self.show_picture(chosen)
        else:
            self._opening += 1
            self.canvas.clear()

    def vary(self, picture: Picture, draw: Draw) -> None:
        """Make pictures of another detail or layout, and leave all else as in this one's file."""

        def ask(recipe: Recipe) -> None:
            self.vary_request(request_of(recipe, draw is Draw.DETAIL), draw)

        def fail(error: Exception) -> None:
            self.failures.show(problem_of(error))

        self.background.run(lambda: read_recipe(picture.path), ask, fail)

    def vary_request(self, request: GenerationRequest, draw: Draw) -> None:
        """The same for what was asked for; as many as the panel says."""
        seed, kind = self.parameters.roll(), Vary.DETAIL
        first = dataclasses.replace(request, preview=preview_policy(self.preferences))
        if draw is Draw.DETAIL:
            first = dataclasses.replace(first, seed=seed)
        else:
            first = dataclasses.replace(first, composition_seed=seed, prior=None)
            kind = Vary.LAYOUT
        self.failures.dismiss()
        self.queue.add(series(first, self.parameters.value.count, kind))
        self.follow()

    def ask_for_grid(self) -> None:
        """Somebody wants variations of what the panel describes."""
        if self._prompt_will_do():
            self.grid.ask(self._base_request(), self.parameters.limits)

    def vary_in_grid(self, picture: Picture) -> None:
        """The same of a picture: with its composition, as far as nothing asks for another."""

        def ask(recipe: Recipe) -> None:
            base = request_of(recipe, keep_layout=True)
            base = dataclasses.replace(base, preview=preview_policy(self.preferences))
            self.grid.ask(base, self.parameters.limits)

        def fail(error: Exception) -> None:
            self.failures.show(problem_of(error))

        self.background.run(lambda: read_recipe(picture.path), ask, fail)

    def show_file(self, path: Path) -> None:
        """Bring a picture's file onto the canvas."""

        def show(file: PictureFile) -> None:
            self.pages.show(Page.CREATE)
            self.show_picture(file.picture)

        self.background.run(
            lambda: read_picture(path), show, lambda error: self.failures.show(problem_of(error))
        )

    def _base_request(self) -> GenerationRequest:
        """The first of what comes next by the panel, as if it were asked for alone."""
        alone = self.parameters.value.composed_with
        return dataclasses.replace(self.planned()[0], composed_with=alone)

    def use_request(self, request: GenerationRequest) -> None:
        """Write what was asked for into the panel, to be changed and asked for again."""
        self._reading += 1  # settings that are being read come too late now
        self._unread = self._asked = False
        self.use_prompt(request.prompt)
        values = {name: getattr(request, name) for name in _IN_THE_PANEL}
        values["composition_seed"] = request.drawn_composition_seed
        text = tr("Use a picture's settings")
        self.undo.beginMacro(text)
        self.parameters.restore({n: v for n, v in values.items() if v is not None}, text)
        self.references.replace_all(request.references)
        self.adapters.replace_all(request.adapters)
        self.undo.endMacro()
        self.pages.show(Page.CREATE)
        self.noticed.emit(tr("The settings of this picture are in the panel now."))

    def save_text(self, file: str, text: str) -> None:
        """Write a text file that the user has named."""
        target = Path(file)

        def write() -> None:
            target.write_text(text, "utf-8")

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
        self.comparison.shut_down()
        self.export.shut_down()
        self.references.close()
        self.forecast.close()
        self.thumbnails.close()
        self.hardware.close()
        self.crash.close()
        self.finish_times.close()
        self.grid.close()
        self.models.close()
        self.downloads.close()
        self.saving.close()
        self._film_thread.close()
        self.background.close()

    def _on_page(self) -> None:
        self.hardware.show(self.pages.current is Page.HARDWARE)

    def _on_model(self) -> None:
        """What waited for the model to be put right goes on."""
        if self.model.phase is Phase.READY:
            self.queue.let_go()

    def _adopt_model(self) -> None:
        checkpoint = self.model.checkpoint
        assert checkpoint is not None  # noqa: S101 - `described` says so
        folder = self.model.folder
        if folder == self._adopted:  # it was tried again: what was set meanwhile stays
            remembered = self.parameters.remembered()
        elif folder in self.shelf.left:
            remembered = self.shelf.left[folder]
        else:
            same = self.memory.text("model") == checkpoint.name
            remembered = self.memory.group("parameters") if same else {}
        self._adopted = folder
        self.parameters.adopt(checkpoint, remembered)
        self.prompt.set_examples(checkpoint.defaults.example_prompts)

    def _show_progress(self) -> None:
        """Of the one picture that is shown; others may be made at the same time."""
        current = self.queue.current
        if current is not self._shown:
            self._shown = current
            if current is not None and current.preview is not None:
                self.canvas.show_preview(current, current.request, current.preview)
        if current is not None and current.progress is not None:
            self.canvas.show_progress(current, current.request, current.progress)

    def _on_previewed(self, entry: Entry, event: PreviewReady) -> None:
        if entry is self.queue.current:
            self.canvas.show_preview(entry, entry.request, event)
        self.film.record(entry, entry.request, event)

    def _on_made(self, entry: Entry, event: ImageReady) -> None:
        self.finish_times.learn(entry.request, event)
        self.prompt_tools.history.add(self.prompt_kit.source_of(entry.request.prompt))
        if entry is self._shown:
            self.canvas.show_result(entry, event.pixels)

    def _on_moved(self, entry: Entry, event: Moved) -> None:
        self.film.drop(entry)
        said = tr("{device} failed. The picture starts anew on another device.")
        self.noticed.emit(said.format(device=event.device))

    def _on_saved(self, entry: Entry, picture: Picture) -> None:
        if self.canvas.keep_result(entry, picture):
            self._opening += 1
            self.gallery.select(picture)
        self.film.keep(entry, picture)
        self.noticed.emit(tr("Saved {name}").format(name=picture.path.name))

    def _on_given_up(self, entry: Entry) -> None:
        """Nothing is left of the live picture; with none to come, the one chosen before is back.

        Whoever cancels all empties the canvas with the first and has none to come at the last.
        """
        self.canvas.drop_live(entry)
        self.film.drop(entry)
        empty = self.canvas.frame.kind is Kind.EMPTY
        if empty and not self.queue.busy and self.gallery.selection is not None:
            self.show_picture(self.gallery.selection)

    def _on_failed(self, entry: Entry, problem: Problem) -> None:
        self._on_given_up(entry)
        self.failures.show(problem, lambda: self.queue_edits.retry([entry]))

    def _on_refused(self, entry: Entry, problem: Problem) -> None:
        self.canvas.refuse_result(entry)
        self.failures.show(problem, self.queue.save_again)


def decode(path: Path) -> QImage:
    """A picture file as RGB32, with its upper side up; raises OSError with the reader's words."""
    if format_of(path) in (Format.JPEG, Format.WEBP, Format.AVIF):
        return _decode_other(path)
    QImageReader.setAllocationLimit(_MOST_MIB)
    reader = QImageReader(str(path))
    image = reader.read()
    if image.isNull():
        if not path.is_file():
            raise FileNotFoundError(tr("There is no such file"))
        raise OSError(reader.errorString())
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _decode_other(path: Path) -> QImage:
    """Qt has no reader for AVIF, and turns no WebP by its EXIF."""
    try:
        picture = library_decode(path).convert("RGB")
    except FileNotFoundError:
        raise FileNotFoundError(tr("There is no such file")) from None
    except OSError:
        raise
    except Exception as error:  # a broken file may break Pillow in any way
        raise OSError(str(error)) from error
    stride = 3 * picture.width
    borrowed = QImage(
        picture.tobytes(), picture.width, picture.height, stride, QImage.Format.Format_RGB888
    )
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        "unreadable",
        say("{name} cannot be shown.", name=path.name),
        f"{error}".rstrip(".") + ".",
        say("It may have been moved or deleted, or it is damaged; look in the pictures folder."),
    )
