"""A program that was started from a menu starts itself again in CANN's environment: once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.ascend_toolkit import HOME_VARIABLES
from glm_studio.ascend_environment import missing_environment, sourced

ROOT = Path(__file__).parents[2]
MARK = "GLM_STUDIO_ASCEND_ENVIRONMENT"

SCRIPT = """\
echo "this toolkit speaks while it is sourced"
export ASCEND_HOME_PATH="$(dirname "${BASH_SOURCE[0]}")/latest"
export LD_LIBRARY_PATH="$ASCEND_HOME_PATH/lib64:$LD_LIBRARY_PATH"
export WITH_LINES="two
lines = one"
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A home with a toolkit in it, and a torch_npu that can be found."""
    toolkit = tmp_path / "Ascend" / "ascend-toolkit"
    (toolkit / "latest").mkdir(parents=True)
    (toolkit / "set_env.sh").write_text(SCRIPT)
    (tmp_path / "site" / "torch_npu").mkdir(parents=True)
    (tmp_path / "site" / "torch_npu" / "__init__.py").write_text("raise SystemExit('imported')\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path


def environ(machine: Path, **more: str) -> dict[str, str]:
    hidden = {*HOME_VARIABLES, MARK}
    rest = {name: text for name, text in os.environ.items() if name not in hidden}
    path = os.pathsep.join([str(machine / "site"), str(ROOT)])
    return rest | {"HOME": str(machine), "PYTHONPATH": path} | more


def test_the_environment_is_what_the_toolkit_s_script_makes(machine):
    made = missing_environment(environ(machine, LD_LIBRARY_PATH="/mine"), machine)
    latest = machine / "Ascend" / "ascend-toolkit" / "latest"
    assert made["ASCEND_HOME_PATH"] == str(latest)
    assert made["LD_LIBRARY_PATH"] == f"{latest}/lib64:/mine"
    assert made["WITH_LINES"] == "two\nlines = one"
    assert made["HOME"] == str(machine)


def test_nothing_is_done_where_it_is_set_already_or_was_tried(machine):
    assert missing_environment(environ(machine, ASCEND_HOME_PATH="/somewhere"), machine) is None
    assert missing_environment(environ(machine, **{MARK: "tried"}), machine) is None


def test_nothing_is_done_without_torch_npu_or_without_a_toolkit(machine, monkeypatch):
    assert missing_environment(environ(machine) | {"HOME": "/nowhere"}, machine) is None
    (machine / "site" / "torch_npu" / "__init__.py").unlink()
    (machine / "site" / "torch_npu").rmdir()
    assert missing_environment(environ(machine), machine) is None


@pytest.mark.parametrize("script", ["exit 1", "sleep 60", "export OTHER=1", "kill -9 $$"])
def test_a_script_that_fails_or_hangs_costs_nothing_but_time(machine, monkeypatch, script):
    monkeypatch.setattr("glm_studio.ascend_environment._TIMEOUT_S", 0.5)
    file = machine / "set_env.sh"
    file.write_text(script)
    assert sourced(file, environ(machine)) is None


def test_the_program_starts_again_once_with_the_same_words(machine):
    script = (
        "import os, sys\n"
        "from glm_studio.ascend_environment import enter_environment\n"
        "print('start', sys.argv[1:], flush=True)\n"
        "enter_environment()\n"
        "print(os.environ['ASCEND_HOME_PATH'], 'torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "a prompt", "--seed=1"],
        capture_output=True,
        text=True,
        check=False,
        env=environ(machine),
    )
    first, second, found = done.stdout.splitlines()
    assert first == second == "start ['a prompt', '--seed=1']"
    assert found == f"{machine}/Ascend/ascend-toolkit/latest False"


def test_the_command_line_goes_that_way(machine):
    done = subprocess.run(
        [sys.executable, "-m", "glm_studio", "--version"],
        capture_output=True,
        text=True,
        check=False,
        env=environ(machine),
        cwd=machine,
    )
    assert done.returncode == 0, done.stderr
    assert "toolkit speaks" not in done.stdout
