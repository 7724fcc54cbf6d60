"""Which words are spelled, by which dictionaries, and what the process says about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from glm_studio.prompting.lexicon import Lexicon, LexiconError
from glm_studio.prompting.spelling import (
    AUTOMATIC,
    Dictionary,
    choose,
    find_dictionaries,
    read_words,
    words_of,
    write_words,
)
from glm_studio.resources import resource

TOKENIZER = resource("models", "nano", "processor", "tokenizer.json")


@pytest.fixture(scope="module")
def lexicon():
    lexicon = Lexicon()
    yield lexicon
    lexicon.close()


@pytest.fixture
def russian(tmp_path: Path) -> Dictionary:
    """Two words, in the encoding that old dictionaries have."""
    (tmp_path / "ru_RU.aff").write_text("SET KOI8-R\n")
    (tmp_path / "ru_RU.dic").write_bytes("2\nкошка\nдом\n".encode("koi8-r"))
    return Dictionary("ru_RU", tmp_path)


def test_the_process_counts_as_the_model_s_tokenizer_does(lexicon):
    from tokenizers import Tokenizer

    for text in ("a red circle", "门上写着“营业中”", "emoji 🐕\nand a line"):
        known = Tokenizer.from_file(str(TOKENIZER)).encode(text, add_special_tokens=False)
        assert lexicon.count_tokens(TOKENIZER, text) == len(known.ids)


def test_unknown_words_and_suggestions(lexicon):
    (english,) = [d for d in find_dictionaries() if d.name == "en_US"][:1]
    words = {word: [english.stem] for word in ("landscape", "lanscape", "it’s", "кошка")}
    assert lexicon.unknown_words(words) == {"lanscape", "кошка"}
    assert lexicon.suggest("lanscape", [english.stem])[0] == "landscape"


def test_a_dictionary_in_an_old_encoding(lexicon, russian):
    assert lexicon.unknown_words({"кошка": [russian.stem], "кошк": [russian.stem]}) == {"кошк"}
    assert lexicon.suggest("кошк", [russian.stem]) == ["кошка"]
    assert lexicon.unknown_words({"猫": [russian.stem]}) == {"猫"}


def test_a_question_without_an_answer_is_an_error_and_the_next_has_one(lexicon, tmp_path):
    with pytest.raises(LexiconError):
        lexicon.count_tokens(tmp_path / "none.json", "text")
    assert lexicon.count_tokens(TOKENIZER, "a") == 1


def test_a_process_that_ends_is_started_again_but_not_for_ever():
    lexicon = Lexicon()
    for _ in range(3):
        assert lexicon.count_tokens(TOKENIZER, "a") == 1
        lexicon._process.kill()
        lexicon._process.wait()
        with pytest.raises(LexiconError):
            lexicon.count_tokens(TOKENIZER, "a")
    with pytest.raises(LexiconError):
        lexicon.count_tokens(TOKENIZER, "a")
    assert lexicon._process is None


def test_after_the_end_no_process_is_started():
    lexicon = Lexicon()
    lexicon.close()
    with pytest.raises(LexiconError):
        lexicon.count_tokens(TOKENIZER, "a")


def test_only_prose_is_spelled():
    text = "A “drwan” text, GLM, 35mm, https://a.b/c, x_y and __wild__, it’s naïve"
    assert [word.text for word in words_of(text)] == ["text", "and", "it’s", "naïve"]
    assert text[words_of(text)[0].start :].startswith("text,")


def test_dictionaries_are_found_where_both_files_are(tmp_path, russian):
    (tmp_path / "de_DE.dic").touch()
    assert find_dictionaries([tmp_path / "none", tmp_path]) == [russian]


def test_an_english_dictionary_is_always_there():
    assert "en_US" in [dictionary.name for dictionary in find_dictionaries()]


def named(*names: str) -> list[Dictionary]:
    return [Dictionary(name, Path("/d")) for name in names]


@pytest.mark.parametrize(
    ("there", "wish", "locales", "chosen"),
    [
        (("en_GB", "en_US", "de_DE"), AUTOMATIC, ["en_GB"], ["en_GB", "en_US"]),
        (("en_US", "de_DE", "fr"), AUTOMATIC, ["de-AT", "en"], ["de_DE", "en_US"]),
        (("en_US", "ru_RU", "uk_UA"), AUTOMATIC, ["uk_UA"], ["en_US", "uk_UA"]),
        (("en_US", "ru_RU"), AUTOMATIC, ["zh_CN"], ["en_US", "ru_RU"]),
        (("fr_FR",), AUTOMATIC, ["zh_CN"], ["fr_FR"]),
        (("en_US", "ru_RU"), "ru_RU", ["en_US"], ["ru_RU"]),
        (("en_US",), "gone", ["en_US"], []),
        ((), AUTOMATIC, ["en_US"], []),
    ],
)
def test_the_dictionaries_of_a_user(there, wish, locales, chosen):
    assert [d.name for d in choose(named(*there), wish, locales)] == chosen


def test_own_words_come_back(tmp_path):
    file = tmp_path / "new" / "words.txt"
    assert read_words(file) == frozenset()
    write_words(file, {"Kunpeng", "昇腾"})
    assert read_words(file) == {"Kunpeng", "昇腾"}
