"""Where the bundled files are: `resources/` of the checkout, or the wheel's copy of it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder, for example ``resource("models", "nano")``."""
    packaged = _PACKAGE / "resources"
    root = packaged if packaged.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def calibration_pictures() -> list[Path]:
    """The bundled pictures that the engine fits its previews on."""
    return sorted(resource("calibration").glob("*.png"))
