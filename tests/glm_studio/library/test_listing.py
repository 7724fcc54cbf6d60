"""Lists of pictures that are read in pages: snapshots, of which little is in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from glm_studio.library import reader
from glm_studio.library.catalogue import Catalogue
from glm_studio.library.index import Stamp
from glm_studio.library.listing import EMPTY, PAGE, Files, Listing
from glm_studio.library.picture import Picture
from glm_studio.library.query import Query
from glm_studio.library.scan import Changes

START = datetime(2026, 1, 1, tzinfo=UTC)
MANY = 1000


def _picture(number: int, rating: int = 0) -> Picture:
    path = Path(f"/pictures/{number // 300}/{number:04}.png")
    told = ("a lighthouse", number, 30, 1.5, "nano")
    created = START + timedelta(minutes=number)
    return Picture(path, created, 1024, 1024, *told, rating=rating)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    made = Catalogue()
    made.open(tmp_path / "index.sqlite3")
    _store(made, [_picture(number) for number in range(MANY)])
    yield made
    made.close()


def _store(catalogue: Catalogue, pictures: list[Picture]) -> None:
    catalogue.store(Changes(read=[(picture, Stamp(1, 1)) for picture in pictures]))


def _seeds(listing: Listing) -> list[int | None]:
    return [picture.seed for picture in listing]


def test_rows_slices_and_ends(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    newest_first = list(range(MANY - 1, -1, -1))
    assert _seeds(listing) == newest_first
    assert [listing[row].seed for row in (0, 7, MANY - 1, -1)] == [999, 992, 0, 0]
    assert _seeds(listing[5:300]) == newest_first[5:300]
    assert _seeds(listing.parts([range(2), range(500, 700)])) == [999, 998, *newest_first[500:700]]
    with pytest.raises(IndexError):
        listing[MANY]


def test_every_file_has_its_row(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    rows = [listing.row_of(_picture(number).path) for number in range(MANY)]
    assert rows == list(range(MANY - 1, -1, -1))
    assert listing[:10].row_of(_picture(0).path) == -1
    some = [range(3, 5), range(990, 995)]
    found = [listing.row_of(_picture(n).path, within=some) for n in (995, 9, 8, 999, 996, 994)]
    assert found == [4, 990, 991, -1, 3, -1]
    assert listing.row_of(Path("/elsewhere.png")) == -1


def test_a_list_stays_as_it_was_and_says_what_is_said_now(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    assert listing[MANY - 4].rating == 0
    catalogue.mark([(_picture(3, rating=5), (7, 7))])
    catalogue.store(Changes(gone=[_picture(999).path, _picture(500).path]))
    _store(catalogue, [_picture(MANY)])
    assert len(listing) == MANY
    assert listing[MANY - 4].rating == 5
    assert (listing[0], listing[499]) == (Picture.gone(), Picture.gone())
    assert _seeds(listing) == [n for n in range(MANY - 1, -1, -1) if n not in (999, 500)]
    assert catalogue.find(Query())[0].seed == MANY


def test_no_more_is_kept_than_a_few_pages(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_KEPT", 2 * PAGE)
    listing = catalogue.find(Query())
    assert [listing[row].seed for row in range(MANY)] == list(range(MANY - 1, -1, -1))
    assert catalogue.reader is not None
    assert len(catalogue.reader._young) + len(catalogue.reader._old) <= 4 * PAGE


def test_what_is_painted_is_read_before_and_never_by_whoever_paints(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    assert listing.known(700) is None
    assert listing.read(range(700, 710))
    assert [listing.known(row) for row in (700, 709)] == [listing[700], listing[709]]
    assert listing.known(0) is None
    assert not listing.read(range(700, 710))


def test_what_is_painted_stays_until_it_is_read_again(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    listing.read(range(2))
    catalogue.mark([(_picture(999, rating=5), (7, 7))])
    catalogue.store(Changes(gone=[_picture(998).path]))
    assert [listing.known(row) for row in (0, 1)] == [_picture(999), _picture(998)]
    assert not listing.read(range(2))
    assert listing.known(0) == _picture(999, rating=5)
    assert listing[1] == Picture.gone()


def test_a_row_that_is_clicked_waits_for_no_page(catalogue: Catalogue) -> None:
    listing, known = catalogue.find(Query()), catalogue.reader
    assert known is not None
    with known._many._lock:  # somebody reads a page, or scans
        assert listing[700] == _picture(299)
        assert listing.row_of(_picture(298).path) == 701
    assert listing.known(701) is None


def test_what_is_read_while_it_changes_is_not_kept(catalogue: Catalogue) -> None:
    listing, stop = catalogue.find(Query()), threading.Event()

    def look() -> None:
        while not stop.is_set():
            for row in range(0, MANY, 50):
                listing[row]

    looking = threading.Thread(target=look)
    looking.start()
    for rating in (1, 2, 3, 4, 5) * 4:
        catalogue.mark([(_picture(999, rating), (7, 7))])
        assert listing[0].rating == rating
    stop.set()
    looking.join()


def test_the_files_of_a_list_are_those_it_had_when_it_was_asked_first(
    catalogue: Catalogue,
) -> None:
    chosen = catalogue.find(Query())[:3]
    files = Files(chosen)
    paths = [_picture(number).path for number in (999, 998, 997)]
    assert list(files) == paths
    catalogue.store(Changes(gone=paths))
    assert list(files) == paths
    assert not list(chosen)


def test_a_closed_library_says_nothing(catalogue: Catalogue) -> None:
    listing = catalogue.find(Query())
    catalogue.close()
    assert listing[0] == Picture.gone()
    assert catalogue.find(Query()) == EMPTY


def test_a_folder_s_files_are_found_without_those_below_it(catalogue: Catalogue) -> None:
    _store(catalogue, [_picture(5000), _picture(0)])
    known = catalogue.reader
    assert known is not None
    assert set(known.stamps_in(Path("/pictures/1"))) == {f"{n:04}.png" for n in range(300, 600)}
    assert not known.stamps_in(Path("/pictures"))
    assert known.any_below(Path("/pictures"))
    assert not known.any_below(Path("/pict"))
    others = [Path("/pictures/0"), Path("/pictures/2"), Path("/pictures/16")]
    found = [path for some in known.paths_below(None, but=others) for path in some]
    assert found == [_picture(n).path for n in (*range(300, 600), *range(900, MANY))]
