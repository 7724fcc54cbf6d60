"""Random numbers: a generator for each device, which is the CPU's, as the drawing is."""

from __future__ import annotations

from collections.abc import Iterable

import _simulated_card as _card
import torch

from torch_npu import _machine

default_generators = tuple(map(_card.default_generator, range(_machine.MOST_DEVICES)))


def _own(device: object) -> torch.Generator:
    return default_generators[_machine.index_of(device)]


def manual_seed(seed: int) -> None:
    _own(None).manual_seed(int(seed))


def manual_seed_all(seed: int) -> None:
    for generator in default_generators:
        generator.manual_seed(int(seed))


def seed() -> None:
    _own(None).seed()


def seed_all() -> None:
    manual_seed_all(_own(None).seed())


def initial_seed() -> int:
    return _own(None).initial_seed()


def get_rng_state(device: object = None) -> torch.Tensor:
    return _own(device).get_state()


def set_rng_state(new_state: torch.Tensor, device: object = None) -> None:
    _own(device).set_state(new_state)


def get_rng_state_all() -> list[torch.Tensor]:
    return [get_rng_state(index) for index in range(_card.device_count())]


def set_rng_state_all(new_states: Iterable[torch.Tensor]) -> None:
    for index, state in enumerate(new_states):
        set_rng_state(state, index)
