"""A picture's labels in words, for the window."""

from __future__ import annotations

from collections.abc import Sequence

from glm_studio.library.label_report import Label, Report, State
from glm_studio.ui.wording import said
from glm_studio.words import tr


def label_rows(reports: Sequence[Report]) -> list[tuple[str, str]]:
    """A row for each label that the file has, the first of them named."""
    found = [_words(report) for report in reports if report.state is not State.ABSENT]
    if not found:
        return [(tr("Labels"), tr("None"))]
    return [(tr("Labels") if row == 0 else "", words) for row, words in enumerate(found)]


def _words(report: Report) -> str:
    name = _name(report.label)
    if report.label is Label.CREDENTIALS:
        return _credentials(name, report)
    match report.state:
        case State.VERIFIED:
            return tr("{name}: {by}, unchanged since").format(name=name, by=report.said)
        case State.CHANGED:
            return tr("{name}: {what}").format(name=name, what=said(report.said))
        case State.MALFORMED:
            return tr("{name}: damaged").format(name=name)
    if report.label is Label.AIGC:
        return tr("{name}: {by}").format(name=name, by=report.said)
    return name


def _credentials(name: str, report: Report) -> str:
    match report.state:
        case State.VERIFIED:
            return tr("{name}: valid, signed by {by}").format(name=name, by=report.said)
        case State.MALFORMED:
            return tr("{name}: damaged").format(name=name)
        case _:
            return tr("{name}: {what}").format(name=name, what=said(report.said))


def _name(label: Label) -> str:
    match label:
        case Label.RECIPE:
            return tr("Recipe")
        case Label.PARAMETERS:
            return tr("Parameters for other programs")
        case Label.SOURCE_TYPE:
            return tr("Source type of IPTC")
        case Label.AIGC:
            return tr("GB 45438-2025")
        case Label.VISIBLE:
            return tr("Label that can be seen")
        case Label.CREDENTIALS:
            return tr("Content credentials")
