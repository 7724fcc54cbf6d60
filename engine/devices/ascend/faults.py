"""What the errors of torch_npu and CANN mean, by their texts and codes.

Texts from torch_npu 2.13's library and from errors that users have published; codes from CANN's
list of runtime errors.
"""

from __future__ import annotations

from engine.devices.accelerator import FaultMark

MEMORY_MARKS = (
    "NPU out of memory",
    "EL0004",  # CANN: failed to allocate memory
    "Failed to allocate",
    "error code is 207018",  # the card's memory
    "error code is 207001",  # aclrtMalloc
)

_CODE = r"(?:error code(?: is|:)|ErrCode=|drvRetCode=)\s*"

_MEANINGS = {
    "107002": "the thread has no context on the card",
    "107003": "a stream of another context",
    "107022": "the card's tasks were stopped",
    "507001": "the card's scheduler failed",
    "507010": "the card does not answer",
    "507011": "the work on the card was broken off",
    "507014": "an AI core did not finish in time",
    "507015": "an AI core stopped",
    "507018": "an AI CPU stopped",
    "507034": "a vector core did not finish in time",
    "507035": "a vector core stopped",
    "507046": "a stream did not finish in time",
    "507048": "an operator did not finish in time",
    "507053": "the memory of the card has an error that cannot be corrected",
    "507054": "the memory of the card has an error that cannot be corrected",
    "507056": "the link to another card failed",
    "507057": "the link to another card failed",
    "507899": "the driver failed",
    "507901": "the link to the card is down",
}

_WITHOUT_SEGMENTS = (
    "Close the program and start it again with PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: "
    "with some drivers this way of using memory fails so."
)

_WORDS = {
    r"(FORCE STOP)": "the card was told to stop",
    r"(UCE ERROR)": "the card's memory has an error that cannot be corrected",
    r"(HBM MULTI BIT ECC ERROR)": "the card's memory has an error that cannot be corrected",
    r"(SUSPECT MEM ERROR)": "the card's memory may have an error",
    r"(SUSPECT REMOTE ERROR)": "the link to another card failed",
    r"((?:HCCS|UB) LINK ERROR)": "the link to another card failed",
    r"(?i:(device lost|device is lost|drop card))": "the card is gone from the bus",
}

FAULT_MARKS = (
    *(FaultMark(pattern, meaning) for pattern, meaning in _WORDS.items()),
    FaultMark(_CODE + "(507001)", _MEANINGS["507001"], _WITHOUT_SEGMENTS),
    *(FaultMark(f"{_CODE}({code})", meaning) for code, meaning in _MEANINGS.items()),
    FaultMark(_CODE + r"(507\d{3})", "the card or its driver failed"),
    FaultMark(_CODE + r"(107\d{3})(?=[\s\S]*ERR00100)", "a call of CANN was refused"),
)
