"""The studio's languages: `python packaging/translations.py update|release|report`.

`update` finds all texts of the program and brings resources/translations/studio_*.ts up to date,
which Qt Linguist opens; `release` makes of them the .qm files that the program reads, `report` says
what is missing. In the .ts files all texts stand in one context: the same words mean the same
everywhere, unless a comment tells them apart, as in ``tr("Open", "a verb")``. In the .qm files they
stand under each class that says them, as Qt looks them up.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCES = ("glm_studio", "engine")
CONTEXT = "studio"
PLURALS = {"en": 2, "ru": 3, "zh_CN": 1}
"""The languages, and how many forms a counted word has."""

TRANSLATORS = {"tr", "_tr", "say"}
"""Functions and methods whose first argument is a text for the user."""


@dataclass(frozen=True, order=True)
class Key:
    """A text, and the comment that tells it from the same text elsewhere."""

    source: str
    comment: str = ""


@dataclass
class Message:
    """Where a text is used, whether it counts, and its translations: one, or one a plural form."""

    files: set[str] = field(default_factory=set)
    contexts: set[str] = field(default_factory=set)
    """Under which Qt looks it up."""
    counts: bool = False
    translations: list[str] = field(default_factory=list)

    def is_complete(self, language: str) -> bool:
        if not self.counts:
            return bool("".join(self.translations))
        return len(self.translations) == PLURALS[language] and all(self.translations)


Catalogue = dict[Key, Message]


def extract() -> Catalogue:
    """All texts of the program."""
    found: Catalogue = {}
    for room in SOURCES:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for key, context in texts_in(path.read_text("utf-8")):
                message = found.setdefault(key, Message())
                message.files.add(name)
                message.contexts.add(context)
                message.counts = "%n" in key.source
    return found


def texts_in(code: str) -> list[tuple[Key, str]]:
    """The texts of a module, in their order, and the context of each."""
    finder = _Finder()
    finder.visit(ast.parse(code))
    return finder.found


class _Finder(ast.NodeVisitor):
    """Methods look their texts up under their class, functions under none."""

    def __init__(self) -> None:
        self.found: list[tuple[Key, str]] = []
        self._classes = [""]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        method = isinstance(node.func, ast.Attribute)
        if _name(node.func) in TRANSLATORS and node.args:
            text, *rest = [_text(argument) for argument in node.args]
            if text:
                comment = rest[0] if rest and rest[0] else ""
                self.found.append((Key(text, comment), self._classes[-1] if method else ""))
        self.generic_visit(node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.expr) -> str | None:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if constant else None  # type: ignore[attr-defined]


def read(file: Path) -> Catalogue:
    """A .ts file's messages; empty if there is no such file."""
    if not file.is_file():
        return {}
    found: Catalogue = {}
    for node in ET.parse(file).iter("message"):  # noqa: S314 - our own file
        key = Key(node.findtext("source", ""), node.findtext("comment", ""))
        translation = node.find("translation")
        forms = [] if translation is None else [f.text or "" for f in translation]
        plain = "" if translation is None else translation.text or ""
        counts = node.get("numerus") == "yes"
        files = {where.get("filename", "") for where in node.iter("location")}
        forms = forms if counts else [plain] * bool(plain)
        found[key] = Message(files, {CONTEXT}, counts, forms)
    return found


def write(file: Path, language: str, catalogue: Catalogue) -> None:
    """A .ts file, sorted by text so that changes read well."""
    top = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    for name in sorted({name for message in catalogue.values() for name in message.contexts}):
        context = ET.SubElement(top, "context")
        ET.SubElement(context, "name").text = name
        for key in sorted(catalogue):
            if name in catalogue[key].contexts:
                _write_message(context, language, key, catalogue[key])
    ET.indent(top, "  ")
    text = ET.tostring(top, encoding="unicode")
    header = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    file.write_text(header + text + "\n", "utf-8")


def _write_message(context: ET.Element, language: str, key: Key, message: Message) -> None:
    node = ET.SubElement(context, "message", {"numerus": "yes"} if message.counts else {})
    for name in sorted(message.files):
        ET.SubElement(node, "location", filename=f"../../{name}")
    ET.SubElement(node, "source").text = key.source
    if key.comment:
        ET.SubElement(node, "comment").text = key.comment
    complete = message.is_complete(language)
    translation = ET.SubElement(node, "translation", {} if complete else {"type": "unfinished"})
    if not message.counts:
        translation.text = "".join(message.translations)
        return
    forms = (message.translations + [""] * PLURALS[language])[: PLURALS[language]]
    for form in forms:
        ET.SubElement(translation, "numerusform").text = form


def merged(language: str) -> Catalogue:
    """The program's texts with the translations that there are; what is not used any more goes.

    English texts are their own translation, but for those that count.
    """
    old = read(FOLDER / f"studio_{language}.ts")
    texts = {k: m for k, m in extract().items() if m.counts or language != "en"}
    for key, message in texts.items():
        message.translations = old[key].translations if key in old else []
    return texts


def update() -> None:
    """Bring the .ts files up to date."""
    for language in PLURALS:
        texts = merged(language)
        for message in texts.values():
            message.contexts = {CONTEXT}
        write(FOLDER / f"studio_{language}.ts", language, texts)


def release(folder: Path = FOLDER) -> None:
    """Make the .qm files."""
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    with tempfile.TemporaryDirectory() as scratch:
        for language in PLURALS:
            source = Path(scratch, f"studio_{language}.ts")
            write(source, language, merged(language))
            target = folder / source.with_suffix(".qm").name
            subprocess.run([lrelease, "-silent", source, "-qm", target], check=True)


def missing(language: str) -> list[Key]:
    """Texts of the program without a translation."""
    texts = merged(language)
    return [key for key, message in texts.items() if not message.is_complete(language)]


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("update", "release", "report"))
    what = parser.parse_args().what
    if what == "update":
        update()
    elif what == "release":
        release()
    else:
        for language in PLURALS:
            keys = missing(language)
            print(f"{language}: {len(keys)} of {len(merged(language))} texts are missing")
            for key in keys:
                print(f"  {key.source}")


if __name__ == "__main__":
    main()
