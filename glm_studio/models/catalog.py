"""Finds checkpoints: the bundled one, downloads, the user's folders and the clients' caches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.checkpoint import Checkpoint, open_checkpoint
from engine.errors import EngineError, Problem
from engine.parsing import parse_json
from glm_studio.models.manifest import NAME, Manifest, read_manifest

_INDEX = "model_index.json"
_PIPELINE = "GlmImagePipeline"
_DEEPEST = 3
"""Folders below one that the user has named in which models are looked for."""


class Origin(StrEnum):
    """How a checkpoint came to be known."""

    BUNDLED = "bundled"
    DOWNLOADED = "downloaded"
    FOLDER = "folder"
    HUGGING_FACE = "huggingface"
    MODELSCOPE = "modelscope"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is or should be a checkpoint."""

    folder: Path
    origin: Origin


@dataclass(frozen=True, slots=True)
class Found:
    """A checkpoint, or why it is none. `disk_bytes` are those of all its files."""

    place: Place
    disk_bytes: int
    checkpoint: Checkpoint | None = None
    problem: Problem | None = None
    manifest: Manifest | None = None
    there_bytes: int = 0
    """What has arrived of a download."""

    @property
    def folder(self) -> Path:
        return self.place.folder

    @property
    def name(self) -> str:
        if self.checkpoint is None or self.place.origin is Origin.BUNDLED:
            return self.checkpoint.name if self.checkpoint else _readable(self.folder)
        named = self.checkpoint.name != self.folder.resolve().name
        return self.checkpoint.name if named else _readable(self.folder)

    @property
    def incomplete(self) -> bool:
        """Whether it is a download that has not come to its end."""
        return self.manifest is not None and not self.manifest.complete


@dataclass(frozen=True, slots=True)
class Roots:
    """Where checkpoints are looked for."""

    bundled: Path
    downloads: Path
    folders: tuple[Path, ...] = ()
    """The user's own, each a checkpoint."""
    hugging_face: Path | None = None
    modelscope: Path | None = None


def hugging_face_cache(environ: Mapping[str, str] = os.environ) -> Path:
    """Where huggingface_hub keeps models, by the variables that it reads."""
    if told := environ.get("HF_HUB_CACHE") or environ.get("HUGGINGFACE_HUB_CACHE"):
        return Path(told).expanduser()
    caches = Path(environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    home = environ.get("HF_HOME")
    return (Path(home).expanduser() if home else caches / "huggingface") / "hub"


def modelscope_cache(environ: Mapping[str, str] = os.environ) -> Path:
    """Where ModelScope's clients keep models."""
    return Path(environ.get("MODELSCOPE_CACHE") or "~/.cache/modelscope").expanduser()


def find(roots: Roots) -> list[Place]:
    """All places once, the bundled model first. Reads folders and indexes, no weights."""
    places = [
        Place(roots.bundled, Origin.BUNDLED),
        *(Place(folder, Origin.DOWNLOADED) for folder in _downloads(roots.downloads)),
        *(Place(folder, Origin.FOLDER) for folder in roots.folders),
        *(Place(folder, Origin.HUGGING_FACE) for folder in _snapshots(roots.hugging_face)),
        *(Place(folder, Origin.MODELSCOPE) for folder in _modelscope(roots.modelscope)),
    ]
    known: dict[Path, Place] = {}
    for place in places:
        known.setdefault(_resolved(place.folder), place)
    return list(known.values())


def describe(place: Place) -> Found:
    """Look through one folder; takes some hundredths of a second for the released model."""
    manifest, size = read_manifest(place.folder), disk_bytes(place.folder)
    there = manifest.bytes_there(place.folder) if manifest else 0
    try:
        return Found(place, size, open_checkpoint(place.folder), None, manifest, there)
    except EngineError as error:
        return Found(place, size, None, error.problem, manifest, there)


def checkpoints_below(folder: Path) -> list[Path]:
    """What the user means by naming a folder: itself, or the checkpoints in it; empty if it holds
    none."""
    if (folder / _INDEX).is_file():
        return [folder]
    return sorted(_search(folder, _DEEPEST))


def disk_bytes(folder: Path) -> int:
    """Of all files below; a cache's links count as what they lead to."""
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(base, name)).st_size  # noqa: PTH116, PTH118 - walked
            except OSError:
                continue
    return total


def _downloads(root: Path) -> Iterator[Path]:
    """Whole ones, and those that have begun."""
    for folder in _folders(root):
        if (folder / NAME).is_file() or (folder / _INDEX).is_file():
            yield folder


def _snapshots(cache: Path | None) -> Iterator[Path]:
    """Of each repository of Hugging Face's cache the snapshot that its main branch names, else the
    newest."""
    if cache is None:
        return
    for repository in _folders(cache):
        if not repository.name.startswith("models--"):
            continue
        snapshots = [s for s in _folders(repository / "snapshots") if _is_ours(s)]
        if snapshots:
            main = _text(repository / "refs" / "main")
            named = [s for s in snapshots if s.name == main]
            yield (named or sorted(snapshots, key=_changed))[-1]


def _modelscope(cache: Path | None) -> Iterator[Path]:
    """Its clients have laid their cache out in several ways over the years."""
    if cache is None:
        return
    roots = (cache, cache / "models", cache / "hub", cache / "hub" / "models")
    owners = [owner for root in roots for owner in _folders(root)]
    for owner in owners:
        snapshots = _folders(owner / "snapshots") if "--" in owner.name else _folders(owner)
        yield from (folder for folder in snapshots if _is_ours(folder))


def _search(folder: Path, depth: int) -> Iterator[Path]:
    for inner in _folders(folder):
        if _is_ours(inner):
            yield inner
        elif depth > 1:
            yield from _search(inner, depth - 1)


def _is_ours(folder: Path) -> bool:
    """Whether it is of this model family; the caches are full of others."""
    try:
        index = parse_json((folder / _INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(index, dict) and index.get("_class_name") == _PIPELINE


def _folders(root: Path) -> Sequence[Path]:
    try:
        return sorted(entry for entry in root.iterdir() if entry.is_dir())
    except OSError:
        return ()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder


def _readable(folder: Path) -> str:
    """A cache's folders are named by commits; the repository's name says more."""
    for part in _upwards(folder):
        if part.startswith("models--"):
            return part.split("--")[-1]
    if folder.parent.name == "snapshots" and "--" in folder.parent.parent.name:
        return folder.parent.parent.name.split("--")[-1]
    return folder.name.replace("___", ".")


def _upwards(folder: Path) -> Iterable[str]:
    return (parent.name for parent in list(folder.parents)[:2])
