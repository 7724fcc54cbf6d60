"""How torch_npu and CANN write the codes of their errors, and what the codes of faults mean. No
torch: codes are read before it may be imported.

The codes are CANN's, of its runtime (`rt_error_codes.h`).
"""

from __future__ import annotations

from engine.texts import say

CODE = r"(?:error code(?: is|:)|ErrCode=|drvRetCode=)\s*"
"""A pattern for what stands before a code."""

MEANINGS = {
    # Of 107xxx, a call that was refused, those which say that the process has lost its hold on the
    # card. The others are wrong arguments (107000, 107017, …), which leave the card as it was.
    "107002": say("the thread has no context on the card"),
    "107003": say("a stream of another context"),
    "107004": say("a model of another context"),
    "107020": say("a task did not finish in time"),
    "107022": say("the card's tasks were stopped"),
    "507001": say("the card's scheduler failed"),
    "507010": say("the card does not answer"),
    "507011": say("the work on the card was broken off"),
    "507014": say("an AI core did not finish in time"),
    "507015": say("an AI core stopped"),
    "507018": say("an AI CPU stopped"),
    "507034": say("a vector core did not finish in time"),
    "507035": say("a vector core stopped"),
    "507046": say("a stream did not finish in time"),
    "507048": say("an operator did not finish in time"),
    "507053": say("the memory of the card has an error that cannot be corrected"),
    "507054": say("the memory of the card has an error that cannot be corrected"),
    "507056": say("the link to another card failed"),
    "507057": say("the link to another card failed"),
    "507899": say("the driver failed"),
    "507901": say("the link to the card is down"),
}
