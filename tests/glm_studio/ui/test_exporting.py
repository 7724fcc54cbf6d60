"""Copies for others: asked for in a sheet that shows their names, made beside the window's work."""

from __future__ import annotations

import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from glm_studio.library.formats import Format
from glm_studio.library.labels import Keep
from glm_studio.ui import export_sheet as module
from glm_studio.ui.export_sheet import ExportSheet
from support.gallery import gallery_page
from support.layout import faults


@pytest.fixture
def sheet(window, shelf, states, qtbot, tmp_path, monkeypatch):
    """The sheet for six pictures, which go into an empty folder."""
    monkeypatch.setattr(module, "_first_folder", lambda: tmp_path / "copies")
    gallery_page(window)
    qtbot.waitUntil(lambda: len(states.search.pictures) == 12)
    states.search.mark([range(6)])
    window.body.commands.find("gallery.export").run()
    opened = window.findChild(ExportSheet)
    qtbot.waitUntil(lambda: bool(opened.names[0].text()))
    yield opened
    # Before its theme's folder goes: the next one's style would still ask there for a check mark.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if shiboken6.isValid(opened):
        shiboken6.delete(opened)


def names(sheet) -> list[str]:
    return [label.text() for label in sheet.names if label.isVisible()]


def test_the_names_follow_what_is_typed(sheet, qtbot):
    sheet.pattern.setText("{seed}")
    qtbot.waitUntil(lambda: names(sheet)[:2] == ["1011.png", "1010.png"])
    assert names(sheet)[-1] == "and 2 more"
    sheet.kind.setCurrentIndex(sheet.kind.findData(Format.WEBP))
    qtbot.waitUntil(lambda: names(sheet)[0] == "1011.webp")


def test_a_field_is_put_in_by_its_button(sheet, qtbot):
    sheet.pattern.clear()
    sheet._insert("{seed}")
    QTest.keyClicks(sheet.pattern, "-")
    sheet._insert("{n:04}")
    qtbot.waitUntil(lambda: names(sheet)[0] == "1011-0001.png")


def test_a_field_that_does_not_exist_is_named_and_nothing_starts(sheet, qtbot):
    sheet.pattern.setText("{sead}")
    qtbot.waitUntil(lambda: "{sead}" in sheet.complaint.text())
    assert not sheet.start.isEnabled()
    sheet.pattern.setText("{seed")
    qtbot.waitUntil(lambda: "brace" in sheet.complaint.text())
    sheet.pattern.setText("{seed}")
    qtbot.waitUntil(sheet.start.isEnabled)


def test_quality_is_offered_where_it_means_something(sheet):
    assert not sheet.quality.isEnabled()
    sheet.kind.setCurrentIndex(sheet.kind.findData(Format.JPEG))
    assert sheet.quality.isEnabled()


def test_copies_and_a_contact_sheet_are_made_and_shown(
    sheet, window, states, qtbot, tmp_path, monkeypatch
):
    opened = []
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toLocalFile())) or True
    )
    sheet.pattern.setText("{seed}")
    sheet.kind.setCurrentIndex(sheet.kind.findData(Format.JPEG))
    sheet.keep.row.button(Keep.NOTHING).click()
    sheet.sheet.setChecked(True)
    with qtbot.waitSignal(sheet.closed, timeout=20_000):
        sheet.start.click()
    folder = tmp_path / "copies"
    assert {path.name for path in folder.iterdir()} == {
        *(f"{seed}.jpg" for seed in range(1006, 1012)), "Contact sheet.pdf"
    }  # fmt: skip
    with Image.open(folder / "1011.jpg") as copy:
        assert copy.format == "JPEG"
        assert not copy.getexif()
    assert "7 file" in window.body.toast.text()
    window.body.toast.take()
    assert opened == [str(folder)]
    assert states.export.remembered(tmp_path).pattern == "{seed}"  # for the next time


def test_cancelling_keeps_what_was_written_and_says_no_more(sheet, states, qtbot, tmp_path):
    ended = []
    states.export.ended.connect(ended.append)
    states.export.progressed.connect(lambda done, _: done and sheet.cancel.click())
    sheet.start.click()
    assert sheet.bar.isVisible()
    assert not sheet.start.isEnabled()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].cancelled or len(ended[0].files) == 6  # it may have been quicker than the click
    assert len(list((tmp_path / "copies").iterdir())) == len(ended[0].files)
    assert not (shiboken6.isValid(sheet.bar) and sheet.bar.isVisible())


def test_a_folder_that_takes_no_files_is_an_error_with_its_reason(
    sheet, window, states, qtbot, tmp_path
):
    (tmp_path / "copies").write_text("in the way")
    sheet.start.click()
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert "copies" in str(states.failures.problem)
    qtbot.waitUntil(sheet.start.isEnabled)


def test_the_sheet_fits_the_window(sheet, window):
    assert faults(window) == []
