"""The page about models: those that are here, those that arrive, and the one that can be got."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from glm_studio.models.catalog import Found
from glm_studio.state.downloads import Download, Step
from glm_studio.state.studio import StudioState
from glm_studio.ui.column_page import ColumnPage
from glm_studio.ui.controls import label, push_button, tool_button
from glm_studio.ui.download_card import DownloadCard
from glm_studio.ui.download_sheet import DownloadSheet
from glm_studio.ui.model_card import ModelCard
from glm_studio.ui.offer_card import OfferCard
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme

_WIDEST = 880


class ModelsPage(ColumnPage):
    """Binds to the models and the downloads. A folder that is dropped here is added."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, _WIDEST)
        self.setAcceptDrops(True)
        self._states = states
        self.add = push_button(theme, self.tr("Add a folder…"), "", "folder-plus")
        self.add.setToolTip(self.tr("A GLM-Image folder in diffusers layout, or one with several"))
        self.get = push_button(theme, self.tr("Download…"), "", "download")
        self.get.setToolTip(self.tr("Get GLM-Image, or another model of its kind"))
        self.again = tool_button(theme, "refresh-cw", self.tr("Look again"))
        self.offer = OfferCard(states, theme)
        self.cards: dict[Path, ModelCard] = {}
        self.downloads: dict[Path, DownloadCard] = {}
        self._looking = label(self.tr("Looking for models …"), "muted")
        self._models_column, self._downloads_column = QVBoxLayout(), QVBoxLayout()
        self._grow = QTimer(self)
        self._grow.setSingleShot(True)
        self._grow.setInterval(0)
        self._grow.timeout.connect(self._show_models)
        self._kept = ""
        self._lay_out()
        self._bind()

    # Asking --------------------------------------------------------------------------------------

    def add_folder(self) -> None:
        """Ask for a folder, and look into it from now on."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder with models"))
        if folder:
            self._states.models.add([Path(folder)])

    def download(self) -> DownloadSheet:
        """Ask what to download."""
        sheet = DownloadSheet(self._states, self._theme)
        sheet.open_over(self)
        return sheet

    def delete(self, found: Found) -> None:
        """Ask before the files of a model go."""
        self._ask_to_delete(found.name, found.folder)

    def discard(self, download: Download) -> None:
        """Ask before what has arrived goes."""
        self._states.downloads.pause(download)
        self._ask_to_delete(download.name, download.folder)

    def _ask_to_delete(self, name: str, folder: Path) -> None:
        sheet = Sheet(self._theme, self.tr("Delete {name}?").format(name=name))
        told = label(
            self.tr(
                "All files in {folder} are deleted. In the trash they take as much room as before."
            ).format(folder=folder),
            "body",
        )
        told.setWordWrap(True)
        sheet.content.addWidget(told)

        def delete(for_good: bool) -> None:
            sheet.close_sheet()
            self._states.shelf.delete(folder, for_good)

        sheet.add_button(self.tr("Keep it"), sheet.close_sheet, "tall")
        sheet.add_button(self.tr("Delete for good"), lambda: delete(True), "cancel")
        sheet.add_button(self.tr("Move to the trash"), lambda: delete(False), "primary", "trash-2")
        sheet.open_over(self)

    # Qt's events ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """What happens while another page is open is not followed."""
        super().showEvent(event)
        self._show_downloads()
        self._show_models()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _folders(event):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window knows what to do with pictures

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._states.models.add(_folders(event))

    # Laying out and binding ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        space, column = self._theme.space, self.column
        top = QHBoxLayout()
        top.setSpacing(space("small"))
        top.addWidget(label(self.tr("Models"), "title"), 1)
        for button in (self.again, self.add, self.get):
            top.addWidget(button)
        column.setSpacing(space("medium"))
        column.addLayout(top)
        column.addSpacing(space("tight"))
        column.addWidget(self.offer)
        for inner in (self._downloads_column, self._models_column):
            inner.setSpacing(space("medium"))
            column.addLayout(inner)
        column.addWidget(self._looking)
        column.addStretch(1)

    def _bind(self) -> None:
        states = self._states
        self.add.clicked.connect(self.add_folder)
        self.get.clicked.connect(self.download)
        self.offer.get.clicked.connect(self.download)
        self.again.clicked.connect(states.models.look)
        states.models.changed.connect(self._show_models)
        states.model.changed.connect(self._show_models)
        states.queue.changed.connect(self._on_queue)
        states.downloads.changed.connect(self._show_downloads)

    def _show_models(self) -> None:
        """One new card at a time: many would take longer to make than a frame lasts."""
        if not self.isVisible():
            return
        models = self._states.models
        shown = {f.folder: f for f in models.found if not self._arrives(f)}
        for folder in [folder for folder in self.cards if folder not in shown]:
            _remove(self._models_column, self.cards.pop(folder))
        for folder, card in self.cards.items():
            card.show_found(shown[folder])
        left = [found for folder, found in shown.items() if folder not in self.cards]
        if left:
            card = ModelCard(left[0], self._states, self.delete, self._theme)
            self.cards[left[0].folder] = card
            self._models_column.insertWidget(list(shown).index(left[0].folder), card)
            self._grow.start()
        self._looking.setVisible(not models.looked)
        self._show_offer()

    def _arrives(self, found: Found) -> bool:
        """Whether it is shown as a download; or was, when it was looked at last."""
        download = self._states.downloads.of(found.folder)
        return found.incomplete or (download is not None and download.step is not Step.DONE)

    def _on_queue(self) -> None:
        """Pictures that are made keep the model that makes them; how far they are does not matter
        here."""
        if self._states.keeps_devices != self._kept:
            self._kept = self._states.keeps_devices
            self._show_models()

    def _show_downloads(self) -> None:
        if not self.isVisible():
            return
        shown = {d.folder: d for d in self._states.downloads.all if d.step is not Step.DONE}
        gone = [
            folder for folder, card in self.downloads.items()
            if shown.get(folder) is not card.download
        ]  # fmt: skip
        for folder in gone:
            _remove(self._downloads_column, self.downloads.pop(folder))
        for folder, download in shown.items():
            if folder not in self.downloads:
                card = DownloadCard(download, self._states, self.discard, self._theme)
                self.downloads[folder] = card
                self._downloads_column.addWidget(card)
            self.downloads[folder].show_state()
        if set(shown) & set(self.cards) or gone:
            self._show_models()
        self._show_offer()

    def _show_offer(self) -> None:
        """One button to download with is enough."""
        self.offer.show_state()
        self.get.setVisible(self.offer.isHidden())


def _remove(column: QVBoxLayout, card: QWidget) -> None:
    column.removeWidget(card)
    card.hide()
    card.deleteLater()


def _folders(event: QDropEvent) -> list[Path]:
    """Folders from elsewhere."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.is_dir()]
