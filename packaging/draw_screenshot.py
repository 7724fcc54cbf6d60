"""Make the README's picture: `python packaging/draw_screenshot.py docs/screenshot.png`.

A real window with the real engine and the bundled model: it makes a few pictures into a library of
its own, and is painted while it makes the last one.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from glm_studio.app import Studio
from glm_studio.launch import make_engine, model_folder
from glm_studio.library.folders import Folders
from glm_studio.loop import WindowLoop
from glm_studio.state.appearance import Appearance
from glm_studio.state.canvas import Kind
from glm_studio.state.model import Phase

PROMPTS = (
    "a purple ring on a white background",
    "mountains by day with the sun and a tree",
    "a large yellow heart on a blue background",
    "the sea at sunset with the sun on the left",
    'a green sign that says "CAFE"',
    "a red star on a yellow background",
    "a white triangle on a black background",
    'a red board with the word "JAZZ"',
    "an orange square on a blue background",
    "hills by day with clouds, a house and a tree",
)
LAST = "hills at sunset with the sun on the right and a house"


async def until(condition: Callable[[], object]) -> None:
    """Wait on the window's loop."""
    while not condition():
        await asyncio.sleep(0.01)


async def session(options: argparse.Namespace, home: Path) -> None:
    """Make the pictures and paint the window."""
    model = model_folder("nano")
    folders = Folders(*(home / name for name in ("pictures", "data", "cache", "config")))
    studio = Studio(model, lambda: make_engine(model, "cpu", "auto"), folders)
    states = studio.states
    states.appearance.choose(Appearance(options.look))
    studio.window.resize(*options.size)
    running = asyncio.ensure_future(studio.run())
    await until(lambda: states.model.phase is Phase.READY)
    for prompt in PROMPTS[: options.pictures]:
        states.prompt.set_text(prompt)
        states.generate()
    await until(lambda: len(states.gallery.pictures) == options.pictures)
    await asyncio.sleep(6)  # until the note about the last one has gone
    states.prompt.set_text(LAST)
    states.generate()
    await until(lambda: states.canvas.frame.kind is Kind.COMPOSING)
    await until(lambda: states.canvas.frame.kind is Kind.PREVIEW)
    await asyncio.sleep(0.3)
    studio.window.grab().save(options.out)
    studio.window.close()
    await running


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description="Paint the window into a PNG file.")
    parser.add_argument("out")
    parser.add_argument("--look", choices=[look.value for look in Appearance], default="dark")
    parser.add_argument(
        "--size", type=lambda text: tuple(map(int, text.split("x"))), default=(1280, 800)
    )
    parser.add_argument("--pictures", type=int, default=len(PROMPTS))
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop, tempfile.TemporaryDirectory() as home:
        loop.run_until_complete(session(options, Path(home)))


if __name__ == "__main__":
    main()
