"""`glm-studio adapters`: the LoRA files that there are, and whether they fit the model."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_data_path

from engine.adapters import read_adapter
from engine.api import Adapter
from engine.checkpoint import open_checkpoint
from engine.errors import AdapterError
from glm_studio.terminal import say

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Listed:
    """One file; `complaint` says why it does not fit, and is empty if it does."""

    name: str
    file: str
    rank: int
    layers: int
    bytes: int
    complaint: str = ""

    def line(self) -> str:
        if self.complaint:
            return f"{self.name:<28} does not fit: {self.complaint}"
        size = f"{self.bytes / _MIB:.1f} MiB"
        return f"{self.name:<28} rank {self.rank:<4} {self.layers:>4} layers {size:>12}"


def adapters_folder() -> Path:
    """Where adapters are found by name."""
    return user_data_path("glm-studio") / "adapters"


def asked_adapter(text: str) -> Adapter:
    """A file, or the name of one in the adapters folder; ``=WEIGHT`` may stand behind it.

    A file's own name may hold a ``=``, so the whole is looked for first.
    """
    whole = _find(text)
    if whole is not None:
        return Adapter(str(whole))
    name, _, weight = text.rpartition("=")
    file = _find(name) if name else None
    if file is None:
        asked = text if not name or _number(weight) is None else name
        there = ", ".join(_names()) or "none"
        raise argparse.ArgumentTypeError(
            f"there is no such file or name: {asked!r}; names in {adapters_folder()}: {there}"
        )
    number = _number(weight)
    if number is None:
        raise argparse.ArgumentTypeError(f"{weight!r} is not a number")
    return Adapter(str(file), number)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _find(name: str) -> Path | None:
    """The file of that path, or of that name in the adapters folder; None if there is neither."""
    path, stored = Path(name), adapters_folder() / f"{name}.safetensors"
    with suppress(RuntimeError):  # ~somebody who is not known here
        path = path.expanduser()
    found = next((p for p in (path, stored) if _is_file(p)), None)
    return found.absolute() if found else None


def _names() -> list[str]:
    """Those that the adapters folder holds."""
    return sorted(path.stem for path in adapters_folder().glob("*.safetensors"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file could have
        return False


def list_adapters(model: Path, folder: Path | None, as_json: bool) -> int:
    """Print a line, or a JSON object, for each safetensors file of a folder; returns 0."""
    checkpoint, place = open_checkpoint(model), folder or adapters_folder()
    found = []
    for path in sorted(place.glob("*.safetensors")):
        try:
            file = read_adapter(path, checkpoint)
        except AdapterError as error:
            found.append(Listed(path.stem, str(path), 0, 0, 0, error.problem.why))
        else:
            found.append(Listed(path.stem, str(path), file.rank, len(file.layers), file.bytes))
    if as_json:
        say(json.dumps([asdict(listed) for listed in found]), sys.stdout)
    elif found:
        say("\n".join(listed.line() for listed in found), sys.stdout)
    else:
        say(f"There are no adapters in {place}.", sys.stderr)
    return 0
