"""A wait that is missing shows as wrong numbers; waits are counted."""

from __future__ import annotations

import time

import pytest
import torch

from engine.devices.transfer import HostBuffer, Mark
from simulated_card.tensors import on_card


def test_a_copy_that_need_not_block_reaches_the_host_when_it_waits():
    host = torch.zeros(4, 4).pin_memory()
    assert host.is_pinned()
    host.copy_(on_card(), non_blocking=True)
    assert host.sum() == 0
    torch.npu.synchronize()
    assert host.sum() == 16


@pytest.mark.parametrize("wait", ["stream", "event", "item", "copy", "query"])
def test_every_way_of_waiting_ends_the_copy(wait):
    host, source = torch.zeros(4, 4).pin_memory(), on_card()
    host.copy_(source, non_blocking=True)
    event = torch.npu.Event()
    event.record()
    assert host.sum() == 0
    if wait == "stream":
        torch.npu.current_stream().synchronize()
    elif wait == "event":
        event.synchronize()
    elif wait == "item":
        source.sum().item()
    elif wait == "copy":
        source.cpu()
    else:
        assert [event.query(), event.query()] == [False, True]
    assert host.sum() == 16


def test_an_event_recorded_before_the_copy_does_not_wait_for_it():
    host = torch.zeros(4, 4).pin_memory()
    event = torch.npu.Event()
    event.record()
    host.copy_(on_card(), non_blocking=True)
    event.synchronize()
    assert host.sum() == 0


def test_events_measure_time_and_streams_wait_for_them():
    first, second = (torch.npu.Event(enable_timing=True) for _ in range(2))
    first.record()
    time.sleep(0.01)
    second.record()
    torch.npu.current_stream().wait_event(second)
    assert 10 <= first.elapsed_time(second) < 1000


def test_a_copy_to_the_host_holds_what_its_stream_had_computed_by_then():
    host, source = torch.zeros(4, 4).pin_memory(), on_card()
    host.copy_(source, non_blocking=True)
    source.zero_()
    torch.npu.synchronize()
    assert host.sum() == 16


def test_an_upload_of_another_stream_is_there_only_for_who_waits_for_it():
    host = torch.ones(4, 4).pin_memory()
    target, side = on_card().zero_(), torch.npu.Stream()
    with torch.npu.stream(side):
        target.copy_(host, non_blocking=True)
    assert target.sum().item() == 0
    torch.npu.current_stream().wait_stream(side)
    assert target.sum().item() == 16


def test_an_upload_reads_the_host_s_memory_when_it_is_carried_out():
    host = torch.ones(4, 4).pin_memory()
    target = on_card()
    target.copy_(host, non_blocking=True)
    host.zero_()
    assert target.sum().item() == 0


def test_what_makes_the_host_wait_is_counted(rig):
    source, host = on_card(), torch.zeros(4, 4).pin_memory()
    rig.reset_counts()
    source.cpu()
    source[0, 0].item()
    torch.nonzero(source)
    torch.npu.synchronize()
    host.copy_(source, non_blocking=True)
    source.copy_(host)
    counts = rig.counts()
    assert (counts.blocking_download, counts.item, counts.data_dependent) == (1, 1, 1)
    assert (counts.synchronise, counts.upload, counts.waits) == (1, 1, 4)
    assert counts.operators == {"aten::nonzero": 1}


def test_a_mark_is_met_once_a_download_is_there():
    buffer, source = HostBuffer((4, 4), torch.float32), on_card()
    buffer.tensor.zero_()
    buffer.take(source)
    assert buffer.tensor.sum() == 0
    Mark(source.device).wait()
    assert buffer.tensor.sum() == 16
