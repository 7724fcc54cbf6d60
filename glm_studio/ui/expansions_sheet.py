"""The prompts that come next, whole."""

from __future__ import annotations

from glm_studio.state.choices import ChoicesState
from glm_studio.ui.prompt_view import PromptView
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_VIEW_HEIGHT = 360


class ExpansionsSheet(Sheet):
    """All prompts that come next, as they will be sent."""

    def __init__(self, choices: ChoicesState, theme: Theme) -> None:
        super().__init__(theme, tr("What is sent"), 760)
        self.text = PromptView(theme, self.tr("The prompts as they are sent"))
        self.text.setMinimumHeight(_VIEW_HEIGHT)
        sent = [choices.sent(one) for one in choices.next]
        numbered = [f"{n}.  {text}" for n, text in enumerate(sent, 1)] if len(sent) > 1 else sent
        self.text.setPlainText("\n\n".join(numbered))
        self.content.addWidget(self.text)
        self.add_button(self.tr("Close"), self.close_sheet, "primary")
