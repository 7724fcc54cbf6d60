"""Choices, styles and their files: from the editor to the requests, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glm_studio.state.choices import MOST_PICTURES
from glm_studio.state.options import Language
from glm_studio.state.parameters import Draw
from glm_studio.state.studio import StudioState


@pytest.fixture
def kit(states: StudioState, qtbot, tmp_path: Path):
    """The states with the bundled files, and a folder of the user's own."""
    folder = tmp_path / "prompts" / "wildcards"
    (folder / "animals").mkdir(parents=True)
    (folder / "animals" / "cats.txt").write_text("tabby\nmanx\n", "utf-8")
    states.prompt_kit.open(tmp_path / "prompts")
    qtbot.waitUntil(lambda: bool(states.prompt_kit.files.styles))
    return states.prompt_kit


def queued(states: StudioState) -> list[str]:
    """The prompts that one press of Generate queues."""
    before = len(states.queue.entries)
    states.generate()
    return [entry.request.prompt for entry in states.queue.entries[before:]]


def until(qtbot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()))


def test_what_is_shown_is_what_is_sent(states, kit):
    states.prompt.set_text("a {red|blue|green} __animals/cats__")
    states.parameters.set_count(4)
    shown = [one.text for one in kit.choices.next]
    assert len(set(shown)) == 4
    assert kit.choices.total == 6
    assert queued(states) == shown
    following = [queued(states), queued(states)]
    assert following != [shown, shown]  # the next pictures are others


def test_the_dice_choose_others(states, kit):
    states.prompt.set_text("{a|b|c|d|e|f|g|h} {a|b|c|d|e|f|g|h}")
    states.parameters.set_count(4)
    first = kit.choices.next
    kit.choices.roll()
    assert kit.choices.next != first


def test_all_combinations_have_the_same_seeds(states, kit):
    states.prompt.set_text("{a|b} {1|2}")
    states.parameters.set_count(2)
    kit.choices.make_all(True)
    assert queued(states) == ["a 1"] * 2 + ["a 2"] * 2 + ["b 1"] * 2 + ["b 2"] * 2
    requests = [entry.request for entry in states.queue.entries]
    assert [request.seed for request in requests[:2]] == [r.seed for r in requests[2:4]]
    assert requests[0].composed_with == requests[6].composed_with != ()


def test_more_combinations_than_anyone_wants_are_capped(states, kit):
    states.prompt.set_text("{a|b|c|d}" * 20)
    states.parameters.set_count(4)
    kit.choices.make_all(True)
    assert kit.choices.total == 4**20
    assert len(kit.choices.next) * 4 == MOST_PICTURES


def test_layouts_of_different_prompts_are_not_written_together(states, kit):
    states.parameters.set_count(3)
    states.parameters.lock_seed(True, Draw.DETAIL)
    states.prompt.set_text("a cat")
    queued(states)
    assert states.queue.entries[0].request.composed_with != ()
    states.queue.cancel_all()
    states.prompt.set_text("a {red|blue|green} cat")
    queued(states)
    assert states.queue.entries[-1].request.composed_with == ()


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a {headline}", "headline"),
        ("a __dogs__", "dogs.txt"),
    ],
)
def test_what_cannot_be_expanded_is_not_sent(states, kit, prompt, words):
    said: list[str] = []
    states.noticed.connect(said.append)
    states.prompt.set_text(prompt)
    assert queued(states) == []
    assert words in said[0]


def test_escaped_signs_are_sent_plain(states, kit):
    states.prompt.set_text(r"\{a|b\} and \__animals/cats__")
    assert queued(states) == ["{a|b} and __animals/cats__"]


def test_a_wildcard_file_that_changes_is_read_again(states, kit, qtbot):
    states.prompt.set_text("__animals/cats__")
    cats = kit.files.wildcard_folder / "animals" / "cats.txt"
    cats.write_text("lynx\nlion\npuma\n", "utf-8")
    until(qtbot, lambda: kit.choices.total == 3)
    (kit.files.wildcard_folder / "birds.txt").write_text("owl\n", "utf-8")
    until(qtbot, lambda: "birds" in kit.files.wildcards)
    cats.unlink()
    until(qtbot, lambda: "cats.txt" in kit.choices.trouble)


def test_an_unreadable_file_is_left_out(states, kit, qtbot):
    (kit.files.wildcard_folder / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    until(qtbot, lambda: kit.files.unread)
    assert kit.files.unread[0][0].name == "latin.txt"
    assert "animals/cats" in kit.files.wildcards
    states.prompt.set_text("__latin__")
    assert "cannot be read" in kit.choices.trouble


def test_styles_stand_around_what_is_sent_and_apart_from_what_was_written(states, kit):
    watercolour, comic = kit.files.styles[3], kit.files.styles[8]
    states.prompt.set_text("a {cat|cat}")
    kit.styles.toggle(comic)
    kit.styles.toggle(watercolour)
    kit.styles.move(watercolour, -1)
    (sent,) = queued(states)
    assert sent.startswith("A comic illustration: A watercolour painting: a cat")
    assert states.prompt.text == "a {cat|cat}"
    assert kit.source_of(sent) == "a {cat|cat}"


def test_settings_of_a_picture_bring_its_styles_back_once(states, kit):
    style = kit.files.styles[3]
    kit.styles.toggle(style)
    states.prompt.set_text("a cat with {braces|bars}")
    sent = kit.styles.around("a cat in {braces}")
    kit.styles.choose([kit.files.styles[0]])
    states.reuse.use_prompt(sent)
    assert kit.styles.chosen == (style,)
    assert states.prompt.text == r"a cat in \{braces\}"
    assert queued(states) == [sent]


def test_styles_speak_the_window_s_language(states, kit):
    states.language.choose(Language.CHINESE)
    kit.styles.toggle(kit.files.styles[3])
    assert kit.styles.around("一只猫").startswith("一幅水彩画：一只猫。")


def test_chosen_styles_are_remembered(states, kit, tmp_path):
    kit.styles.toggle(kit.files.styles[2])
    again = StudioState(states.model.folder, states.memory)
    again.recall()
    again.prompt_kit.open(tmp_path / "prompts")
    try:
        assert again.prompt_kit.styles.chosen == ()
        from PySide6.QtTest import QTest

        for _ in range(100):
            if again.prompt_kit.styles.chosen:
                break
            QTest.qWait(10)
        assert [s.key for s in again.prompt_kit.styles.chosen] == [kit.files.styles[2].key]
    finally:
        again.close()


def test_own_styles_are_kept_changed_and_deleted(states, kit, qtbot):
    kit.files.save_style("Fog", "{prompt} in thick fog")
    until(qtbot, lambda: kit.files.styles[0].file)
    fog = kit.files.styles[0]
    kit.styles.toggle(fog)
    assert kit.styles.around("a cat") == "a cat in thick fog"
    kit.files.save_style("Mist", "{prompt} in mist", fog)
    until(qtbot, lambda: kit.styles.around("a cat") == "a cat in mist")
    fog.file.write_text('name = "Fog"\ntext = "in fog"  # mine\n', "utf-8")
    until(qtbot, lambda: kit.styles.around("a cat") == "a cat in fog")
    kit.files.delete(fog)
    until(qtbot, lambda: not kit.styles.chosen)
    assert not fog.file.exists()
    kit.files.restore(fog)
    until(qtbot, lambda: kit.styles.around("a cat") == "a cat in fog")
    assert "# mine" in fog.file.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_said(states, kit, qtbot):
    (kit.files.wildcard_folder.parent / "templates").rmdir()
    (kit.files.wildcard_folder.parent / "templates").write_text("in the way", "utf-8")
    kit.files.save_template("Mine", "text")
    until(qtbot, lambda: states.failures.problem is not None)
    assert states.failures.problem.kind == "prompt_files"
