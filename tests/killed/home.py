"""The folders of one user, all below one folder of their own."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_FOREIGN = (
    "a lighthouse, photograph\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: {seed}, Size: 48x48"
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the program finds and keeps everything."""

    root: Path

    @property
    def pictures(self) -> Path:
        return self.root / "pictures"

    @property
    def data(self) -> Path:
        return self.root / "data" / "glm-studio"

    @property
    def config(self) -> Path:
        return self.root / "config" / "glm-studio"

    @property
    def cache(self) -> Path:
        return self.root / "cache" / "glm-studio"

    @property
    def trash(self) -> Path:
        """The desktop's."""
        return self.root / "data" / "Trash"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def others(self) -> tuple[Path, Path]:
        """Folders of another program, to be imported."""
        return self.root / "others 1", self.root / "others 2"

    def environment(self) -> dict[str, str]:
        """What makes the program use them."""
        spaces = {f"XDG_{name.upper()}_HOME": name for name in ("data", "config", "cache", "state")}
        return {
            **{name: str(self.root / folder) for name, folder in spaces.items()},
            "HOME": str(self.root),
            "GLM_STUDIO_PICTURES": str(self.pictures),
            "TMPDIR": str(self.temporary),
        }

    def furnish(self, caches: Path) -> Home:
        """Make the folders, with pictures of another program; `caches` is a cache to begin with,
        so that not every new home has to measure the processor first."""
        for folder in (self.temporary, self.exports, *self.others):
            folder.mkdir(parents=True)
        for number, folder in enumerate(self.others):
            for seed in range(3):
                image = Image.new("RGB", (48, 48), (80 * number, 60 * seed, 120))
                texts = PngInfo()
                texts.add_text("parameters", _FOREIGN.format(seed=seed))
                image.save(folder / f"lighthouse {number}-{seed}.png", pnginfo=texts)
        shutil.copytree(caches, self.cache)
        return self

    def picture_folders(self) -> list[Path]:
        """Those whose pictures the library shows now."""
        imported = self.config / "folders.json"
        names = json.loads(imported.read_text("utf-8")) if imported.exists() else []
        return [self.pictures, self.data / "rescued", *map(Path, names)]
