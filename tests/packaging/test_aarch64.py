"""Every library is there as a wheel for aarch64, in the releases of each constraint file.

Asked of the package index, for the target: uv evaluates markers and platform tags of another
machine, where pip would take those of this one. Nothing is installed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "packaging" / "constraints"
GLIBC = {
    # openEuler 22.03; Ubuntu 22.04 and openEuler 24.03 have newer ones.
    "kunpeng-ascend.txt": "2_34",
    # PySide6's newer wheels begin with the glibc of Ubuntu 24.04.
    "dev.txt": "2_39",
}
"""The oldest that each file is for."""


def resolved(constraints: str, python: str, extra: str = "") -> dict[str, str]:
    """Names and releases that an installation would bring on aarch64."""
    target = f"aarch64-manylinux_{GLIBC[constraints]}"
    result = subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-",
            "--constraints", str(CONSTRAINTS / constraints), "--only-binary", ":all:",
            "--python-platform", target, "--python-version", python,
            "--quiet", "--no-header", "--no-annotate", "--no-python-downloads",
        ],
        cwd=ROOT, input=extra, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode == 2 and "Failed to fetch" in result.stderr:
        pytest.skip("the package index cannot be reached")
    assert result.returncode == 0, result.stderr
    return dict(line.split("==") for line in result.stdout.splitlines() if "==" in line)


def test_every_constraint_file_is_looked_at():
    assert set(GLIBC) == {file.name for file in CONSTRAINTS.glob("*.txt")}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("constraints", GLIBC)
def test_all_libraries_have_wheels(constraints, python):
    wheels = resolved(constraints, python, extra="c2pa-python")
    assert {
        "c2pa-python",
        "torch",
        "pyside6-essentials",
        "transformers",
        "diffusers",
        "tokenizers",
    } < set(wheels)
    for line in (CONSTRAINTS / constraints).read_text("utf-8").splitlines():
        name, _, release = line.lower().partition("==")
        if release and name in wheels:
            assert wheels[name] == release


def test_a_kunpeng_with_a_card_gets_the_pair_and_no_cuda():
    wheels = resolved("kunpeng-ascend.txt", "3.11", extra="torch_npu")
    pair = (wheels["torch"], wheels["torch-npu"])
    assert pair[1].startswith(pair[0])
    assert not [name for name in wheels if name.startswith(("nvidia", "cuda", "triton"))]
