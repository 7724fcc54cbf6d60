"""Dictionaries of this machine, which of them a text needs, and the words that they do not know.

Hunspell's format alone: LibreOffice, Firefox and the Linux desktops bring such dictionaries.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from engine.drawn_text import PATTERNS
from glm_studio.library.atomic import write_file

AUTOMATIC = "auto"

_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_NO_PROSE = "|".join((*PATTERNS, r"https?://\S+", r"\S*[\d_@/\\<>|{}]\S*"))
"""Texts to be drawn, addresses, and words that hold what no word of prose does."""

_SCRIPTS = (
    ("latin", "\u0041", "\u024f"),
    ("greek", "\u0370", "\u03ff"),
    ("cyrillic", "\u0400", "\u052f"),
    ("armenian", "\u0530", "\u058f"),
    ("hebrew", "\u0590", "\u05ff"),
    ("arabic", "\u0600", "\u06ff"),
)
_SCRIPT_OF = {
    "cyrillic": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"),
    "greek": ("el",),
    "hebrew": ("he",),
    "arabic": ("ar", "fa", "ur"),
    "armenian": ("hy",),
}
"""The languages that are not written in Latin letters; the others are."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A pair of files: ``<name>.dic`` and ``<name>.aff`` in `folder`. The name is like en_US."""

    name: str
    folder: Path

    @property
    def language(self) -> str:
        return re.split("[_-]", self.name)[0].lower()

    @property
    def script(self) -> str:
        return next((s for s, langs in _SCRIPT_OF.items() if self.language in langs), "latin")

    @property
    def stem(self) -> str:
        """The files' path without their endings."""
        return str(self.folder / self.name)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and where it starts, in characters."""

    text: str
    start: int

    @property
    def script(self) -> str:
        first = self.text[0]
        return next((name for name, low, high in _SCRIPTS if low <= first <= high), "")


def find_dictionaries(folders: Iterable[Path] | None = None) -> list[Dictionary]:
    """The dictionaries in these folders, or in those where systems keep them; one a name."""
    found: dict[str, Dictionary] = {}
    for folder in _folders() if folders is None else folders:
        for file in _listed(folder):
            name = file.stem
            if file.suffix == ".dic" and file.with_suffix(".aff").is_file():
                found.setdefault(name, Dictionary(name, folder))
    return sorted(found.values(), key=lambda dictionary: dictionary.name)


def choose(
    dictionaries: Sequence[Dictionary], wish: str, locales: Sequence[str]
) -> list[Dictionary]:
    """Those that are checked by: the wished one, or one a script by the user's `locales`.

    Prompts are English as often as not, so an English one joins that of the user's language.
    """
    if wish != AUTOMATIC:
        return [dictionary for dictionary in dictionaries if dictionary.name == wish]
    chosen: list[Dictionary] = []
    for script in dict.fromkeys(dictionary.script for dictionary in dictionaries):
        written = [dictionary for dictionary in dictionaries if dictionary.script == script]
        own = [best for best in (_nearest(written, locale) for locale in locales) if best]
        english = _nearest(written, "en_US")
        chosen += dict.fromkeys([*own[:1], *([english] if english else [])] or written[:1])
    return chosen


def words_of(text: str) -> list[Word]:
    """The words of prose in a text. Abbreviations in capitals are none, nor what is quoted."""
    return [
        Word(match[0], match.start())
        for match in re.finditer(_WORD, _blanked(text))
        if len(match[0]) > 1 and not match[0].isupper()
    ]


def _blanked(text: str) -> str:
    return re.sub(_NO_PROSE, lambda match: " " * len(match[0]), text)


def _nearest(dictionaries: Sequence[Dictionary], locale: str) -> Dictionary | None:
    """That of the locale, or another of its language."""
    plain = locale.replace("-", "_")
    language = plain.split("_")[0].lower()
    same = [dictionary for dictionary in dictionaries if dictionary.language == language]
    exact = (d for d in same if d.name.replace("-", "_").lower() == plain.lower())
    return next(exact, same[0] if same else None)


def _folders() -> Iterator[Path]:
    """Where dictionaries lie, the user's own first."""
    yield from map(Path, filter(None, os.environ.get("DICPATH", "").split(os.pathsep)))
    data = [platformdirs.user_data_path(), *map(Path, _data_folders())]
    for folder in data:
        yield from (folder / "hunspell", folder / "myspell", folder / "myspell" / "dicts")
    if sys.platform == "darwin":
        yield from (Path.home() / "Library" / "Spelling", Path("/Library/Spelling"))
    for office in ("/usr/lib/libreoffice", "/opt/libreoffice"):
        yield from sorted(Path(office).glob("share/extensions/dict-*"))
    spec = find_spec("hunspell")  # the package brings one for English
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "dictionaries"


def _data_folders() -> list[str]:
    told = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [] if sys.platform == "win32" else told.split(os.pathsep)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def read_words(file: Path) -> frozenset[str]:
    """The user's own words, one a line; none of a file that is missing. Raises OSError."""
    try:
        return frozenset(
            filter(None, map(str.strip, file.read_text("utf-8", "replace").split("\n")))
        )
    except FileNotFoundError:
        return frozenset()


def write_words(file: Path, words: Iterable[str]) -> None:
    """Replace the file in one step. Raises OSError."""
    text = "".join(f"{word}\n" for word in sorted(words))
    write_file(file, text.encode("utf-8", "replace"))
