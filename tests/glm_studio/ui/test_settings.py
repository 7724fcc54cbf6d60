"""The settings page: made from the declaration; what is set acts at once and comes back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton

from glm_studio.state.memory import Memory
from glm_studio.state.options import Appearance
from glm_studio.state.pages import Page
from glm_studio.state.preferences import APPEARANCE, PREFERENCES, Group, Kind, PreferencesState
from glm_studio.ui.preference_texts import texts_of


@pytest.fixture
def page(window, bridge, states):
    states.pages.show(Page.SETTINGS)
    return window.body.pages.currentWidget()


def row_of(page, name: str):
    return next(row for row in page.rows if row.preference.name == name)


@pytest.mark.parametrize("preference", PREFERENCES, ids=lambda p: p.name)
def test_every_preference_has_words_and_a_default_that_it_accepts(qapp, preference):
    texts = texts_of(preference)
    assert texts.label
    assert preference.accepts(preference.default)
    assert set(preference.choices) <= set(texts.choices)
    assert (preference.kind is Kind.CHOICE) is bool(preference.choices)


def test_names_are_told_apart():
    names = [preference.name for preference in PREFERENCES]
    assert len(set(names)) == len(names)


def test_a_choice_acts_at_once_and_can_be_put_back(page, states, qtbot):
    row = row_of(page, "appearance")
    states.appearance.choose(Appearance.DARK)
    row.field.setCurrentIndex(row.field.findData(Appearance.LIGHT))
    row.field.activated.emit(row.field.currentIndex())
    assert states.appearance.effective is Appearance.LIGHT
    reset = row.findChild(QToolButton)
    assert reset.isVisible()
    reset.click()
    assert states.preferences.is_default(APPEARANCE)
    assert not reset.isVisible()


def test_searching_leaves_the_rows_that_say_the_words(page):
    page.search.setText("русский")
    assert [row.preference.name for row in page.rows if row.isVisible()] == ["language"]
    page.search.setText("where pictures come from")  # as the manual calls them
    found = [row.preference for row in page.rows if row.isVisible()]
    assert found == [p for p in PREFERENCES if p.group is Group.PROVENANCE]
    page.search.setText("no such words at all")
    assert page._nothing.isVisible()
    page.search.clear()
    assert all(row.isVisible() for row in page.rows)


def test_what_was_set_is_read_back_and_nonsense_reads_as_the_default(qtbot, tmp_path):
    file = tmp_path / "window.json"
    state = PreferencesState(Memory(file))
    state.set(APPEARANCE, Appearance.LIGHT.value)
    qtbot.waitUntil(file.exists)
    again = Memory(file)
    again.read()
    assert PreferencesState(again).get(APPEARANCE) == "light"
    again.put("preferences", {"appearance": 7})
    assert PreferencesState(again).get(APPEARANCE) == "system"
    with pytest.raises(ValueError, match="appearance"):
        state.set(APPEARANCE, "pink")
