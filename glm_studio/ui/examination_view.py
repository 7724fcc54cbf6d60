"""What an examination of the machine found: a verdict, how long pictures take, and every check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.examination import Check, Examination, Section, State, decimals
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, paragraph, push_button, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, number, said, seconds

_ICONS = {
    State.GOOD: ("check", "accent"),
    State.NOTE: ("info", "text_muted"),
    State.MISSING: ("triangle-alert", "warning"),
    State.BROKEN: ("circle-x", "danger"),
}
_VERDICTS = (State.GOOD, State.MISSING, State.BROKEN)
"""By the verdict's code."""

_ICON_SIDE = 18
_MAY_BREAK = "\u200b"


class ExaminationView(QWidget):
    """Binds to the hardware's examination; "Check" runs it in the background."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._hardware, self._theme = states, states.hardware, theme
        self.check = push_button(theme, self.tr("Check"), icon_name="check")
        self.check.setToolTip(self.tr("Look at versions, devices, speeds, disks and the display"))
        self.copy = push_button(theme, self.tr("Copy report"), icon_name="copy")
        self.copy.setToolTip(self.tr("Copy the whole page as text"))
        self._hint = paragraph("muted")
        self._body = QVBoxLayout()
        self._parts: list[QWidget] = []
        self._waiting: Iterator[QWidget] = iter(())
        self._shown: Examination | None = None
        # A page of labels takes longer to build than a frame lasts: a card at a time.
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)
        self._lay_out()
        self.check.clicked.connect(self._hardware.examine)
        self.copy.clicked.connect(self._copy_report)
        self._hardware.examined.connect(self._show_state)
        theme.changed.connect(self._rebuild)
        self._show_state()

    def text(self) -> str:
        """All that is said in sentences."""
        said = " ".join(part.text() for part in self.findChildren(QLabel) if part.text())
        return said.replace(_MAY_BREAK, "")

    def _lay_out(self) -> None:
        space = self._theme.space
        top = QHBoxLayout()
        top.setSpacing(space("small"))
        top.addWidget(label(self.tr("This machine"), "heading"))
        top.addStretch(1)
        top.addWidget(self.copy)
        top.addWidget(self.check)
        self._body.setSpacing(space("medium"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("medium"))
        column.addLayout(top)
        column.addWidget(self._hint)
        column.addLayout(self._body)

    def _show_state(self) -> None:
        hardware = self._hardware
        self.check.setEnabled(hardware.can_examine)
        self.copy.setVisible(hardware.report is not None)
        text = self._words()
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        if hardware.report is not None and hardware.report.found is not self._shown:
            self._shown = hardware.report.found
            self._rebuild()

    def _words(self) -> str:
        hardware = self._hardware
        if hardware.step is not None:
            said = self.tr("Looking … {what}").format(what=hardware.step).rstrip()
            if self._states.queue.running:
                said += "  " + self.tr("While a picture is made, speeds come out too low.")
            return said
        if hardware.problem is not None:
            return str(hardware.problem)
        if hardware.report is None:
            return self.tr(
                "Looks at versions, devices, the model, disks and the display, measures how fast "
                "this machine is, and says what a picture will take. About ten seconds."
            )
        return ""

    def _copy_report(self) -> None:
        report = self._hardware.report
        if report is not None:
            self._copy(report.text)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._states.noticed.emit(self.tr("Copied"))

    # The found, a card at a time -----------------------------------------------------------------

    def _rebuild(self) -> None:
        for part in self._parts:
            self._body.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        if self._shown is not None:
            self._waiting = self._cards(self._shown)
            self._builder.start()

    def _build_next(self) -> None:
        card = next(self._waiting, None)
        if card is None:
            self._builder.stop()
            return
        self._parts.append(card)
        self._body.addWidget(card)

    def _cards(self, found: Examination) -> Iterator[QWidget]:
        yield self._verdict(found)
        if found.expectations:
            yield self._times(found)
        if found.measurements:
            yield self._speeds(found)
        for section in found.sections:
            yield self._section(section)

    def _verdict(self, found: Examination) -> QWidget:
        state = _VERDICTS[found.verdict.code]
        card, column = _card(self._theme, "")
        row = QHBoxLayout()
        row.setSpacing(self._theme.space("medium"))
        row.addWidget(self._icon(state))
        row.addWidget(_sentence(said(found.verdict.text), "heading"), 1)
        column.addLayout(row)
        return card

    def _times(self, found: Examination) -> QWidget:
        card, column = _card(self._theme, self.tr("Time for a picture, about"))
        for each in found.expectations:
            what = self.tr("{model}, {size}, {n} steps").format(
                model=each.model, size=dimensions(each.width, each.height), n=each.steps
            )
            stages = each.stages
            detail = self.tr("On {device}: composing {a}, painting {b}, finishing {c}").format(
                device=each.device,
                a=seconds(stages.prior_s),
                b=seconds(stages.denoise_s),
                c=seconds(stages.decode_s),
            )
            column.addLayout(self._figure(what, seconds(each.total_s), detail))
        return card

    def _speeds(self, found: Examination) -> QWidget:
        card, column = _card(self._theme, self.tr("Speed"))
        for each in found.measurements:
            rates = each.rates
            chosen = self.tr("{device}, {precision} (chosen)")
            what = (chosen if each.chosen else "{device}, {precision}").format(
                device=each.device, precision=each.precision
            )
            detail = self.tr("Reads weights at {a} GB/s, copies at {b} GB/s").format(
                a=_measured(rates.read_bytes / 1e9), b=_measured(rates.copy_bytes / 1e9)
            )
            column.addLayout(self._figure(what, self._products(rates.product_flops), detail))
        return card

    def _figure(self, what: str, value: str, detail: str) -> QGridLayout:
        """A number that counts, large at the right, with what it is made of below."""
        name, more = _sentence(what, "value"), _sentence(detail, "small")
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space("large"))
        grid.setVerticalSpacing(self._theme.space("hair"))
        grid.setColumnStretch(0, 1)
        grid.addWidget(name, 0, 0)
        grid.addWidget(label(value, "heading"), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(more, 1, 0, 1, 2)
        return grid

    def _products(self, flops: float) -> str:
        if flops >= 1e12:
            return self.tr("{n} TFLOP/s").format(n=_measured(flops / 1e12))
        return self.tr("{n} GFLOP/s").format(n=_measured(flops / 1e9))

    def _section(self, section: Section) -> QWidget:
        card, column = _card(self._theme, self._title_of(section))
        for check in section.checks:
            column.addLayout(self._row(check))
        return card

    def _title_of(self, section: Section) -> str:
        names = {
            "program": self.tr("Program and libraries"),
            "model": self.tr("Model"),
            "devices": self.tr("Devices"),
            "speeds": self.tr("Not measured"),
            "plan": self.tr("Memory plan"),
            "times": self.tr("Time for a picture"),
            "disk": self.tr("Disks"),
            "display": self.tr("Display"),
        }
        return names.get(section.name, section.name)

    def _row(self, check: Check) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(self._theme.space("hair"))
        words.addWidget(_sentence(said(check.says), "value"))
        if check.mends:
            words.addWidget(_sentence(said(check.mends), "mends" if check.is_amiss else "muted"))
        row = QHBoxLayout()
        row.setSpacing(self._theme.space("medium"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon(check.state), 0, top)
        row.addLayout(words, 1)
        if check.is_amiss and check.mends:
            copy = tool_button(self._theme, "copy", self.tr("Copy what mends it"))
            copy.clicked.connect(lambda: self._copy(check.mends.removeprefix("Run: ")))
            row.addWidget(copy, 0, top)
        return row

    def _icon(self, state: State) -> QLabel:
        name, colour = _ICONS[state]
        made = QLabel()
        tokens = self._theme.tokens.colours
        made.setPixmap(icons.pixmap(name, tokens[colour], _ICON_SIDE, self.devicePixelRatioF()))
        words = {
            State.GOOD: self.tr("Good"),
            State.NOTE: self.tr("Worth knowing"),
            State.MISSING: self.tr("Missing"),
            State.BROKEN: self.tr("Broken"),
        }
        made.setToolTip(words[state])
        made.setAccessibleName(words[state])
        return made


def _card(theme: Theme, title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("Card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*[theme.space("large")] * 4)
    column.setSpacing(theme.space("small"))
    if title:
        column.addWidget(label(title, "section"))
    return card, column


def _sentence(text: str, role: str) -> QLabel:
    """A sentence that wraps within paths and addresses, too. It cannot be selected, for it would be
    copied with the marks where it may be broken."""
    made = label("", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setText(re.sub(r"(?<=[/=,:_-])(?=\w)|(?<=\S{24})(?=\S)", _MAY_BREAK, text))
    return made


def _measured(value: float) -> str:
    return number(value, decimals(value))
