"""A window from its opening to its end, with a picture made in it: `python whole_session.py HOME`.

The real program with the bundled model, as the network sees it. Ends with 0 if the picture is in
the gallery.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

PROMPT = "a violet umbrella that nobody else may know of"
KEY = "sk-nobody-may-see-this"


def main(home: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from glm_studio.logs import start_logging
    from glm_studio.loop import WindowLoop

    start_logging()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        made = loop.run_until_complete(_session(home))
    return 0 if made else 1


async def _session(home: Path) -> bool:
    from glm_studio.app import Studio
    from glm_studio.launch import make_engine, model_folder
    from glm_studio.library.folders import Folders
    from glm_studio.state.model import Phase
    from glm_studio.state.preferences import ENHANCER_KEY

    folders = Folders(*(home / name for name in ("pictures", "data", "cache", "config")))
    model = model_folder("nano")
    studio = Studio(model, lambda: make_engine(model, "cpu", "fp32"), folders)
    states = studio.states
    states.preferences.set(ENHANCER_KEY, KEY)
    running = asyncio.ensure_future(studio.run())
    await _until(lambda: states.model.phase is Phase.READY)
    states.prompt.set_text(PROMPT)
    states.parameters.set_steps(1)
    states.generate()
    await _until(lambda: states.gallery.pictures)
    for page in studio.window.body.pages.known:
        states.pages.show(page)
        await asyncio.sleep(0.1)
    made = states.gallery.pictures[0].prompt == PROMPT
    studio.window.close()
    await running
    return made


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    os._exit(main(Path(sys.argv[1])))
