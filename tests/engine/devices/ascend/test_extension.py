"""Whether torch_npu works is tried in another process; what it dies of is told in words.

The torch_npu of these tests is a file of a few lines, found by a real interpreter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.devices.ascend.extension import problem_in, read_trial
from engine.devices.ascend.family import visible_places
from engine.devices.ascend.settings import set_variables
from engine.devices.calls import Outcome

ROOT = Path(__file__).parents[4]

WORKS = """
import os, sys, types, torch
npu = types.ModuleType("torch.npu")
npu.is_available = lambda: True
npu.device_count = lambda: 2
npu.get_device_name = lambda index=None: "Ascend910B3"
npu.modes = []
npu.set_compile_mode = lambda jit_compile: npu.modes.append(jit_compile)
npu.config = types.SimpleNamespace()
torch.npu = sys.modules["torch.npu"] = npu
assert os.environ["PYTORCH_NPU_ALLOC_CONF"] == "expandable_segments:True"
"""

ASK = """
import sys, engine.devices
from engine.devices.ascend import extension
verdict = extension.prepare()
print(verdict.cards, "torch_npu" in sys.modules and sys.modules["torch_npu"] is not None)
print(verdict.problem or "")
"""


def run(folder: Path, module: str, code: str = ASK) -> list[str]:
    """Lines that `code` prints in an interpreter that has `module` as torch_npu."""
    (folder / "torch_npu").mkdir()
    (folder / "torch_npu" / "__init__.py").write_text(module)
    about = folder / "torch_npu-2.13.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: torch_npu\nVersion: 2.13.0\n")
    path = os.pathsep.join([str(folder), str(ROOT)])
    hidden = ("PYTORCH_NPU_ALLOC_CONF", "PYTORCH_ALLOC_CONF")
    environ = {name: text for name, text in os.environ.items() if name not in hidden}
    environ |= {"PYTHONPATH": path, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environ
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_one_that_works_is_taken_in_with_its_settings(tmp_path):
    code = ASK + "import torch; print(torch.npu.modes, torch.npu.config.allow_internal_format)"
    assert run(tmp_path, WORKS, code) == ["2 True", "", "[False] False"]
    assert (tmp_path / "cache/glm-studio/ascend-kernels").is_dir()


def test_the_process_of_one_card_is_itself_the_trial(tmp_path, monkeypatch):
    """The extension writes down each process that imports it."""
    note = f"\nopen({str(tmp_path / 'imports')!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
    monkeypatch.setenv("ENGINE_STATION", "1")
    code = ASK + "import torch; print(torch.npu.modes)"
    assert run(tmp_path, WORKS + note, code) == ["2 True", "", "[False]"]
    assert len((tmp_path / "imports").read_text().splitlines()) == 1


def test_the_process_of_one_card_says_what_it_failed_of(tmp_path, monkeypatch):
    monkeypatch.setenv("ENGINE_STATION", "1")
    lines = run(tmp_path, "raise ImportError('libhccl.so: cannot open shared object file')")
    assert lines[0] == "0 False"
    assert "CANN's library libhccl.so was not found" in lines[1]


def test_one_that_ends_its_process_does_not_end_ours(tmp_path):
    lines = run(tmp_path, "import os; os.abort()")
    assert lines[0] == "0 False"
    assert "ended the process by SIGABRT" in lines[1]


def test_one_that_hangs_is_given_up(tmp_path):
    short = "from engine.devices import calls\nfinish = calls.Call.finish\n"
    short += "calls.Call.finish = lambda call, timeout_s: finish(call, 1)\n"
    blocked = "import sys; sys.modules['engine.devices'] = type(sys)('engine.devices')\n"
    blocked += f"sys.modules['engine.devices'].__path__ = [{str(ROOT / 'engine/devices')!r}]\n"
    lines = run(tmp_path, "import time; time.sleep(600)", blocked + short + ASK)
    assert lines[0] == "0 False"
    assert "did not start within" in lines[1]


def test_diffusers_and_transformers_do_without_one_that_is_broken(tmp_path):
    lines = run(
        tmp_path,
        "raise ImportError('libhccl.so: cannot open shared object file: No such file')",
        ASK + "import engine.glm_image.load\nfrom diffusers.utils import is_torch_npu_available\n"
        "print(is_torch_npu_available())",
    )
    assert lines[0] == "0 False"
    assert "CANN's library libhccl.so was not found" in lines[1]
    assert lines[2] == "False"


@pytest.mark.parametrize(
    ("text", "why", "remedy"),
    [
        (
            "ImportError: libhccl.so: cannot open shared object file: No such file or directory",
            "libhccl.so was not found: CANN is missing, or its environment is not set",
            "set_env.sh",
        ),
        (
            "ImportError: libascend_hal.so: cannot open shared object file: No such file",
            "The driver's library libascend_hal.so was not found.",
            "driver/lib64/driver",
        ),
        (
            "ImportError: /x/libtorch_npu.so: undefined symbol: _ZN5torch8autogradE",
            "does not fit torch or CANN",
            "belong together",
        ),
        (
            "RuntimeError: Two accelerators cannot be used at the same time in PyTorch: npu and "
            "cuda. You can install the cpu version of PyTorch",
            "built for cuda cards",
            "whl/cpu",
        ),
        ("ModuleNotFoundError: No module named 'yaml'", "the Python package yaml", "install yaml"),
        ("RuntimeError: SetPrecisionMode, error code is 500001\nERR", "code 500001", "npu-smi"),
        ("rtGetDeviceCount:ErrCode=507899, desc=[driver error]", "code 507899", "npu-smi info"),
        ("ImportError: libc.so.6: version `GLIBC_2.38' not found", "GLIBC_2.38", "newer system"),
        ("SystemError: something else.", "SystemError: something else", "docs/hardware.md"),
    ],
)
def test_what_it_says_is_turned_into_words(text, why, remedy):
    problem = problem_in("Traceback (most recent call last):\n" + text)
    assert why in problem.why
    assert remedy in problem.remedy


def test_what_it_prints_beside_the_answer_does_no_harm():
    noisy = 'UserWarning: x\n\nglm-studio sees: {"cards": 8, "chip": "Ascend910B3"}\n[W] bye\n'
    assert read_trial(Outcome(0, noisy)).cards == 8


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (None, (0, 1, 2, 3)),
        ("3", (3,)),
        ("1,3", (1, 3)),
        ("3,1", ()),
        ("1,1", ()),
        ("", ()),
        ("1,7,2", ()),
        ("1,2,7", (1, 2)),
        ("0-2", (0,)),
        ("gpu", ()),
    ],
)
def test_numbers_of_torch_are_places_on_the_list_of_visible_cards(text, places):
    environ = {} if text is None else {"ASCEND_RT_VISIBLE_DEVICES": text}
    assert visible_places(environ, 4) == places


def test_what_the_user_has_set_stays(tmp_path):
    mine = {"PYTORCH_ALLOC_CONF": "backend:native", "ACL_OP_COMPILER_CACHE_DIR": "/mine"}
    environ = dict(mine)
    set_variables(environ, tmp_path)
    assert environ == mine
    empty: dict[str, str] = {}
    set_variables(empty, tmp_path)
    assert empty["PYTORCH_NPU_ALLOC_CONF"] == "expandable_segments:True"
    assert Path(empty["ACL_OP_COMPILER_CACHE_DIR"]).is_dir()
    assert "TASK_QUEUE_ENABLE" not in empty
