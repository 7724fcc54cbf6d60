"""Values as they are typed, and the requests of a grid."""

from __future__ import annotations

import itertools

import pytest

from engine.api import Adapter, GenerationRequest
from engine.recipe import PriorCodes
from engine.sizes import Grid, SizeLimits
from glm_studio.parameter_grid import Amiss, Axis, Kind, ParameterGrid, ValuesError, parse

BASE = GenerationRequest("a red fox in red snow", 512, 512, 12, 1.5, 7, composition_seed=9)


def values(kind: Kind, text: str):
    numbers = itertools.count(100)
    return parse(kind, text, BASE, SizeLimits(), lambda: next(numbers))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Kind.STEPS, "4, 8,12", (4, 8, 12)),
        (Kind.STEPS, "5..1", (5, 4, 3, 2, 1)),
        (Kind.STEPS, "10..30 step 10, 50", (10, 20, 30, 50)),
        (Kind.GUIDANCE, "1..2 step 0.1", tuple(round(1 + n / 10, 1) for n in range(11))),
        (Kind.GUIDANCE, "1.5", (1.5,)),
        (Kind.GUIDANCE, "1,5; 2,25", (1.5, 2.25)),
        (Kind.STEPS, "4; 8", (4, 8)),
        (Kind.DETAIL_SEED, "x3", (7, 8, 9)),
        (Kind.LAYOUT_SEED, "x2 random, 5", (100, 101, 5)),
        (Kind.SIZE, "512x768, 768×512", ((512, 768), (768, 512))),
        (Kind.PROMPT, "red; deep blue", ("red", "deep blue")),
        (Kind.WEIGHT, "-1..1", (-1.0, 0.0, 1.0)),
    ],
)
def test_values_are_read_as_people_write_them(kind, text, expected):
    assert values(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "amiss"),
    [
        (Kind.STEPS, " , ", Amiss.EMPTY),
        (Kind.STEPS, "four", Amiss.NO_VALUE),
        (Kind.STEPS, "1.5", Amiss.NO_VALUE),
        (Kind.STEPS, "nan", Amiss.NO_VALUE),
        (Kind.GUIDANCE, "1..2 step 0", Amiss.NO_VALUE),
        (Kind.STEPS, "0", Amiss.OUTSIDE),
        (Kind.STEPS, "1e999999", Amiss.OUTSIDE),
        (Kind.GUIDANCE, "1..1e9 step 1e-9", Amiss.NO_VALUE),
        (Kind.SIZE, "500x512", Amiss.OUTSIDE),
        (Kind.STEPS, "1..200", Amiss.TOO_MANY),
        (Kind.DETAIL_SEED, "x999", Amiss.TOO_MANY),
        (Kind.PROMPT, "green; blue", Amiss.NOT_IN_PROMPT),
        (Kind.STEPS, "4, 8, 4", Amiss.TWICE),
    ],
)
def test_what_cannot_be_used_is_named(kind, text, amiss):
    with pytest.raises(ValuesError) as caught:
        values(kind, text)
    assert caught.value.amiss is amiss


def test_every_cell_has_its_two_values_and_all_else_in_common():
    x, y = Axis(Kind.STEPS, (4, 8)), Axis(Kind.PROMPT, ("red", "blue", "green"))
    grid = ParameterGrid(BASE, x, y)
    assert (grid.columns, grid.rows) == (2, 3)
    assert [(r.steps, r.prompt) for r in grid.requests] == [
        (4, "a red fox in red snow"), (8, "a red fox in red snow"),
        (4, "a blue fox in blue snow"), (8, "a blue fox in blue snow"),
        (4, "a green fox in green snow"), (8, "a green fox in green snow"),
    ]  # fmt: skip
    assert {(r.seed, r.composition_seed, r.guidance) for r in grid.requests} == {(7, 9, 1.5)}


def test_layouts_are_written_together_in_every_row():
    x, y = Axis(Kind.LAYOUT_SEED, tuple(range(6))), Axis(Kind.GUIDANCE, (1.5, 3.0))
    together = [r.composed_with for r in ParameterGrid(BASE, x, y).requests]
    assert together == [(0, 1, 2, 3)] * 4 + [(4, 5)] * 2 + [(0, 1, 2, 3)] * 4 + [(4, 5)] * 2


def test_a_given_composition_stays_where_nothing_asks_for_another():
    from dataclasses import replace

    given = replace(BASE, prior=PriorCodes(Grid(1, 1), (3,)))
    details = ParameterGrid(given, Axis(Kind.DETAIL_SEED, (1, 2)))
    assert all(request.prior is not None for request in details.requests)
    sizes = ParameterGrid(given, Axis(Kind.SIZE, ((512, 512), (768, 512))))
    assert all(request.prior is None for request in sizes.requests)


def test_one_adapter_s_weight_changes():
    from dataclasses import replace

    base = replace(BASE, adapters=(Adapter("a.safetensors"), Adapter("b.safetensors")))
    grid = ParameterGrid(base, Axis(Kind.WEIGHT, (0.5, 1.0), "b.safetensors"))
    weights = [[adapter.weight for adapter in request.adapters] for request in grid.requests]
    assert weights == [[1.0, 0.5], [1.0, 1.0]]


def test_an_axis_comes_back_from_json():
    for axis in (
        Axis(Kind.SIZE, ((512, 768),)),
        Axis(Kind.WEIGHT, (0.5,), "b.safetensors"),
        Axis(Kind.PROMPT, ("red", "blue")),
    ):
        assert Axis.from_json(axis.to_json()) == axis
    with pytest.raises(ValueError, match="axis"):
        Axis.from_json({"kind": "steps", "values": []})
