"""Who may know whom, seen by what is really imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

QT = ("PySide6", "qasync", "glm_studio")
TORCH = ("torch", "diffusers", "transformers", "accelerate")


def run_without(blocked: tuple[str, ...], code: str) -> None:
    """Run code in a fresh interpreter in which importing any of `blocked` fails."""
    block = f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))\n"
    result = subprocess.run(
        [sys.executable, "-c", block + code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert result.returncode == 0, result.stderr


def test_the_engine_works_without_qt_and_the_studio():
    run_without(QT, "import engine.engine, engine.glm_image.pipeline")


@pytest.mark.parametrize("module", ["api", "errors", "sizes", "checkpoint", "jobs", "door"])
def test_the_engine_s_vocabulary_works_without_torch(module):
    run_without(TORCH, f"import engine.{module}")


def test_the_window_opens_and_closes_without_torch():
    run_without(
        TORCH,
        "import asyncio\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import glm_studio.app\n"
        "from glm_studio.state.appearance import Appearance\n"
        "from glm_studio.state.memory import Memory\n"
        "from glm_studio.state.studio import StudioState\n"
        "from glm_studio.ui.main_window import MainWindow\n"
        "from glm_studio.ui.theme import Theme\n"
        "from glm_studio.resources import resource\n"
        "app = QApplication([])\n"
        "states = StudioState(resource('models', 'nano'), Memory(Path('/nowhere')))\n"
        "window = MainWindow(states, Theme(states.appearance))\n"
        "window.show()\n"
        "app.processEvents()\n"
        "assert window.isVisible()\n"
        "states.close()\n",
    )


def test_the_window_imports_no_more_than_its_first_paint_needs():
    run_without(
        TORCH,
        "import sys, linecache\n"
        "from glm_studio.unhindered import quick_imports\n"
        "with quick_imports():\n"
        "    import glm_studio.window\n"
        "late = ('PIL', 'httpx2', 'filelock', 'urllib.request', 'PySide6.QtPrintSupport')\n"
        "late += tuple(f'glm_studio.ui.{name}_page' for name in ('gallery', 'settings'))\n"
        "assert not set(late) & set(sys.modules), set(late) & set(sys.modules)\n"
        "# PySide6 would have read it, and kept it.\n"
        "assert glm_studio.ui.main_window.__file__ not in linecache.cache\n",
    )


def test_the_command_line_s_help_needs_neither():
    run_without(
        (*QT[:2], *TORCH),
        "from glm_studio.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as stop: assert stop.code == 0\n",
    )
