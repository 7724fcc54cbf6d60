"""Paint every screen: `make screenshots`, or `python packaging/screenshots.py FOLDER`.

Each page at 1280x800, 1920x1080 and 3840x2160 (200 %), dark and light, in every language, with an
empty and with a full library. A real window with the real engine and the bundled model; the full
library's pictures are drawn by the world that the nano model learned from.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
PICTURES = 60
PROMPT = "hills at sunset with the sun on the right and a house"


@dataclass(frozen=True)
class Size:
    """A window in logical pixels, and the device pixels of each."""

    width: int
    height: int
    scale: int

    @property
    def name(self) -> str:
        return f"{self.width * self.scale}x{self.height * self.scale}"


SIZES = (Size(1280, 800, 1), Size(1920, 1080, 1), Size(1920, 1080, 2))


def main() -> None:
    """Each size and library needs a process of its own: Qt reads the scale once."""
    parser = argparse.ArgumentParser(description="Paint every screen into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=[size.name for size in SIZES])
    parser.add_argument("--full", choices=("yes", "no"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.size and options.full:
        size = next(size for size in SIZES if size.name == options.size)
        paint(options.folder, size, options.full == "yes")
        return
    for size, full in itertools.product(SIZES, ("no", "yes")):
        command = [sys.executable, __file__, str(options.folder), f"--size={size.name}"]
        scale = {"QT_SCALE_FACTOR": str(size.scale), "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([*command, f"--full={full}"], env=os.environ | scale, check=True)


def paint(folder: Path, size: Size, full: bool) -> None:
    """All screens of one size, with or without pictures."""
    from PySide6.QtWidgets import QApplication

    from glm_studio.loop import WindowLoop

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    loop = WindowLoop(app)
    asyncio.set_event_loop(loop)
    with loop, tempfile.TemporaryDirectory() as home:
        loop.run_until_complete(session(folder, size, full, Path(home)))


async def session(folder: Path, size: Size, full: bool, home: Path) -> None:
    """Open a studio, and paint it page by page."""
    from glm_studio.app import Studio
    from glm_studio.launch import make_engine, model_folder
    from glm_studio.library.folders import Folders
    from glm_studio.state.model import Phase
    from glm_studio.state.options import Appearance, Language

    folders = Folders(*(home / name for name in ("pictures", "data", "cache", "config")))
    if full:
        fill(folders.pictures)
    model = model_folder("nano")
    studio = Studio(model, lambda: make_engine(model, "cpu", "auto"), folders)
    states = studio.states
    studio.window.resize(size.width, size.height)
    running = asyncio.ensure_future(studio.run())
    await until(lambda: states.model.phase is Phase.READY)
    if full:
        await until(lambda: len(states.gallery.pictures) == PICTURES)
        states.prompt.set_text(PROMPT)
        states.generate()
        await until(lambda: len(states.gallery.pictures) == PICTURES + 1)
        await asyncio.sleep(5)  # until the note about it has gone
    looks = (Appearance.DARK, Appearance.LIGHT)
    languages = (Language.ENGLISH, Language.CHINESE, Language.RUSSIAN)
    for look, language in itertools.product(looks, languages):
        states.appearance.choose(look)
        states.language.choose(language)
        name = f"{size.name}-{look.value}-{language.value}-{'full' if full else 'empty'}"
        await paint_pages(studio, folder, name)
    studio.window.close()
    await running


async def paint_pages(studio: object, folder: Path, name: str) -> None:
    """The pages, and what opens over them."""
    from glm_studio.ui.sheet import Sheet

    states, window = studio.states, studio.window  # type: ignore[attr-defined]
    for page in window.body.pages.known:
        states.pages.show(page)
        await asyncio.sleep(0.8)
        window.grab().save(str(folder / f"{page.value}-{name}.png"))
    states.pages.show(window.body.pages.known[0])
    kit = window.body.panel.prompt_section.kit
    for what, open_it in (
        ("palette", window.body.open_palette),
        ("keys", window.body.open_keys),
        ("templates", kit.show_templates),
        ("enhancer", kit.show_enhancer),
    ):
        open_it()
        await asyncio.sleep(0.3)
        window.grab().save(str(folder / f"{what}-{name}.png"))
        window.body.findChild(Sheet).close_sheet()
        await asyncio.sleep(0.1)
    if states.prompt.ready:
        await paint_runs(studio, folder, name)


async def paint_runs(studio: object, folder: Path, name: str) -> None:
    """The queue with pictures that wait, and the sheet that asks for a grid."""
    from glm_studio.parameter_grid import Kind
    from glm_studio.state.grid import Draft
    from glm_studio.ui.grid_sheet import GridSheet

    states, window = studio.states, studio.window  # type: ignore[attr-defined]
    states.queue_edits.set_paused(True)
    states.grid.write(Draft(Kind.STEPS, "8, 12, 24"), Draft(Kind.GUIDANCE, "1, 1.5, 3"))
    states.ask_for_grid()
    await asyncio.sleep(0.3)
    window.grab().save(str(folder / f"grid-{name}.png"))
    window.body.findChild(GridSheet).close_sheet()
    states.grid.queue_it()
    states.generate()
    window.body.open_queue()
    window.body.create_page.queue.view.choose(states.queue.entries[-1])
    await asyncio.sleep(0.5)
    window.grab().save(str(folder / f"queue-{name}.png"))
    states.queue.cancel_all()
    states.queue_edits.set_paused(False)
    window.body.side.show_tab(window.body.gallery)


def fill(folder: Path) -> None:
    """Draw pictures of the nano model's world, with what they show as their prompts."""
    from engine.api import ImageReady, Pixels
    from engine.recipe import ModelIdentity, PriorCodes, Recipe
    from engine.sizes import big_grid
    from glm_studio.library.metadata import encode_png

    sys.path.insert(0, str(HERE / "nano"))
    from nano_recipe.drawing import draw_scene
    from nano_recipe.world import random_scene

    folder.mkdir(parents=True)
    chance = random.Random(5)
    model = ModelIdentity("GLM-Image nano", "0" * 64)
    for number in range(PICTURES):
        width, height = chance.choice(((256, 256), (320, 192), (192, 320)))
        scene = random_scene(chance, width, height)
        grid = big_grid(width, height)
        seed = chance.randrange(2**32)
        codes = PriorCodes(grid, (0,) * grid.codes)
        recipe = Recipe(
            scene.caption, width, height, 12, 1.5, seed, "fp32", "cpu", model, codes, {}, seed
        )
        image = ImageReady("", Pixels(width, height, draw_scene(scene).tobytes()), recipe, {})
        made = datetime.now(UTC) - timedelta(hours=number * 7)
        (folder / f"{number:03}.png").write_bytes(encode_png(image, made))


async def until(condition: Callable[[], object]) -> None:
    """Wait on the window's loop."""
    while not condition():
        await asyncio.sleep(0.01)


if __name__ == "__main__":
    main()
