"""The machine that the rig's state file describes, as this process sees it."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import string
import threading
import time
from itertools import pairwise, takewhile
from pathlib import Path

import _simulated_card as native
import torch

MOST_DEVICES = 16
STATE = Path(os.environ["SIMULATED_CARD_STATE"])

_seen: list[int] = []

_FOLLOW_S = 0.02
_FAULT = ("code", "call", "after")


def look() -> None:
    """Find the cards of the state file: at the import, and when the rig is set up anew."""
    cards = _cards()
    _seen[:] = visible(cards)
    configure()
    for index, number in enumerate(_seen):
        fault = cards[number]["fault"]
        if fault:
            native.fault(index, fault["code"], fault["call"], fault["after"])
        if cards[number]["hangs"]:
            native.hang(index)


def follow() -> None:
    """What the rig does to a card reaches the processes that others have started as well."""
    done: dict[int, set[str]] = {number: set() for number in _seen}
    while True:
        time.sleep(_FOLLOW_S)
        cards = _cards()
        for index, number in enumerate(_seen):
            card = cards[number]
            for name, happen in (
                ("fault", lambda i, c: native.fault(i, *map(c["fault"].get, _FAULT))),
                ("hangs", lambda i, _: native.hang(i)),
                ("vanished", lambda i, _: native.vanish(i)),
            ):
                if card[name] and name not in done[number]:
                    done[number].add(name)
                    happen(index, card)


def configure() -> None:
    """Take over what the state file says of the cards that were found."""
    cards = _cards()
    native.configure(
        [
            (
                number,
                int(cards[number]["gib"] * 2**30),
                int(cards[number]["others_gib"] * 2**30),
                not cards[number]["chip"].startswith(("310", "910A")),
                cards[number]["saturates"],
            )
            for number in _seen
        ]
    )


def visible(cards: list[dict]) -> list[int]:
    """The cards that this process may use: all that answer, or those it was told to.

    ``ASCEND_RT_VISIBLE_DEVICES`` ends at the first character that is neither digit nor comma and
    at the first card that is not there; numbers that do not ascend until then mean no card at all.
    """
    here = [number for number, card in enumerate(cards) if not card["vanished"]]
    wish = os.environ.get("ASCEND_RT_VISIBLE_DEVICES")
    if wish is None:
        return here
    digits = "".join(takewhile((string.digits + ",").__contains__, wish)).split(",")
    numbers = [int(number) for number in takewhile(bool, digits)]
    seen = list(takewhile(here.__contains__, numbers))
    ascending = all(earlier < later for earlier, later in pairwise(seen))
    return seen if ascending else []


def device_of(number: int) -> int:
    """The index by which this process knows a card."""
    return _seen.index(number)


def index_of(device: object) -> int:
    """A device as an index; the current one for None and for ``npu`` without a number."""
    if isinstance(device, int):
        return device
    if device is None:
        return native.current_device()
    place = torch.device(device)
    if place.type != "npu":
        raise ValueError(f"Expected a npu device, but got: {place}")
    return native.current_device() if place.index is None else place.index


def soc_name() -> str:
    return f"Ascend{_cards()[_seen[0]]['chip']}"


def number_says_bf16() -> bool:
    return not soc_name().startswith(("Ascend310P", "Ascend910A"))


def utilisation_percent(index: int) -> int:
    return _cards()[_seen[index]]["utilisation_percent"]


def _cards() -> list[dict]:
    return json.loads(STATE.read_text())["cards"]


def _share_reserved() -> mmap.mmap:
    """npu-smi adds up what each living process has written into a file of its own."""
    file = STATE.with_name(f"reserved.{os.getpid()}")
    file.write_bytes(bytes(8 * MOST_DEVICES))
    with file.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), 0)
    native.publish_reserved(ctypes.addressof(ctypes.c_char.from_buffer(shared)))
    return shared


_reserved = _share_reserved()
look()
if os.environ.get("SIMULATED_CARD_OWNER", str(os.getpid())) != str(os.getpid()):
    threading.Thread(target=follow, daemon=True).start()
