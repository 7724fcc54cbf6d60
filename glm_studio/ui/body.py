"""All that the window shows, in one language: made anew when another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command, Commands, Group
from glm_studio.ui.create_page import CreatePage
from glm_studio.ui.failure_banner import FailureBanner
from glm_studio.ui.header import Header
from glm_studio.ui.model_commands import model_commands
from glm_studio.ui.page_stack import PageStack
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.progress_line import ProgressLine
from glm_studio.ui.rail import PAGE_KEYS, Rail, page_name
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.theme import Theme
from glm_studio.ui.toast import Toast

if TYPE_CHECKING:
    from glm_studio.ui.gallery_page import GalleryPage
    from glm_studio.ui.hardware_page import HardwarePage
    from glm_studio.ui.models_page import ModelsPage
    from glm_studio.ui.settings_page import SettingsPage

_BANNER_WIDEST = 620


class Body(QWidget):
    """Header, rail, the open page and the progress line; over them an error or a note."""

    close_asked = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._theme = states, theme
        self.actions_on_pictures = PictureActions(states, self)
        self.on_selection = SelectionActions(states, self.actions_on_pictures, theme, self)
        self.header = Header(states, theme)
        self.create_page = CreatePage(states, self.actions_on_pictures, self.on_selection, theme)
        self.panel, self.centre = self.create_page.panel, self.create_page.centre
        self.side, self.gallery = self.create_page.side, self.create_page.gallery
        self.pages = PageStack(states.pages)
        self.toast = Toast(self.pages, self._toast_room, theme)
        self._register_pages()
        self.rail = Rail(states, self.pages.known, theme)
        self.progress = ProgressLine(states, theme)
        self.banner = FailureBanner(states, theme, self.pages)
        self.toast.follow(self.centre.stage)
        self._lay_out()
        self._bind()
        self.commands = Commands(self)
        self.commands.add(*self._commands())
        self.commands.add(*self.panel.prompt_section.commands())
        states.grid.asked.connect(self._ask_for_grid)
        states.crash.changed.connect(self._tell_of_crash)
        # Once the window has its new body and gave it the keyboard, which the sheet is to have.
        QTimer.singleShot(0, self, self._tell_of_crash)

    def generate(self) -> None:
        """Queue what the panel shows, including a number that is still being typed."""
        field, panel = QApplication.focusWidget(), self.panel
        if field is not None and panel.isAncestorOf(field):
            field.clearFocus()
            field.setFocus()
        self._states.generate()

    def open_palette(self) -> None:
        from glm_studio.ui.palette import Palette  # noqa: PLC0415 - when asked for

        Palette(self.commands, self._states.memory, self._theme).open_over(self)

    def open_keys(self) -> None:
        from glm_studio.ui.key_sheet import KeySheet  # noqa: PLC0415 - when asked for

        KeySheet(self.commands, self._theme).open_over(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.pages and event.type() is QEvent.Type.Resize:
            self._place_banner()
        return False

    # Laying out and binding ----------------------------------------------------------------------

    def _register_pages(self) -> None:
        self.pages.register(Page.CREATE, lambda: self.create_page)
        self.pages.register(Page.GALLERY, self._make_gallery_page)
        self.pages.register(Page.MODELS, self._make_models_page)
        self.pages.register(Page.HARDWARE, self._make_hardware_page)
        self.pages.register(Page.SETTINGS, self._make_settings_page)

    def _make_models_page(self) -> ModelsPage:
        from glm_studio.ui.models_page import ModelsPage  # noqa: PLC0415 - when opened

        self._models_page = ModelsPage(self._states, self._theme)
        return self._models_page

    def _open_models_page(self) -> ModelsPage:
        self.pages.page(Page.MODELS)
        return self._models_page

    def _make_hardware_page(self) -> HardwarePage:
        from glm_studio.ui.hardware_page import HardwarePage  # noqa: PLC0415 - when opened

        return HardwarePage(self._states, self._theme)

    def _make_settings_page(self) -> SettingsPage:
        from glm_studio.ui.settings_page import SettingsPage  # noqa: PLC0415 - when opened

        return SettingsPage(self._states, self._theme)

    def _make_gallery_page(self) -> GalleryPage:
        from glm_studio.ui.gallery_page import GalleryPage  # noqa: PLC0415 - when opened

        self._gallery_page = GalleryPage(
            self._states, self.actions_on_pictures, self.on_selection, self._theme
        )
        self.toast.follow(self._gallery_page.stage)
        return self._gallery_page

    def search_gallery(self) -> None:
        """Open the gallery's page with the keyboard in its search field."""
        self._states.pages.show(Page.GALLERY)
        self._gallery_page.to_search()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(middle, 1)
        column.addWidget(self.progress)
        self.pages.installEventFilter(self)

    def _bind(self) -> None:
        states = self._states
        self.panel.generate_bar.generate_asked.connect(self.generate)
        self.centre.empty.chosen.connect(self.panel.prompt.setFocus)
        self.centre.first_picture.connect(self._make_first_picture)
        self.header.left_toggled.connect(self.panel.setVisible)
        self.header.right_toggled.connect(self.side.setVisible)
        self.header.search.clicked.connect(self.open_palette)
        self.header.badge.clicked.connect(lambda: states.pages.toggle(Page.MODELS))
        states.failures.changed.connect(self._place_banner)
        states.canvas.changed.connect(self._place_banner)
        states.noticed.connect(self.toast.say)
        states.offered.connect(self.toast.offer)
        states.pages.changed.connect(self._on_page)
        self._on_page()

    def _tell_of_crash(self) -> None:
        remains = self._states.crash.remains
        if remains is None:
            return
        from glm_studio.ui.crash_sheet import CrashSheet  # noqa: PLC0415 - rarely needed

        if all(sheet.isHidden() for sheet in self.findChildren(CrashSheet)):
            CrashSheet(self._states, remains, self._theme).open_over(self)

    def _ask_for_grid(self) -> None:
        from glm_studio.ui.grid_sheet import GridSheet  # noqa: PLC0415 - not for the first paint

        GridSheet(self._states, self._theme).open_over(self)

    def _on_page(self) -> None:
        creating = self._states.pages.current is Page.CREATE
        self.header.show_panel_buttons(creating)
        self._place_banner()

    def _place_banner(self) -> None:
        """Over the page, so that an error never moves what is being looked at."""
        if not self.banner.isVisibleTo(self.pages):
            self.centre.leave_room(0)
            return
        margin = self._theme.space("large")
        stage = self._stage()
        width = min(stage.width() - 2 * margin, _BANNER_WIDEST)
        height = self.banner.heightForWidth(width)
        left = stage.left() + (stage.width() - width) // 2
        self.banner.setGeometry(left, stage.top() + margin, width, height)
        self.banner.raise_()
        self.centre.leave_room(height + 2 * margin)

    def _stage(self) -> QRect:
        """Where the user looks: the canvas where there is one."""
        centre = self.centre
        if self._states.pages.current is not Page.CREATE:
            return self.pages.rect()
        return QRect(centre.mapTo(self.pages, centre.rect().topLeft()), centre.size())

    def _toast_room(self) -> QRect:
        """Over pictures, where there are any: what is below them is to be pressed."""
        stage = self.centre.stage
        if self._states.pages.current is Page.GALLERY:
            stage = self._gallery_page.stage
        if not stage.isVisible():
            return self.pages.rect()
        return QRect(stage.mapTo(self.pages, stage.rect().topLeft()), stage.size())

    # Commands ------------------------------------------------------------------------------------

    def _commands(self) -> list[Command]:
        return [
            *self._run_commands(),
            *self.panel.commands(),
            Command(
                "run.grid",
                self.tr("Vary two parameters…"),
                self._states.ask_for_grid,
                Group.RUN,
                ("Ctrl+G",),
            ),
            *self.create_page.queue.commands(),
            *self.centre.commands(),
            *self.on_selection.commands(),
            Command(
                "gallery.search",
                self.tr("Search in the gallery"),
                self.search_gallery,
                Group.GALLERY,
                ("Ctrl+F",),
            ),
            *self._page_commands(),
            *model_commands(self._states, self._open_models_page),
            *self._program_commands(),
        ]

    def _run_commands(self) -> list[Command]:
        queue, edits = self._states.queue, self._states.queue_edits
        return [
            Command(
                "run.generate",
                self.tr("Generate"),
                self.generate,
                Group.RUN,
                ("Ctrl+Return", "Ctrl+Enter"),
            ),
            Command(
                "run.cancel",
                self.tr("Cancel the running picture"),
                edits.cancel_current,
                Group.RUN,
                enabled=lambda: queue.busy,
            ),
            Command(
                "run.cancel_all",
                self.tr("Cancel all pictures"),
                edits.cancel_all,
                Group.RUN,
                ("Shift+Escape",),
            ),
        ]

    def _program_commands(self) -> list[Command]:
        undo = self._states.undo
        return [
            Command(
                "palette.open",
                self.tr("Search the commands"),
                self.open_palette,
                Group.PROGRAM,
                ("Ctrl+K", "Ctrl+Shift+P"),
            ),
            Command("program.keys", self.tr("Show all keys"), self.open_keys, keys=("F1",)),
            Command("program.escape", self.tr("Leave, or stop"), self._escape, keys=("Escape",)),
            Command(
                "program.undo",
                self.tr("Undo"),
                undo.undo,
                keys=("Ctrl+Z",),
                enabled=undo.canUndo,
            ),
            Command(
                "program.redo",
                self.tr("Redo"),
                undo.redo,
                keys=("Ctrl+Shift+Z", "Ctrl+Y"),
                enabled=undo.canRedo,
            ),
            Command(
                "program.quit", self.tr("Quit"), self.close_asked.emit, Group.PROGRAM, ("Ctrl+Q",)
            ),
        ]

    def _page_commands(self) -> list[Command]:
        go, said = Group.GO, self.tr("Go to: {page}")
        pages = [
            Command(
                f"go.{page.value}",
                said.format(page=page_name(page)),
                lambda page=page: self._go(page),  # type: ignore[misc]
                go,
                (PAGE_KEYS[page],),
            )
            for page in self.pages.known
        ]
        left, right = self.header.left, self.header.right
        return [
            *pages,
            Command("go.prompt", self.tr("Go to the prompt"), self._to_prompt, go, ("Ctrl+L",)),
            Command("go.queue", self.tr("Go to the queue"), self.open_queue, go, ("Ctrl+J",)),
            Command("go.panel", self.tr("Show or hide the panel"), left.click, go, ("F8",)),
            Command("go.side", self.tr("Show or hide the pictures"), right.click, go, ("F9",)),
        ]

    def _go(self, page: Page) -> None:
        """Open a page, or leave it if it is open; there is nowhere to go from where all begins."""
        pages = self._states.pages
        (pages.show if page is Page.CREATE else pages.toggle)(page)

    def _make_first_picture(self) -> None:
        """What is written already is meant; else the model's first example."""
        prompt = self._states.prompt
        if not prompt.ready and prompt.examples:
            prompt.set_text(prompt.examples[0])
        self.generate()

    def _to_prompt(self) -> None:
        self._states.pages.show(Page.CREATE)
        if not self.panel.isVisible():
            self.header.left.click()
        self.panel.prompt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_queue(self) -> None:
        """Show the queue, and give it the keyboard."""
        self._states.pages.show(Page.CREATE)
        if not self.side.isVisible():
            self.header.right.click()
        self.side.show_tab(self.create_page.queue)
        self.create_page.queue.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        """Leave a page or a comparison; else cancel what runs, or put an error away."""
        if self._states.comparison.pictures and self._states.pages.current is Page.GALLERY:
            self._states.comparison.close()
        elif self._states.pages.current is not Page.CREATE:
            self._states.pages.show(Page.CREATE)
        elif self._states.pairing.active:
            self._states.pairing.close()
        elif self._states.queue.busy:
            self._states.queue_edits.cancel_current()
        else:
            self._states.failures.dismiss()
