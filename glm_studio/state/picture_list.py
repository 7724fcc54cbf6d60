"""A list of pictures with those that are marked in it, and one of them that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from glm_studio.library.listing import EMPTY, PAGE, Listing
from glm_studio.library.picture import Picture
from glm_studio.state.background import Background

Spans = tuple[range, ...]
"""Rows that are marked: sorted, apart from each other. All of 100,000 are one span."""


_SHOWN_FIRST = 4 * PAGE
"""A large window full of small tiles."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A list as it is to be from now on; `in_front` is how many are new before all others, -1 if
    files are gone or elsewhere. `spans` are the marked rows in it, while `marking` is unchanged.
    """

    pictures: Listing
    in_front: int
    spans: Spans
    current: Picture | None
    marking: int


class PictureList(QObject):
    """Changes as a whole, and keeps by path what was marked.

    `changed` carries the number of pictures that are new in front, or -1 if files are gone or stand
    elsewhere; with 0, what is said of some may have changed.
    `selected` the picture that is looked at, or None; `marked` that other rows are marked.
    `rows_read` that rows which are shown are known by now.
    """

    changed = Signal(int)
    selected = Signal(object)
    marked = Signal()
    rows_read = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._pictures = EMPTY
        self._spans: Spans = ()
        self._current: Picture | None = None
        self._marking = 0
        """Counts the changes of what is marked."""
        self._readers = Background("rows", self)
        self._shown = range(_SHOWN_FIRST)
        """The rows that somebody sees, and those to which they may scroll next."""
        self._reading_rows = False

    def close(self) -> None:
        self._readers.close()

    @property
    def pictures(self) -> Listing:
        return self._pictures

    @property
    def selection(self) -> Picture | None:
        """The picture that is looked at; a new one may not be in the list yet."""
        return self._current

    @property
    def spans(self) -> Spans:
        return self._spans

    @property
    def marked_count(self) -> int:
        return sum(map(len, self._spans))

    def marked_pictures(self) -> Sequence[Picture]:
        """In the order of the list; the one that is looked at if none is marked.

        They may be all of a million: to go through them is nothing for the window's thread.
        """
        if not self._spans:
            return [self._current] if self._current is not None else []
        return self._pictures.parts(self._spans)

    def select(self, picture: Picture | None) -> None:
        """Look at one picture, and mark it alone."""
        row = self._pictures.row_of(picture.path) if picture is not None else -1
        self._put((range(row, row + 1),) if row >= 0 else (), picture)

    def mark(self, spans: Iterable[range], current: int = -1) -> None:
        """Mark rows. `current` is the row that is looked at, by itself the first marked one."""
        marked = tidy(spans)
        row = current if current >= 0 or not marked else marked[0].start
        self._put(marked, self._pictures[row] if marked else None)

    def mark_all(self) -> None:
        self.mark([range(len(self._pictures))])

    def show_rows(self, rows: range) -> None:
        """Say which rows are seen: they and as many on both sides are read, and stay known.

        For every frame: it costs next to nothing where they are known.
        """
        rows = range(min(rows.stop, len(self._pictures)))[rows.start :]
        seen = range(max(rows.start - len(rows), 0), rows.stop + len(rows))
        first, last = seen.start // PAGE, -(-seen.stop // PAGE)
        pages = range(first * PAGE, last * PAGE)
        if pages != self._shown or any(self._pictures.known(row) is None for row in rows):
            self._shown = pages
            self._read_rows()

    def _read_rows(self) -> None:
        """Those that are shown when one reading ends are what the next one is about."""
        if self._reading_rows:
            return
        self._reading_rows = True
        pictures, rows = self._pictures, self._shown
        self._readers.run(
            lambda: pictures.read(rows), lambda news: self._on_rows(pictures, rows, news)
        )

    def _on_rows(self, pictures: Listing, rows: range, news: bool) -> None:
        self._reading_rows = False
        if news:
            self.rows_read.emit()
        if rows != self._shown or pictures is not self._pictures:
            self._read_rows()

    def _put(self, spans: Spans, current: Picture | None) -> None:
        self._marking += 1
        self._spans, self._current = spans, current
        self.marked.emit()
        self.selected.emit(current)

    def _renewal_of(
        self, read: Callable[[], Listing | None], neighbour: bool = True
    ) -> Callable[[], Renewal | None]:
        """What `_renew` takes, to be called on the background's thread; None if `read` gave up."""
        old, spans, current, marking = self._pictures, self._spans, self._current, self._marking
        shown = self._shown

        def work() -> Renewal | None:
            new = read()
            if new is None:
                return None
            for rows in (range(_SHOWN_FIRST), shown):
                new.read(rows)  # so that the window finds them read
            in_front = new_in_front(old, new)
            if in_front >= 0:
                row = new.row_of(current.path) if current is not None else -1
                same = new[row] if row >= in_front else current
                return Renewal(new, in_front, shifted(spans, in_front), same, marking)
            kept, found = carried(old, spans, current, new, neighbour)
            return Renewal(new, -1, kept, found, marking)

        return work

    def _renew(self, renewal: Renewal) -> bool:
        """Take a list over. False if other rows were marked meanwhile: it has to be read again."""
        if renewal.marking != self._marking:
            return False
        before = self._current
        self._pictures, self._current = renewal.pictures, renewal.current
        if self._current is not None and not renewal.spans:
            row = self._pictures[: renewal.in_front].row_of(self._current.path)
            same = [range(row, row + 1)] if row >= 0 else []  # it was just saved
            self._spans = tidy(same)
        else:
            self._spans = renewal.spans
        self.changed.emit(renewal.in_front)
        self.marked.emit()
        if self._current != before:
            self.selected.emit(self._current)
        return True


def new_in_front(old: Listing, new: Listing) -> int:
    """How many of `new` stand in front of all `old`, or -1 if other files are there or elsewhere.

    What is said of a file may have changed where it stands.
    """
    added = len(new) - len(old)
    return added if added >= 0 and new.ids[added:] == old.ids else -1


def tidy(spans: Iterable[range]) -> Spans:
    """Sorted, without empty ones, with those joined that touch."""
    joined: list[range] = []
    for span in sorted((s for s in spans if s), key=lambda s: s.start):
        if joined and span.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, span.stop))
        else:
            joined.append(span)
    return tuple(joined)


def shifted(spans: Spans, by: int) -> Spans:
    return tuple(range(span.start + by, span.stop + by) for span in spans)


def carried(
    old: Listing, spans: Spans, current: Picture | None, new: Listing, neighbour: bool
) -> tuple[Spans, Picture | None]:
    """The marked rows and the picture that is looked at, found again in another list.

    Where all that was marked is gone, with `neighbour` the picture that has taken its place is
    looked at, as after a deletion.
    """
    looked_at = new.row_of(current.path) if current is not None else -1
    marked = set(old.parts(spans).ids)
    rows = [row for row, number in enumerate(new.ids) if number in marked] if marked else []
    if not rows and looked_at >= 0:
        rows = [looked_at]
    if rows:
        return spans_of(rows), new[looked_at if looked_at >= 0 else rows[0]]
    if not spans:
        return (), current  # of no list: a file that was dropped on the window
    if neighbour and len(new):
        row = min(spans[0].start, len(new) - 1)
        return (range(row, row + 1),), new[row]
    return (), None


def spans_of(rows: Iterable[int]) -> Spans:
    """Rows in ascending order as spans."""
    made: list[range] = []
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                made.append(range(first, last + 1))
            first = row
        last = row
    if first >= 0:
        made.append(range(first, last + 1))
    return tuple(made)
