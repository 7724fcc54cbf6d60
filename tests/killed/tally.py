"""What the rounds have come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .announcements import Line
from .invariants import Inspector


@dataclass(slots=True)
class Tally:
    """What the rounds have come to."""

    rounds: int = 0
    pictures: int = 0
    edits: int = 0
    deletions: int = 0
    restorations: int = 0
    killed_while: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, inspector: Inspector) -> None:
        self.pictures += inspector.recorded
        self.edits += inspector.edited
        self.deletions += inspector.deleted
        self.restorations += inspector.restored

    def __str__(self) -> str:
        phases = ", ".join(f"{what} {n}" for what, n in self.killed_while.most_common())
        return (
            f"{self.rounds} rounds: {self.pictures} pictures, {self.edits} changes of ratings, "
            f"tags and boards, {self.deletions} deletions, {self.restorations} restorations were "
            f"announced.\nKilled while: {phases}.\nFaults: {len(self.faults)}"
        )


_DEEDS = {
    "record": "saving", "edit": "marking", "mark": "marking", "delete": "deleting",
    "restore": "restoring", "folder": "importing",
}  # fmt: skip


def phase(lines: list[Line]) -> str:
    """What a program was doing when it was ended."""
    kinds = {line.kind for line in lines}
    if "struck" in kinds:
        return next(f"{x.told['thread']}: {x.told['call']}" for x in lines if x.kind == "struck")
    if "closed" in kinds:
        return "closed already"
    ended = {x.told["number"] for x in lines if x.kind in ("done", "failed", "gave up")}
    asked = {x.told["number"]: x.told["deed"] for x in lines if x.kind == "asked"}
    if under_way := [deed for number, deed in asked.items() if number not in ended]:
        return _DEEDS[under_way[-1]]
    if "painted" not in kinds:
        return "starting"
    if "opened" not in kinds:
        return "opening"
    queued = sum(x.kind == "queued" for x in lines)
    queued += sum(len(x.told["waiting"]) for x in lines if x.kind == "opened")
    over = sum(x.kind in ("saved", "cancelled", "no picture") for x in lines)
    return "making" if queued > over else "idle"
