"""What a session leaves that ends badly; what others leave alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.api import GenerationRequest
from engine.recipe import PriorCodes
from engine.sizes import Grid
from glm_studio.library.journal import Journal, Making, Session

FOX = GenerationRequest("a “fox”", 256, 256, 12, 1.5, 7, prior=PriorCodes(Grid(1, 1), (5,)))
NOW = datetime.now(UTC)
MAKING = Session(NOW, "nano", (Making(FOX, "npu:0", "denoise"),), {"Qt": "6"})

DIES = """
import sys, os, signal, ctypes
from datetime import UTC, datetime
from pathlib import Path
from engine.api import GenerationRequest
from glm_studio.library.journal import Journal, Making, Session
fox = GenerationRequest("a fox", 256, 256, 12, 1.5, 7)
making = (Making(fox, "cpu", "prior"),) if sys.argv[3] == "making" else ()
journal = Journal(Path(sys.argv[1]), Path(sys.argv[1], "log"))
journal.open(Session(datetime.now(UTC), "nano"), catch_faults=True)
journal.write(Session(datetime.now(UTC), "nano", making))
if sys.argv[2] == "fault":
    ctypes.string_at(0)
if sys.argv[2] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
journal.close()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def session_ends(folder: Path, how: str, making: str = "making") -> int:
    """A session in a process of its own that ends like this."""
    return subprocess.run(
        [sys.executable, "-c", DIES, str(folder), how, making],
        check=False,
        capture_output=True,
        cwd=Path(__file__).parents[3],
    ).returncode


def begin(folder: Path) -> tuple[Journal, list]:
    journal = Journal(folder, folder / "log")
    return journal, journal.open(Session(NOW, "nano"), catch_faults=False)


def test_a_session_that_ends_as_it_should_leaves_nothing(folder):
    assert session_ends(folder, "well") == 0
    assert list(folder.iterdir()) == []


def test_a_fault_leaves_what_was_made_and_where_it_was(folder):
    assert session_ends(folder, "fault") == -signal.SIGSEGV
    journal, (remains,) = begin(folder)
    (making,) = remains.session.making
    assert (making.request.prompt, making.device, making.stage) == ("a fox", "cpu", "prior")
    assert "Segmentation fault" in remains.faults
    assert "string_at" in remains.report()
    remains.discard()
    journal.close()
    assert list(folder.iterdir()) == []


def test_a_session_that_was_killed_is_told_until_it_is_discarded(folder):
    session_ends(folder, "killed")
    _, (remains,) = begin(folder)
    assert remains.faults == ""
    _, others = begin(folder)  # a second window, meanwhile
    assert others == []
    remains._files._lock.release()  # this one ends, and nobody has answered
    _, (again,) = begin(folder)
    assert again.session == remains.session


def test_a_session_that_was_killed_at_its_last_act_leaves_nothing_for_ever(folder, monkeypatch):
    class KilledError(BaseException):
        pass

    unlink, removed = Path.unlink, []

    def remove_one(path: Path, missing_ok: bool = False) -> None:
        if removed:
            raise KilledError
        removed.append(path)
        unlink(path, missing_ok=missing_ok)

    journal = Journal(folder, folder / "log")
    journal.open(Session(NOW, "nano"), catch_faults=True)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", remove_one)
        with pytest.raises(KilledError):
            journal.close()
    journal._own._lock.release()
    following, remains = begin(folder)
    following.close()
    assert remains == []
    assert list(folder.iterdir()) == []


def test_of_a_session_that_made_nothing_there_is_nothing_to_tell(folder):
    session_ends(folder, "killed", "idle")
    assert len(list(folder.glob("*.json"))) == 1
    journal, remains = begin(folder)
    assert remains == []
    journal.close()
    assert list(folder.iterdir()) == []


def test_a_session_that_runs_beside_this_one_is_no_crash(folder):
    first, _ = begin(folder)
    first.write(MAKING)
    second, remains = begin(folder)
    assert remains == []
    second.close()
    first.write(MAKING)
    assert len(list(folder.glob("*.json"))) == 1


def test_a_damaged_journal_is_taken_away(folder):
    folder.mkdir()
    (folder / "1-00000000.json").write_text('{"started": 5}')
    (folder / "2-00000000.json").write_text("")
    _, remains = begin(folder)
    assert remains == []
    assert len(list(folder.glob("*.json"))) == 1


def test_nothing_is_written_after_the_end(folder):
    journal, _ = begin(folder)
    journal.close()
    journal.write(MAKING)
    assert list(folder.iterdir()) == []


def test_the_report_has_the_log_of_that_session_alone_and_no_codes(folder):
    session_ends(folder, "killed")
    (journal_file,) = folder.glob("*.json")
    data = MAKING.to_json() | {"started": datetime(2026, 11, 25, 10, 0).astimezone().isoformat()}
    journal_file.write_text(json.dumps(data))
    (folder / "log").write_text(
        "2026-11-25 09:00:00,000 WARNING x: of an older session\n  more of it\n"
        "2026-11-25 10:00:01,000 ERROR x: the card is hot\n  its own lines\n"
    )
    _, (remains,) = begin(folder)
    report = remains.report()
    assert "the card is hot\n  its own lines" in report
    assert "older" not in report
    assert "more of it" not in report
    assert "a “fox”" in report
    assert '"prior"' not in report
    assert "denoise, npu:0" in report
