"""What the documentation promises about names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glm_studio import cli

ROOT = Path(__file__).parents[1]
DOCS = sorted([ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")])


def test_every_event_is_in_the_table():
    import typing

    from engine import api

    table = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    for event in typing.get_args(api.Event):
        assert f"`{event.__name__}`" in table


def test_every_option_is_documented(capsys):
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    for command in ([], ["generate"], ["plan"], ["show"], ["replay"], ["adapters"], ["doctor"]):
        with pytest.raises(SystemExit):
            cli.main([*command, "--help"])
        for option in re.findall(r"--[a-z]+", capsys.readouterr().out):
            assert option in page or option in ("--help", "--version"), option


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_sections_that_are_linked_are_there(page):
    for target, section in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        other = (page.parent / target) if target else page
        headings = re.findall(r"^#+ (.+)$", other.read_text("utf-8"), re.MULTILINE)
        slugs = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings]
        assert section in slugs
