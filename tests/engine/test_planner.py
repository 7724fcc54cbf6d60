"""The memory plan: what fits, what is refused, and why, for the released model's exact shape."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.api import Stage, to_json
from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import PlanError
from engine.needs import Demand
from engine.plan import GIB, Place, PlanWish, Storage
from engine.planner import Memory, Planner, check_wish

SCRIPT = Path(__file__).parents[2] / "packaging" / "made_up_checkpoint.py"
SMALL, LARGE = Demand(512, 512), Demand(1024, 1024)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Iterator[tuple[Checkpoint, str]]:
    """The made-up checkpoint, of sparse files, and what its script printed."""
    folder = tmp_path_factory.mktemp("made-up") / "released"
    done = subprocess.run(
        [sys.executable, SCRIPT, folder], stdout=subprocess.PIPE, text=True, check=True
    )
    yield open_checkpoint(folder), done.stdout
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def released(written) -> Checkpoint:
    return written[0]


def plan(released, free_gib: float, demand: Demand = SMALL, precision: str = "bf16", **wish):
    memory = Memory(int(free_gib * GIB), int(free_gib * GIB))
    return Planner(released, precision, PlanWish(**wish)).plan(demand, memory)


def test_the_made_up_checkpoint_has_the_released_parameters(written):
    released, printed = written
    assert [line.split()[1] for line in printed.splitlines()] == ["10.11", "0.22", "6.93", "0.41"]
    assert released.bytes == pytest.approx(35.3e9, rel=0.01)


@pytest.mark.parametrize(
    ("free_gib", "prior", "transformer"),
    [
        (64, (Storage.FULL, Place.RESIDENT), (Storage.FULL, Place.RESIDENT)),
        (32, (Storage.FULL, Place.SWAPPED), (Storage.FULL, Place.SWAPPED)),
        (18, (Storage.INT8, Place.SWAPPED), (Storage.FULL, Place.SWAPPED)),
        (12, (Storage.INT8, Place.SWAPPED), (Storage.INT8, Place.SWAPPED)),
        (4, (Storage.FULL, Place.STREAMED), (Storage.FULL, Place.STREAMED)),
    ],
)
def test_less_memory_is_a_smaller_plan_that_fits(released, free_gib, prior, transformer):
    made = plan(released, free_gib)
    parts = (made.component("vision_language_encoder"), made.component("transformer"))
    assert [(part.storage, part.place) for part in parts] == [prior, transformer]
    assert made.peak_bytes <= made.budget_bytes < free_gib * GIB
    for refusal in made.refused:
        assert refusal.peak_bytes > made.budget_bytes
        assert refusal.stage in list(Stage)


def test_nothing_fits_says_what_each_way_would_need_and_what_to_do(released):
    with pytest.raises(PlanError) as caught:
        plan(released, 1)
    problem = caught.value.problem
    assert problem.kind == "plan"
    assert "0.9 GiB" in problem.what
    for word in ("full resident: 34", "full streamed", "At least", "stage prior"):
        assert word in problem.why
    assert "smaller picture" in problem.remedy


def test_larger_pictures_and_references_need_more(released):
    ways = [SMALL, LARGE, Demand(2048, 2048), Demand(2048, 2048, references=((2048, 2048),) * 2)]
    peaks = [plan(released, 500, demand).peak_bytes for demand in ways]
    assert peaks == sorted(set(peaks))


def test_a_reference_s_keys_and_values_are_what_was_seen(released):
    with_one = plan(released, 500, Demand(1024, 1024, references=((1024, 1024),)))
    need = next(need for need in with_one.stages if need.stage == Stage.DENOISE)
    assert need.cache_bytes / GIB == pytest.approx(1.9, abs=0.03)


def test_several_compositions_have_a_cache_each_and_a_given_one_has_none(released):
    def cache(compositions: int) -> list[int]:
        made = plan(released, 500, Demand(1024, 1024, compositions=compositions))
        return [need.cache_bytes for need in made.stages if need.stage == Stage.PRIOR]

    assert cache(4) == [4 * cache(1)[0]]
    assert cache(0) == []


@pytest.mark.parametrize("free_gib", [64, 18, 12])
def test_a_plan_like_another_has_its_pixels_whatever_the_memory(released, free_gib):
    made = plan(released, free_gib)
    again = plan(released, 500, like=made.use())
    stored = [[part.storage for part in one.components] for one in (made, again)]
    assert stored[0] == stored[1]
    assert made.tiled == again.tiled


def test_references_have_a_stage_of_their_own_before_the_prior(released):
    made = plan(released, 500, Demand(1024, 1024, references=((2048, 512),)))
    stages = [need.stage for need in made.stages]
    assert stages[:3] == [Stage.LOAD, Stage.REFERENCES, Stage.PRIOR]
    assert Stage.REFERENCES not in [need.stage for need in plan(released, 500).stages]


def test_a_picture_too_large_to_decode_at_once_is_decoded_in_tiles(released):
    made = plan(released, 14, Demand(2048, 2048), storage="int8")
    assert made.tiled
    assert "tiles" in made.name
    assert not plan(released, 14, LARGE, storage="int8").tiled


def test_where_the_file_is_narrower_than_the_computation_it_stays_so_in_memory(released):
    """The same pixels for half the memory: a widened bf16 is the fp32 that it stands for."""
    made = plan(released, 24, precision="fp32")
    assert made.component("transformer").storage is Storage.FILE
    assert all(made.component("transformer").storage is not Storage.FILE
               for made in [plan(released, free) for free in (64, 18, 12, 8)])  # fmt: skip


def test_the_reserve_leaves_room_and_the_user_s_word_goes_without():
    memory = Memory(free=18 * GIB, total=24 * GIB)
    assert 16 * GIB < memory.budget(None) < 17 * GIB
    assert memory.budget(20 * GIB) == 20 * GIB
    assert Memory(free=GIB, total=512 * GIB).budget(None) > 0.7 * GIB
    assert Memory(free=8 * GIB, total=24 * GIB, held=10 * GIB).budget(None) == memory.budget(None)


def test_wishes_are_followed(released):
    def of(**wish):
        made = plan(released, 100, **wish)
        return {(part.storage, part.place) for part in made.components[::2]}

    assert of(place="swapped") == {(Storage.FULL, Place.SWAPPED)}
    assert of(place="streamed") == {(Storage.FULL, Place.STREAMED)}
    assert of(storage="int8") == {(Storage.INT8, Place.RESIDENT)}
    assert of(storage="int4", place="swapped") == {(Storage.INT4, Place.SWAPPED)}
    assert of(memory_bytes=12 * GIB) == {(Storage.INT8, Place.SWAPPED)}


def test_a_wish_that_does_not_fit_is_refused_and_not_replaced(released):
    with pytest.raises(PlanError) as caught:
        plan(released, 18, place="resident", storage="full")
    assert "--place" in caught.value.problem.remedy


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        (PlanWish(place="attic"), "swapped"),
        (PlanWish(storage="int2"), "int4"),
        (PlanWish(memory_bytes=0), "above 0"),
        (PlanWish(place="streamed", storage="int8"), "full"),
    ],
)
def test_a_wish_that_no_plan_can_follow_is_refused_at_once(wish, word):
    with pytest.raises(PlanError, match=word):
        check_wish(wish)


def test_after_a_plan_that_ran_out_of_memory_comes_a_smaller_one(released):
    planner = Planner(released, "bf16", PlanWish())
    memory = Memory(64 * GIB, 64 * GIB)
    made = planner.plan(SMALL, memory)
    peaks = [made.peak_bytes]
    while peaks[-1] > 4 * GIB:
        made = planner.plan(SMALL, memory, after=made.name)
        peaks.append(made.peak_bytes)
    assert peaks == sorted(set(peaks), reverse=True)
    assert len(peaks) > 4


def test_what_is_in_memory_stays_until_a_better_plan_fits_with_ease(released):
    planner = Planner(released, "bf16", PlanWish())
    now = planner.plan(SMALL, Memory(18 * GIB, 18 * GIB))
    swapped = Storage.FULL, Place.SWAPPED
    for free, stays in ((20.6, True), (24, False)):
        made = planner.plan(SMALL, Memory(int(free * GIB), int(free * GIB)), now=now)
        assert made.same_weights(now) is stays
        without = planner.plan(SMALL, Memory(int(free * GIB), int(free * GIB)))
        assert (without.components[0].storage, without.components[0].place) == swapped


def test_a_plan_travels_as_json(released):
    told = json.loads(json.dumps(to_json(plan(released, 18))))
    assert told["components"][0]["storage"] == "int8"
    assert told["stages"][0]["stage"] == "load"
    assert told["refused"][0]["plan"] == "full resident"
