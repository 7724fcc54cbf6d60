"""What the search has found so far, each once more."""

from __future__ import annotations

import json
import os
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.api import GenerationRequest
from engine.checkpoint import read_json
from engine.errors import CheckpointError, RequestError
from engine.estimate import Rates
from engine.forecast import Paces, keep_rates, read_rates
from engine.parsing import parse_json
from engine.texts import say
from engine.weights import read_header
from glm_studio.library.journal import Journal, Making, Session
from glm_studio.library.sidecar import Marks, read_marks, sidecar_of, write_marks
from glm_studio.models.manifest import NAME, is_inside, read_manifest
from glm_studio.models.order import from_line
from glm_studio.prompting.pieces import read_pieces
from glm_studio.state.decode import decode
from glm_studio.state.incoming import _look_at
from support import hostile
from support.samples import XMP_PACKET


@pytest.mark.parametrize("text", hostile.DEEP[:3])
def test_json_nested_deeper_than_python_reads(text, tmp_path: Path):
    """It ended in an error that nobody expected: of models, downloads, rates and hashes."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        parse_json(text)
    file = tmp_path / "model_index.json"
    file.write_text(text)
    with pytest.raises(CheckpointError):
        read_json(file, "the index")
    (tmp_path / NAME).write_text(text)
    assert read_manifest(tmp_path) is None
    assert Paces(file, "nano").get("cpu") is None


def test_a_sidecar_that_names_another_encoding_than_it_has(tmp_path: Path):
    picture = tmp_path / "x.png"
    body = XMP_PACKET.split(b"?>", 1)[1]
    sidecar_of(picture).write_bytes(b"<?xml version='1.0' encoding='utf-16'?>" + body)
    write_marks(picture, Marks(5, ("owl",)))
    assert read_marks(picture) == Marks(5, ("owl",))


def test_a_sentence_that_quotes_is_not_steered_by_what_it_quotes():
    said = say("{name} cannot be used.", name="\x1b]0;a\x07\u202egnp.exe" + "x" * 9999)
    hostile.check_sentence(said)
    assert "gnp.exe" in said
    hostile.check_sentence(said.values["name"])
    assert say("{path} is gone.", path=Path("/home/me/eule.png")) == "/home/me/eule.png is gone."
    assert say("{cause}.", cause=ValueError("a\nb")) == "a\nb."


def test_a_record_of_a_download_of_endless_bytes(tmp_path: Path):
    sums = {"bytes": float("inf"), "sha256": "", "git_sha1": ""}
    told = {
        "source": "hugging_face", "repository": "a", "revision": "b", "endpoint": "c",
        "complete": True, "files": {"vae/config.json": sums},
    }  # fmt: skip
    (tmp_path / NAME).write_text(json.dumps(told))
    assert read_manifest(tmp_path) is None


def test_a_report_of_a_download_without_its_sentences():
    problem = {"kind": "a", "what": [], "why": "", "remedy": ""}
    assert from_line(json.dumps({"report": "failed", "problem": problem})) is None


@pytest.mark.parametrize("path", ["\ud83d", "a\0b", "x\n", "a/\u202eb"])
def test_no_file_of_a_download_has_a_name_that_disks_refuse(path):
    assert not is_inside(path)


@pytest.mark.parametrize("told", [[-1, 2], ["8", 1], [1e400, 1], [True, 1]])
def test_weights_of_no_shape(told, tmp_path: Path):
    header = json.dumps({"a": {"dtype": "F32", "shape": told, "data_offsets": [0, 8]}}).encode()
    file = tmp_path / "x.safetensors"
    file.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    with pytest.raises(CheckpointError):
        read_header(file)


def test_paces_and_rates_that_are_no_speeds(tmp_path: Path):
    file = tmp_path / "paces.json"
    file.write_text('{"nano|a": 0, "nano|b": NaN, "nano|c": 2.0}')
    paces = Paces(file, "nano")
    assert [paces.get(key) for key in "abc"] == [None, None, 2.0]
    paces.learn({"a": 1.0})
    (tmp_path / "rates.json").write_text("[1]")
    rates = Rates(1e11, 1e10, 1e10, 1e-6, False)
    keep_rates(tmp_path, "cpu", "fp32", rates)
    assert read_rates(tmp_path, "cpu", "fp32") == rates


def test_a_template_with_a_name_of_thousands_of_parts(tmp_path: Path):
    (tmp_path / "slow.toml").write_bytes(b"a." * 60_000 + b"b = 1\ntext = 'x'")
    began = time.thread_time()
    pieces, unread = read_pieces(tmp_path, own=True)
    assert not pieces
    assert len(unread) == 1
    assert time.thread_time() - began < 1


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="8"'
    ' height="8"><image x:href="/etc/passwd" width="8" height="8"/></svg>'
)


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.svg"])
def test_a_drawing_that_names_other_files_is_not_opened(name, tmp_path: Path):
    """Qt reads it whatever its name ends in, and the files that it names as well."""
    file = tmp_path / name
    file.write_text(SVG)
    with pytest.raises((RequestError, OSError)) as caught:
        decode(file)
    assert "no picture" in str(caught.value) or name == "x.jpg"


def test_a_dropped_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(RequestError):
        _look_at(tmp_path / "pipe.jpg")


def test_the_journal_of_a_prompt_with_half_a_character(tmp_path: Path):
    making = Making(GenerationRequest("a \ud83d cat", 64, 64, 4, 1.5, 1))
    session = Session(datetime.now(UTC), "nano", (making,))
    journal = Journal(tmp_path, tmp_path / "log")
    journal.open(session, catch_faults=False)
    (file,) = tmp_path.glob("*.json")
    assert Session.from_json(json.loads(file.read_text())).making == (making,)
    journal.close()
