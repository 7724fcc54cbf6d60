"""The translations: all texts found, none forgotten, the released files as the sources say."""

from __future__ import annotations

import string

import pytest

from translations import FOLDER, PLURALS, Key, merged, missing, read, release, texts_in


@pytest.mark.parametrize("language", PLURALS)
def test_the_sources_hold_the_program_s_texts_and_no_others(language):
    """`make translations` brings them up to date."""
    assert read(FOLDER / f"studio_{language}.ts").keys() == merged(language).keys()


@pytest.mark.parametrize("language", PLURALS)
def test_every_text_is_translated(language):
    assert [key.source for key in missing(language)] == []


@pytest.mark.parametrize("language", PLURALS)
def test_the_released_files_are_made_of_the_sources(language, tmp_path):
    release(tmp_path)
    name = f"studio_{language}.qm"
    assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("language", PLURALS)
def test_translations_fill_in_the_same_names(language):
    """Or `format` would fail where that text is shown, in that language alone."""
    wrong = {
        key.source: form
        for key, message in read(FOLDER / f"studio_{language}.ts").items()
        for form in message.translations
        if fields(form) != fields(key.source) or form.count("%n") != key.source.count("%n")
    }
    assert wrong == {}


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_texts_are_found_however_they_are_said():
    code = """
class Widget:
    def show(self):
        self.tr("one")
        tr("tw" "o")
_tr("three", "a comment")
translate("no context", "not this")
tr(variable)
"""
    assert texts_in(code) == [
        (Key("one"), "Widget"),
        (Key("two"), ""),
        (Key("three", "a comment"), ""),
    ]
