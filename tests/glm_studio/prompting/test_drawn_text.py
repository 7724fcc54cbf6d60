"""Quoted texts as the model's own pipeline finds them, and what people mean by their quotes."""

from __future__ import annotations

import random

import pytest

from engine.drawn_text import MAX_TOKENS, drawn_texts
from glm_studio.prompting.drawn_text import SlipKind, find_drawn, find_slips, mend

PROMPTS = (
    "a sign that says “Open” beside 'Closed' and \"Sale\" and 「营业中」",
    "no text at all",
    "it's a dog's life",
    "“an 'inner' text”",
    "'unclosed and “crossed' quotes”",
    "two\n'lines\nof' text",
    "''",
    "emoji 🐕 '🐕' “𝔘”",
)


def stock_glyph_texts(prompt: str) -> list[str]:
    from diffusers.pipelines.glm_image.pipeline_glm_image import GlmImagePipeline

    return GlmImagePipeline.get_glyph_texts(None, prompt)[0]


@pytest.mark.nano
def test_the_drawn_texts_are_the_stock_pipeline_s():
    random.seed(5)
    noise = ["".join(random.choices("ab '\"“”「」\n’", k=30)) for _ in range(300)]
    for prompt in (*PROMPTS, *noise):
        assert drawn_texts(prompt) == stock_glyph_texts(prompt), prompt
        assert [drawn.text for drawn in find_drawn(prompt)] == drawn_texts(prompt), prompt


def test_places_include_the_quotes():
    prompt = "🐕 “Open” 'Sale'"
    assert {prompt[d.start : d.end] for d in find_drawn(prompt)} == {"“Open”", "'Sale'"}


@pytest.mark.parametrize(
    ("prompt", "meant", "mended"),
    [
        ("it's a dog's life", [], "it’s a dog’s life"),
        ("the dogs' tails and the cats' ears", [], "the dogs’ tails and the cats’ ears"),
        ("it's a sign that says 'Open'", ["Open"], "it’s a sign that says 'Open'"),
        ("'don't walk' on a board", ["don’t walk"], "'don’t walk' on a board"),
        ("l'arbre d'un jardin", [], "l’arbre d’un jardin"),
        ("cats' ears and a sign 'Hi'", ["Hi"], "cats’ ears and a sign 'Hi'"),
        ("п'ять слів'я", [], "п’ять слів’я"),
    ],
)
def test_an_apostrophe_taken_for_a_quote_is_found_and_mended(prompt, meant, mended):
    slips = find_slips(prompt)
    assert {slip.kind for slip in slips} == {SlipKind.APOSTROPHE}
    new = mend(prompt, [edit for slip in slips for edit in slip.edits])
    assert new == mended
    assert drawn_texts(new) == meant
    assert not find_slips(new)


def test_what_would_be_drawn_by_mistake_is_said():
    assert find_slips("it's a dog's life")[0].text == "s a dog"


@pytest.mark.parametrize(
    "prompt",
    [
        "a sign 'Open' and 'Closed'",
        "门上写着'营业中'的牌子",
        "it's one apostrophe alone",
        "a shop that says'Open now'",
        "it’s typographic, and so is the dog’s",
        '“Open”, "Sale" and 「店」',
    ],
)
def test_what_is_right_is_left_alone(prompt):
    assert not find_slips(prompt)


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("вывеска «Открыто»", "Открыто"),
        ("ein Schild „Offen“", "Offen"),
        ("a sign ‘Open’", "Open"),
        ("看板『開店』", "開店"),
    ],
)
def test_quotes_that_the_model_does_not_know_become_ones_that_it_does(prompt, text):
    (slip,) = find_slips(prompt)
    assert (slip.kind, slip.text) == (SlipKind.FOREIGN, text)
    assert drawn_texts(prompt) == []
    assert drawn_texts(mend(prompt, slip.edits)) == [text]


@pytest.mark.parametrize(
    ("prompt", "at"), [('a sign "Open', 7), ("a sign “Open", 7), ("“a “b”", 0), ("看板「開店", 2)]
)
def test_a_quote_without_an_end_is_found(prompt, at):
    (slip,) = find_slips(prompt)
    assert (slip.kind, slip.start) == (SlipKind.UNCLOSED, at)


def test_a_very_long_text_is_cut_where_the_encoder_cuts_it():
    short, long = find_drawn(f"“{'a' * (MAX_TOKENS - 1)}” “{'字' * 700}”")
    assert not short.is_cut
    assert short.read == short.text
    assert long.is_cut
    assert long.read == "字" * (2047 // 3)


def test_a_long_prompt_is_read_quickly():
    import time

    prompt = "it's a “dog” «дом» " * 2500
    start = time.perf_counter()
    find_drawn(prompt)
    find_slips(prompt)
    assert time.perf_counter() - start < 2
