"""The wheel works by itself: in an empty environment, outside the checkout, resources included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "packaging" / "constraints" / "dev.txt"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: object, **options: object) -> str:
    result = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, **options
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_wheel_holds_the_program_and_nothing_of_the_checkout_s_tools(wheel):
    with zipfile.ZipFile(wheel) as content:
        rooms = {name.partition("/")[0] for name in content.namelist()}
        names = set(content.namelist())
    assert {room for room in rooms if not room.endswith(".dist-info")} == {"engine", "glm_studio"}
    for needed in ("models/nano/model_index.json", "themes/dark.toml", "icons/studio.svg"):
        assert f"glm_studio/resources/{needed}" in names
    assert any(name.startswith("glm_studio/resources/calibration/") for name in names)


def test_installed_alone_it_makes_a_picture(wheel, tmp_path):
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    outside = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV", "DISPLAY", "QT_QPA_PLATFORM")
    } | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    pip = (python, "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check")
    run(*pip, "--constraint", CONSTRAINTS, wheel, cwd=tmp_path)
    program = environment / "bin" / "glm-studio"
    target = tmp_path / "star.png"
    run(program, "generate", "a blue star", "-o", target, "--steps", 3, cwd=tmp_path, env=outside)
    shown = run(program, "show", target, "--json", cwd=tmp_path, env=outside)
    recipe = json.loads(shown)
    assert recipe["prompt"] == "a blue star"
    assert recipe["versions"]["glm-studio"]
    window = "import glm_studio.ui.main_window, glm_studio.app, qasync"
    run(python, "-c", window, cwd=tmp_path, env=outside | {"QT_QPA_PLATFORM": "offscreen"})
