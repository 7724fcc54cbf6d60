"""What the errors of torch_npu and CANN mean, by their texts and codes.

Texts from torch_npu 2.13's library and from errors that users have published.
"""

from __future__ import annotations

from engine.devices.accelerator import FaultMark
from engine.devices.ascend.codes import CODE, MEANINGS
from engine.texts import say

MEMORY_MARKS = (
    "NPU out of memory",
    "EL0004",  # CANN: failed to allocate memory
    "Failed to allocate",
    "error code is 207018",  # the card's memory
    "error code is 207001",  # aclrtMalloc
)

_WITHOUT_SEGMENTS = say(
    "Close the program and start it again with "
    "PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: with some drivers "
    "this way of using memory fails so."
)

_WORDS = {
    r"(FORCE STOP)": say("the card was told to stop"),
    r"(UCE ERROR)": say("the card's memory has an error that cannot be corrected"),
    r"(HBM MULTI BIT ECC ERROR)": say("the card's memory has an error that cannot be corrected"),
    r"(SUSPECT MEM ERROR)": say("the card's memory may have an error"),
    r"(SUSPECT REMOTE ERROR)": say("the link to another card failed"),
    r"((?:HCCS|UB) LINK ERROR)": say("the link to another card failed"),
    r"(?i:(device lost|device is lost|drop card))": say("the card is gone from the bus"),
}

FAULT_MARKS = (
    *(FaultMark(pattern, meaning) for pattern, meaning in _WORDS.items()),
    FaultMark(CODE + "(507001)", MEANINGS["507001"], _WITHOUT_SEGMENTS),
    *(FaultMark(f"{CODE}({code})", meaning) for code, meaning in MEANINGS.items()),
    FaultMark(CODE + r"(507\d{3})", say("the card or its driver failed")),
)
