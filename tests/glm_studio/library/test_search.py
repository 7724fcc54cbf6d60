"""Finding pictures: what is typed, what is filtered, and in which order it comes."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from glm_studio.library.catalogue import Catalogue
from glm_studio.library.index import Stamp
from glm_studio.library.picture import Picture
from glm_studio.library.query import Order, Query, Shape
from glm_studio.library.scan import Changes
from support.oracle import counted, matches
from support.oracle import found as found_in

START = datetime(2026, 1, 1, tzinfo=UTC)
PROMPTS = (
    "A red fox under the Eiffel Tower",
    "一只猫坐在红色的屋顶上",
    "лиса в Красном плаще",
    'a poster that says "OPEN" and 50 % off',
    "naïve café, STRASSE and straße",
    "line one\nline   two",
    "",
    "NEAR(fox) OR cat* -dog ^x: {y}",
)


def _picture(number: int, **changes: object) -> Picture:
    fields: dict[str, object] = {
        "path": Path(f"/pictures/{number:04}.png"),
        "created": START + timedelta(hours=number),
        "width": 1024,
        "height": 1024,
        "prompt": PROMPTS[number % len(PROMPTS)],
        "seed": number,
        "steps": 30,
        "guidance": 1.5,
        "model": "nano",
    }
    return Picture(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[..., Catalogue]:
    """A catalogue of these pictures, with an index on disk."""

    def make(pictures: list[Picture], file: Path = tmp_path / "index.sqlite3") -> Catalogue:
        made = Catalogue()
        made.open(file)
        made.store(Changes(read=[(picture, Stamp(1, 1)) for picture in pictures]))
        made.publish()
        return made

    return make


Make = Callable[..., Catalogue]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("fox", [7, 0]),
        ("FOX under", [0]),
        ("und ox", [0]),
        ('"ox und"', [0]),
        ('"ox un', [0]),
        ('"und ox"', []),
        ("iff", [0]),
        ("红色", [1]),
        ("红", [1]),
        ("屋顶上", [1]),
        ("красном", [2]),
        ("кр", [2]),
        ('says "OPEN', [3]),
        ("50 %", [3]),
        ("%", [3]),
        ("cafe\u0301", [4]),
        ("strasse", [4]),
        ('"one line two"', [5]),
        ("near(fox)", [7]),
        ("cat*", [7]),
        ("-dog ^x: {y}", [7]),
        ("0003", [3]),
        ("png", []),
        ("approved", [6]),
        ("nothing like it", []),
        ('"', [7, 6, 5, 4, 3, 2, 1, 0]),
        ("  ", [7, 6, 5, 4, 3, 2, 1, 0]),
    ],
)
def test_what_is_typed_is_found(catalogue: Make, typed: str, numbers: list[int]) -> None:
    pictures = [_picture(number) for number in range(8)]
    pictures[6] = _picture(6, tags=("Approved",))
    found = catalogue(pictures).find(Query(text=typed))
    assert [picture.seed for picture in found] == numbers


def test_name_that_the_studio_gave_is_not_searched() -> None:
    given = Path("/pictures/2026-11-24_101530_a-red-circle_seed42_2.png")
    assert not matches(Query(text="seed"), _picture(0, path=given))
    assert not matches(Query(text="2026"), _picture(0, path=given))
    assert matches(Query(text="logo"), _picture(0, path=given.with_name("Logo seed42.png")))


def _random_picture(number: int, chance: random.Random) -> Picture:
    width, height = chance.choice([(1024, 1024), (1568, 1056), (1056, 1568)])
    return _picture(
        number,
        created=START + timedelta(hours=chance.randrange(20), seconds=number),
        path=Path(f"/pictures/{'abc'[number % 3]}/{number:04}.png"),
        width=width,
        height=height,
        prompt=chance.choice(PROMPTS),
        seed=chance.choice([None, 1, 2, 2**63 - 1]),
        model=chance.choice(["", "nano", "GLM-Image"]),
        program=chance.choice(["", "ComfyUI"]),
        references=chance.choice([None, 0, 2]),
        rating=chance.randrange(6),
        tags=tuple(sorted(chance.sample(["a", "b b", "ab", "猫"], k=chance.randrange(3)))),
        boards=tuple(chance.sample(["Moods", "Mood"], k=chance.randrange(2))),
    )


def _random_query(chance: random.Random) -> Query:
    def maybe(*values: object) -> object:
        return chance.choice(values) if chance.random() < 0.25 else values[0]

    return Query(
        text=maybe("", "fox", "fo", "红色 猫", "a"),
        size=maybe(None, (1024, 1024), (1568, 1056)),
        shape=maybe(None, *Shape),
        since=maybe(None, START + timedelta(hours=5)),
        until=maybe(None, START + timedelta(hours=15)),
        seed=maybe(None, 1, 2**63 - 1),
        model=maybe("", "nano"),
        program=maybe("", "ComfyUI"),
        least_rating=maybe(0, 1, 4),
        tags=maybe((), ("a",), ("b b", "猫")),
        board=maybe("", "Mood"),
        folder=maybe(None, Path("/pictures/b"), Path("/pictures")),
        has_reference=maybe(None, True, False),
        order=chance.choice(list(Order)),
    )  # type: ignore[arg-type]


def test_index_finds_what_the_pictures_say(catalogue: Make) -> None:
    """SQL and Python have the same meaning, for each condition and each order."""
    chance = random.Random(7)
    pictures = [_random_picture(number, chance) for number in range(200)]
    found = catalogue(pictures)
    hits = 0
    for _ in range(300):
        query = _random_query(chance)
        expected = found_in(pictures, query)
        assert list(found.find(query)) == expected, query
        hits += len(expected) > 0
    assert hits > 100
    assert found.facets() == counted(pictures)


def test_what_changed_is_found_at_once(catalogue: Make) -> None:
    found = catalogue([_picture(number) for number in range(8)])
    found.mark([(_picture(1, tags=("urgent",), rating=5), (7, 7))])
    found.store(Changes(read=[(_picture(0, prompt="a blue whale"), Stamp(2, 2))]))
    found.store(Changes(gone=[_picture(7).path]))
    found.publish()
    assert [p.rating for p in found.find(Query(text="urg"))] == [5]
    assert [p.seed for p in found.find(Query(text="blue whale"))] == [0]
    assert not found.find(Query(text="fox"))


def test_without_an_index_everything_is_found_in_memory(catalogue: Make, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    found = catalogue([_picture(number) for number in range(8)], blocked / "index.sqlite3")
    assert [p.seed for p in found.find(Query(text="红色", order=Order.OLDEST))] == [1]


def test_sqlite_without_full_text_search_is_done_without(
    catalogue: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glm_studio.library.migrations._has_trigrams", lambda _connection: False)
    found = catalogue([_picture(number) for number in range(8)])
    assert [p.seed for p in found.find(Query(text="屋顶上"))] == [1]


def test_index_that_fails_while_it_is_searched_is_not_trusted_any_more(
    catalogue: Make, tmp_path: Path
) -> None:
    found = catalogue([_picture(number) for number in range(8)])
    assert not found.lost
    with sqlite3.connect(tmp_path / "index.sqlite3") as other:
        other.execute("DROP TABLE words")
    other.close()
    assert not found.find(Query(text="屋顶上"))
    assert found.lost


def test_disk_that_takes_no_more_leaves_an_index_in_memory(
    catalogue: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = catalogue([_picture(number) for number in range(8)])
    shown = found.find(Query())
    index = found._index
    assert index is not None
    index._connection.execute("PRAGMA query_only = 1")  # SQLite then refuses as a disk would
    found.store(Changes(read=[(_picture(8, prompt="a whale"), Stamp(1, 1))]))
    assert [p.seed for p in found.find(Query(text="whale"))] == [8]
    assert [p.seed for p in found.find(Query())] == [8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert len(shown) == 8


def test_search_does_not_wait_for_the_writer(catalogue: Make, tmp_path: Path) -> None:
    found = catalogue([_picture(number) for number in range(8)])
    with sqlite3.connect(tmp_path / "index.sqlite3") as writer:
        writer.execute("UPDATE pictures SET prompt = 'held'")  # and holds the lock
        answers: list[int] = []
        search = threading.Thread(target=lambda: answers.append(len(found.find(Query(text="fox")))))
        search.start()
        search.join(2.0)
        assert answers == [2]
        writer.rollback()
    writer.close()


def test_facets_count_what_there_is(catalogue: Make) -> None:
    facets = catalogue(
        [
            _picture(0, tags=("a", "b"), rating=4, references=1),
            _picture(1, tags=("a",), boards=("Moods",), width=512, model="GLM-Image"),
            _picture(2, model="", program="ComfyUI"),
        ]
    ).facets()
    assert facets.pictures == 3
    assert facets.tags == {"a": 2, "b": 1}
    assert facets.boards == {"Moods": 1}
    assert facets.models == {"nano": 1, "GLM-Image": 1}
    assert facets.programs == {"ComfyUI": 1}
    assert facets.sizes == {(1024, 1024): 2, (512, 1024): 1}
    assert facets.ratings == {4: 1, 0: 2}
    assert facets.with_reference == 1
    assert (facets.first, facets.last) == (START, START + timedelta(hours=2))


def test_lists_stay_sorted_whatever_comes_and_goes(catalogue: Make) -> None:
    chance = random.Random(3)
    found = catalogue([])
    there: dict[Path, Picture] = {}
    for _ in range(60):
        numbers = {chance.randrange(80) for _ in range(chance.randrange(8))}
        new = [_random_picture(number, chance) for number in numbers]
        gone = chance.sample(sorted(there), k=min(len(there), chance.randrange(4)))
        there = {path: picture for path, picture in there.items() if path not in gone}
        found.store(Changes(gone=gone))
        found.store(Changes(read=[(picture, Stamp(1, 1)) for picture in new]))
        there |= {picture.path: picture for picture in new}
        if chance.random() < 0.7:
            found.publish()
            expected = sorted(there.values(), key=lambda p: p.created, reverse=True)
            assert found.find(Query()) == expected
            assert set(found.find(Query(least_rating=3))) == {p for p in expected if p.rating >= 3}
