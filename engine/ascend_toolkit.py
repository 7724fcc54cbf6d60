"""Where CANN is installed, the toolkit of Huawei's Ascend cards. Looks at files alone; no torch.

Outside `engine/devices/`, for a program that needs the toolkit's environment has to have it before
it imports torch, or anything that is slow (`glm_studio/ascend_environment.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

HOME_VARIABLES = ("ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME")
"""Set by the toolkit's `set_env.sh`: the folder of the version in use."""

_SCRIPTS = (
    "cann/set_env.sh",
    "ascend-toolkit/set_env.sh",
    "ascend-toolkit/latest/set_env.sh",
    "cann-*/set_env.sh",
)
"""Below the folder that the installer was given, the newest way of naming first."""

_VERSION_FILES = (
    "ascend_toolkit_install.info",
    "*-linux/ascend_toolkit_install.info",
    "version.cfg",
    "version.info",
    "share/info/runtime/version.info",
    "runtime/version.info",
    "compiler/version.info",
)
_VERSION = re.compile(r'^\s*version\s*=\s*\W*([0-9][\w.]*)"?', re.IGNORECASE | re.MULTILINE)
_RUNNING = re.compile(r"^\s*\w*running_version\s*=.*?([0-9]+\.[\w.]+)", re.MULTILINE)


def set_env_script(environ: Mapping[str, str], root: Path = Path("/")) -> Path | None:
    """The newest `set_env.sh`: of the system's folder, then of the user's own."""
    folders = [root / "usr/local/Ascend"]
    if home := environ.get("HOME"):
        folders.append(Path(home) / "Ascend")
    for folder in folders:
        for pattern in _SCRIPTS:
            found = sorted(folder.glob(pattern), key=lambda path: _in_order(path.parent.name))
            if found:
                return found[-1]
    return None


def toolkit_folder(environ: Mapping[str, str]) -> Path | None:
    """The toolkit whose environment this process has; None if it has none, or one that is gone."""
    named = [Path(environ[name]) for name in HOME_VARIABLES if environ.get(name)]
    return next((folder for folder in named if folder.is_dir()), None)


def toolkit_version(folder: Path) -> str | None:
    """Such as ``9.1.0`` or ``8.2.RC1``, from whichever of its files says so."""
    for pattern in _VERSION_FILES:
        for file in sorted(folder.glob(pattern)):
            try:
                text = file.read_text("utf-8", "replace")
            except OSError:
                continue
            if found := _VERSION.search(text) or _RUNNING.search(text):
                return found.group(1)
    return None


def _in_order(name: str) -> list[tuple[int, str]]:
    """Sorts ``cann-9.1.0`` before ``cann-10.0.0``."""
    return [(int(digits or 0), rest) for digits, rest in re.findall(r"(\d+)|(\D+)", name)]
