"""`glm-studio library`: whether the library is as it should be, and the index made anew."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.api import to_json
from glm_studio.library.folders import Folders
from glm_studio.terminal import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from glm_studio.library.check_files import Finding

WELL, WRONG, NO_LOOK = 0, 1, 2
"""The exit codes of `check`: all is well, something is wrong, nothing can be looked at."""


def add_library(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command and what stands behind it."""
    parser = commands.add_parser(
        "library",
        help="check the pictures and their index, or make the index anew",
        description="Check the pictures and their index, or make the index anew from the files.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_check(actions)
    _add_rebuild(actions)


def _add_check(actions: argparse._SubParsersAction[Any]) -> None:
    parser = actions.add_parser(
        "check",
        help="say what is wrong, or that all is well",
        description="Look at every picture, at what stands beside it, at the index and at what the "
        "studio keeps for itself. Changes nothing, unless told to repair.",
        epilog="exit codes: 0 all is well, 1 something is wrong, 2 nothing can be looked at, "
        "130 interrupted",
    )
    parser.add_argument(
        "--thorough", action="store_true",
        help="decode every picture, and compare its pixels with the hash in its recipe",
    )  # fmt: skip
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--repair", action="store_true",
        help="bring the index up to date and remove what ended programs left; pictures, and what "
        "is said about them, are never changed",
    )  # fmt: skip
    only.add_argument(
        "--folder", type=Path, metavar="DIR",
        help="look at the files of this folder alone, a backup for example, without an index",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.set_defaults(run=_check)


def _add_rebuild(actions: argparse._SubParsersAction[Any]) -> None:
    parser = actions.add_parser(
        "rebuild",
        help="make the index anew from the files",
        description="Read every picture and its sidecar once more, and bring the index in line: "
        "ratings, tags and boards stand in the files. Open windows may stay open.",
        epilog="exit codes: 0 done, 1 done but for files or folders that cannot be read, 2 the "
        "index cannot be written, 130 interrupted",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.set_defaults(run=_rebuild)


def _check(options: argparse.Namespace) -> int:
    from glm_studio.library.check import check, check_folder, repair  # noqa: PLC0415 - sqlite3

    folders = Folders.standard()
    place = (options.folder or folders.pictures).absolute()
    try:
        if options.folder is not None or place.exists():
            next(place.iterdir(), None)
    except OSError as error:
        say(f"glm-studio: {place} cannot be looked at: {error.strerror}.", sys.stderr)
        return NO_LOOK
    with _counted("Checking", folders) as count:
        if options.repair:
            repair(folders, count.hear)
        if options.folder is not None:
            found = check_folder(place, options.thorough, count.hear)
        else:
            found = check(folders, options.thorough, count.hear)
        if options.json:
            return _tell_in_json(list(found), count.number, place)
        wrong = 0
        for finding in found:
            wrong += bool(finding.mends)
            count.print(_lines(finding))
    number = f"{count.number:,} picture{'' if count.number == 1 else 's'}"
    say(f"{number} looked at. {_verdict(wrong)}", sys.stdout)
    return WRONG if wrong else WELL


def _verdict(wrong: int) -> str:
    if not wrong:
        return "All is well."
    return "One thing is wrong." if wrong == 1 else f"{wrong:,} things are wrong."


def _lines(finding: Finding) -> str:
    """What was found and what mends it, as two lines; the path is one however it is named."""
    path = " ".join(str(finding.path).split("\n"))
    sign = "wrong" if finding.mends else "note "
    mends = f"\n       -> {finding.mends}" if finding.mends else ""
    return f"{sign}  {path}: {finding.says}{mends}"


def _tell_in_json(found: Sequence[Finding], pictures: int, place: Path) -> int:
    wrong = any(finding.mends for finding in found)
    told = {
        "folder": str(place),
        "pictures": pictures,
        "well": not wrong,
        "findings": [
            {
                "kind": finding.fault,
                "path": str(finding.path),
                "wrong": bool(finding.mends),
                "says": finding.says,
                "mends": finding.mends,
            }
            for finding in found
        ],
    }
    say(json.dumps(told), sys.stdout)
    return WRONG if wrong else WELL


def _rebuild(options: argparse.Namespace) -> int:
    from glm_studio.library.rebuild import rebuild  # noqa: PLC0415 - sqlite3

    folders = Folders.standard()
    with _counted("Reading", folders) as count:
        done = rebuild(folders, count.hear)
    if options.json:
        told = {
            "pictures": done.pictures,
            "dropped": done.dropped,
            "unreadable": [
                {"path": str(failure.path), "problem": to_json(failure.problem)}
                for failure in done.failed
            ],
            "away": {str(folder): why for folder, why in done.away.items()},
        }
        say(json.dumps(told), sys.stdout)
    else:
        for failure in done.failed:
            say(f"left out  {failure.path}: {failure.problem.why}", sys.stderr)
        for folder, why in done.away.items():
            say(f"as it was  {folder}: {why}", sys.stderr)
        say(
            f"The index knows {done.pictures:,} pictures; it has let go of {done.dropped:,} that "
            "are no more.",
            sys.stdout,
        )
    return WRONG if done.failed or done.away else WELL


class _Count:
    """How many pictures were looked at, shown on a terminal."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task
        self.number = 0

    def hear(self, number: int) -> None:
        self.number = number
        self._bar.update(self._task, completed=number, detail=f"{number:,} pictures")

    def print(self, text: str) -> None:
        """On stdout, and not into the bar."""
        if self._bar.live.is_started:
            self._bar.stop()
            say(text, sys.stdout)
            self._bar.start()
        else:
            say(text, sys.stdout)


@contextmanager
def _counted(what: str, folders: Folders) -> Iterator[_Count]:
    """Against what the index knows, which is about as many."""
    from rich.console import Console  # noqa: PLC0415 - takes a tenth of a second

    from glm_studio.library.rebuild import known_pictures  # noqa: PLC0415 - sqlite3
    from glm_studio.reporters import make_bar  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    with make_bar(console) as bar:
        task = bar.add_task(what, total=known_pictures(folders.index) or None, detail="")
        yield _Count(bar, task)
