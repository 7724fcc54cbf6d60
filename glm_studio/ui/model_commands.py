"""What can be done with models from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command
from glm_studio.ui.wording import tr

if TYPE_CHECKING:
    from glm_studio.ui.models_page import ModelsPage


def model_commands(states: StudioState, page: Callable[[], ModelsPage]) -> list[Command]:
    """They open the page, which is made when it is first needed."""

    def on_page(act: Callable[[ModelsPage], object]) -> Callable[[], None]:
        def run() -> None:
            states.pages.show(Page.MODELS)
            act(page())

        return run

    return [
        Command(
            "models.add", tr("Add a folder with models"), on_page(lambda page: page.add_folder())
        ),
        Command("models.download", tr("Download GLM-Image"), on_page(lambda page: page.download())),
        Command("models.look", tr("Look for models again"), states.models.look),
    ]
