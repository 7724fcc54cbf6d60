"""Which files of an imported folder could not be read, and why."""

from __future__ import annotations

from collections.abc import Sequence

from glm_studio.library.edits import Failure
from glm_studio.ui.controls import label, paragraph, quoting_tip
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said
from glm_studio.words import tr

_MOST = 100


class UnreadableSheet(Sheet):
    """A list to read; nothing is asked."""

    def __init__(self, theme: Theme, folder: str, failed: Sequence[Failure]) -> None:
        super().__init__(theme, tr("Not read from {folder}").format(folder=folder))
        told = label(
            tr("%n file(s) look like pictures, but cannot be read.", "", len(failed)), "muted"
        )
        told.setWordWrap(True)
        self.content.addWidget(told)
        for failure in failed[:_MOST]:
            line = paragraph("value")
            line.setText(f"{failure.path.name}\n{said(failure.problem.why)}")
            line.setToolTip(quoting_tip(str(failure.path)))
            self.content.addWidget(line)
        rest = len(failed) - _MOST
        if rest > 0:
            self.content.addWidget(label(tr("and %n more", "", rest), "small"))
        self.add_button(tr("Close"), self.close_sheet, "primary")
