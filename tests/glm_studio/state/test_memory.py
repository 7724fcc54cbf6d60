"""What the window remembers."""

from __future__ import annotations

import errno
import json
import os
import threading
import time

import pytest

from glm_studio.state.memory import Memory


def test_values_come_back_from_the_file(tmp_path):
    memory = Memory(tmp_path / "deep" / "window.json")
    memory.put("prompt", "ein Bär")
    memory.put("shown", False)
    memory.put("parameters", {"width": 512})
    memory.write()
    again = Memory(tmp_path / "deep" / "window.json")
    again.read()
    assert again.text("prompt") == "ein Bär"
    assert again.flag("shown", True) is False
    assert again.group("parameters") == {"width": 512}


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"prompt": 7}', "\0"])
def test_a_damaged_file_reads_as_defaults(tmp_path, content):
    file = tmp_path / "window.json"
    file.write_text(content)
    memory = Memory(file)
    memory.read()
    assert memory.text("prompt", "default") == "default"


def test_a_damaged_file_is_put_aside(tmp_path):
    (tmp_path / "window.json").write_text('{"presets": ')
    memory = Memory(tmp_path / "window.json")
    memory.read()
    memory.put("prompt", "x")
    memory.write()
    assert (tmp_path / "window.broken").read_text() == '{"presets": '


def test_a_file_that_a_disk_refuses_to_read_is_not_written_over(tmp_path, monkeypatch):
    file = tmp_path / "window.json"
    file.write_text('{"prompt": "an owl"}', "utf-8")

    def refuse(*_: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    memory = Memory(file)
    with monkeypatch.context() as patch:
        patch.setattr(type(file), "read_text", refuse)
        memory.read()
    memory.put("prompt", "a cat")
    memory.write()
    assert json.loads(file.read_text("utf-8")) == {"prompt": "a cat"}
    assert "an owl" in file.with_suffix(".broken").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path):
    (tmp_path / "file").write_text("in the way")
    memory = Memory(tmp_path / "file" / "window.json")
    memory.put("prompt", "x")
    memory.write()
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders from others by itself")
def test_nobody_else_may_read_what_may_hold_keys(tmp_path):
    file = tmp_path / "window.json"
    file.write_text("{}")
    file.chmod(0o644)
    memory = Memory(file)
    memory.put("key", "sesame")
    memory.write()
    assert file.stat().st_mode & 0o077 == 0


def test_a_late_writer_never_puts_older_values_over_newer_ones(tmp_path):
    memory = Memory(tmp_path / "window.json")
    memory.put("prompt", "old")
    late = memory._writing()
    memory.put("prompt", "new")
    memory.write()
    late()
    again = Memory(tmp_path / "window.json")
    again.read()
    assert again.text("prompt") == "new"


def test_many_changes_at_once_are_one_piece_of_work_for_the_disk(tmp_path, monkeypatch):
    memory, written = Memory(tmp_path / "window.json"), []
    monkeypatch.setattr(
        "glm_studio.state.memory.write_file", lambda _file, content, _mode: written.append(content)
    )
    with memory._lock:  # the disk is busy
        threads = [_changed(memory, number) for number in range(50)]
    for thread in threads:
        thread.join(10)
    assert [json.loads(content) for content in written] == [{"number": 49}]


def _changed(memory, number):
    memory.put("number", number)
    return memory.write_soon()


def test_a_disk_that_hangs_does_not_keep_the_program(tmp_path, monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr("glm_studio.state.memory.write_file", lambda *_: answers.wait(10))
    memory, begun = Memory(tmp_path / "window.json"), time.monotonic()
    hanging = memory.write_soon()
    memory.write(0.1)
    assert time.monotonic() - begun < 5
    answers.set()
    hanging.join(10)
