"""The rig of each test: two cards of type 910B3 with 64 GiB, or the cards it asks for."""

from __future__ import annotations

import os

import pytest

from engine.devices.ascend import extension, npu_smi
from simulated_card.rig import STATE, Card, Rig

if STATE not in os.environ:
    collect_ignore_glob = ["test_*.py"]  # `python -m tests.simulated_card` sets it


@pytest.fixture(autouse=True)
def rig():
    """This process's rig, healthy and with nothing counted, before and after."""
    here = Rig.here()
    here.reset()
    yield here
    here.reset()


@pytest.fixture
def cards(rig):
    """`cards(Card(...), ...)`: the same rig with these cards."""

    def replace(*chosen: Card) -> Rig:
        rig.reset(chosen)
        return rig

    return replace


@pytest.fixture(autouse=True)
def looked_at_anew(rig):
    """What a process finds out once is found out again for each test's cards."""
    extension.prepare.cache_clear()
    npu_smi.board.cache_clear()
    npu_smi._last.until = 0.0
