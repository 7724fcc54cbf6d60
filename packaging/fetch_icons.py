"""Take icons from Lucide into resources/icons: `python packaging/fetch_icons.py name…`.

All are from one release, whose names are https://lucide.dev/icons. Without names, those that are
listed in resources/icons/lucide.txt are taken anew. Needs npm.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

RELEASE = "1.62.0"
STROKE = "1.75"
"""Lucide's own 2 is heavy at 18 pixels beside text."""

ICONS = Path(__file__).parent.parent / "resources" / "icons"
LIST = ICONS / "lucide.txt"


def main(names: list[str]) -> None:
    """Write the drawings, the list and the licence."""
    listed = LIST.read_text("utf-8").split() if LIST.is_file() else []
    wanted = sorted({*listed, *names})
    with tempfile.TemporaryDirectory() as folder:
        package = fetch(Path(folder))
        for name in wanted:
            drawing = (package / "icons" / f"{name}.svg").read_text("utf-8")
            (ICONS / f"{name}.svg").write_text(tidy(drawing), "utf-8")
        (ICONS / "LICENSE.lucide").write_text((package / "LICENSE").read_text("utf-8"), "utf-8")
    LIST.write_text("\n".join(wanted) + "\n", "utf-8")


def fetch(folder: Path) -> Path:
    """The unpacked npm package."""
    source = f"lucide-static@{RELEASE}"
    subprocess.run(["npm", "pack", "--silent", source], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def tidy(drawing: str) -> str:
    """One line, without what only web pages use."""
    drawing = re.sub(r"<!--.*?-->", "", drawing, flags=re.DOTALL)
    drawing = (
        re.sub(r'\s(class|width|height)="[^"]*"', "", drawing.split(">", 1)[0])
        + ">"
        + (drawing.split(">", 1)[1])
    )
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{STROKE}"', 1)
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", drawing)).strip() + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
