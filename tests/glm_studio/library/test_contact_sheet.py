"""Contact sheets: every picture in its place, with its words, as a picture or on pages."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from glm_studio.library.contact_sheet import Cell, Sheet, pages, write_sheet
from glm_studio.library.export import ExportError

COLOURS = ((200, 0, 0), (0, 160, 0), (0, 0, 200), (180, 180, 0), (0, 170, 170), (170, 0, 170))
WHITE = (255, 255, 255)


@pytest.fixture
def cells(tmp_path: Path) -> list[Cell]:
    """Six pictures of two shapes."""
    made = []
    for number, colour in enumerate(COLOURS):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (300, 200) if number % 2 else (200, 200), colour).save(path)
        made.append(Cell(path, (f"seed {number}", "一只猫 лиса")))
    return made


def _on_a_thread(sheet: Sheet, target: Path) -> bool:
    """As the window has it painted."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(write_sheet(sheet, target)))
    thread.start()
    thread.join(30)
    return answers[0]


def _near(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return all(abs(x - y) < 4 for x, y in zip(a, b, strict=False))


def test_every_picture_is_in_its_place(
    qapp: QApplication, cells: list[Cell], tmp_path: Path
) -> None:
    sheet = Sheet(cells, 3, "A title", ("row 1", "row 2"), ("1", "2", "3"), cell_px=120)
    assert _on_a_thread(sheet, tmp_path / "sheet.png")
    (layout,) = pages(sheet, 120, paged=False)
    with Image.open(tmp_path / "sheet.png") as picture:
        found = picture.convert("RGB")
    assert found.size == (layout.width, layout.height)
    for number, colour in enumerate(COLOURS):
        x, y = layout.corner(number // 3, number % 3)
        assert _near(found.getpixel((x + 60, y + 60)), colour)
        above = found.getpixel((x + 60, y + 10))  # a picture that is not as high as its place
        assert _near(above, WHITE if number % 2 else colour)
        words = found.crop((x, y + 128, x + 120, y + layout.row_height))
        assert words.convert("L").getextrema()[0] < 120
    title = found.crop((0, 0, layout.width, layout.top - 30)).convert("L")
    assert title.getextrema()[0] < 120


def test_empty_and_broken_places_stay_empty(
    qapp: QApplication, cells: list[Cell], tmp_path: Path
) -> None:
    (tmp_path / "1.png").write_bytes(b"broken")
    sheet = Sheet([cells[0], cells[1], Cell(None), cells[3]], 2, cell_px=120)
    assert _on_a_thread(sheet, tmp_path / "sheet.png")
    (layout,) = pages(sheet, 120, paged=False)
    with Image.open(tmp_path / "sheet.png") as picture:
        found = picture.convert("RGB")
    centres = [layout.corner(number // 2, number % 2) for number in range(4)]
    colours = [found.getpixel((x + 60, y + 60)) for x, y in centres]
    assert _near(colours[0], COLOURS[0])
    assert _near(colours[3], COLOURS[3])
    assert colours[1] == colours[2]
    assert min(colours[1]) > 200


def test_pdf_has_pages_in_the_shape_of_paper(
    qapp: QApplication, cells: list[Cell], tmp_path: Path
) -> None:
    sheet = Sheet(cells * 6, 4, "Everything", cell_px=120)
    layouts = pages(sheet, 120, paged=True)
    assert [len(page.rows) for page in layouts] == [4, 4, 1]
    assert [page.title for page in layouts] == ["Everything", "", ""]
    assert all(page.height <= page.width * 1.42 for page in layouts)
    assert _on_a_thread(sheet, tmp_path / "sheet.pdf")
    content = (tmp_path / "sheet.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 3


def test_grid_with_titles_is_not_torn_apart(cells: list[Cell]) -> None:
    sheet = Sheet(cells * 6, 4, row_titles=[str(row) for row in range(9)])
    assert len(pages(sheet, 320, paged=True)) == 1


def test_cancelled_sheet_leaves_nothing(
    qapp: QApplication, cells: list[Cell], tmp_path: Path
) -> None:
    told: list[int] = []
    target = tmp_path / "sheet.png"
    assert not write_sheet(Sheet(cells, 3), target, told.append, lambda: len(told) == 2)
    assert told == [1, 2]
    assert not target.exists()


def test_sheet_that_is_too_long_is_told(
    qapp: QApplication, cells: list[Cell], tmp_path: Path
) -> None:
    with pytest.raises(ExportError) as caught:
        write_sheet(Sheet(cells * 40, 1), tmp_path / "sheet.png")
    assert "PDF" in caught.value.problem.remedy


def test_disk_that_refuses_is_told(
    qapp: QApplication, cells: list[Cell], read_only_folder: Path
) -> None:
    with pytest.raises(ExportError):
        write_sheet(Sheet(cells, 3, cell_px=60), read_only_folder / "sheet.png")
