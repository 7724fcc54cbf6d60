"""What users write to choose devices."""

from __future__ import annotations

import pytest

from engine.errors import DeviceError
from engine.hardware import read_wish


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("auto", (("auto",),)),
        ("ALL", (("all",),)),
        ("npu", (("npu",),)),
        ("npu:3", (("npu:3",),)),
        ("npu:0,npu:1", (("npu:0",), ("npu:1",))),
        ("npu:0+npu:1", (("npu:0", "npu:1"),)),
        (" npu:0 + npu:1 , cpu ", (("npu:0", "npu:1"), ("cpu",))),
    ],
)
def test_one_word_several_and_pairs(text, teams):
    assert read_wish(text) == teams


@pytest.mark.parametrize(
    "text",
    ["", ",", "npu:", "npu:x", "npu:0+", "npu:0+npu:1+npu:2", "the first", "npu;0", "npu:-1"],
)
def test_what_names_no_device_is_refused_with_what_does(text):
    with pytest.raises(DeviceError, match="npu:0,npu:1"):
        read_wish(text)


@pytest.mark.parametrize("text", ["npu:0,npu:0", "npu:0+npu:0", "auto,npu:0", "all+npu:1"])
def test_a_device_has_one_worker(text):
    with pytest.raises(DeviceError, match="twice"):
        read_wish(text)
