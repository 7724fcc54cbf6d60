"""`glm-studio adapters`: the LoRA files that there are, and whether they fit the model."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_data_path

from engine.adapters import read_adapter
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


def find_adapter(name: str) -> Path:
    """The file of that path, or of that name in the adapters folder."""
    path = Path(name).expanduser()
    stored = adapters_folder() / f"{name}.safetensors"
    return stored if not path.is_file() and stored.is_file() else path.absolute()


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
