"""Asks what to download, from where, and into which folder; says whether there is room."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glm_studio.models.sources import (
    HOMES,
    MIRRORS,
    RELEASED_BYTES,
    REPOSITORIES,
    Source,
    is_endpoint,
    is_proxy,
    is_repository,
)
from glm_studio.state.downloads import MIRROR
from glm_studio.state.pages import Page
from glm_studio.state.preferences import MODELS_FOLDER, PROXY
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph, push_button
from glm_studio.ui.model_words import download_time, gigabytes, source_name
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme

_SOURCE = "download_source"
_NEEDED_BYTES = RELEASED_BYTES + (1 << 30)
"""With what the download leaves free."""


class DownloadSheet(Sheet):
    """The address and the proxy are the settings': what is entered here is kept there."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, self.tr("Download GLM-Image"), 600)
        self._states = states
        self.source = _first_source(states)
        self._sources = QButtonGroup(self)
        self.repository = QLineEdit()
        self.folder = QLineEdit()
        self.address = QComboBox()
        self.proxy = QLineEdit()
        self.token = QLineEdit()
        self._room = paragraph("small")
        self._time = paragraph("small")
        self._complaint = label("", "complaint")
        self._complaint.setWordWrap(True)
        self._asked_room = 0
        self._lay_out_fields()
        self.begin = self._add_buttons()
        self._fill()
        for field in (self.repository, self.folder, self.proxy):
            field.textChanged.connect(self._check)
        self.address.editTextChanged.connect(self._check)
        self.folder.textChanged.connect(self._look_for_room)
        self._look_for_room()
        self._check()

    def choose_source(self, source: Source) -> None:
        """The repository goes with it, unless it is the user's own."""
        own = self.repository.text().strip() not in REPOSITORIES.values()
        self.source = source
        if not own:
            self.repository.setText(REPOSITORIES[source])
        self._fill_addresses()
        self._check()

    # Laying out ----------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        column = self.content
        column.addWidget(self._time)
        column.addWidget(self._source_row())
        self._add(
            self.tr("Model"),
            self.repository,
            self.tr("The name of the repository: owner/name"),
        )
        self._add(self.tr("Into the folder"), self._folder_row(), "", self._room)
        self.address.setEditable(True)
        self._add(
            self.tr("Address"),
            self.address,
            self.tr("The source's own, or a mirror that speaks the same protocol"),
        )
        self.proxy.setPlaceholderText(self.tr("None, or what the system says"))
        self._add(self.tr("Proxy"), self.proxy, self.tr("http://host:port or socks5://host:port"))
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("Only for private or gated models"))
        self._add(
            self.tr("Token"),
            self.token,
            self.tr("Kept until the studio is closed, and written nowhere"),
        )
        column.addWidget(self._complaint)
        column.addStretch(1)

    def _add(self, name: str, field: QWidget, tip: str, note: QWidget | None = None) -> None:
        """A name over its field, and a note below it."""
        title = label(name, "section")
        title.setBuddy(field)
        field.setAccessibleName(name)
        field.setToolTip(tip)
        pair = QVBoxLayout()
        pair.setSpacing(self._theme.space("tight"))
        pair.addWidget(title)
        pair.addWidget(field)
        if note is not None:
            pair.addWidget(note)
        self.content.addLayout(pair)

    def _source_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("small"))
        self._sources.setExclusive(True)
        for source in Source:
            button = push_button(self._theme, source_name(source), "segment")
            button.setCheckable(True)
            button.setChecked(source is self.source)
            button.setToolTip(HOMES[source])
            button.clicked.connect(lambda _=False, source=source: self.choose_source(source))
            self._sources.addButton(button)
            row.addWidget(button, 1)
        return made

    def _folder_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("small"))
        choose = push_button(self._theme, self.tr("Choose…"), "", "folder-open")
        choose.clicked.connect(self._choose_folder)
        self.folder.setAccessibleName(self.tr("Into the folder"))
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        made.setFocusProxy(self.folder)
        return made

    def _add_buttons(self) -> QPushButton:
        self.add_button(self.tr("Cancel"), self.close_sheet, "tall")
        return self.add_button(self.tr("Download"), self._begin, "primary", "download")

    def _fill(self) -> None:
        self._time.setText(
            self.tr("{size}: {time}. It can be paused, and goes on after a restart.").format(
                size=gigabytes(RELEASED_BYTES), time=download_time()
            )
        )
        self.repository.setText(REPOSITORIES[self.source])
        self.folder.setText(str(_base(self._states)))
        self.proxy.setText(self._states.preferences.get(PROXY))
        self._fill_addresses()

    def _fill_addresses(self) -> None:
        kept = self._states.preferences.get(MIRROR[self.source])
        known = (HOMES[self.source], *MIRRORS[self.source])
        self.address.clear()
        self.address.addItems(list(dict.fromkeys((*known, kept) if kept else known)))
        self.address.setEditText(kept or HOMES[self.source])

    # What is entered -----------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        title = self.tr("Into the folder")
        folder = QFileDialog.getExistingDirectory(self, title, self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _check(self) -> None:
        complaint = self._complaint_about()
        self._complaint.setText(complaint)
        self._complaint.setVisible(bool(complaint))
        self.begin.setEnabled(not complaint)

    def _complaint_about(self) -> str:
        proxy = self.proxy.text().strip()
        if not is_repository(self.repository.text().strip()):
            return self.tr("A model is named owner/name, for example zai-org/GLM-Image.")
        if not Path(self.folder.text().strip()).expanduser().is_absolute():
            return self.tr("Name a whole path for the folder.")
        if not is_endpoint(self.address.currentText().strip()):
            return self.tr("An address begins with https:// or http://.")
        if proxy and not is_proxy(proxy):
            return self.tr("A proxy is written http://host:port or socks5://host:port.")
        if self._states.downloads.offline:
            return self.tr("The studio works offline. Turn that off in the settings.")
        return ""

    def _look_for_room(self) -> None:
        """A disk may be asleep, or at the other end of a network."""
        self._asked_room += 1
        asked, folder = self._asked_room, Path(self.folder.text().strip()).expanduser()
        self._states.background.run(
            lambda: _free(folder),
            lambda free: self._show_room(asked, free),
            lambda _: self._show_room(asked, None),
            self,
        )

    def _show_room(self, asked: int, free: int | None) -> None:
        if asked != self._asked_room:
            return
        if free is None:
            self._room.setText("")
        elif free < _NEEDED_BYTES:
            said = self.tr("Too little room: {free} are free there, {needed} are needed.")
            self._room.setText(said.format(free=gigabytes(free), needed=gigabytes(_NEEDED_BYTES)))
        else:
            self._room.setText(self.tr("{free} are free there.").format(free=gigabytes(free)))
        self._room.setProperty("role", "complaint" if (free or 0) < _NEEDED_BYTES else "small")
        self._room.style().unpolish(self._room)
        self._room.style().polish(self._room)

    def _begin(self) -> None:
        states, source = self._states, self.source
        address = self.address.currentText().strip().rstrip("/")
        states.preferences.set(MIRROR[source], "" if address == HOMES[source] else address)
        states.preferences.set(PROXY, self.proxy.text().strip())
        base = Path(self.folder.text().strip()).expanduser()
        usual = base == states.models.downloads
        states.preferences.set(MODELS_FOLDER, "" if usual else str(base))
        states.memory.put(_SOURCE, source.value)
        repository, token = self.repository.text().strip(), self.token.text().strip()
        self.close_sheet()
        states.shelf.download(source, repository, base, token)
        states.pages.show(Page.MODELS)


def _base(states: StudioState) -> Path:
    """The folder that downloads go into, each in one of its own."""
    told = states.preferences.get(MODELS_FOLDER)
    return Path(told) if told else states.models.downloads or Path.home()


def _first_source(states: StudioState) -> Source:
    """The one that was used last; else the one that is near."""
    kept = states.memory.text(_SOURCE)
    if kept in set(Source):
        return Source(kept)
    in_china = QLocale().territory() is QLocale.Country.China
    return Source.MODELSCOPE if in_china else Source.HUGGING_FACE


def _free(folder: Path) -> int:
    place = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(place).free
