"""What `generate` is told about labels, over what the window's settings say."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from glm_studio.cli_labels import add_label_options, asked_labelling, usual_signing
from glm_studio.library.labels import Keep, Labelling, Shown, VisibleLabel, Words
from glm_studio.library.store import save_as
from glm_studio.library.verdict import Standing, verify
from support.fakes import picture_of
from support.jobs import request


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


def test_pictures_are_signed_in_the_name_that_is_told(
    parser: argparse.ArgumentParser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert not asked_labelling(parser.parse_args([])).credentials
    labelling = asked_labelling(parser.parse_args(["--credentials", "--producer", "Told"]))
    path = save_as(picture_of(request()), tmp_path / "made.webp", False, labelling=labelling)
    verdict = verify(path, usual_signing())
    assert (verdict.standing, verdict.signer) == (Standing.TRUSTED, "Told")


def test_what_keeps_a_picture_from_being_signed_is_said_and_the_picture_saved(
    parser: argparse.ArgumentParser,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "data").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    labelling = asked_labelling(parser.parse_args(["--credentials"]))
    path = save_as(picture_of(request()), tmp_path / "made.png", False, labelling=labelling)
    assert path.exists()
    assert "Content credentials cannot be written." in capsys.readouterr().err


def test_everything_is_kept_unless_told(parser: argparse.ArgumentParser) -> None:
    assert parser.parse_args([]).metadata is Keep.EVERYTHING
    assert parser.parse_args(["--metadata", "labels"]).metadata is Keep.LABELS


def test_unknown_parts_are_refused(
    parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args(["--without", "everything"])
    assert "invalid choice" in capsys.readouterr().err
