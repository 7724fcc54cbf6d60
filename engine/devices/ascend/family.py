"""Which Ascend cards are here, and what keeps those that cannot be used from it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import Path

from engine.devices.ascend import extension, npu_smi
from engine.devices.ascend.chips import chip_of, title_of
from engine.devices.ascend.device import AscendDevice
from engine.devices.ascend.installation import first_problem, look
from engine.devices.base import Device
from engine.errors import DeviceError, Problem
from engine.hardware import NOTHING_TO_DO, Kind, Sighting, Telemetry
from engine.texts import say

VISIBLE = "ASCEND_RT_VISIBLE_DEVICES"
_MOST_CARDS = 64
_ILL = ("alarm", "critical")


class AscendFamily:
    """See `engine.devices.base.Family`."""

    kind = Kind.NPU

    def sightings(self) -> tuple[Sighting, ...]:
        """Usable cards by torch's numbers; after them those that torch does not see."""
        rows = npu_smi.listing().rows
        verdict = extension.prepare()
        if verdict is None or not verdict.cards:
            return self._none(rows, verdict)
        places = _places(rows, verdict)
        seen = [_card(index, place, rows, verdict.chip) for index, place in enumerate(places)]
        rest = [place for place in range(len(rows)) if place not in places]
        problems = [_unseen(place, rows, verdict.cards) for place in rest]
        return (*seen, *_refused([rows[place] for place in rest], problems, start=len(seen)))

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> Device:
        index = int(name.partition(":")[2] or 0)
        verdict = extension.prepare()
        if verdict is None or index >= verdict.cards:
            raise DeviceError(
                say("The card {name} is gone.", name=name),
                say("torch_npu does not see it any more."),
                say("See whether it is well: npu-smi info"),
            )
        rows = npu_smi.listing().rows
        row = _row(rows, _places(rows, verdict)[index])
        return AscendDevice(index, row, _chip(row, verdict.chip), cache_dir)

    def _none(
        self, rows: tuple[npu_smi.Row, ...], verdict: extension.Verdict | None
    ) -> tuple[Sighting, ...]:
        problem = _reason(verdict)
        if not rows:
            return (Sighting(self.kind.value, self.kind, "Ascend", problem=problem),)
        return _refused(list(rows), [problem] * len(rows), start=0)


def visible_places(environ: Mapping[str, str], cards: int) -> tuple[int, ...]:
    """For each of torch's numbers the card's place among all, read as torch_npu reads the user's
    list: up to the first number that is not there, and not at all unless each is greater than the
    last."""
    text = environ.get(VISIBLE)
    if text is None:
        return tuple(range(cards))
    digits = re.match(r"\d+(,\d+)*", text)
    places = [int(part) for part in digits.group().split(",")] if digits else []
    if any(right <= left for left, right in pairwise(places)):
        return ()
    return tuple(takewhile(lambda place: place < cards, places))


def _places(rows: tuple[npu_smi.Row, ...], verdict: extension.Verdict) -> tuple[int, ...]:
    """Of the cards that torch sees. In a container npu-smi may be missing, or list others."""
    places = visible_places(os.environ, len(rows) or _MOST_CARDS)[: verdict.cards]
    return places if len(places) == verdict.cards else tuple(range(verdict.cards))


def _row(rows: tuple[npu_smi.Row, ...], place: int) -> npu_smi.Row | None:
    return rows[place] if place < len(rows) else None


def _chip(row: npu_smi.Row | None, first: str) -> str:
    """By npu-smi, card by card; torch_npu has one name for all of them, that of the `first`."""
    return row.name if row else first


def _card(index: int, place: int, rows: tuple[npu_smi.Row, ...], chip: str) -> Sighting:
    row = _row(rows, place)
    chip = _chip(row, chip)
    telemetry = row.telemetry if row else Telemetry()
    problem = _unfit(chip, row)
    return Sighting(f"{Kind.NPU}:{index}", Kind.NPU, title_of(chip), telemetry, problem)


def _refused(rows: list[npu_smi.Row], problems: list[Problem], start: int) -> tuple[Sighting, ...]:
    return tuple(
        Sighting(f"{Kind.NPU}:{index}", Kind.NPU, title_of(row.name), row.telemetry, problem)
        for index, (row, problem) in enumerate(zip(rows, problems, strict=True), start)
    )


def _unfit(chip: str, row: npu_smi.Row | None) -> Problem | None:
    if row is not None and row.health.lower() in _ILL:
        return DeviceError(
            say("The card {title} is not well.", title=title_of(chip)),
            say("npu-smi says: {health}.", health=row.health),
            say(
                "See what it complains of: npu-smi info -t health -i {npu} -c {chip}",
                npu=row.npu,
                chip=row.chip,
            ),
        ).problem
    if chip_of(chip).too_small:
        return DeviceError(
            say("The {title} is too small for GLM-Image.", title=title_of(chip)),
            say(
                "It shares a few gigabytes with the processor, and the model needs 20 GB at least."
            ),
            say("Use another card, or --device cpu."),
        ).problem
    return None


def _unseen(place: int, rows: tuple[npu_smi.Row, ...], cards: int) -> Problem:
    """Why torch does not see a card that npu-smi lists. One that the user has hidden is none of
    the program's business; any other is amiss."""
    which = say("The card {npu} of npu-smi", npu=rows[place].npu)
    if VISIBLE in os.environ and place not in visible_places(os.environ, len(rows)):
        return DeviceError(
            say("{which} is hidden from this program.", which=which),
            say("{visible} is {value!r}.", visible=VISIBLE, value=os.environ[VISIBLE]),
            say(
                "{nothing_to_do} To use this card as well, run: unset {visible}, then "
                "start the program again.",
                nothing_to_do=NOTHING_TO_DO,
                visible=VISIBLE,
            ),
        ).problem
    return DeviceError(
        say("{which} is not seen by torch_npu.", which=which),
        say(
            "npu-smi lists {rows} cards, and torch_npu sees {cards}: another "
            "container or process may hold the others, or this container lacks their "
            "device files.",
            rows=len(rows),
            cards=cards,
        ),
        say(
            "See who uses it: npu-smi info. A container needs --device=/dev/davinci{place}.",
            place=place,
        ),
    ).problem


def _reason(verdict: extension.Verdict | None) -> Problem:
    """Why no card can be used: what is missing, or else what was said when it was tried."""
    missing = first_problem(look())
    tried = verdict.problem if verdict is not None else None
    if missing is not None and tried is not None:
        return replace(missing, why=f"{missing.why} When torch_npu was tried: {tried.why}")
    if problem := missing or tried:
        return problem
    text = os.environ.get(VISIBLE)
    if text is not None:
        return DeviceError(
            say("All Ascend cards are hidden from this program."),
            say(
                "{visible} is {text!r}; its numbers must exist and ascend.",
                visible=VISIBLE,
                text=text,
            ),
            say("Run: unset {visible}, then start the program again.", visible=VISIBLE),
        ).problem
    said = npu_smi.listing().complaint
    return DeviceError(
        say("torch_npu sees no Ascend card."),
        say("npu-smi says: {said}.", said=said)
        if said
        else say("npu-smi lists them, but CANN does not."),
        say("See whether the card is well and free: npu-smi info. Another container may hold it."),
    ).problem
