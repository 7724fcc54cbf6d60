"""What can be done with the marked pictures, in the gallery's page and beside the canvas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.api import MAX_REFERENCES
from glm_studio.library.export import Exported
from glm_studio.library.listing import Files, Listing
from glm_studio.library.picture import HIGHEST_RATING, Picture
from glm_studio.state.comparison import FEWEST, MOST
from glm_studio.state.offer import Offer
from glm_studio.state.pages import Page
from glm_studio.state.picture_list import PictureList
from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.controls import menu_words
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme

_ANCHOR = QSize(1, 1)
_MOST_REVEALED = 50
_MOST_LOOKED_AT = 2000
"""Of more marked pictures only the first decide what is ticked; what is changed is for all."""


class SelectionActions(QObject):
    """Acts on what is marked in the list that is looked at. `body` is what sheets cover."""

    def __init__(
        self, states: StudioState, actions: PictureActions, theme: Theme, body: QWidget
    ) -> None:
        super().__init__(body)
        self._states, self._actions, self._theme = states, actions, theme
        self._body = body
        self._menu: QMenu | None = None
        self._of_menu: Sequence[Picture] | None = None
        """While an entry of the menu acts: what it was opened for. A picture that was finished
        meanwhile is marked by now."""
        states.export.ended.connect(self._on_exported)

    @property
    def pictures(self) -> Sequence[Picture]:
        if self._of_menu is not None:
            return self._of_menu
        return self._states.pictures.marked_pictures()

    def any(self) -> bool:
        return self._states.pictures.selection is not None

    def comparable(self) -> bool:
        if self._of_menu is not None:
            return FEWEST <= len(self._of_menu) <= MOST
        return self.comparable_in(self._states.pictures)

    def comparable_in(self, pictures: PictureList) -> bool:
        return FEWEST <= pictures.marked_count <= MOST

    # Actions -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Bring the picture that is looked at onto the canvas."""
        picture = self._states.pictures.selection
        if self._of_menu is not None and not _is_among(picture, self._of_menu):
            picture = self._of_menu[0]
        if picture is not None:
            self.open_picture(picture)

    def open_picture(self, picture: Picture) -> None:
        self._states.pages.show(Page.CREATE)
        self._states.stage.show_picture(picture)

    def rate(self, rating: int) -> None:
        self._states.curation.rate(self.pictures, rating)

    def compare(self) -> None:
        if self.comparable():
            chosen = self.pictures
            self._states.pages.show(Page.GALLERY)
            self._states.comparison.open(chosen)
        else:
            self._states.noticed.emit(self.tr("Select 2 to 8 pictures to compare them."))

    def export(self) -> None:
        chosen = self.pictures
        if chosen:
            from glm_studio.ui.export_sheet import ExportSheet  # noqa: PLC0415 - when asked for

            ExportSheet(self._states, self._theme, chosen).open_over(self._body)

    def delete(self) -> None:
        self._states.curation.delete(self.pictures)

    def reveal(self) -> None:
        chosen = self.pictures[:_MOST_REVEALED]
        if chosen:
            self._actions.reveal([picture.path for picture in chosen])

    def use_as_references(self) -> None:
        first = self.pictures[: MAX_REFERENCES + 1]  # one more, so that it is said
        over = self._states.references.add([picture.path for picture in first])
        if over:
            self._states.noticed.emit(self.tr("There is no room for another reference"))
        else:
            self._states.noticed.emit(self.tr("The next pictures are made from this reference."))

    def pick_tags(self, anchor: QRect | None = None) -> None:
        """Choose tags for the marked pictures beside a rectangle of the screen."""
        chosen = self.pictures
        checks = _checks([picture.tags for picture in chosen[:_MOST_LOOKED_AT]])
        checks = dict.fromkeys(self._states.search.facets.tags, Qt.CheckState.Unchecked) | checks

        def turn(name: str, on: bool) -> None:
            added, removed = ((name,), ()) if on else ((), (name,))
            self._states.curation.tag(chosen, added, removed)

        self._pick(self.tr("Add or find a tag"), checks, turn, anchor)

    def pick_boards(self, anchor: QRect | None = None) -> None:
        chosen = self.pictures
        checks = _checks([picture.boards for picture in chosen[:_MOST_LOOKED_AT]])
        checks = dict.fromkeys(self._states.search.facets.boards, Qt.CheckState.Unchecked) | checks

        def turn(name: str, on: bool) -> None:
            curation = self._states.curation
            (curation.put_on_board if on else curation.take_off_board)(chosen, name)

        self._pick(self.tr("Find a board or name a new one"), checks, turn, anchor)

    def open_menu(self, at: QPoint) -> None:
        """All that can be done with what is marked, at a point of the screen."""
        chosen = self.pictures
        if not chosen:
            return
        self._menu = QMenu(self._body)
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._fill(self._menu, chosen, QRect(at, _ANCHOR))
        self._menu.popup(at)

    def _on_exported(self, exported: Exported) -> None:
        if not exported.files:
            return
        said = self.tr("Exported: %n file(s)", "", len(exported.files))
        show = partial(self._actions.reveal, list(exported.files[:_MOST_REVEALED]))
        self._states.offered.emit(Offer(said, self.tr("Show"), show))

    # Keys and commands ---------------------------------------------------------------------------

    def listen(self, view: QWidget) -> None:
        """Act on single keys while a view has the keyboard."""
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        act = self._keys().get(event.key())
        if act is None or not self.any() or event.isAutoRepeat():
            return False
        act()
        return True

    def commands(self) -> list[Command]:
        group, any_marked = Group.GALLERY, self.any
        return [
            Command("gallery.open", self.tr("Open on the canvas"), self.open, group,
                    hint="Return", enabled=any_marked),
            *(
                Command(f"gallery.rate_{rating}", self._rating_text(rating), self._rater(rating),
                        group, hint=str(rating), enabled=any_marked)
                for rating in range(HIGHEST_RATING + 1)
            ),
            Command("gallery.tag", self.tr("Tag pictures…"), self.pick_tags, group,
                    hint="T", enabled=any_marked),
            Command("gallery.board", self.tr("Put pictures on a board…"), self.pick_boards, group,
                    hint="B", enabled=any_marked),
            Command("gallery.compare", self.tr("Compare pictures"), self.compare, group,
                    hint="C", enabled=self.comparable),
            Command("gallery.grid", self.tr("Lay out pictures by what differs"), self.lay_out,
                    group, enabled=self.any),
            Command("gallery.export", self.tr("Export pictures…"), self.export, group,
                    ("Ctrl+Shift+E",), enabled=any_marked),
            Command("gallery.reference", self.tr("Use as references"), self.use_as_references,
                    group, hint="R", enabled=any_marked),
            Command("gallery.reveal", self.tr("Show in the file manager"), self.reveal, group,
                    hint="F", enabled=any_marked),
            Command("gallery.delete", self.tr("Delete pictures"), self.delete, group,
                    hint="Delete", enabled=any_marked),
        ]  # fmt: skip

    def lay_out(self) -> None:
        """A labelled sheet of pictures that differ in one or two parameters."""
        self._states.grid.remake_sheet(Files(self.pictures))

    def _keys(self) -> dict[int, Callable[[], None]]:
        digits = {
            Qt.Key.Key_0.value + rating: self._rater(rating) for rating in range(HIGHEST_RATING + 1)
        }
        return digits | {
            Qt.Key.Key_T.value: self.pick_tags,
            Qt.Key.Key_B.value: self.pick_boards,
            Qt.Key.Key_C.value: self.compare,
            Qt.Key.Key_R.value: self.use_as_references,
            Qt.Key.Key_F.value: self.reveal,
            Qt.Key.Key_Delete.value: self.delete,
            Qt.Key.Key_Backspace.value: self.delete,
        }

    def _rater(self, rating: int) -> Callable[[], None]:
        return lambda: self.rate(rating)

    def _rating_text(self, rating: int) -> str:
        return self.tr("Rate: %n star(s)", "", rating) if rating else self.tr("Rate: no stars")

    # The menu ------------------------------------------------------------------------------------

    def _fill(self, menu: QMenu, chosen: Sequence[Picture], anchor: QRect) -> None:
        def add(text: str, act: Callable[[], None], key: str = "", to: QMenu = menu) -> QAction:
            return self._add(to, text, partial(self._act_on, chosen, act), key)

        add(self.tr("Open on the canvas"), self.open, "Return")
        if len(chosen) == 1:
            self._actions.fill_menu(menu, chosen[0])
        add(self.tr("Use as references"), self.use_as_references, "R")
        menu.addSeparator()
        ratings = menu.addMenu(self.tr("Rate"))
        for rating in range(HIGHEST_RATING, -1, -1):
            add(self._rating_text(rating), self._rater(rating), str(rating), ratings)
        add(self.tr("Tags…"), lambda: self.pick_tags(anchor), "T")
        add(self.tr("Boards…"), lambda: self.pick_boards(anchor), "B")
        board = self._states.search.query.board
        if board and self._states.pages.current is Page.GALLERY:
            text = self.tr("Take off the board {board}").format(board=menu_words(board))
            add(text, lambda: self._states.curation.take_off_board(chosen, board))
        menu.addSeparator()
        add(self.tr("Compare"), self.compare, "C").setEnabled(self.comparable())
        add(self.tr("Lay out by what differs"), self.lay_out)
        add(self.tr("Export…"), self.export, "Ctrl+Shift+E")
        add(self.tr("Show in the file manager"), self.reveal, "F")
        menu.addSeparator()
        add(self.tr("Delete"), self.delete, "Delete")

    def _act_on(self, chosen: Sequence[Picture], act: Callable[[], None]) -> None:
        self._of_menu = chosen
        try:
            act()
        finally:
            self._of_menu = None

    def _add(self, menu: QMenu, text: str, act: Callable[[], None], key: str) -> QAction:
        """The key is shown; it is handled where the view has the keyboard."""
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        action = menu.addAction(f"{text}\t{native}" if key else text)
        action.triggered.connect(lambda _=False: act())
        return action

    # Names ---------------------------------------------------------------------------------------

    def _pick(
        self,
        title: str,
        checks: dict[str, Qt.CheckState],
        turn: Callable[[str, bool], None],
        anchor: QRect | None,
    ) -> None:
        from glm_studio.ui.name_picker import NamePicker  # noqa: PLC0415 - when asked for

        picker = NamePicker(self._theme, title, checks, self._body)
        picker.turned.connect(turn)
        middle = self._body.mapToGlobal(self._body.rect().center())
        picker.open_at(anchor or QRect(middle, _ANCHOR))


def _checks(names: Sequence[tuple[str, ...]]) -> dict[str, Qt.CheckState]:
    """Which names all pictures have, and which only some; one item of `names` a picture."""
    counts = Counter(chain.from_iterable(names))
    whole, part = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked
    return {name: whole if count == len(names) else part for name, count in counts.items()}


def _is_among(picture: Picture | None, pictures: Sequence[Picture]) -> bool:
    """Without going through them: they may be a million."""
    if picture is not None and isinstance(pictures, Listing):
        return pictures.row_of(picture.path) >= 0
    return picture in pictures
