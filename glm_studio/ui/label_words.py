"""A picture's labels in words, for the window."""

from __future__ import annotations

from collections.abc import Sequence

from glm_studio.library.label_report import Label, Report, State
from glm_studio.ui.wording import said
from glm_studio.words import tr


def label_rows(reports: Sequence[Report]) -> list[tuple[str, str]]:
    """What a file says of its origin: whose label it has and whether it holds, and what else."""
    found = {report.label: report for report in reports if report.state is not State.ABSENT}
    label, credentials = (found.pop(one, None) for one in (Label.AIGC, Label.CREDENTIALS))
    others = ", ".join(_name(report) for report in found.values())
    rows = [
        (tr("Label"), tr("none") if label is None else _label(label)),
        (tr("In the file"), others or tr("nothing else")),
    ]
    if credentials is not None:
        rows.insert(1, (tr("Credentials"), _credentials(credentials)))
    return rows


def _label(report: Report) -> str:
    match report.state:
        case State.VERIFIED:
            return tr("{producer}, unchanged since").format(producer=report.said)
        case State.PRESENT:
            return tr("{producer}, not verified").format(producer=report.said)
        case State.CHANGED:
            return tr("Does not hold: {why}").format(why=said(report.said))
    return tr("damaged")


def _credentials(report: Report) -> str:
    match report.state:
        case State.VERIFIED:
            return tr("valid, signed by {name}").format(name=report.said)
        case State.MALFORMED:
            return tr("damaged")
    return said(report.said)


def _name(report: Report) -> str:
    names = {
        Label.RECIPE: tr("recipe"),
        Label.PARAMETERS: tr("parameters"),
        Label.SOURCE_TYPE: tr("source type"),
        Label.VISIBLE: tr("label that can be seen"),
    }
    name = names[report.label]
    return name if report.state is State.PRESENT else tr("{name} (damaged)").format(name=name)
