"""What the gallery's page looks for, and what it has found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import problem_of
from glm_studio.library.listing import Listing
from glm_studio.library.query import Facets, Query
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.state.picture_list import PictureList, Renewal


class SearchSource(Protocol):
    """What a search asks of the library."""

    def search(self, query: Query) -> Listing: ...

    def facets(self) -> Facets: ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]: ...


class SearchState(PictureList):
    """The pictures that a query finds, kept fresh while they are looked at.

    One search at a time runs on a thread of its own, the next one with what was typed meanwhile:
    nobody waits for an answer to what they have typed over.
    """

    query_changed = Signal()
    facets_changed = Signal()
    _library_changed = Signal()

    def __init__(self, failures: FailureState, parent: QObject | None = None) -> None:
        super().__init__(Background("search"), parent)
        self._background.setParent(self)
        self._failures = failures
        self._source: SearchSource | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._query = Query()
        self._folder: Path | None = None
        self._facets = Facets()
        self._active = False
        self._searching = self._stale = self._answered = False
        self._asked = True
        """Something else is looked for since the last search began."""
        self._counted = False
        """The facets are those of the library as it is."""
        self._library_changed.connect(self._on_library, Qt.ConnectionType.QueuedConnection)

    @property
    def query(self) -> Query:
        return self._query

    @property
    def folder(self) -> Path | None:
        """The folder whose pictures alone are shown, if one is chosen."""
        return self._folder

    @property
    def facets(self) -> Facets:
        """What there is to filter by; it lags a little behind the library."""
        return self._facets

    @property
    def answered(self) -> bool:
        """Whether the list says what the query finds, so that none means none."""
        return self._answered

    @property
    def narrowed(self) -> bool:
        """Whether anything keeps pictures out of the list."""
        everything = dataclasses.replace(Query(), order=self._query.order)
        return self._query != everything or self._folder is not None

    def open(self, source: SearchSource) -> None:
        self._source = source
        self._unsubscribe = source.subscribe(self._library_changed.emit)
        self._search()

    def close(self) -> None:
        self._unsubscribe()
        self._unsubscribe = lambda: None
        self._source = None
        self._background.close()
        super().close()

    def set_active(self, active: bool) -> None:
        """Whether somebody looks: else the library's changes cost nothing here."""
        self._active = active
        if active and self._stale:
            self._search()

    def change(self, **fields: Any) -> None:
        """Look for something else in some of the fields of `Query`."""
        self._ask(dataclasses.replace(self._query, **fields), self._folder)

    def show_folder(self, folder: Path | None) -> None:
        self._ask(self._query, folder)

    def clear(self) -> None:
        """Find everything again, in the order that was chosen."""
        self._ask(Query(order=self._query.order), None)

    def place(self, board: str = "", tags: tuple[str, ...] = (), rating: int = 0) -> None:
        """Show one place of the sidebar; what was typed and the other filters stay."""
        query = dataclasses.replace(self._query, board=board, tags=tags, least_rating=rating)
        self._ask(query, None)

    def _ask(self, query: Query, folder: Path | None) -> None:
        if (query, folder) == (self._query, self._folder):
            return
        self._query, self._folder = query, folder
        self._asked, self._answered = True, False
        self.query_changed.emit()
        self._search()

    def _on_library(self) -> None:
        self._counted = False
        self._search()

    def _search(self) -> None:
        source = self._source
        if source is None or self._searching or not self._active:
            self._stale = True
            return
        self._searching, self._stale = True, False
        query = dataclasses.replace(self._query, folder=self._folder)
        anew, self._asked = self._asked, False
        work = self._renewal_of(lambda: source.search(query), neighbour=not anew)
        self._background.run(work, lambda renewal: self._take(renewal, anew), self._fail)

    def _take(self, renewal: Renewal | None, anew: bool) -> None:
        """`anew`: something else was looked for than before."""
        self._searching = False
        if renewal is None or renewal.marking != self._marking:  # that list will not be shown
            self._asked = self._asked or anew
            self._search()
            return
        self._answered = not self._asked
        self._renew(renewal)
        if self._stale:
            self._search()
        elif not self._counted and self._source is not None:
            self._counted = True
            self._background.run(self._source.facets, self._take_facets, self._fail)

    def _take_facets(self, facets: Facets) -> None:
        if facets != self._facets:
            self._facets = facets
            self.facets_changed.emit()

    def _fail(self, error: Exception) -> None:
        self._searching = False
        self._failures.show(problem_of(error), self._search)
