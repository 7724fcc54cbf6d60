"""From the start of the process to the first paint, against a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from .table import Row

ROUNDS = 7
BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        print("first paint %.3f" % (time.time() - float(sys.argv[1])), file=sys.stderr, flush=True)
        QApplication.quit()
app = QApplication([])
app.setStyle("Fusion")
window = Window()
window.resize(1360, 860)
window.show()
app.exec()
"""


def rows() -> Iterator[Row]:
    """Taken in turns, so that both meet the same machine."""
    pairs = [(_first_paint(studio=True), _first_paint(studio=False)) for _ in range(ROUNDS + 1)][1:]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Row("start to first paint", ours, "s")
    yield Row("a bare PySide6 window", bare, "s")
    yield Row(
        "start to first paint / bare window", ours / bare, "", "at most 2.5", ours <= 2.5 * bare
    )


def _first_paint(studio: bool) -> float:
    """Seconds; the process is ended as soon as it says that it has painted."""
    with tempfile.TemporaryDirectory() as home:
        started = f"{time.time():.6f}"
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "GLM_STUDIO_PICTURES": home,
            "GLM_STUDIO_MEASURE_START": started,
        }
        # An installed program has its bytecode; here the first round, which is left out, writes it.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        program = ["-m", "glm_studio"] if studio else ["-c", BARE, started]
        with subprocess.Popen(
            [sys.executable, *program], env=environment, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if line.startswith("first paint"):
                    process.kill()
                    return float(line.split()[2])
    raise RuntimeError("the window was never painted")
