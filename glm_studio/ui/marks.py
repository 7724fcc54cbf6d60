"""What the user says about pictures: stars, tags and boards, shown and changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glm_studio.library.picture import Picture
from glm_studio.state.picture_list import PictureList
from glm_studio.state.studio import StudioState
from glm_studio.ui.name_chips import NameChips
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.stars import RatingStars
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_MOST_LOOKED_AT = 2000
"""Of more marked pictures only the first decide what is shown; what is changed is for all."""


class Marks(QWidget):
    """Binds to the marked pictures of a list; what they have in common is shown.

    Where room is short there are the stars alone.
    """

    def __init__(
        self,
        states: StudioState,
        pictures: PictureList,
        actions: SelectionActions,
        theme: Theme,
        short: bool = False,
    ) -> None:
        super().__init__()
        self._states, self._list = states, pictures
        self.stars = RatingStars(theme)
        self.tags = NameChips(theme, tr("No tags"), tr("Add a tag (T)"))
        self.boards = NameChips(theme, tr("On no board"), tr("Put on a board (B)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addWidget(self.stars, 0, Qt.AlignmentFlag.AlignLeft)
        for chips in (self.tags, self.boards):
            column.addWidget(chips)
            chips.setVisible(not short)
        curation = states.curation
        self.stars.rated.connect(lambda n: curation.rate(pictures.marked_pictures(), n))
        self.tags.dropped.connect(
            lambda name: curation.tag(pictures.marked_pictures(), remove=[name])
        )
        self.boards.dropped.connect(
            lambda name: curation.take_off_board(pictures.marked_pictures(), name)
        )
        self.tags.more_asked.connect(actions.pick_tags)
        self.boards.more_asked.connect(actions.pick_boards)
        pictures.marked.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        some = self._some()
        ratings = {picture.rating for picture in some}
        self.stars.set_rating(ratings.pop() if len(ratings) == 1 else (-1 if ratings else 0))
        self.tags.show_names(_common([picture.tags for picture in some]))
        self.boards.show_names(_common([picture.boards for picture in some]))
        self.setEnabled(bool(some))

    def _some(self) -> list[Picture]:
        return list(self._list.marked_pictures()[:_MOST_LOOKED_AT])


def _common(names: Sequence[tuple[str, ...]]) -> list[str]:
    if not names:
        return []
    shared = set(names[0]).intersection(*names[1:])
    return sorted(shared, key=str.casefold)
