"""Every page in every language: nothing left in English, nothing cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from glm_studio.library.labels import Words
from glm_studio.state.options import Language
from glm_studio.state.pages import Page
from glm_studio.ui.translation import Translation
from support.fakes import some_picture
from support.layout import faults
from support.words import Marked, words_of

DATA = {"GLM Studio", "GLM-Image nano", "English", "简体中文", "Русский", "cpu  ·  fp32"}
DATA |= {words.text for words in Words}
"""What is the same in every language."""


@pytest.fixture
def marked(qapp):
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def translation(states):
    made = Translation(states.language)
    yield made
    made.remove()


def open_page(window, states, library, page: Page) -> None:
    """With a picture in the gallery, selected."""
    picture = some_picture(1)
    library.add(picture)
    states.gallery.select(picture)
    states.pages.show(page)


@pytest.mark.parametrize("page", Page)
def test_every_text_can_be_translated(marked, make_window, bridge, states, library, page, loop):
    window = make_window((1600, 1000))
    open_page(window, states, library, page)
    picture = some_picture(1)
    known = {*DATA, *states.prompt.examples, picture.prompt, picture.path.name}
    left = {
        (text, where)
        for text, where in words_of(window)
        if "⟦" not in text and not any(data.startswith(text.strip("…")) for data in known)
    }
    assert left == set()


@pytest.mark.parametrize("page", Page)
def test_texts_may_be_half_as_long_again(marked, make_window, bridge, states, library, page):
    window = make_window((1280, 800))
    open_page(window, states, library, page)
    assert faults(window) == []


@pytest.mark.parametrize("page", Page)
@pytest.mark.parametrize("language", [Language.CHINESE, Language.RUSSIAN])
def test_nothing_is_cut_off(translation, make_window, bridge, states, library, page, language):
    states.language.choose(language)
    translation.apply()
    window = make_window((1280, 800))
    open_page(window, states, library, page)
    assert faults(window) == []
