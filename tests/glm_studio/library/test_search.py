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
from glm_studio.library.query import Order, Query, Shape, arranged
from glm_studio.library.scan import Changes

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
        ("0003.png", [3]),
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


def _random_picture(number: int, chance: random.Random) -> Picture:
    width, height = chance.choice([(1024, 1024), (1568, 1056), (1056, 1568)])
    return _picture(
        number,
        created=START + timedelta(hours=chance.randrange(20)),
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
        has_reference=maybe(None, True, False),
        order=chance.choice(list(Order)),
    )  # type: ignore[arg-type]


def test_index_finds_what_the_pictures_say(catalogue: Make) -> None:
    """SQL and Python have the same meaning, for each condition and each order."""
    chance = random.Random(7)
    found = catalogue([_random_picture(number, chance) for number in range(200)])
    hits = 0
    for _ in range(300):
        query = _random_query(chance)
        expected = arranged(filter(query.matches, found.shelf.newest_first), query.order)
        assert list(found.find(query)) == expected, query
        hits += len(expected) > 0
    assert hits > 100


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
    monkeypatch.setattr("glm_studio.library.migrations.MIGRATIONS", ("CREATE no such thing;",))
    found = catalogue([_picture(number) for number in range(8)])
    assert [p.seed for p in found.find(Query(text="屋顶上"))] == [1]


def test_index_that_fails_while_it_is_searched_is_done_without(
    catalogue: Make, tmp_path: Path
) -> None:
    found = catalogue([_picture(number) for number in range(8)])
    with sqlite3.connect(tmp_path / "index.sqlite3") as other:
        other.execute("DROP TABLE words")
    other.close()
    assert [p.seed for p in found.find(Query(text="屋顶上"))] == [1]


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


def test_shelf_stays_sorted_whatever_comes_and_goes(catalogue: Make) -> None:
    chance = random.Random(3)
    found = catalogue([])
    there: dict[Path, Picture] = {}
    for _ in range(60):
        new = [_random_picture(chance.randrange(80), chance) for _ in range(chance.randrange(8))]
        gone = chance.sample(sorted(there), k=min(len(there), chance.randrange(4)))
        there = {path: picture for path, picture in there.items() if path not in gone}
        found.store(Changes(gone=gone))
        found.store(Changes(read=[(picture, Stamp(1, 1)) for picture in new]))
        there |= {picture.path: picture for picture in new}
        if chance.random() < 0.7:
            found.publish()
            expected = sorted(there.values(), key=lambda p: p.age, reverse=True)
            assert list(found.shelf.newest_first) == expected
            assert set(found.find(Query(least_rating=3))) == {p for p in expected if p.rating >= 3}
