"""The prior's keys and values, in room that is taken once.

How many tokens there will be is known from the start. A cache that grows by one token is copied
whole for each, two tensors a layer, and each time asks the device for a size that it never had.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers import Cache, DynamicCache
from transformers.cache_utils import DynamicLayer


def make_cache(config: Any, codes: int) -> Cache:
    """Keys and values of a prompt and of so many codes after it, for the model of `config`."""
    cache = DynamicCache(config=config)
    if any(type(layer) is not DynamicLayer for layer in cache.layers):
        raise ValueError("the prior has layers that do not look at all tokens")
    cache.layers = [_Layer(codes) for _ in cache.layers]
    return cache


class _Layer(DynamicLayer):  # type: ignore[misc]  # transformers' types are not followed
    """`keys` and `values` are the beginning of `_room`, once there is one: since the second pass,
    when it is known how many compositions go on from the prompt."""

    def __init__(self, codes: int) -> None:
        super().__init__()
        self._codes = codes
        self._room: tuple[torch.Tensor, torch.Tensor] | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_: object, **__: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """All keys and values (compositions, heads, tokens, width) with the new ones at the end."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
            self.keys, self.values = key_states, value_states
            return self.keys, self.values
        seen = self.keys.shape[-2]
        if self._room is None:
            self._room = self._roomy(self.keys), self._roomy(self.values)
        end = seen + key_states.shape[-2]
        for room, states in zip(self._room, (key_states, value_states), strict=True):
            room[..., seen:end, :] = states
        self.keys, self.values = (room[..., :end, :] for room in self._room)
        return self.keys, self.values

    def _roomy(self, states: torch.Tensor) -> torch.Tensor:
        compositions, heads, tokens, width = states.shape
        room = states.new_empty(compositions, heads, tokens + self._codes, width)
        room[..., :tokens, :] = states
        return room
