"""Printing: where the picture lies on the paper, and that it gets there."""

from __future__ import annotations

import re
import zlib

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPageSize

from glm_studio.ui.print_sheet import PrintSheet
from glm_studio.ui.printing import Fill, PrintLayout, make_printer, print_picture
from support.fakes import some_picture

WIDE, TALL = QSize(1200, 800), QSize(800, 1200)


def test_fitted_it_is_as_large_as_the_margins_allow(qapp):
    place = PrintLayout().place(TALL)
    assert place.height() == pytest.approx(277, abs=0.5) or place.width() == pytest.approx(190)
    assert place.width() / place.height() == pytest.approx(800 / 1200)
    assert PrintLayout().fits(TALL)


def test_the_paper_is_turned_to_suit_the_picture(qapp):
    assert PrintLayout().place(WIDE).width() == pytest.approx(277, abs=0.5)


def test_by_pixels_an_inch_holds_as_many_as_were_asked_for(qapp):
    layout = PrintLayout(fill=Fill.ACTUAL, dpi=300)
    assert layout.place(WIDE).width() == pytest.approx(4 * 25.4)
    assert layout.printed_dpi(WIDE) == pytest.approx(300)
    assert layout.fits(WIDE)
    assert not PrintLayout(fill=Fill.ACTUAL, dpi=72).fits(WIDE)


@pytest.mark.parametrize(
    ("paper", "width", "height"),
    [(QPageSize.PageSizeId.A4, 842, 595), (QPageSize.PageSizeId.Letter, 792, 612)],
)
def test_a_pdf_is_one_page_of_that_paper_with_the_picture(qapp, tmp_path, paper, width, height):
    image = QImage(WIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("#c02020"))
    layout = PrintLayout(paper)
    printer = make_printer(layout, WIDE, "a picture")
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_picture(printer, image, layout)
    content = (tmp_path / "out.pdf").read_bytes()
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert (float(box[1]), float(box[2])) == pytest.approx((width, height), abs=1)
    assert content.count(b"/Type /Page\n") == 1
    assert b"/Width 1200" in content
    assert b"/Height 800" in content
    # Where it lies: the matrix before the drawing of the image, in the page's own units.
    assert _drawn_width(content) == pytest.approx(layout.place(WIDE).width() / 25.4 * 72, rel=0.02)


def _drawn_width(pdf: bytes) -> float:
    """Points across which the page's only image is drawn."""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            page = zlib.decompress(stream)
        except zlib.error:
            continue
        if b" Do" not in page:
            continue
        scale = 1.0
        for matrix in re.findall(rb"((?:-?[\d.]+ ){6})cm", page):
            scale *= abs(float(matrix.split()[0])) or 1.0
        return scale
    raise AssertionError("no page draws an image")


def test_a_paper_chosen_in_the_printer_s_own_dialog_counts(qapp, tmp_path):
    image, layout = QImage(WIDE, QImage.Format.Format_RGB32), PrintLayout()
    printer = make_printer(layout, WIDE, "a picture")
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A6))
    print_picture(printer, image, layout)
    points = _drawn_width((tmp_path / "out.pdf").read_bytes())
    assert points == pytest.approx((148 - 20) / 25.4 * 72, rel=0.02)


def test_a_printer_that_takes_nothing_is_said(window, bridge, states, wait, tmp_path):
    sheet = open_sheet(window, states)
    printer = make_printer(sheet.layout_of_page, WIDE, "a picture")
    printer.setOutputFileName(str(tmp_path / "no such folder" / "out.pdf"))
    with_warning = "could not be printed"
    sheet.print_on(printer)
    wait(lambda: states.failures.problem)
    assert with_warning in states.failures.problem.what


def open_sheet(window, states) -> PrintSheet:
    states.canvas.show_picture(some_picture(1), QImage(1200, 800, QImage.Format.Format_RGB32))
    window.body.commands.find("picture.print").run()
    return next(s for s in window.findChildren(PrintSheet) if s.isVisible())


def test_the_sheet_says_how_large_it_becomes(window, bridge, states):
    sheet = open_sheet(window, states)
    assert "277 × 185 mm" in sheet.said.text()
    sheet.fill.button(Fill.ACTUAL).click()
    sheet.dpi.field.setValue(50)
    assert "610 × 406 mm" in sheet.said.text()
    assert "only its middle" in sheet.said.text()
    sheet.papers.setCurrentIndex(0)
    assert sheet.layout_of_page.paper is QPageSize.PageSizeId.A3


def test_what_the_sheet_shows_is_printed(window, bridge, states, wait, tmp_path):
    sheet = open_sheet(window, states)
    said = []
    states.noticed.connect(said.append)
    printer = make_printer(sheet.layout_of_page, WIDE, "a picture")
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    sheet.print_on(printer)
    wait(lambda: said)
    assert (tmp_path / "out.pdf").stat().st_size > 1000
    assert not any(sheet.isVisible() for sheet in window.findChildren(PrintSheet))
