"""Pictures find their rows and columns by what differs in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Adapter, GenerationRequest
from glm_studio.grid_layout import NoGridError, arrange, differing_words
from glm_studio.parameter_grid import Kind
from glm_studio.series import Vary, series

BASE = GenerationRequest("a red fox", 512, 512, 12, 1.5, 7, composition_seed=9)


def files(*changes) -> dict[Path, GenerationRequest]:
    return {Path(f"{n}.png"): replace(BASE, **change) for n, change in enumerate(changes)}


def test_two_parameters_make_a_table_with_a_hole_where_a_picture_is_missing():
    found = arrange(
        files(
            {"steps": 30, "guidance": 1.0}, {"steps": 8, "guidance": 2.5},
            {"steps": 30, "guidance": 2.5}, {"steps": 8, "guidance": 1.0},
            {"steps": 16, "guidance": 1.0},
        )
    )  # fmt: skip
    assert (found.x.kind, found.x.values) == (Kind.STEPS, (8, 16, 30))
    assert found.y is not None
    assert (found.y.kind, found.y.values) == (Kind.GUIDANCE, (1.0, 2.5))
    names = [cell.name if cell else None for cell in found.cells]
    assert names == ["3.png", "4.png", "0.png", "1.png", None, "2.png"]


def test_both_seeds_of_a_series_count_as_one():
    requests = series(BASE, 4, Vary.ALL)
    found = arrange({Path(f"{n}.png"): request for n, request in enumerate(requests)})
    assert (found.x.kind, len(found.x.values), found.y) == (Kind.LAYOUT_SEED, 4, None)
    assert None not in found.cells


def test_prompts_sizes_and_weights_are_found():
    adapters = [(Adapter("a.safetensors", weight),) for weight in (0.5, 1.0)]
    found = arrange(files({"adapters": adapters[0]}, {"adapters": adapters[1]}, {}))
    assert (found.x.kind, found.x.values) == (Kind.WEIGHT, (0.0, 0.5, 1.0))
    found = arrange(
        files({"prompt": "a red owl"}, {}, {"width": 768}, {"prompt": "a red owl", "width": 768})
    )
    assert {found.x.kind, found.y.kind} == {Kind.PROMPT, Kind.SIZE}
    assert None not in found.cells


def test_what_differs_in_nothing_or_in_too_much_is_told():
    with pytest.raises(NoGridError) as caught:
        arrange(files({}, {}))
    assert caught.value.kinds == ()
    with pytest.raises(NoGridError) as caught:
        arrange(
            files({}, {"steps": 1}, {"guidance": 2.0}, {"seed": 3}, {"steps": 1, "guidance": 2.0})
        )
    assert set(caught.value.kinds) == {Kind.STEPS, Kind.GUIDANCE, Kind.DETAIL_SEED}


def test_titles_of_prompts_are_what_is_their_own():
    assert differing_words(["a red fox at dusk", "a blue fox at dusk"]) == ["red", "blue"]
    assert differing_words(["a fox", "a fox in snow"]) == ["–", "in snow"]
    assert differing_words(["fox", "owl"]) == ["fox", "owl"]
    assert differing_words(["only one"]) == ["only one"]
