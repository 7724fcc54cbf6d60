"""The styles around the prompt: a chip each, and one that adds another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.state.styles import StylesState
from glm_studio.ui.controls import menu_words, push_button, quoting_tip, tool_button
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme

if TYPE_CHECKING:
    from glm_studio.prompting.pieces import Piece

_CARRIED = "application/x-glm-studio-style"
"""A chip on its way: its place among the others."""


class StyleChip(QWidget):
    """One chosen style. Its menu, or the keyboard, moves it and leaves it out."""

    edit_asked = Signal(object)
    delete_asked = Signal(object)

    def __init__(self, styles: StylesState, style: Piece, theme: Theme) -> None:
        super().__init__()
        self._styles, self.style_of = styles, style
        name, text = style.name_in(styles.spoken), style.text_in(styles.spoken)
        self.setObjectName("StyleChip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button: QPushButton = push_button(
            theme, menu_words(name), "style", "palette", "accent_soft_text"
        )
        self.button.setToolTip(
            quoting_tip(
                self.tr("{text}\n\nDelete leaves it out, Ctrl+Left and Ctrl+Right move it.").format(
                    text=text
                )
            )
        )
        self.button.setAccessibleName(self.tr("Style: {name}").format(name=name))
        self.button.clicked.connect(self._open_menu)
        self.button.installEventFilter(self)
        self.cross: QToolButton = tool_button(
            theme, "x", self.tr("Leave out the style {name}").format(name=name)
        )
        self.cross.clicked.connect(self._leave_out)
        self._menu = QMenu(self)
        self._pressed_at = QPoint()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.cross)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the button itself, for which arrows are a way to the next button."""
        if watched is not self.button:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QMouseEvent):
            self._on_mouse(event)
        return False

    def _on_mouse(self, event: QMouseEvent) -> None:
        """Pulled far enough, it is carried to another place."""
        if event.type() is QEvent.Type.MouseButtonPress:
            self._pressed_at = event.position().toPoint()
        held = event.buttons() & Qt.MouseButton.LeftButton
        if event.type() is not QEvent.Type.MouseMove or not held or not self.button.isDown():
            return
        pulled = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if pulled >= QApplication.startDragDistance():
            self.button.setDown(False)
            data = QMimeData()
            data.setData(_CARRIED, QByteArray(str(self._place).encode()))
            drag = QDrag(self.window())  # it may outlive the chip
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.MoveAction)

    @property
    def _place(self) -> int:
        return self._styles.chosen.index(self.style_of)

    def _on_key(self, event: QKeyEvent) -> bool:
        with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._leave_out()
            case Qt.Key.Key_Left if with_ctrl:
                self._styles.move(self.style_of, -1)
            case Qt.Key.Key_Right if with_ctrl:
                self._styles.move(self.style_of, 1)
            case _:
                return False
        return True

    def _leave_out(self) -> None:
        self._styles.toggle(self.style_of)

    def _open_menu(self) -> None:
        menu = self.fill_menu()
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def fill_menu(self) -> QMenu:
        """The menu as it is now."""
        menu, styles, style = self._menu, self._styles, self.style_of
        menu.clear()
        place = self._place
        nearer = menu.addAction(self.tr("Nearer to the prompt"))
        nearer.setEnabled(place > 0)
        nearer.triggered.connect(lambda: styles.move(style, -1))
        further = menu.addAction(self.tr("Further from the prompt"))
        further.setEnabled(place < len(styles.chosen) - 1)
        further.triggered.connect(lambda: styles.move(style, 1))
        menu.addAction(self.tr("Leave out")).triggered.connect(self._leave_out)
        menu.addSeparator()
        edit = menu.addAction(self.tr("Edit…") if style.file else self.tr("Make one like it…"))
        edit.triggered.connect(lambda: self.edit_asked.emit(style))
        if style.file:
            delete = menu.addAction(self.tr("Delete the style"))
            delete.triggered.connect(lambda: self.delete_asked.emit(style))
        return menu


class StyleChips(QWidget):
    """Binds to the styles. What they add is kept apart from what the user writes."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._theme = states, theme
        self._styles = states.prompt_kit.styles
        self.chips: list[StyleChip] = []
        self.add: QPushButton = push_button(theme, self.tr("Style"), "quiet", "plus", "text_muted")
        self.add.setToolTip(self.tr("Add a style: how the picture is made, beside what it shows"))
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.add.clicked.connect(self.open_menu)
        self.setAcceptDrops(True)
        self._flow = FlowLayout(self, theme.space("tight"))
        self._flow.addWidget(self.add)
        self._styles.changed.connect(self._show_state)
        self._show_state()

    def open_menu(self) -> None:
        """Offer all styles."""
        menu = self.fill_menu()
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def fill_menu(self) -> QMenu:
        """The menu as it is now; the styles that are chosen are ticked."""
        menu, styles = self.menu, self._styles
        menu.clear()
        chosen = styles.chosen
        own = [style for style in styles.known if style.file]
        for style in (*own, *(style for style in styles.known if not style.file)):
            action = QAction(menu_words(style.name_in(styles.spoken)), menu)
            action.setCheckable(True)
            action.setChecked(style in chosen)
            action.setToolTip(quoting_tip(style.text_in(styles.spoken)))
            action.triggered.connect(lambda _=False, style=style: styles.toggle(style))
            menu.addAction(action)
            if own and style is own[-1]:
                menu.addSeparator()
        menu.addSeparator()
        menu.addAction(self.tr("New style…")).triggered.connect(lambda: self._edit(None))
        sent = menu.addAction(self.tr("Read what is sent…"))
        sent.setEnabled(bool(chosen and self._states.prompt_kit.choices.next))
        sent.triggered.connect(self._show_sent)
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_CARRIED):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A chip that was carried here takes the place where it was let go."""
        carried, at = int(bytes(event.mimeData().data(_CARRIED).data())), event.position().toPoint()
        before = [chip for chip in self.chips if _is_before(chip.geometry(), at)]
        there = len(before) - (self.chips[carried] in before)
        event.acceptProposedAction()
        style = self.chips[carried].style_of
        # When the drag is over: it must not lose the chip that it began at.
        QTimer.singleShot(0, self, lambda: self._styles.move(style, there - carried))

    def _show_state(self) -> None:
        """The keyboard stays with the style that it moved, or goes to its neighbour."""
        here = next((at for at, c in enumerate(self.chips) if c.button.hasFocus()), -1)
        held = self.chips[here].style_of if here >= 0 else None
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add)
        self.chips = [self._chip(style) for style in self._styles.chosen]
        for widget in (*self.chips, self.add):
            self._flow.addWidget(widget)
        self.add.setText(self.tr("Style") if not self.chips else "")
        self.add.setAccessibleName(self.tr("Add a style"))
        if here >= 0:
            same = next((c for c in self.chips if c.style_of == held), None)
            near = self.chips[min(here, len(self.chips) - 1)] if self.chips else None
            target = same or near
            (target.button if target else self.add).setFocus()
        self.updateGeometry()

    def _chip(self, style: Piece) -> StyleChip:
        chip = StyleChip(self._styles, style, self._theme)
        chip.edit_asked.connect(self._edit)
        chip.delete_asked.connect(self._delete)
        return chip

    def _edit(self, style: Piece | None) -> None:
        from glm_studio.ui.style_editor import StyleEditor  # noqa: PLC0415 - when asked for

        StyleEditor(self._states, style, self._theme).open_over(self)

    def _show_sent(self) -> None:
        from glm_studio.ui.expansions_sheet import ExpansionsSheet  # noqa: PLC0415 - the same

        ExpansionsSheet(self._states.prompt_kit.choices, self._theme).open_over(self)

    def _delete(self, style: Piece) -> None:
        from glm_studio.ui.deletion import Deletion  # noqa: PLC0415 - the same

        self._states.undo.push(
            Deletion(self.tr("Delete style"), self._states.prompt_kit.files, style)
        )


def _is_before(chip: QRect, at: QPoint) -> bool:
    """Whether one reads a chip before a place: in a row above, or to its left."""
    return chip.bottom() < at.y() or (chip.top() <= at.y() and chip.center().x() < at.x())
