"""A walk through all errors: each is provoked, is told in sentences, and stands in the docs so."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.engine import Engine
from engine.errors import EngineError, Problem
from engine.versions import SUPPORTED
from support.checkpoints import write_checkpoint
from support.garbage import collected_on_this_thread
from support.provocations import PROVOCATIONS, Scene

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_garbage = pytest.fixture(autouse=True, scope="module")(collected_on_this_thread)

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "errors.md").read_text("utf-8")
ROWS = {
    (kind, cause): seen
    for kind, cause, seen in re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", TABLE, re.M)
}
"""What the user sees, by kind and cause; … stands for what differs from case to case."""


def kinds() -> set[str]:
    """Of all problems in the sources."""
    files = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "glm_studio").rglob("*.py")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    found = set(re.findall(r'^    kind(?:: \w+(?:\[str\])?)? = "(\w+)"', text, re.MULTILINE))
    return found | set(re.findall(r'Problem\(\s*"(\w+)"', text))


def test_every_kind_of_error_is_in_the_table_and_is_provoked():
    assert {kind for kind, _ in ROWS} == kinds() - {"engine"}  # the root of all
    assert set(ROWS) == set(PROVOCATIONS)
    assert len(ROWS) == TABLE.count("\n| `")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "random")


@pytest.fixture
def scene(checkpoint, tmp_path, monkeypatch, qtbot) -> Iterator[Scene]:
    engines: list[Engine] = []

    def open_engine(model: Path, **options: object) -> Engine:
        chosen = {"device": "cpu", "precision": "fp32", "cache_dir": tmp_path / "cache"} | options
        engines.append(Engine(model, **chosen))
        return engines[-1]

    yield Scene(checkpoint, tmp_path, open_engine, monkeypatch, qtbot)
    stopped = [engine.close(30) for engine in engines]
    assert all(stopped), "an engine's worker did not stop"


def provoked(key: tuple[str, str], scene: Scene) -> Problem:
    try:
        problem = PROVOCATIONS[key](scene)
    except EngineError as error:
        problem = error.problem
    finally:
        scene.patch.undo()
    assert problem is not None, "nothing went wrong"
    return problem


def is_sentence(text: str) -> bool:
    """From a capital letter, a number or a name to a full stop, or to a command to be copied."""
    words = text.split()
    begins = words[0][0].isupper() or words[0] in SUPPORTED or not words[0].isalpha()
    command = re.search(r"(Run|window): \S+ .*\S$", text)
    return len(words) > 1 and begins and (text.endswith(".") or command is not None)


@pytest.mark.parametrize("key", PROVOCATIONS, ids=lambda key: PROVOCATIONS[key].__name__)
def test_what_the_user_sees_is_what_the_table_says(key, scene):
    problem = provoked(key, scene)
    assert problem.kind == key[0]
    for part in (problem.what, problem.why, problem.remedy):
        assert is_sentence(part), part
    pattern = ".+?".join(map(re.escape, ROWS[key].split("…")))
    assert re.fullmatch(pattern, f"{problem.what} {problem.why}"), problem
