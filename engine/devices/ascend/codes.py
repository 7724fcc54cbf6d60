"""How torch_npu and CANN write the codes of their errors, and what the codes of faults mean. No
torch: codes are read before it may be imported.

The codes are CANN's, of its runtime (`rt_error_codes.h`).
"""

from __future__ import annotations

CODE = r"(?:error code(?: is|:)|ErrCode=|drvRetCode=)\s*"
"""A pattern for what stands before a code."""

MEANINGS = {
    # Of 107xxx, a call that was refused, those which say that the process has lost its hold on the
    # card. The others are wrong arguments (107000, 107017, …), which leave the card as it was.
    "107002": "the thread has no context on the card",
    "107003": "a stream of another context",
    "107004": "a model of another context",
    "107020": "a task did not finish in time",
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
