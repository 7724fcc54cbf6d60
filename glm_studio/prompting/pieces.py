"""Templates and styles: named texts in TOML files, bundled ones in several languages.

A file holds a `name`, a `text` and perhaps an `about`, each a text or a table of texts by language
(`en`, `zh_CN`, `ru`), and may label the fields of its text: ``[labels.headline]``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glm_studio.library.atomic import make_folder, publish, temporary_file, write_file

_LONGEST_NAME = 60
_MOST_BYTES = 256 << 10
_MOST_DOTS = 1000
"""On a line: reading a key takes as long as the square of its parts."""

Words = Mapping[str, str]
"""One text in several languages; that of a user's own file stands under the empty name."""


@dataclass(frozen=True)
class Piece:
    """A template or a style; `file` is set for the user's own."""

    key: str
    name: Words
    text: Words
    about: Words = field(default_factory=dict)
    labels: Mapping[str, Words] = field(default_factory=dict)
    file: Path | None = None

    def name_in(self, language: str) -> str:
        return spoken(self.name, language)

    def text_in(self, language: str) -> str:
        return spoken(self.text, language)

    def about_in(self, language: str) -> str:
        return spoken(self.about, language)

    def label_of(self, name: str, language: str) -> str:
        """What a field is called in the form; one without a label goes by its name."""
        return spoken(self.labels.get(name, {}), language) or name[:1].upper() + name[1:]


def spoken(words: Words, language: str) -> str:
    """The text in a language such as ``ru_RU``, else in a near one, else in English."""
    short = language.partition("_")[0]
    near = next((name for name in words if name.partition("_")[0] == short), "en")
    return words.get(language) or words.get(near) or words.get("", "") or words.get("en", "")


def read_pieces(folder: Path, own: bool) -> tuple[list[Piece], list[tuple[Path, str]]]:
    """All pieces of a folder by name of file, and what could not be read: file and reason."""
    pieces, unread = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            pieces.append(_piece(path, own))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            unread.append((path, str(error)))
    return pieces, unread


def save_piece(folder: Path, name: str, text: str, file: Path | None = None) -> Path:
    """Write one of the user's own pieces, into `file` if it has one. Raises OSError."""
    make_folder(folder)
    content = f"name = {_quoted(name)}\ntext = {_quoted(text)}\n".encode()
    if file is not None:
        write_file(file, content)
        return file
    with temporary_file(folder, content) as temporary:
        for number in range(1, 1000):
            target = folder / f"{_file_name(name)}{f'-{number}' if number > 1 else ''}.toml"
            try:
                publish(temporary, target)
            except FileExistsError:
                continue
            return target
    raise FileExistsError(str(folder / f"{_file_name(name)}.toml"))


def _piece(path: Path, own: bool) -> Piece:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"larger than {_MOST_BYTES >> 10} KiB")
    content = path.read_bytes()
    if any(line.count(b".") > _MOST_DOTS for line in content.splitlines()):
        raise ValueError(f"a line with more than {_MOST_DOTS:,} dots")
    said = tomllib.loads(content.decode("utf-8-sig"))
    name, text = _words(said.get("name", path.stem)), _words(said["text"])
    labels = _labels(said.get("labels", {}))
    about = _words(said.get("about", ""))
    return Piece(path.stem, name, text, about, labels, path if own else None)


def _labels(said: Any) -> dict[str, Words]:
    if not isinstance(said, dict):
        raise TypeError(f"expected a table of labels, found {said!r:.40}")
    return {name: _words(words) for name, words in said.items()}


def _words(said: Any) -> Words:
    words = said if isinstance(said, dict) else {"": said}
    if not all(isinstance(text, str) for text in words.values()):
        raise TypeError(f"expected a text, found {said!r:.40}")
    return {name: text.strip() for name, text in words.items()}


def _quoted(text: str) -> str:
    """JSON's strings are TOML's, but for one character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w\-]+", "-", name).strip("-").lower()[:_LONGEST_NAME] or "piece"
