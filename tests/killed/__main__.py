"""`python -m tests.killed --rounds 200`: see the package's own words."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from .breakages import BREAKAGES
from .plans import plans
from .rounds import Rounds
from .zygote import Zygote


def main() -> int:
    """Play the rounds, and say what they have come to; 1 if there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.killed")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1, help="the number of the first round")
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    parser.add_argument("--folder", type=Path, help="to work in; it is kept")
    parser.add_argument("--breakage", choices=BREAKAGES, default="", help="break the program first")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="killed-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{options.rounds} rounds, seed {options.seed}, in {folder}", flush=True)
    began = time.monotonic()
    with Zygote(folder) as zygote:
        rounds = Rounds(zygote, folder, options.breakage, _say)
        rounds.warm_up()
        tally = rounds.play(plans(options.seed, options.rounds, options.first))
    print(f"{tally}\n{time.monotonic() - began:.0f} s")
    print("\n".join(tally.faults))
    return 1 if tally.faults else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
