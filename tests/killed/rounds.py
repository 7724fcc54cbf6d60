"""Round after round on one home: start, use, kill, look."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from .announcements import Line
from .home import Home
from .invariants import Inspector
from .plans import Plan
from .tally import Tally, phase
from .zygote import Program, Zygote

_OPENS_S = 60.0
"""Within which a start must be over, on a machine that has other things to do."""
_PICTURES_S = 15.0
"""So long is waited for pictures; there may be none, for whoever has paused the queue."""
_CLEANS_S = 30.0
_GROUP_ENDS_S = 30.0
"""Within which the program's children notice that it is gone."""


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
        self._note(programs)
        self.tally.killed_while[phase(self._runs[0])] += 1
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
        found = list(self._inspector.after_the_start([p.listener.lines for p in programs]))
        for program in programs:
            program.listener.tell("go on")
        return found + self._soon_clean()

    def _soon_clean(self) -> list[str]:
        end = time.monotonic() + _CLEANS_S
        while (left := self._inspector.left_behind()) and time.monotonic() < end:
            time.sleep(0.02)
        return left

    def _use(self, programs: list[Program], plan: Plan) -> None:
        for program in programs:
            program.listener.tell("use")
        self._listen(programs, _PICTURES_S, plan.pictures)
        if plan.way == "close":
            self._listen(programs, plan.after_s)
            programs[0].listener.tell("close")
        self._listen(programs, plan.after_s)
        if plan.two:  # the other one goes on alone
            programs[0].kill(plan.group)
            self._listen(programs[1:], plan.after_s / 2)

    def _listen(self, programs: list[Program], seconds: float, pictures: int | None = None) -> None:
        """Hear what they say, until the time is up, all have ended by themselves, or one has
        announced so many pictures."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            alive = [program for program in programs if not program.listener.over]
            made = max(map(_pictures, programs))
            if not alive or (pictures is not None and made >= pictures):
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
        self._note([program])
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
        self.tally.add(self._inspector)
        self._move()

    def _note(self, programs: Iterable[Program]) -> None:
        """Keep what was announced, for whoever looks for the reason of a fault."""
        self._runs = [program.listener.lines for program in programs]
        lines = sorted((line for run in self._runs for line in run), key=lambda line: line.at)
        with (self._home.root / "announced.jsonl").open("a") as file:
            file.writelines(f"{json.dumps([x.at, x.kind, x.told])}\n" for x in lines)

    def _tell(self, plan: Plan, found: list[str]) -> None:
        end = phase(self._runs[0])
        self._say(f"{plan.seed:12} {plan.way:6} {end:24} {'; '.join(found) or 'all is there'}")


def _last(program: Program, kind: str) -> Line | None:
    return next((line for line in reversed(program.listener.lines) if line.kind == kind), None)


def _pictures(program: Program) -> int:
    return sum(line.kind == "saved" for line in program.listener.lines)
