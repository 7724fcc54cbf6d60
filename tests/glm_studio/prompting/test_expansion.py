"""Prompts with choices: how they are read, and what becomes of them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from glm_studio.prompting.combinations import Combinations, Fault, Trouble
from glm_studio.prompting.expansion import escaped, fields, fill, has_choices, parse
from glm_studio.prompting.wildcards import as_choice


def everything(source: str, **files: str) -> list[str]:
    """All prompts that a source can become, in order."""
    combinations = Combinations({name: as_choice(text) for name, text in files.items()})
    return [one.text for one in combinations.all(parse(source), 0, 1000)]


@pytest.mark.parametrize(
    ("source", "prompts"),
    [
        ("a cat", ["a cat"]),
        ("a {red|blue} cat", ["a red cat", "a blue cat"]),
        ("{a|b} {1|2}", ["a 1", "a 2", "b 1", "b 2"]),
        ("a {red |}cat", ["a red cat", "a cat"]),
        ("{a {small|big}|no} cat", ["a small cat", "a big cat", "no cat"]),
        ("{2::a|0::b|0.5::c}", ["a", "c"]),
        ("“{SALE|OPEN}”", ["“SALE”", "“OPEN”"]),
        (r"\{a\|b\} \__x__ \\!", ["{a|b} __x__ \\!"]),
        ("{a|b", ["{a|b"]),
        ("a|b} {1|2}", ["a|b} 1", "a|b} 2"]),
        ("{“}”|x}", ["{“}”|x}"]),
        ("{1+1} {} { {a|b} }", ["{1+1} {} { a }", "{1+1} {} { b }"]),
        ("{size: large} cat", ["large cat"]),
        ("{pet:{cat|dog}}!", ["cat!", "dog!"]),
        ("C:\\new", ["C:\\new"]),
    ],
)
def test_what_a_source_becomes(source, prompts):
    assert everything(source) == prompts


def test_wildcards_are_lines_of_files():
    cats = "# cats\n\n  tabby \n2::{black|white} cat\n\\#1 cat\n"
    assert everything("a __cats__", cats=cats) == [
        "a tabby", "a black cat", "a white cat", "a #1 cat",
    ]  # fmt: skip
    assert everything("一只__动物__。", 动物="猫\n狗") == ["一只猫。", "一只狗。"]
    assert everything("snake__case__name") == ["snake__case__name"]


def test_wildcards_name_others():
    files = {"pets": "a __cats__\na dog", "cats": "tabby\nmanx"}
    assert everything("__pets__", **files) == ["a tabby", "a manx", "a dog"]


@pytest.mark.parametrize(
    ("source", "files", "trouble"),
    [
        ("__cats__", {}, Trouble(Fault.MISSING, ("cats",))),
        ("{x|__none__}", {"none": "# nothing\n"}, Trouble(Fault.EMPTY, ("none",))),
        (
            "__a__",
            {"a": "x __b__", "b": "__c__", "c": "__b__"},
            Trouble(Fault.CYCLE, ("b", "c", "b")),
        ),
        (
            "{headline} {line} {headline} {set:x}",
            {},
            Trouble(Fault.UNFILLED, ("headline", "line")),
        ),
        ("{headline} {headline:Hello}", {}, None),
        ("__a__ {x|y}", {"a": "__b__\n__b__", "b": "z"}, None),
    ],
)
def test_what_cannot_be_expanded_is_said(source, files, trouble):
    combinations = Combinations({name: as_choice(text) for name, text in files.items()})
    assert combinations.trouble(parse(source)) == trouble


def test_a_long_chain_of_files_is_refused_instead_of_followed_for_ever():
    files = {f"w{n}": as_choice(f"__w{n + 1}__") for n in range(5000)}
    trouble = Combinations(files).trouble(parse("__w0__"))
    assert trouble is not None
    assert trouble.fault is Fault.CHAIN


def test_weights_decide_how_often():
    combinations, node, chance = Combinations({}), parse("{3::a|b}"), random.Random(1)
    drawn = Counter(combinations.draw(node, chance) for _ in range(2000))
    assert 0.7 < drawn["a"] / 2000 < 0.8


def test_a_seed_draws_the_same_and_a_series_differs():
    combinations, node = Combinations({}), parse("{a|b|c|d} {1|2|3|4}")
    series = [one.text for one in combinations.draws(node, 7, 8)]
    assert len(set(series)) == 8
    assert series == [one.text for one in combinations.draws(node, 7, 8)]
    assert series != [one.text for one in combinations.draws(node, 8, 8)]
    # A longer series begins as the shorter one does: what was shown still comes.
    assert series[:3] == [one.text for one in combinations.draws(node, 7, 3)]


def test_more_pictures_than_prompts_repeat_some():
    drawn = [one.text for one in Combinations({}).draws(parse("{a|b}"), 1, 5)]
    assert set(drawn[:2]) == {"a", "b"}
    assert len(drawn) == 5


def test_of_too_many_combinations_some_are_taken_in_order():
    node = parse("{a|b|c|d|e|f|g|h|i|j}" * 30)
    combinations = Combinations({})
    assert combinations.count(node) == 10**30
    taken = [one.text for one in combinations.all(node, 3, 50)]
    assert len(set(taken)) == 50
    assert taken == sorted(taken)


def test_what_was_chosen_is_told_apart():
    (one,) = Combinations({}).draws(parse("a red {b|b} cat, {x:{y|y}}"), 1, 1)
    assert one.chosen == ("b", "y")
    assert one.text == "a red b cat, y"


@pytest.mark.parametrize("text", ["{a|b}", "__x__ \\{", "a {x} b", "\\", "____", "{", "C:\\{x}"])
def test_an_escaped_text_stands_for_itself(text):
    assert parse(escaped(text)) == text


def test_fields_are_filled_by_name():
    source = "“{headline}” by {author:Anna {Smith|Jones}}, {headline} {more}"
    assert [field.name for field in fields(parse(source))] == ["headline", "author", "more"]
    assert (
        fill(source, {"headline": "SUN", "more": "{x|y}"})
        == "“SUN” by Anna {Smith|Jones}, SUN {x|y}"
    )
    assert "{more}" in fill(source, {})


@pytest.mark.parametrize(
    "source", ["{" * 3000 + "a|b" + "}" * 3000, "{a|" * 3000, "{x:" * 3000 + "}" * 3000]
)
def test_deep_braces_are_no_trouble(source):
    assert parse(source) is not None
    assert fill(source, {})


def test_a_prompt_without_choices_has_none():
    assert not has_choices(parse("a cat, {1}, |, __"))
