"""The prompt's states: what can be taken back, earlier prompts, snippets, counting, spelling."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor

from engine.checkpoint import open_checkpoint
from glm_studio.prompting.drawn_text import Edit
from glm_studio.prompting.snippets import Snippet, read_snippets
from glm_studio.state import prompt as module
from glm_studio.state.preferences import SPELLING
from glm_studio.state.prompt import PromptState, places_in_document, to_text


@pytest.fixture
def tools(states, tmp_path: Path):
    states.prompt_tools.open(tmp_path / "prompts")
    return states.prompt_tools


def test_places_of_texts_and_of_documents():
    text = "a🐕b文"
    assert list(map(places_in_document(text), range(5))) == [0, 1, 3, 4, 5]
    assert [to_text(text, place) for place in (0, 1, 3, 4, 5)] == [0, 1, 2, 3, 4]


def test_what_is_typed_after_a_pause_is_taken_back_alone(qtbot, monkeypatch):
    monkeypatch.setattr(module, "_PAUSE_MS", 10)
    prompt = PromptState()
    hand = QTextCursor(prompt.document)
    for letter in "an ow":
        hand.insertText(letter)
    hand.insertText("l")
    qtbot.waitUntil(lambda: not prompt.document.isModified())
    for letter in " at night":
        hand.insertText(letter)
    prompt.document.undo()
    assert prompt.text == "an owl"
    prompt.document.undo()
    assert prompt.text == ""


def test_whatever_writes_the_prompt_one_step_takes_it_back(states):
    prompt = states.prompt
    prompt.begin_with("what was there")
    assert not prompt.document.isUndoAvailable()
    prompt.set_text("🐕 it's a dog's")
    prompt.edit([Edit(4, 5, "’"), Edit(12, 13, "’")])
    assert prompt.text == "🐕 it’s a dog’s"
    prompt.document.undo()
    assert prompt.text == "🐕 it's a dog's"
    prompt.document.undo()
    assert prompt.text == "what was there"


def test_stepping_through_earlier_prompts_keeps_the_draft(states):
    history, prompt = states.prompt_tools.history, states.prompt
    for text in ("one", "two", "three"):
        history.add(text)
    prompt.set_text("draft")
    assert [history.older() and prompt.text for _ in range(4)] == ["three", "two", "one", False]
    assert [history.newer() and prompt.text for _ in range(4)] == ["two", "three", "draft", False]


def test_the_prompt_that_is_there_is_not_offered_again(states):
    history, prompt = states.prompt_tools.history, states.prompt
    history.add("one")
    history.add("two")
    prompt.set_text("two")
    history.older()
    assert prompt.text == "one"


def test_typing_makes_a_draft_of_an_earlier_prompt(states):
    history, prompt = states.prompt_tools.history, states.prompt
    history.add("one")
    history.older()
    prompt.set_text("one more")
    assert not history.newer()
    history.older()
    assert history.newer()
    assert prompt.text == "one more"


def test_earlier_prompts_come_back_with_the_program(states, tools, qtbot, tmp_path):
    from glm_studio.state.background import Background
    from glm_studio.state.prompt import PromptState
    from glm_studio.state.prompt_history import PromptHistoryState

    tools.history.add("before the file was read")
    qtbot.waitUntil(lambda: tools.history._store is not None)
    tools.history.add("after")
    background = Background("test")
    tools._files.run(lambda: None, lambda _: None)
    later = PromptHistoryState(PromptState(), states.undo)
    file = tmp_path / "prompts" / "history.sqlite3"

    def reread() -> bool:
        later.open(file, background)
        qtbot.waitUntil(lambda: later._store is not None)
        return [prompt.text for prompt in later.prompts] == ["after", "before the file was read"]

    qtbot.waitUntil(reread)
    later.close()
    background.close()


def test_a_picture_that_is_made_meanwhile_does_not_take_the_draft(states):
    history, prompt = states.prompt_tools.history, states.prompt
    history.add("one")
    history.add("two")
    prompt.set_text("draft")
    history.older()
    history.older()
    history.add("one")  # as what the editor shows now
    assert history.newer()
    assert prompt.text == "draft"


def test_searching_forgetting_and_taking_that_back(states):
    history = states.prompt_tools.history
    for text in ("a Red house", "a blue house", "red\nsea"):
        history.add(text)
    assert [prompt.text for prompt in history.search("RED ")] == ["red\nsea", "a Red house"]
    assert [prompt.text for prompt in history.search("house red")] == ["a Red house"]
    history.remove(history.search("blue"))
    history.clear()
    assert history.prompts == []
    states.undo.undo()
    states.undo.undo()
    assert [prompt.text for prompt in history.prompts] == [
        "red\nsea",
        "a blue house",
        "a Red house",
    ]


def test_snippets_are_kept_renamed_and_taken_back(states, tools, qtbot, tmp_path):
    snippets, file = tools.snippets, tmp_path / "prompts" / "snippets.json"
    qtbot.waitUntil(lambda: snippets._ready)
    first = snippets.add("  film\nlook ", "35mm")
    second = snippets.add("Film look", "other")
    assert (first.name, second.name) == ("film look", "Film look 2")
    snippets.rename(first, "grain")
    snippets.rename(second, " ")
    assert [s.name for s in snippets.snippets] == ["Film look 2", "grain"]
    snippets.remove(snippets.snippets[0])
    qtbot.waitUntil(lambda: read_snippets(file) == (Snippet("grain", "35mm"),))
    states.undo.undo()
    states.undo.undo()
    assert [s.name for s in snippets.snippets] == ["film look", "Film look 2"]


def test_a_broken_file_of_snippets_is_said_and_left_alone(states, qtbot, tmp_path):
    file = tmp_path / "prompts" / "snippets.json"
    file.parent.mkdir()
    file.write_text("mine, but broken")
    states.prompt_tools.open(file.parent)
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert states.failures.problem.kind == "snippets"
    states.prompt_tools.snippets.add("new", "text")
    assert file.read_text() == "mine, but broken"


def test_the_size_is_counted_while_one_types(states, tools, qtbot):
    states.model.describe(open_checkpoint(states.model.folder))
    size = tools.size
    states.prompt.set_text("a red circle")
    qtbot.waitUntil(lambda: size.value is not None and size.value.tokens == 3)
    assert size.value.bytes == 12
    assert not size.value.too_long
    states.prompt.set_text("a <|image|>" + "x" * size.value.most_bytes)
    qtbot.waitUntil(lambda: size.value.too_long)
    assert size.value.left_bytes == -11
    assert size.value.commands == ("<|image|>",)
    states.prompt.set_text(" ")
    qtbot.waitUntil(lambda: size.value is None)


def test_misspelled_words_until_they_are_added(states, tools, qtbot, tmp_path):
    spelling, words = tools.spelling, tmp_path / "prompts" / "words.txt"
    states.prompt.set_text("a lanscape, “lanscpe”")
    qtbot.waitUntil(lambda: [word.text for word in spelling.wrong] == ["lanscape"])
    states.prompt.set_text("🐕 a lanscape")
    assert [word.start for word in spelling.wrong] == [4]  # its answer is known
    assert spelling.wrong_at(3) is None
    word = spelling.wrong_at(8)
    said = []
    spelling.suggest(word, said.append, states)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0][0] == "landscape"
    spelling.add("lanscape")
    assert spelling.wrong == ()
    qtbot.waitUntil(lambda: words.is_file() and words.read_text() == "lanscape\n")
    states.undo.undo()
    assert len(spelling.wrong) == 1
    states.preferences.set(SPELLING, False)
    assert spelling.wrong == ()


def test_without_a_dictionary_nothing_is_wrong(states, qtbot, tmp_path, monkeypatch):
    from glm_studio.state import spelling

    monkeypatch.setattr(spelling, "find_dictionaries", list)
    tools = states.prompt_tools
    tools.open(tmp_path / "prompts")
    states.prompt.set_text("a lanscape")
    answered = []
    tools._counting.run(lambda: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    tools.spelling._check()
    assert tools.spelling.wrong == ()
    assert tools._lexicon._process is None


def test_own_words_that_were_added_early_join_those_of_the_file(states, qtbot, tmp_path):
    words = tmp_path / "prompts" / "words.txt"
    words.parent.mkdir()
    words.write_text("vllm\n", "utf-8")
    states.prompt_tools.open(tmp_path / "prompts")
    states.prompt_tools.spelling.add("lanscape")
    qtbot.waitUntil(lambda: "lanscape" in words.read_text("utf-8"), timeout=10_000)
    assert words.read_text("utf-8").split() == ["lanscape", "vllm"]


def test_own_words_that_cannot_be_read_are_not_written_over(states, qtbot, tmp_path, monkeypatch):
    words = tmp_path / "prompts" / "words.txt"
    words.parent.mkdir()
    words.write_text("vllm\n", "utf-8")

    def refuse(_file: Path) -> frozenset[str]:
        raise PermissionError("locked")

    monkeypatch.setattr("glm_studio.state.spelling.read_words", refuse)
    states.prompt_tools.open(tmp_path / "prompts")
    spelling, answered = states.prompt_tools.spelling, []
    spelling.add("lanscape")
    spelling._background.run(lambda: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered), timeout=10_000)
    assert words.read_text("utf-8") == "vllm\n"
