"""`python -m tests.simulated_card`: run the tests of this folder on simulated cards.

They need a process of their own: there torch has a device more, and torch_npu can be imported,
which diffusers and transformers notice everywhere.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from .build import BuildError
from .rig import HERE, Card, Rig

NOTHING_COLLECTED = 5
"""pytest's exit code when ``-k`` and the like leave no test here: the main run has them then."""

ONE_THREAD = {"OMP_NUM_THREADS": "1"}
"""The models are so small that OpenMP's threads cost ten times what they save."""


def main(arguments: list[str]) -> int:
    others = [argument for argument in arguments if _is_elsewhere(argument)]
    own = [argument for argument in arguments if argument not in others]
    if others and not any(map(_is_path, own)):
        return 0
    folder = [] if any(map(_is_path, own)) else [str(HERE)]
    with tempfile.TemporaryDirectory(prefix="simulated-card-") as state:
        try:
            environment = ONE_THREAD | Rig(Path(state), [Card(), Card()]).environment()
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        command = [sys.executable, "-m", "pytest", *folder, *own]
        code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if code == NOTHING_COLLECTED else code


def _is_path(argument: str) -> bool:
    """Whether this names tests, as ``tests/engine`` or ``tests/test_docs.py::test_x`` does."""
    return not argument.startswith("-") and Path(argument.partition("::")[0]).exists()


def _is_elsewhere(argument: str) -> bool:
    """Whether this names tests of the main run: they must not meet torch_npu."""
    place = Path(argument.partition("::")[0]).resolve()
    return _is_path(argument) and not place.is_relative_to(HERE) and not HERE.is_relative_to(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
