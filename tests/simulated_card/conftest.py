"""The rig of each test: two cards of type 910B3 with 64 GiB, or the cards it asks for."""

from __future__ import annotations

import gc
import os

import pytest

from engine.devices.ascend import extension, npu_smi
from simulated_card.rig import STATE, Card, Rig

os.environ["SIMULATED_CARD_OWNER"] = str(os.getpid())  # those that it starts follow the state file

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
    look_anew()
    yield here
    if here.holds_memory():
        gc.collect()  # an exception that a test has caught holds the tensors of its frames
    here.reset()


@pytest.fixture
def cards(rig):
    """`cards(Card(...), ...)`: the same rig with these cards."""

    def replace(*chosen: Card) -> Rig:
        rig.reset(chosen)
        look_anew()
        return rig

    return replace


def look_anew() -> None:
    """What a process finds out once about its cards is found out again."""

    extension.prepare.cache_clear()
    npu_smi.board.cache_clear()
    npu_smi._last.until = 0.0
