"""The files of prompts: history, snippets, templates."""

from __future__ import annotations

import sqlite3

import pytest

from glm_studio.prompting import history
from glm_studio.prompting.history import UsedPrompt, open_history
from glm_studio.prompting.pieces import read_pieces, save_piece
from glm_studio.prompting.snippets import Snippet, matching, read_snippets, write_snippets


def test_prompts_come_back_newest_first_each_once(tmp_path):
    file = tmp_path / "new" / "history.sqlite3"
    store = open_history(file)
    store.put([UsedPrompt("a", 1), UsedPrompt("b\n“c” 🐕", 2)])
    store.put([UsedPrompt("a", 3)])
    store.close()
    again = open_history(file)
    assert again.prompts() == [UsedPrompt("a", 3), UsedPrompt("b\n“c” 🐕", 2)]
    again.remove([UsedPrompt("a", 3)])
    assert [prompt.text for prompt in again.prompts()] == ["b\n“c” 🐕"]
    again.close()


def test_the_oldest_prompts_go(tmp_path, monkeypatch):
    monkeypatch.setattr(history, "MOST", 3)
    store = open_history(tmp_path / "history.sqlite3")
    store.put([UsedPrompt(str(number), number) for number in range(9)])
    assert [prompt.text for prompt in store.prompts()] == ["8", "7", "6"]
    store.close()


def test_a_broken_history_is_put_aside(tmp_path):
    file = tmp_path / "history.sqlite3"
    file.write_bytes(b"no database " * 100)
    store = open_history(file)
    store.put([UsedPrompt("a", 1)])
    store.close()
    assert (tmp_path / "history.sqlite3.broken").is_file()
    assert sqlite3.connect(file).execute("SELECT text FROM prompts").fetchall() == [("a",)]


def test_where_nothing_can_be_written_it_lasts_as_long_as_the_program(tmp_path):
    (tmp_path / "file").touch()
    store = open_history(tmp_path / "file" / "history.sqlite3")
    store.put([UsedPrompt("a", 1)])
    assert len(store.prompts()) == 1
    store.close()


def test_snippets_come_back_in_order(tmp_path):
    file = tmp_path / "new" / "snippets.json"
    assert read_snippets(file) == ()
    write_snippets(file, [Snippet("b", "“文字”\nline"), Snippet("A", "x")])
    assert read_snippets(file) == (Snippet("A", "x"), Snippet("b", "“文字”\nline"))


@pytest.mark.parametrize("content", ["{", "[1]", '{"a": 1}', '[{"name": "x"}]', "[" * 9999])
def test_a_file_of_something_else_says_so(tmp_path, content):
    file = tmp_path / "snippets.json"
    file.write_text(content)
    with pytest.raises(ValueError, match="snippets"):
        read_snippets(file)


def test_names_that_begin_with_the_letters_come_first():
    snippets = [Snippet("fine film", "x"), Snippet("Film", "x"), Snippet("other", "a film")]
    assert [s.name for s in matching(snippets, "film")] == ["Film", "fine film", "other"]
    assert [s.name for s in matching(snippets, "f")] == ["fine film", "Film"]
    assert len(matching(snippets, "")) == 3


def test_a_piece_that_is_written_wrong_leaves_the_others(tmp_path):
    save_piece(tmp_path, "Good", "a poster")
    (tmp_path / "labels.toml").write_text('text = "x"\nlabels = "none"\n')
    (tmp_path / "deep.toml").write_text("text = " + "[" * 5000 + "]" * 5000)
    pieces, unread = read_pieces(tmp_path, own=True)
    assert [piece.name_in("en") for piece in pieces] == ["Good"]
    assert [path.name for path, _reason in unread] == ["deep.toml", "labels.toml"]
