"""Whether the library is as it should be: its files, what stands beside them, and the index.

Nothing is changed. What is found comes one after the other, so that a million files take no more
memory than a folder of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.texts import say
from glm_studio.library import imports
from glm_studio.library.check_files import (
    Fault,
    FileCheck,
    Finding,
    OnFile,
    away_finding,
    repaired,
    temporaries,
)
from glm_studio.library.errand import Errand, HangsError
from glm_studio.library.folders import Folders
from glm_studio.library.formats import format_of
from glm_studio.library.index import Index, open_as_it_is
from glm_studio.library.leftovers import places, remove_leftovers
from glm_studio.library.migrations import MIGRATIONS
from glm_studio.library.presence import is_there
from glm_studio.library.reach import Reach, innermost, is_below
from glm_studio.library.rebuild import rebuild, roots_of
from glm_studio.library.rescue import rescue_folders
from glm_studio.library.roots import PATIENCE_S

_REBUILD = "glm-studio library rebuild"


def check(folders: Folders, thorough: bool, on_file: OnFile) -> Iterator[Finding]:
    """All that is wrong with the library. `thorough` decodes every picture."""
    roots = roots_of(folders)
    reach = Reach(folders.mounts, (folders.pictures, folders.rescued))
    look = FileCheck(thorough, on_file)
    yield from _folder_list(folders)
    away: dict[Path, str] = {}
    index: Index | None = None
    if folders.index.exists():
        index, findings = _open(folders.index)
        yield from findings
    else:
        says = say("There is no index. The next start makes one, or: {command}", command=_REBUILD)
        yield Finding(Fault.INDEX, folders.index, says)
    try:
        for root in roots:
            others = [other for other in roots if other != root and is_below(other, root)]
            if why := _why_away(reach, root):
                away[root] = why
                yield away_finding(root, why)
            elif root.is_dir():
                yield from look.through(root, others, index, away)
            away |= reach.lost_below(root)
        if index is not None:
            yield from _extra(index, roots, away)
            yield from look.doubts(index)
    finally:
        if index is not None:
            index.close()
    yield from _studio(folders)


def check_folder(folder: Path, thorough: bool, on_file: OnFile) -> Iterator[Finding]:
    """All that is wrong with the files of a folder, whatever library it belongs to."""
    yield from FileCheck(thorough, on_file).through(folder, (), None, {})


def repair(folders: Folders, on_file: OnFile) -> None:
    """Bring the index up to date, and remove what ended programs left. Raises `IndexFileError`."""
    rebuild(folders, on_file)  # which also looks through the folders of pictures
    for _ in remove_leftovers(folders):
        pass


def _extra(index: Index, roots: Sequence[Path], away: dict[Path, str]) -> Iterator[Finding]:
    for path in index.paths():
        if innermost(path, away) is not None:
            continue
        if innermost(path, roots) is None:
            says = say("The index knows it, but it is in no folder of the library.")
        elif not is_there(path):
            says = say("The index knows it, but there is no such file.")
        else:
            continue
        if index.entry(path) is not None:
            yield Finding(Fault.EXTRA, path, says, repaired())


def _open(file: Path) -> tuple[Index | None, list[Finding]]:
    """The index, if files can be compared with it."""

    def broken(says: str) -> list[Finding]:
        mends = say("Close GLM Studio and run: {command}", command=_REBUILD)
        return [Finding(Fault.INDEX, file, says, mends)]

    index: Index | None = None
    try:
        index, schema = open_as_it_is(file)
        if schema > len(MIGRATIONS):
            says = say("A newer version of the program wrote it.")
        elif schema < len(MIGRATIONS):
            index.close()
            says = say("An older version of the program wrote it. The next start updates it.")
            return None, [Finding(Fault.INDEX, file, says)]
        elif damage := index.damage():
            says = say("It is damaged: {damage}.", damage=damage)
        elif not index.words_fit():
            return index, broken(say("Its words do not fit its rows: searches miss pictures."))
        else:
            return index, []
    except sqlite3.Error as error:
        says = say("SQLite says: {error}.", error=error)
    if index is not None:
        index.close()
    return None, broken(says)


def _why_away(reach: Reach, root: Path) -> str:
    """Asked on another thread, for some drives never answer."""
    errand = Errand("library-disk", ([why] for why in map(reach.why_away, [root])))
    try:
        return "".join(why for step in errand.steps(PATIENCE_S) for why in step or ())
    except HangsError:
        return say("It does not answer.")


def _folder_list(folders: Folders) -> Iterator[Finding]:
    try:
        imports.parse(folders.imports)
    except (OSError, ValueError) as error:
        says = say("The list of imported folders cannot be read: {error}.", error=error)
        mends = say("Mend the file, or move it away and import the folders again.")
        yield Finding(Fault.FOLDERS, folders.imports, says, mends)


def _studio(folders: Folders) -> Iterator[Finding]:
    """What the studio keeps beside the pictures."""
    for place in places(folders):
        if place.is_dir() and folders.rescued not in (place, *place.parents):  # with the pictures
            yield from temporaries(place)
    for place in rescue_folders(folders):
        if number := _pictures_in(place):
            says = say("Pictures that could not be saved where they belong: {n}.", n=number)
            mends = say("Move them to {folder}.", folder=folders.pictures)
            yield Finding(Fault.RESCUED, place, says, mends)
    if number := _pictures_in(folders.deleted):
        says = say("Deleted pictures, for want of a trash of the system: {n}.", n=number)
        yield Finding(Fault.DELETED, folders.deleted, says)
    if folders.queue.is_dir():
        for path in sorted(folders.queue.glob("*.broken")):
            says = say("A part of the queue that could not be read.")
            yield Finding(Fault.QUEUE, path, says, say("Look into it, then delete it."))


def _pictures_in(folder: Path) -> int:
    return sum(bool(format_of(path.name)) for path in folder.rglob("*")) if folder.is_dir() else 0
