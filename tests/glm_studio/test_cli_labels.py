"""What `generate` is told about labels, over what the window's settings say."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from glm_studio.cli_labels import add_label_options, asked_labelling
from glm_studio.library.labels import Keep, Labelling, Shown, VisibleLabel, Words


@pytest.fixture
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = tmp_path / "glm-studio" / "window.json"
    settings.parent.mkdir()
    saved = {"label_producer": "Saved", "label_aigc": False, "label_shown": "everywhere"}
    settings.write_text(json.dumps({"preferences": saved}), "utf-8")
    parser = argparse.ArgumentParser()
    add_label_options(parser)
    return parser


SAVED = Labelling(aigc=False, producer="Saved", visible=VisibleLabel(Shown.EVERYWHERE))


@pytest.mark.parametrize(
    ("words", "labelling"),
    [
        ("", SAVED),
        ("--producer Told --propagator P",
         Labelling(aigc=False, producer="Told", propagator="P", visible=SAVED.visible)),
        ("--without recipe --without source-type",
         Labelling(recipe=False, source_type=False, aigc=False, producer="Saved",
                   visible=SAVED.visible)),
        ("--visible-label none",
         Labelling(aigc=False, producer="Saved", visible=VisibleLabel(Shown.NOWHERE))),
        ("--visible-label ru",
         Labelling(aigc=False, producer="Saved",
                   visible=VisibleLabel(Shown.EVERYWHERE, Words.RUSSIAN))),
    ],
)  # fmt: skip
def test_options_win_over_the_settings(
    parser: argparse.ArgumentParser, words: str, labelling: Labelling
) -> None:
    assert asked_labelling(parser.parse_args(words.split())) == labelling


def test_everything_is_kept_unless_told(parser: argparse.ArgumentParser) -> None:
    assert parser.parse_args([]).metadata is Keep.EVERYTHING
    assert parser.parse_args(["--metadata", "labels"]).metadata is Keep.LABELS


def test_unknown_parts_are_refused(
    parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args(["--without", "everything"])
    assert "invalid choice" in capsys.readouterr().err
