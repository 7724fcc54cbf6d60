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


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="simulated-card-") as folder:
        try:
            environment = Rig(Path(folder), [Card(), Card()]).environment()
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        command = [sys.executable, "-m", "pytest", str(HERE), *arguments]
        code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if code == NOTHING_COLLECTED else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
