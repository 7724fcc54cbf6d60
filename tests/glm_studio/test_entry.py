"""The program's first and last moments: what a hasty Ctrl-C meets there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(script: str, **options) -> subprocess.Popen[str]:
    """The console script's two lines after `script`."""
    words = f"{script}\nfrom glm_studio.__main__ import main\nsys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", words, "show", "none.png"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_the_console_script_begins_where_ctrl_c_is_expected():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {"glm-studio": "glm_studio.__main__:main"}


# Whatever module is being imported when the user changes their mind.
@pytest.mark.parametrize("module", ["argparse", "engine.errors", "glm_studio.cli", "logging"])
def test_ctrl_c_while_the_program_is_being_read_is_quiet(module):
    interrupted = (
        "import os, signal, sys\n"
        "class Hasty:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Hasty())"
    )
    with run(interrupted) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")


def test_a_program_that_was_told_to_ignore_ctrl_c_still_does():
    kill = "import os, signal, sys, atexit\natexit.register(os.kill, os.getpid(), signal.SIGINT)"
    with run(kill, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) as process:
        _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "no such file" in err


def test_torch_is_not_taken_apart_and_nothing_printed_or_promised_is_lost(tmp_path):
    """A module that is slow to go stands for torch; one second Ctrl-C comes at the very end."""
    kept = tmp_path / "kept"
    slow = (
        "import atexit, os, signal, sys, threading, time, types\n"
        "class Slow(types.ModuleType):\n"
        "    def __del__(self):\n"
        "        time.sleep(20)\n"
        "sys.modules['torch'] = Slow('torch')\n"
        "sys.stdout.write('said')\n"
        "def late():\n"
        "    time.sleep(0.3)\n"
        f"    open({str(kept)!r}, 'w').write('written')\n"
        "threading.Thread(target=late).start()\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
    )
    start = time.monotonic()
    with run(slow, env=os.environ | {"PYTHONUNBUFFERED": ""}) as process:
        out, err = process.communicate(timeout=60)
    assert time.monotonic() - start < 15
    assert (process.returncode, out, kept.read_text()) == (2, "said", "written")
    assert "Traceback" not in err
