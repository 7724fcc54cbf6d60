"""Rewritten prompts: what they must keep, styles that are found again, and what differs."""

from __future__ import annotations

import pytest

from glm_studio.prompting.keeping import Kept, compare, repaired, restored
from glm_studio.prompting.pieces import Piece, read_pieces, save_piece, spoken
from glm_studio.prompting.styles import styled, styled_by, taken_apart
from glm_studio.prompting.word_diff import changed
from glm_studio.resources import resource


@pytest.mark.parametrize(
    ("old", "answer", "new"),
    [
        # Other quotes are no loss, other letters are.
        ("sign “OPEN”", 'a sign saying "OPEN" in red', 'a sign saying "OPEN" in red'),
        ("sign “OPEN”", "a sign saying “Open”", "a sign saying “OPEN”"),
        ("sign “Grand Opening”", "a sign “Grand Openning!”", "a sign “Grand Opening”"),
        ("sign “OPEN”", "a sign saying OPEN in red", "a sign saying “OPEN” in red"),
        ("“A” and “B”", "“A” then B", "“A” then “B”"),
        ("sign “OPEN”", "a big sign", "a big sign"),
    ],
)
def test_quoted_texts_come_back_letter_by_letter(old, answer, new):
    assert repaired(old, answer) == new


def test_what_cannot_be_repaired_is_flagged():
    old = "“OPEN”, a {red|blue} __animal__"
    assert compare(old, "a {red|blue} sign “Bakery” with __animal__") == Kept(
        missing=("OPEN",), added=("Bakery",)
    )
    assert compare(old, "“OPEN”, a red __animal__") == Kept(lost=("{red|blue}",))
    assert compare(old, "A fine “OPEN” on a {red|blue} __animal__") == Kept()


def test_an_apostrophe_is_no_text_to_be_drawn():
    assert compare("it's the dog's bowl “HI”", "the bowl of the dog “HI”") == Kept()


def test_a_missing_text_can_be_put_back_in_its_own_quotes():
    assert restored("a 「开业」 sign", "a sign.", "开业") == "a sign. 「开业」"


STYLES, _ = read_pieces(resource("prompts", "styles"), own=False)


@pytest.mark.parametrize("language", ["en", "zh_CN", "ru"])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.key)
def test_a_style_is_found_again_in_what_was_sent(style, language):
    sent = styled("a cat on a roof", style.text_in(language))
    assert "a cat on a roof" in sent
    assert taken_apart(sent, STYLES) == ("a cat on a roof", [style])


def test_several_styles_are_found_in_their_order_and_sent_again_alike():
    chosen = [STYLES[3], STYLES[1], STYLES[8]]
    sent = styled_by("a cat.", chosen, "en")
    rest, found = taken_apart(sent, STYLES)
    assert found == chosen
    assert styled_by(rest, found, "en") == sent


def test_a_style_without_a_place_stands_behind_the_prompt():
    mine = Piece("mine", {"": "Mine"}, {"": "in thick fog"})
    assert styled("a cat", "in thick fog") == "a cat in thick fog"
    assert taken_apart("a cat in thick fog", [mine]) == ("a cat", [mine])


def test_a_prompt_that_only_looks_styled_stays():
    assert taken_apart(STYLES[1].text_in("en").replace("{prompt}", ""), STYLES)[1] == []
    assert taken_apart("a photograph of a cat", STYLES) == ("a photograph of a cat", [])


def test_own_pieces_are_written_and_read_back(tmp_path):
    text = 'a “{headline}”\n"x" \\ \x7f end'
    file = save_piece(tmp_path, "My: poster?", text)
    again = save_piece(tmp_path, "My: poster?", "another")
    assert file != again
    pieces, unread = read_pieces(tmp_path, own=True)
    assert not unread
    assert {piece.text_in("ru") for piece in pieces} == {text, "another"}
    save_piece(tmp_path, "New name", "changed", file)
    assert read_pieces(tmp_path, own=True)[0][0].file in (file, again)
    assert {p.name_in("en") for p in read_pieces(tmp_path, own=True)[0]} == {
        "New name",
        "My: poster?",
    }


def test_a_damaged_file_costs_only_itself(tmp_path):
    save_piece(tmp_path, "Good", "text")
    (tmp_path / "bad.toml").write_text("name = [", "utf-8")
    (tmp_path / "numbers.toml").write_text("text = 3", "utf-8")
    pieces, unread = read_pieces(tmp_path, own=True)
    assert [piece.name_in("en") for piece in pieces] == ["Good"]
    assert {path.name for path, _ in unread} == {"bad.toml", "numbers.toml"}


def test_the_nearest_language_is_spoken():
    assert spoken({"en": "a", "zh_CN": "b"}, "zh_TW") == "b"
    assert spoken({"en": "a", "zh_CN": "b"}, "ru") == "a"
    assert spoken({"": "mine"}, "ru") == "mine"
    assert spoken({}, "ru") == ""


def test_differences_are_words_and_chinese_letters():
    old, new = "a red cat sits", "a blue cat sits still"
    gone, come = changed(old, new)
    assert [old[slice(*span)] for span in gone] == ["red"]
    assert [new[slice(*span)].strip() for span in come] == ["blue", "still"]
    gone, come = changed("一只红猫", "一只蓝猫")
    assert (gone, come) == ([(2, 3)], [(2, 3)])
