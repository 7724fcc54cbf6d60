"""The real torch_npu, on a machine without CANN: it cannot start, and that must be all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from engine.ascend_toolkit import HOME_VARIABLES, set_env_script

ROOT = Path(__file__).parents[4]

pytestmark = [
    pytest.mark.slow,  # 44 MB to download
    pytest.mark.skipif(
        any(os.environ.get(name) for name in HOME_VARIABLES) or bool(set_env_script(os.environ)),
        reason="CANN is installed here: this is about a machine without it",
    ),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel for this torch, unpacked beside the packages, not among them."""
    folder = tmp_path_factory.mktemp("torch_npu")
    release = re.match(r"[\d.]+\d", version("torch")).group()
    command = ["download", f"torch_npu=={release}.*", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *command, "--quiet", "--dest", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no wheel of torch_npu for torch {release}: {done.stderr.strip()[-200:]}")
    zipfile.ZipFile(next(folder.glob("*.whl"))).extractall(folder)
    return folder


def test_it_says_that_cann_is_missing_and_the_engine_goes_on_without(wheel):
    script = (
        "import sys\n"
        "import engine.engine\n"
        "from engine.devices.discover import survey, find_teams\n"
        "print(next(s.problem for s in survey() if s.kind == 'npu'))\n"
        "print(find_teams('auto')[0][0].name, sys.modules['torch_npu'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(wheel), str(ROOT)])},
    )
    assert done.returncode == 0, done.stderr
    said, found = done.stdout.splitlines()
    assert "libhccl.so was not found: CANN is missing" in said
    assert found.endswith(" None")
