"""A request comes back from JSON as it was."""

from __future__ import annotations

import json

import pytest

from engine.api import Adapter, GenerationRequest, ImageRef, PreviewPolicy
from engine.recipe import PriorCodes
from engine.sizes import Grid
from glm_studio.library.requests import request_from_json, request_to_json

PLAIN = GenerationRequest("a “fox”", 256, 512, 12, 2.0, 2**53 - 1)
FULL = GenerationRequest(
    "x", 64, 64, 4, 1.5, 1, PreviewPolicy(False, 0.5, True), 7,
    PriorCodes(Grid(2, 2), (1, 2, 3, 4)),
    (ImageRef("a.png", (0, 8, 64, 72)), ImageRef("b.png")), (Adapter("b.safetensors", -0.5),),
    (7, 8),
)  # fmt: skip


@pytest.mark.parametrize("request_", [PLAIN, FULL])
def test_a_request_comes_back(request_):
    assert request_from_json(json.loads(json.dumps(request_to_json(request_)))) == request_


def test_another_version_s_fields_do_no_harm():
    data = request_to_json(FULL) | {"mood": "merry"}
    del data["adapters"]
    assert request_from_json(data).adapters == ()


@pytest.mark.parametrize(
    "damage",
    [
        {"width": "256"}, {"width": True}, {"width": None}, {"prompt": None},
        {"prior": {"grid": [1], "codes": []}}, {"prior": []}, {"references": {"path": "a"}},
        {"adapters": [{"weight": 1}]}, {"composed_with": "12"},
    ],
)  # fmt: skip
def test_damage_is_told(damage):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is damaged
        request_from_json(request_to_json(FULL) | damage)


def test_what_is_no_request_is_told():
    for data in (None, [], "x", {}, {"prompt": "x"}):
        with pytest.raises(ValueError):  # noqa: PT011
            request_from_json(data)
