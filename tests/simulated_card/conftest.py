"""The rig of each test: two cards of type 910B3 with 64 GiB, or the cards it asks for."""

from __future__ import annotations

import gc
import os

import pytest

from simulated_card.rig import STATE, Card, Rig

if STATE not in os.environ:

    class ForTheOtherRun(pytest.Module):
        """A module that only `python -m tests.simulated_card` can run: empty for everyone else."""

        def collect(self) -> list[pytest.Item]:
            return []

    def pytest_pycollect_makemodule(module_path, parent):
        return ForTheOtherRun.from_parent(parent, path=module_path)


@pytest.fixture(autouse=True)
def rig():
    """This process's rig, healthy and with nothing counted, before and after."""
    here = Rig.here()
    here.reset()
    yield here
    if here.holds_memory():
        gc.collect()  # an exception that a test has caught holds the tensors of its frames
    here.reset()


@pytest.fixture
def cards(rig):
    """`cards(Card(...), ...)`: the same rig with these cards."""

    def replace(*chosen: Card) -> Rig:
        rig.reset(chosen)
        return rig

    return replace
