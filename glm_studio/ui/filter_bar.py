"""The conditions of the gallery's search, each a chip with a menu."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from glm_studio.library.picture import HIGHEST_RATING
from glm_studio.library.query import Query, Shape
from glm_studio.state.search import SearchState
from glm_studio.ui.controls import push_button
from glm_studio.ui.date_filter import fill_dates, said_dates
from glm_studio.ui.filter_chip import Fill, FilterChip, add_choice, add_widget
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.seed_filter import SeedField
from glm_studio.ui.stars import said_rating
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, tr

_MOST_CHOICES = 30
"""Entries of a menu; the rest is found by typing."""


class FilterBar(QWidget):
    """Binds to the search."""

    def __init__(self, search: SearchState, theme: Theme) -> None:
        super().__init__()
        self._search = search
        self._theme = theme
        self.chips: dict[str, FilterChip] = {}
        self._flow = FlowLayout(self, theme.space("tight"))
        self._add("size", tr("Size"), tr("Only pictures of a size or shape"), self._fill_sizes)
        self._add("date", tr("Date"), tr("Only pictures that were made then"), self._fill_dates)
        self._add(
            "model", tr("Model"), tr("Only pictures of a model or program"), self._fill_models
        )
        self._add("rating", tr("Rating"), tr("Only pictures rated so high"), self._fill_ratings)
        self._add("tags", tr("Tags"), tr("Only pictures with all these tags"), self._fill_tags)
        self._add(
            "reference",
            tr("References"),
            tr("Only pictures made with references, or without"),
            self._fill_references,
        )
        self._add("seed", tr("Seed"), tr("Only pictures of this seed"), self._fill_seed)
        self.clear: QPushButton = push_button(theme, tr("Clear filters"), "link")
        self.clear.setToolTip(tr("Show all pictures again"))
        self.clear.clicked.connect(search.clear)
        self._flow.addWidget(self.clear)
        search.query_changed.connect(self._show_state)
        self._show_state()

    def _add(self, key: str, name: str, tip: str, fill: Fill) -> None:
        chip = FilterChip(self._theme, name, tip, fill)
        chip.dropped.connect(lambda: self._search.change(**_DROPPED[key]))
        self.chips[key] = chip
        self._flow.addWidget(chip)

    def _show_state(self) -> None:
        query = self._search.query
        for key, words in _said(query).items():
            self.chips[key].show_value(words)
        plain = dataclasses.replace(query, text="", board="")
        narrowed = plain != dataclasses.replace(Query(), order=query.order)
        self.clear.setVisible(narrowed)
        self._flow.invalidate()
        self.updateGeometry()

    # Menus ---------------------------------------------------------------------------------------

    def _fill_sizes(self, menu: QMenu) -> None:
        search, query = self._search, self._search.query
        for shape in Shape:
            chosen = query.shape is shape
            add_choice(
                menu,
                said_shape(shape),
                chosen,
                partial(search.change, shape=None if chosen else shape),
            )
        menu.addSeparator()
        for size, count in _most(search.facets.sizes):
            chosen = query.size == size
            add_choice(
                menu,
                dimensions(*size),
                chosen,
                partial(search.change, size=None if chosen else size),
                count,
            )

    def _fill_dates(self, menu: QMenu) -> None:
        fill_dates(menu, self._search, self._theme)

    def _fill_models(self, menu: QMenu) -> None:
        search, facets = self._search, self._search.facets
        for field, counts in (("model", facets.models), ("program", facets.programs)):
            for name, count in _most(counts):
                chosen = getattr(search.query, field) == name
                add_choice(
                    menu,
                    name,
                    chosen,
                    partial(search.change, **{field: "" if chosen else name}),
                    count,
                )
            menu.addSeparator()
        self._say_nothing(menu)

    def _fill_ratings(self, menu: QMenu) -> None:
        search, counts = self._search, self._search.facets.ratings
        for least in range(HIGHEST_RATING, 0, -1):
            count = sum(number for rating, number in counts.items() if rating >= least)
            chosen = search.query.least_rating == least
            add_choice(
                menu,
                _said_least(least),
                chosen,
                partial(search.change, least_rating=0 if chosen else least),
                count,
            )

    def _fill_tags(self, menu: QMenu) -> None:
        search, chosen = self._search, set(self._search.query.tags)
        for name, count in _most(search.facets.tags):
            wanted = tuple(sorted(chosen ^ {name}))
            add_choice(
                menu,
                name,
                name in chosen,
                partial(search.change, tags=wanted),
                count,
            )
        self._say_nothing(menu)

    def _fill_references(self, menu: QMenu) -> None:
        search, facets = self._search, self._search.facets
        with_it = facets.with_reference
        for value, count in ((True, with_it), (False, facets.pictures - with_it)):
            chosen = search.query.has_reference is value
            add_choice(
                menu,
                _said_reference(value),
                chosen,
                partial(search.change, has_reference=None if chosen else value),
                count,
            )

    def _fill_seed(self, menu: QMenu) -> None:
        field = SeedField(self._search.query.seed, self._theme)
        field.chosen.connect(lambda seed: self._search.change(seed=seed))
        field.done.connect(menu.close)
        add_widget(menu, field)
        current = self._search.selection
        if current is not None and current.seed is not None:
            seed = current.seed
            words = tr("As of the selected picture: {seed}").format(seed=seed)
            add_choice(menu, words, False, lambda: self._search.change(seed=seed))
        menu.aboutToShow.connect(field.take_focus)

    def _say_nothing(self, menu: QMenu) -> None:
        if not any(not action.isSeparator() for action in menu.actions()):
            menu.addAction(tr("There is none yet")).setEnabled(False)


_DROPPED: dict[str, dict[str, Any]] = {
    "size": {"size": None, "shape": None},
    "date": {"since": None, "until": None},
    "model": {"model": "", "program": ""},
    "rating": {"least_rating": 0},
    "tags": {"tags": ()},
    "reference": {"has_reference": None},
    "seed": {"seed": None},
}
"""What a chip's cross puts back."""


def said_shape(shape: Shape) -> str:
    match shape:
        case Shape.LANDSCAPE:
            return tr("Landscape")
        case Shape.PORTRAIT:
            return tr("Portrait")
        case Shape.SQUARE:
            return tr("Square")


def _said(query: Query) -> dict[str, str]:
    """Each chip's value in words; empty where it filters by nothing."""
    size = dimensions(*query.size) if query.size else ""
    shape = said_shape(query.shape) if query.shape else ""
    return {
        "size": ", ".join(part for part in (shape, size) if part),
        "date": said_dates(query),
        "model": ", ".join(part for part in (query.model, query.program) if part),
        "rating": _said_least(query.least_rating) if query.least_rating else "",
        "tags": ", ".join(query.tags),
        "reference": "" if query.has_reference is None else _said_reference(query.has_reference),
        "seed": "" if query.seed is None else str(query.seed),
    }


def _said_least(rating: int) -> str:
    if rating == HIGHEST_RATING:
        return said_rating(rating)
    return tr("%n star(s) or more", "", rating)


def _said_reference(with_one: bool) -> str:
    return tr("With references") if with_one else tr("Without references")


def _most(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """The most frequent first."""
    return sorted(counts.items(), key=lambda item: -item[1])[:_MOST_CHOICES]
