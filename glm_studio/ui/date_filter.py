"""Filtering by when pictures were made: a few spans of days, or two dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QGridLayout, QMenu, QWidget

from glm_studio.library.query import Query
from glm_studio.state.search import SearchState
from glm_studio.ui.controls import label, push_button
from glm_studio.ui.filter_chip import add_choice, add_widget
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr


def fill_dates(menu: QMenu, search: SearchState, theme: Theme) -> None:
    """The entries of the date's menu."""
    today = _today()
    for words, first in (
        (tr("Today"), today),
        (tr("Last 7 days"), today - timedelta(days=6)),
        (tr("Last 30 days"), today - timedelta(days=29)),
        (tr("This year"), today.replace(month=1, day=1)),
    ):
        since = _start(first)
        chosen = search.query.since == since and search.query.until is None
        add_choice(
            menu,
            words,
            chosen,
            partial(search.change, since=None if chosen else since, until=None),
        )
    menu.addSeparator()
    add_widget(menu, _Span(menu, search, theme))


def said_dates(query: Query) -> str:
    """A query's dates in words; the last day is told, not the one after it."""
    since = _short(query.since.astimezone().date()) if query.since else ""
    last = query.until.astimezone() - timedelta(microseconds=1) if query.until else None
    until = _short(last.date()) if last else ""
    if since and until:
        return (
            since if since == until else tr("{since} to {until}").format(since=since, until=until)
        )
    if since:
        return tr("since {date}").format(date=since)
    return tr("until {date}").format(date=until) if until else ""


class _Span(QWidget):
    """Two dates, both included."""

    def __init__(self, menu: QMenu, search: SearchState, theme: Theme) -> None:
        super().__init__()
        self._search = search
        facets, query, today = search.facets, search.query, _today()
        first = facets.first.astimezone().date() if facets.first else today
        since = query.since.astimezone().date() if query.since else first
        until = (query.until.astimezone().date() - timedelta(days=1)) if query.until else today
        self.since, self.until = _date_edit(since), _date_edit(until)
        self.since.setAccessibleName(tr("From"))
        self.until.setAccessibleName(tr("To"))
        button = push_button(theme, tr("Show these days"))
        button.clicked.connect(self._apply)
        button.clicked.connect(menu.close)
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.space("small")] * 4)
        grid.setSpacing(theme.space("tight"))
        for row, (words, field) in enumerate(((tr("From"), self.since), (tr("To"), self.until))):
            grid.addWidget(label(words, "small"), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(button, 2, 0, 1, 2)

    def _apply(self) -> None:
        days = sorted((_python(self.since.date()), _python(self.until.date())))
        self._search.change(since=_start(days[0]), until=_start(days[1] + timedelta(days=1)))


def _date_edit(day: date) -> QDateEdit:
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))
    return made


def _today() -> date:
    return datetime.now().astimezone().date()


def _start(day: date) -> datetime:
    """The day's first moment here."""
    return datetime.combine(day, time()).astimezone()


def _python(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _short(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
