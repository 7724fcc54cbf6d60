"""Marks in a device's queue use nothing that the torch module of its kind lacks."""

from __future__ import annotations

from unittest.mock import create_autospec

import pytest
import torch

from engine.devices.transfer import Mark


@pytest.mark.parametrize("kind", ["mps", "cuda"])  # npu: on simulated cards; mlu: no public wheel
def test_a_mark_asks_for_what_torch_has(kind, monkeypatch):
    """The events here take the real ones' names and arguments, and no others."""
    module = torch.get_device_module(kind)
    event = create_autospec(module.Event)
    monkeypatch.setattr(module, "Event", event)
    if hasattr(module, "current_stream"):
        monkeypatch.setattr(module, "current_stream", create_autospec(module.current_stream))
    Mark(torch.device(kind, 0)).wait()
    event.return_value.record.assert_called_once()
    event.return_value.synchronize.assert_called_once()
