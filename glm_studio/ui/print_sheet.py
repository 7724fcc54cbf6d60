"""The sheet that prints the shown picture: the page as it will be, the paper, and how large."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.errors import problem_of
from glm_studio.library.picture import Picture
from glm_studio.state.labelled_image import labelled_image
from glm_studio.state.studio import StudioState
from glm_studio.ui.choice_row import ChoiceRow
from glm_studio.ui.controls import label, paragraph
from glm_studio.ui.frame_painter import FramePainter, Shrinker
from glm_studio.ui.number_field import NumberField
from glm_studio.ui.printing import Fill, PrintLayout, make_printer, print_picture, room_on
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number
from glm_studio.words import tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

_PAPERS = (
    QPageSize.PageSizeId.A3,
    QPageSize.PageSizeId.A4,
    QPageSize.PageSizeId.A5,
    QPageSize.PageSizeId.Letter,
    QPageSize.PageSizeId.Tabloid,
    QPageSize.PageSizeId.Postcard,
)
_PAGE_HEIGHT = 280


class PagePreview(QWidget):
    """The paper with the picture where it will be."""

    def __init__(self, states: StudioState, image: QImage, theme: Theme) -> None:
        super().__init__()
        self._image = image
        self._theme = theme
        self._layout = PrintLayout()
        shrinker = Shrinker(states.background, self)
        shrinker.ready.connect(self.update)
        self._painter = FramePainter(shrinker, theme)
        self.setMinimumSize(_PAGE_HEIGHT * 3 // 4, _PAGE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_layout(self, layout: PrintLayout) -> None:
        self._layout = layout
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("ground"))
        size = self._image.size()
        page = self._layout.page(size)
        full = page.fullRect(QPageLayout.Unit.Millimeter)
        space = self._theme.space("medium")
        room = QRectF(self.rect()).adjusted(space, space, -space, -space)
        paper = QRectF(
            room.topLeft(), full.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        )
        paper.moveCenter(room.center())
        scale = paper.width() / full.width()
        painter.fillRect(paper, Qt.GlobalColor.white)  # paper is, in every theme
        inner = _scaled(room_on(page), scale, paper)
        painter.save()
        painter.setClipRect(inner)
        target = _scaled(self._layout.place(size), scale, paper)
        self._painter.paint_image(painter, self._image, target, inner, exact=False)
        painter.restore()
        painter.setPen(QPen(self._theme.colour("text_faint"), 1, Qt.PenStyle.DotLine))
        painter.drawRect(inner)


class PrintSheet(Sheet):
    """Prints one picture on one page."""

    def __init__(
        self, states: StudioState, image: QImage, theme: Theme, picture: Picture | None = None
    ) -> None:
        super().__init__(theme, tr("Print"), width=680)
        self._states = states
        self._image = image
        self._picture = picture
        self._layout = PrintLayout()
        self._dialog: QPrintDialog | None = None
        self.page = PagePreview(states, image, theme)
        self.papers = QComboBox()
        self.papers.setAccessibleName(self.tr("Paper"))
        self.papers.setToolTip(self.tr("The paper that the picture is printed on"))
        for paper in _PAPERS:
            self.papers.addItem(QPageSize.name(paper), paper)
        self.papers.setCurrentIndex(_PAPERS.index(self._layout.paper))
        self.fill: ChoiceRow[Fill] = ChoiceRow(self.tr("Size on paper"), self._fills())
        self.fill.choose(self._layout.fill)
        self.dpi = NumberField(
            self.tr("Pixels an inch"),
            self.tr("More pixels on an inch make the print smaller and finer"),
            theme,
            allowed=(30, 2400),
            usual=(72, 600),
            whole=True,
        )
        self.dpi.show_value(self._layout.dpi)
        self.said = paragraph("muted")
        self._lay_out_choices()
        self.add_button(self.tr("Cancel"), self.close_sheet)
        self.add_button(self.tr("Print…"), self.choose_printer, "primary", "printer")
        self.papers.currentIndexChanged.connect(lambda index: self._change(paper=_PAPERS[index]))
        self.fill.group.idClicked.connect(
            lambda index: self._change(fill=self.fill.value_of(index))
        )
        self.dpi.bind(lambda value: self._change(dpi=int(value)))
        self._show_state()

    @property
    def layout_of_page(self) -> PrintLayout:
        return self._layout

    def choose_printer(self) -> None:
        """Ask for the printer with the desktop's own dialog; it can also print into a PDF."""
        from PySide6.QtPrintSupport import QPrintDialog  # noqa: PLC0415 - looks for printers

        printer = make_printer(self._layout, self._image.size(), "GLM Studio")
        dialog = self._dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # its own wants to know a slot

    def print_on(self, printer: QPrinter) -> None:
        """Print in the background, and close."""
        states, image, layout = self._states, self._image, self._layout

        def tell(_: None) -> None:
            states.noticed.emit(tr("The picture is on its way to the printer"))

        def fail(error: Exception) -> None:
            states.failures.show(problem_of(error))

        picture, visible = self._picture, states.labelling.current.visible

        def work() -> None:
            print_picture(printer, labelled_image(image, picture, visible), layout)

        states.background.run(work, tell, fail)
        self.close_sheet()

    def _lay_out_choices(self) -> None:
        space = self._theme.space
        side = QVBoxLayout()
        side.setSpacing(space("medium"))
        for name, widget in (
            (self.tr("Paper"), self.papers),
            (self.tr("Size on paper"), self.fill),
        ):
            side.addWidget(label(name, "section"))
            side.addWidget(widget)
        side.addWidget(self.dpi)
        side.addWidget(self.said)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(space("large"))
        row.addWidget(self.page, 1)
        row.addLayout(side, 1)
        self.content.addLayout(row)

    def _fills(self) -> list[tuple[Fill, str, str]]:
        return [
            (Fill.PAGE, self.tr("Fit"), self.tr("As large as the paper allows")),
            (
                Fill.ACTUAL,
                self.tr("By pixels"),
                self.tr("So many of its pixels on an inch"),
            ),
        ]

    def _change(self, **changes: object) -> None:
        self._layout = dataclasses.replace(self._layout, **changes)  # type: ignore[arg-type]
        self._show_state()

    def _show_state(self) -> None:
        layout, size = self._layout, self._image.size()
        self.dpi.setEnabled(layout.fill is Fill.ACTUAL)
        self.page.show_layout(layout)
        self.said.setText(self._words(layout, size))

    def _words(self, layout: PrintLayout, size: QSize) -> str:
        place = layout.place(size)
        said = self.tr("{width} × {height} mm, {dpi} pixels an inch").format(
            width=number(place.width()),
            height=number(place.height()),
            dpi=number(layout.printed_dpi(size)),
        )
        if not layout.fits(size):
            said += "\n" + self.tr("Larger than the paper: only its middle is printed.")
        return said


def _scaled(rect: QRectF, scale: float, paper: QRectF) -> QRectF:
    return QRectF(
        paper.topLeft() + rect.topLeft() * scale, QSizeF(rect.width(), rect.height()) * scale
    )
