"""The real program, killed a few times, and broken on purpose; `make kill-test` is the long run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from killed.plans import Plan
from killed.rounds import Rounds
from killed.zygote import Zygote

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor SIGKILL")


@pytest.fixture(scope="module")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    folder = tmp_path_factory.mktemp("killed")
    with Zygote(folder) as zygote:
        Rounds(zygote, folder / "first").warm_up()
        yield zygote


def strike(thread: str, count: int, **more: bool) -> dict[str, object]:
    return {"thread": thread, "count": count, "after": False, "in_use": True, **more}


def test_what_was_announced_outlives_being_killed(zygote, tmp_path):
    """At fixed places: at a start, while pictures are saved, marked and deleted, with two programs,
    at a close; and at a moment of the use that nobody has chosen."""
    plans = [
        Plan("ci/1", "use", 0.2, pictures=2),
        Plan("ci/2", "strike", 0.5, pictures=9, strike=strike("library", 12)),
        Plan("ci/3", "two", 0.3, pictures=1),
        Plan("ci/4", "strike", 0.5, pictures=9, strike=strike("library", 40, after=True)),
        Plan("ci/5", "start", 0.15),
        Plan("ci/6", "use", 0.7, group=False),
        Plan("ci/7", "strike", 0.5, strike=strike("library", 3, in_use=False)),
        Plan("ci/8", "close", 0.1, pictures=1),
    ]
    tally = Rounds(zygote, tmp_path).play(plans)
    assert tally.faults == []
    assert tally.pictures > 0
    assert tally.edits > 0


def test_a_program_that_writes_in_place_is_found_out(zygote, tmp_path):
    """The harness can fail: killed half-way through a file that has its name already."""
    plan = Plan("broken", "strike", 0.0, pictures=9, strike=strike("library", 1, calls=("sleep",)))
    tally = Rounds(zygote, tmp_path, "write_in_place").play([plan])
    assert any(_is_half(fault) for fault in tally.faults), tally


def _is_half(fault: str) -> bool:
    """Whichever file it was that was written."""
    return "is no whole" in fault or "is not readable" in fault
