"""The settings: a card for each group, a row for each preference, found by searching."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from glm_studio.state.preferences import (
    LABEL_CORNER,
    LABEL_CREDENTIALS,
    PREFERENCES,
    Group,
    Kind,
    Preference,
    PreferencesState,
)
from glm_studio.state.studio import StudioState
from glm_studio.ui.column_page import ColumnPage
from glm_studio.ui.controls import label, paragraph
from glm_studio.ui.label_preview import LabelPreview
from glm_studio.ui.preference_fields import field_for, reset_button
from glm_studio.ui.preference_texts import group_name, texts_of
from glm_studio.ui.signer_card import SignerCard
from glm_studio.ui.theme import Theme

_WIDEST = 760
_FIELD_WIDTH = 260


class PreferenceRow(QWidget):
    """Label and help on the left, the field on the right; long fields stand below."""

    def __init__(self, state: PreferencesState, preference: Preference[Any], theme: Theme) -> None:
        super().__init__()
        self._state, self.preference = state, preference
        texts = texts_of(preference)
        said = (group_name(preference.group), texts.label, texts.help, *texts.choices.values())
        self._words = " ".join(said).casefold()
        self.field = field_for(state, preference, theme)
        self.field.setAccessibleName(texts.label)
        self.field.setToolTip(texts.help)
        self._reset = reset_button(theme, lambda: state.reset(preference), texts.label)
        self._lay_out(texts.label, texts.help, theme)
        state.changed.connect(self._on_changed)
        self._show_state()

    def matches(self, words: str) -> bool:
        """Whether all of the words stand in what the row says, or in its card's name."""
        return all(word in self._words for word in words.casefold().split())

    def _lay_out(self, name: str, explained: str, theme: Theme) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.space("hair"))
        words.addWidget(label(name, "value"))
        if explained:
            told = paragraph("small")
            told.setText(explained)
            words.addWidget(told)
        row = QHBoxLayout()
        row.setSpacing(theme.space("medium"))
        row.addLayout(words, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.space("small"), 0, theme.space("small"))
        outer.addLayout(row)
        if self.preference.kind in (Kind.LINES, Kind.FOLDER, Kind.FILE):
            row.addWidget(self._reset)
            outer.addWidget(self.field)
            return
        self.field.setMinimumWidth(_FIELD_WIDTH)
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._reset)

    def _on_changed(self, name: str) -> None:
        if name == self.preference.name:
            self._show_state()

    def _show_state(self) -> None:
        self.field.show_value()
        self._reset.setVisible(not self._state.is_default(self.preference))


class SettingsPage(ColumnPage):
    """Made from the declaration of the preferences, with a sample of the label and who signs."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, _WIDEST)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the settings"))
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.rows = [PreferenceRow(states.preferences, p, theme) for p in PREFERENCES]
        self.label_preview = LabelPreview(states, theme)
        self.signer = SignerCard(states, theme)
        self._cards: dict[Group, QFrame] = {}
        self._nothing = label(self.tr("No setting has these words."), "muted")
        self._lay_out()
        self._filter("")

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Most who come here look for something."""
        self.search.setFocus(reason)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self.search)
        for group in Group:
            rows = [row for row in self.rows if row.preference.group is group]
            if rows:
                self._cards[group] = self._card(group_name(group), rows)
                column.addWidget(self._cards[group])
        column.addWidget(self._nothing)
        column.addStretch(1)

    def _card(self, name: str, rows: list[PreferenceRow]) -> QFrame:
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[self._theme.space("large")] * 4)
        inside.setSpacing(0)
        inside.addWidget(label(name, "heading"))
        below = {LABEL_CORNER.name: self.label_preview, LABEL_CREDENTIALS.name: self.signer}
        for row in rows:
            inside.addWidget(row)
            if (more := below.get(row.preference.name)) is not None:
                inside.addWidget(more)
        return card

    def _filter(self, words: str) -> None:
        for row in self.rows:
            row.setVisible(row.matches(words))
        for group, card in self._cards.items():
            rows = [row for row in self.rows if row.preference.group is group]
            card.setVisible(any(row.matches(words) for row in rows))
        self._nothing.setVisible(not any(row.matches(words) for row in self.rows))
