"""Round after round on one home: start, use, kill, look."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .announcements import Line
from .home import Home
from .invariants import Inspector
from .zygote import Program, Zygote

_OPENS_S = 60.0
"""Within which a start must be over, on a machine that has other things to do."""
_CLEANS_S = 5.0
_GROUP_ENDS_S = 10.0
"""Within which the program's children notice that it is gone."""

_LONGEST_START_S = 0.4
_LONGEST_USE_S = 2.5
_LONGEST_CLOSE_S = 0.4
_MOST_CALLS = 400

_THREADS = ("library", "library", "library", "journal", "saving", "export", "prompt", "thumbnails")
"""Whose calls are struck, each as often as it stands here."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One round: `way` is how it ends, `seed` what is done until then."""

    seed: str
    way: str
    after_s: float
    group: bool = True
    two: bool = False
    fresh: bool = False
    strike: dict[str, Any] | None = None

    @classmethod
    def by(cls, seed: str) -> Plan:
        """What a seed stands for: an end at any time of the use, or where it hurts."""
        rng = random.Random(seed)
        ways = {"use": 10, "strike": 8, "start": 3, "close": 2, "two": 4}
        way = rng.choices(list(ways), list(ways.values()))[0]
        longest = {"start": _LONGEST_START_S, "close": _LONGEST_CLOSE_S}
        strike = {
            "count": int(_MOST_CALLS ** rng.random()),
            "thread": rng.choice(_THREADS),
            "after": rng.random() < 0.5,
            "in_use": rng.random() < 0.8,
        }
        return cls(
            seed,
            way,
            rng.uniform(0, longest.get(way, _LONGEST_USE_S)),
            group=rng.random() < 0.7,
            two=way == "two",
            fresh=rng.random() < 0.05,
            strike=strike if way == "strike" else None,
        )


def plans(seed: str, count: int) -> Iterator[Plan]:
    """So many rounds by one seed."""
    for number in range(1, count + 1):
        yield Plan.by(f"{seed}/{number}")


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


class Rounds:
    """Plays rounds in `folder`. After a fault the home is kept, and a new one begun."""

    def __init__(
        self,
        zygote: Zygote,
        folder: Path,
        breakage: str = "",
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._zygote, self._folder = zygote, folder
        self._breakage, self._say = breakage, say
        self.tally = Tally()
        self._homes = 0
        self._runs: list[list[Line]] = []
        self._move()

    def play(self, plans: Iterable[Plan]) -> Tally:
        """Rounds, and at the end of each home a start that is closed as it should be."""
        for plan in plans:
            if plan.fresh and self.tally.rounds:
                self._leave()
            self.tally.rounds += 1
            found = self._round(plan)
            self._tell(plan, found)
            if found:
                self._keep(plan.seed, found)
        self._leave()
        return self.tally

    # One round -----------------------------------------------------------------------------------

    def _round(self, plan: Plan) -> list[str]:
        programs = [self._start(f"{plan.seed}/{n}", plan) for n in range(1 + plan.two)]
        found: list[str] = []
        if plan.way == "start":
            self._listen(programs, plan.after_s)
        else:
            found += self._opened(programs)
            if not found:
                self._use(programs, plan)
        found += self._end(programs, plan.group)
        self._runs = [program.listener.lines for program in programs]
        self.tally.killed_while[_phase(self._runs[0])] += 1
        found += self._inspector.after_the_end(self._runs)
        return found

    def warm_up(self) -> None:
        """Have a program measure the processor and fit its previews, for all homes to come."""
        program = self._start("the first start")
        self._opened([program])
        program.listener.tell("load")
        if not program.is_gone(_OPENS_S):
            raise RuntimeError("the model does not load")
        kept = shutil.ignore_patterns("thumbnails")
        shutil.copytree(self._home.cache, self._zygote.caches, ignore=kept, dirs_exist_ok=True)
        self._move()

    def _start(self, seed: str, plan: Plan | None = None) -> Program:
        home = self._home
        wish = {
            "seed": seed,
            "name": f"a lighthouse {seed}".replace("/", " "),
            "model": str(self._zygote.model),
            "exports": str(home.exports),
            "others": [str(folder) for folder in home.others],
            "stderr": str(home.root / "stderr.txt"),
            "strike": plan.strike if plan else None,
            "breakage": self._breakage,
        }
        return self._zygote.start(home.environment(), wish)

    def _opened(self, programs: list[Program]) -> list[str]:
        """Wait until all are open, and look while they are still."""
        end = time.monotonic() + _OPENS_S
        while not all(_last(p, "opened") or p.listener.over for p in programs):
            self._listen(programs, 0.05)
            if time.monotonic() > end:
                return ["the program did not open"]
        if any(_last(program, "struck") for program in programs):
            return []
        if any(program.listener.over for program in programs):
            return ["the program ended at its start"]
        opened = _last(programs[0], "opened")
        assert opened is not None
        found = list(self._inspector.after_the_start(opened))
        return found + self._soon_clean()

    def _soon_clean(self) -> list[str]:
        end = time.monotonic() + _CLEANS_S
        while (left := self._inspector.left_behind()) and time.monotonic() < end:
            time.sleep(0.02)
        return left

    def _use(self, programs: list[Program], plan: Plan) -> None:
        for program in programs:
            program.listener.tell("use")
        if plan.way == "close":
            self._listen(programs, _LONGEST_USE_S / 2)
            programs[0].listener.tell("close")
        self._listen(programs, plan.after_s)
        if plan.two:  # the other one goes on alone
            programs[0].kill(plan.group)
            self._listen(programs[1:], plan.after_s / 2)

    def _listen(self, programs: list[Program], seconds: float) -> None:
        """Hear what they say, until the time is up or all have ended by themselves."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            alive = [program for program in programs if not program.listener.over]
            if not alive:
                return
            for program in alive:
                program.listener.hear(min(left, 0.02) / len(alive))

    def _end(self, programs: Iterable[Program], group: bool) -> list[str]:
        found = []
        for program in programs:
            program.kill(group)
            if not program.is_gone(_GROUP_ENDS_S):
                found.append("what the program had started outlived it")
                program.kill(group=True)
            program.listener.close()
        return found

    def _clean_run(self) -> list[str]:
        program = self._start("the last start")
        found = self._opened([program])
        program.listener.tell("close")
        if not program.is_gone(_OPENS_S):
            program.kill(group=True)
            found.append("the program did not close")
        self._runs = [program.listener.lines]
        found += self._inspector.after_the_end(self._runs)
        found += self._inspector.after_the_close()
        return found

    # Homes ---------------------------------------------------------------------------------------

    def _move(self) -> None:
        self._homes += 1
        self._home = Home(self._folder / f"home {self._homes}").furnish(self._zygote.caches)
        self._inspector = Inspector(self._home)

    def _leave(self) -> None:
        """Close this home as it should be, and begin another."""
        found = self._clean_run()
        if found:
            self._keep("the last start", found)
            return
        self.tally.add(self._inspector)
        shutil.rmtree(self._home.root)
        self._move()

    def _keep(self, seed: str, found: list[str]) -> None:
        """Leave everything as it is for whoever looks for the reason."""
        self.tally.faults += [f"round {seed}, {self._home.root}: {fault}" for fault in found]
        for number, lines in enumerate(self._runs):
            told = [json.dumps({"at": x.at, "kind": x.kind, **x.told}) for x in lines]
            (self._home.root / f"announced {number}.jsonl").write_text("\n".join(told))
        self.tally.add(self._inspector)
        self._move()

    def _tell(self, plan: Plan, found: list[str]) -> None:
        end = _phase(self._runs[0])
        self._say(f"{plan.seed:12} {plan.way:6} {end:24} {'; '.join(found) or 'all is there'}")


def _last(program: Program, kind: str) -> Line | None:
    return next((line for line in reversed(program.listener.lines) if line.kind == kind), None)


_DEEDS = {
    "record": "saving", "edit": "marking", "mark": "marking", "delete": "deleting",
    "restore": "restoring", "folder": "importing",
}  # fmt: skip


def _phase(lines: list[Line]) -> str:
    """What a program was doing when it was ended."""
    kinds = {line.kind for line in lines}
    if "struck" in kinds:
        return next(f"{x.told['thread']}: {x.told['call']}" for x in lines if x.kind == "struck")
    if "closed" in kinds:
        return "closed already"
    over = {x.told["number"] for x in lines if x.kind in ("done", "failed", "gave up")}
    under_way = [x.told["deed"] for x in lines if x.kind == "asked" and x.told["number"] not in over]
    if under_way:
        deed = under_way[-1]
        return _DEEDS[deed]
    if "painted" not in kinds:
        return "starting"
    if "opened" not in kinds:
        return "opening"
    queued = sum(x.kind == "queued" for x in lines)
    over_now = sum(x.kind in ("saved", "cancelled", "no picture") for x in lines)
    return "making" if queued > over_now else "idle"
