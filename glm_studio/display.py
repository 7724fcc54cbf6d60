"""Whether a window can be opened, found out before Qt is loaded: Qt itself would abort."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError

_PROMPT = '"a red circle on a white background"'

_LIBRARIES = ("QtGui.abi3.so", "QtWidgets.abi3.so", "QtSvg.abi3.so")
_PLUGINS = {"xcb": "libqxcb.so", "wayland": "libqwayland*.so"}


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a family of Linux distributions installs packages, and what it calls those we need."""

    tool: str
    command: str
    packages: Mapping[str, str]
    """From the beginning of a library's file name to the package that holds it."""


_DEBIAN = Distribution(
    "apt-get",
    "sudo apt-get install",
    {
        "libEGL": "libegl1", "libGL": "libgl1", "libdbus-1": "libdbus-1-3",
        "libfontconfig": "libfontconfig1", "libfreetype": "libfreetype6",
        "libglib-2.0": "libglib2.0-0",
        "libwayland-client": "libwayland-client0", "libwayland-cursor": "libwayland-cursor0",
        "libwayland-egl": "libwayland-egl1", "libX11-xcb": "libx11-xcb1", "libX11": "libx11-6",
        "libxcb-cursor": "libxcb-cursor0", "libxcb-icccm": "libxcb-icccm4",
        "libxcb-image": "libxcb-image0", "libxcb-keysyms": "libxcb-keysyms1",
        "libxcb-randr": "libxcb-randr0", "libxcb-render-util": "libxcb-render-util0",
        "libxcb-shape": "libxcb-shape0", "libxcb-xinerama": "libxcb-xinerama0",
        "libxcb-xkb": "libxcb-xkb1", "libxcb": "libxcb1",
        "libxkbcommon-x11": "libxkbcommon-x11-0", "libxkbcommon": "libxkbcommon0",
    },
)  # fmt: skip
_FEDORA = Distribution(
    "dnf",
    "sudo dnf install",
    {
        "libEGL": "libglvnd-egl", "libGL": "libglvnd-glx", "libdbus-1": "dbus-libs",
        "libfontconfig": "fontconfig", "libfreetype": "freetype", "libglib-2.0": "glib2",
        "libwayland-client": "libwayland-client", "libwayland-cursor": "libwayland-cursor",
        "libwayland-egl": "libwayland-egl", "libX11": "libX11",
        "libxcb-cursor": "xcb-util-cursor", "libxcb-icccm": "xcb-util-wm",
        "libxcb-image": "xcb-util-image", "libxcb-keysyms": "xcb-util-keysyms",
        "libxcb-render-util": "xcb-util-renderutil", "libxcb": "libxcb",
        "libxkbcommon-x11": "libxkbcommon-x11", "libxkbcommon": "libxkbcommon",
    },
)  # fmt: skip
_DISTRIBUTIONS = (_DEBIAN, _FEDORA)


class DisplayError(EngineError):
    """No window can be opened on this machine as it is."""

    kind = "display"


def headless() -> str:
    """The command that makes a picture without a window, as it can be typed here."""
    beside = Path(sys.executable).with_name("glm-studio")
    installed = shutil.which("glm-studio") is not None or not beside.is_file()
    return f"{'glm-studio' if installed else beside} generate {_PROMPT}"


def require_display() -> None:
    """Raise `DisplayError` with a way out where Qt would find no display, or not its libraries.

    Not found out here: a display that answers but does not let this user in.
    """
    if sys.platform != "linux":
        return
    platform = platform_of(os.environ)
    if platform is None:
        raise DisplayError(
            "There is no display to open a window on.",
            "Neither DISPLAY nor WAYLAND_DISPLAY is set.",
            f"Make pictures without a window: {headless()}",
        )
    missing = missing_libraries(_needed_files(platform))
    if missing:
        raise DisplayError(
            "The window needs system libraries that are not installed.",
            f"Missing: {', '.join(missing)}.",
            f"{install_advice(missing)} Without a window: {headless()}",
        )
    variable = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}.get(platform, "")
    name = os.environ.get(variable, "")
    if variable and not _answers(platform, name):
        raise DisplayError(
            f"The display {name!r} does not answer.",
            f"{variable} names a server that is not running.",
            f"Start it or set {variable} to another; without a window: {headless()}",
        )


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """Names of the shared libraries that `files` need and this system lacks, by its own loader."""
    unloadable = [file for file in files if not _loads(file)]
    if not unloadable or shutil.which("ldd") is None:
        return []
    listing = subprocess.run(  # noqa: S603 - our own files
        ["ldd", *map(str, unloadable)],  # noqa: S607 - the system's own tool
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)))


def _loads(file: Path) -> bool:
    """Loads what the window needs in any case: to ask ldd first is a tenth of the start."""
    try:
        ctypes.CDLL(str(file))
    except OSError:
        return False
    return True


def install_advice(missing: Iterable[str]) -> str:
    """The sentence with the command that installs libraries, in this system's own words."""
    for distribution in _DISTRIBUTIONS:
        if shutil.which(distribution.tool):
            packages = sorted({_package(library, distribution) for library in missing})
            return f"Run: {distribution.command} {' '.join(packages)}"
    return "Install them with your system's package manager."


def _package(library: str, distribution: Distribution) -> str:
    """The longest known beginning wins; an unknown library is named itself."""
    known = [name for name in distribution.packages if library.startswith(name)]
    return distribution.packages[max(known, key=len)] if known else library


def platform_of(environment: Mapping[str, str]) -> str | None:
    """The Qt platform that will be used, by what Qt itself looks at."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen:
        return chosen
    wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if environment.get("DISPLAY") and not (
        wayland and environment.get("XDG_SESSION_TYPE") == "wayland"
    ):
        return "xcb"
    return "wayland" if wayland else None


def _needed_files(platform: str) -> list[Path]:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(next(iter(spec.submodule_search_locations)))
    files = [package / name for name in _LIBRARIES]
    if platform in _PLUGINS:
        files += (package / "Qt" / "plugins" / "platforms").glob(_PLUGINS[platform])
    return [file for file in files if file.is_file()]


def _answers(platform: str, name: str) -> bool:
    """Whether a local server accepts connections; a display on another machine is believed."""
    if platform == "wayland":
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
        return _accepts(str(Path(folder) / name))
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if local is None:
        return True
    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where X servers listen
    return _accepts(f"\0{path}") or _accepts(path)


def _accepts(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def main() -> int:
    """`python -m glm_studio.display`: says what a window lacks on this machine, if anything."""
    try:
        require_display()
    except DisplayError as error:
        print(f"glm-studio: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
