"""One click from a picture to another detail of its layout, or to another layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.api import GenerationRequest, ImageReady, ImageRef
from engine.recipe import Fit, PriorCodes, Recipe, ReferenceUse
from engine.sizes import big_grid
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import save_as
from glm_studio.series import request_of
from glm_studio.state.parameters import Draw
from support.fakes import picture_of

CODES = tuple(range(80))


def saved(folder: Path, **values: object) -> tuple[Recipe, object]:
    """A picture on disk, with the settings of nothing that the panel shows."""
    prior = PriorCodes(big_grid(320, 256), CODES)
    request = GenerationRequest("a sign", 320, 256, 9, 2.5, 11, composition_seed=22, prior=prior)
    image = picture_of(request)
    recipe = replace(image.recipe, **values)
    path = save_as(ImageReady("", image.pixels, recipe, {}), folder / "sign.png", overwrite=True)
    return recipe, read_picture(path).picture


def press(window, states, qtbot, button, picture) -> None:
    states.stage.show_picture(picture)
    qtbot.mouseClick(button(window.body.gallery.details), Qt.MouseButton.LeftButton)


def asked(wait, engine, count: int = 1) -> list[GenerationRequest]:
    wait(lambda: len(engine.requests) == count)
    return engine.requests


def test_a_new_detail_keeps_the_layout_and_all_else(
    window, states, bridge, engine, qtbot, wait, tmp_path
):
    recipe, picture = saved(tmp_path)
    press(window, states, qtbot, lambda details: details.new_detail, picture)
    (request,) = asked(wait, engine)
    assert request.prior == recipe.prior
    assert request.composition_seed == 22
    assert request.seed != 11
    assert (request.prompt, request.width, request.height) == ("a sign", 320, 256)
    assert (request.steps, request.guidance) == (9, 2.5)


def test_a_new_layout_keeps_the_detail(window, states, bridge, engine, qtbot, wait, tmp_path):
    _, picture = saved(tmp_path)
    press(window, states, qtbot, lambda details: details.new_layout, picture)
    (request,) = asked(wait, engine)
    assert request.prior is None
    assert request.seed == 11
    assert request.composition_seed not in (None, 22)


def test_as_many_as_the_panel_says(window, states, bridge, engine, qtbot, wait, tmp_path):
    recipe, picture = saved(tmp_path)
    states.parameters.set_count(3)
    press(window, states, qtbot, lambda details: details.new_detail, picture)
    requests = asked(wait, engine, 3)
    assert len({request.seed for request in requests}) == 3
    assert {request.prior for request in requests} == {recipe.prior}


def test_the_settings_bring_the_layout_s_seed_back(window, states, bridge, qtbot, wait, tmp_path):
    _, picture = saved(tmp_path)
    press(window, states, qtbot, lambda details: details.use, picture)
    wait(lambda: states.parameters.value.seed_of(Draw.LAYOUT) == 22)
    assert states.parameters.value.seed_of(Draw.DETAIL) == 11


def test_a_picture_of_another_program_has_no_layout_to_keep(
    window, states, bridge, engine, qtbot, wait, tmp_path
):
    from PIL import Image

    path = tmp_path / "theirs.png"
    Image.new("RGB", (64, 64)).save(path)
    states.reuse.vary(read_picture(path).picture, Draw.DETAIL)
    wait(lambda: states.failures.problem is not None)
    assert "no recipe" in str(states.failures.problem)
    assert engine.requests == []


@pytest.mark.parametrize("draw", list(Draw))
def test_both_seeds_have_a_dice_and_a_lock(window, states, bridge, qtbot, draw):
    row = window.body.panel.layout_seed if draw is Draw.LAYOUT else window.body.panel.seed
    before = states.parameters.value
    qtbot.mouseClick(row._dice, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row._lock, Qt.MouseButton.LeftButton)
    value = states.parameters.value
    assert value.locked(draw)
    assert [value.seed_of(one) != before.seed_of(one) for one in Draw] == [
        one is draw for one in Draw
    ]


def test_references_go_with_the_layout(states, bridge, engine, qtbot, wait, tmp_path):
    recipe, _ = saved(tmp_path)
    crop = (0, 0, 256, 256)
    use = ReferenceUse("/somewhere/cat.png", "00", 512, 256, 256, 256, Fit.AS_IT_IS, crop)
    request = request_of(replace(recipe, references=(use,)), keep_layout=True)
    assert request.references == (ImageRef("/somewhere/cat.png", crop),)
