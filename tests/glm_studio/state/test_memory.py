"""What the window remembers."""

from __future__ import annotations

import os

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
