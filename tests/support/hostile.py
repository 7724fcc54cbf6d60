"""What files hold that were damaged, or made to do harm: strategies for hypothesis, and what every
sentence about such a file keeps to."""

from __future__ import annotations

import io
import json
import struct
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from engine.errors import Problem

MARKUP = '<h1>big</h1><img src="file:///etc/passwd"><a href="file:///">&amp; here</a>'

NASTY = (
    "",
    " ",
    "a\0b",
    "\x1b]0;title\x07\x1b[2J\x1b[31mred",
    "line\r\nother\x0b\x0c\x85\u2028",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "\ud83d",
    "\udcff",
    "\ufffe\uffff\ufeff",
    MARKUP,
    "&file & <b>so on</b>",
    "../../etc/passwd",
    r"\\host\share\x.png",
    r"C:\Windows\win.ini",
    "//host/share/x.png",
    "http://127.0.0.1:9/x.png",
    "file:///etc/passwd",
    "/dev/zero",
    "CON.png",
    "-rf",
    '=HYPERLINK("http://x")',
    "%s%n{0.__class__}{}",
    "9" * 5000,
    "e\u0301" * 50,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)
"""Texts that have hurt programs: each is one that somebody else may write into a file."""

_NUMBERS = (
    0, 1, -1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400, 0.5, -0.0, 1e308,
    5e-324, float("nan"), float("inf"), float("-inf"), True, False,
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Any text, halves of surrogate pairs among them."""
    return st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=40))


def scalars() -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.sampled_from(_NUMBERS), st.integers(), st.floats(), texts())


def values() -> st.SearchStrategy[Any]:
    """Anything that Python's reader of JSON returns."""
    return st.recursive(
        scalars(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(), inner, max_size=4),
        max_leaves=12,
    )


@st.composite
def changed(draw: st.DrawFn, sound: Any) -> Any:
    """Sound JSON with a few of its values replaced, its names dropped or others put beside them."""
    data = json.loads(json.dumps(sound))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_places(data)) or [(None, None)]))
        if holder is None:
            return draw(values())
        what = draw(st.sampled_from(("replace", "drop", "add")))
        if what == "replace":
            holder[key] = draw(values())
        elif what == "drop":
            del holder[key]
        elif isinstance(holder, dict):
            holder[draw(texts())] = draw(values())
        else:
            holder.insert(0, draw(values()))
    return data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in list(keys):
        yield data, key
        yield from _places(data[key])


def jsons(sound: Any) -> st.SearchStrategy[str]:
    """JSON files: sound ones changed, of any other shape, nested too deep, cut, or no JSON."""
    written = st.one_of(changed(sound), values()).map(json.dumps)
    return st.one_of(
        written,
        written,
        st.tuples(written, st.integers(0, 400)).map(lambda pair: pair[0][: pair[1]]),
        st.sampled_from(DEEP),
        texts(),
    )


DEEP = (
    "[" * 100_000,
    "[" * 5000 + "]" * 5000,
    '{"a":' * 5000 + "1" + "}" * 5000,
    "9" * 100_000,
    '{"a": NaN, "b": Infinity, "c": -Infinity}',
    '"\\ud83d"',
)


@st.composite
def damaged(draw: st.DrawFn, sound: bytes) -> bytes:
    """A sound file's bytes cut, flipped, repeated, or with others among them."""
    content = bytearray(sound)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        what = draw(st.sampled_from(("cut", "flip", "set", "insert", "repeat", "drop")))
        length = draw(st.integers(1, 64))
        if what == "cut":
            del content[at:]
        elif what == "flip" and content:
            content[at] ^= 1 << draw(st.integers(0, 7))
        elif what == "set" and content:
            content[at : at + 4] = draw(
                st.sampled_from((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
            )
        elif what == "insert":
            content[at:at] = draw(st.binary(min_size=1, max_size=64))
        elif what == "repeat":
            content[at:at] = content[at : at + length]
        else:
            del content[at : at + length]
    return bytes(content)


# PNG files, chunk by chunk ----------------------------------------------------------------------

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(
    kind: bytes, body: bytes, length: int | None = None, checksum: int | None = None
) -> bytes:
    """A chunk, which may lie about its length and its checksum."""
    said = len(body) if length is None else length
    right = zlib.crc32(kind + body) & 0xFFFFFFFF
    head = struct.pack(">I4s", said & 0xFFFFFFFF, kind)
    return head + body + struct.pack(">I", right if checksum is None else checksum)


def header(width: int = 8, height: int = 8) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def pixels(width: int = 8, height: int = 8) -> bytes:
    return chunk(b"IDAT", zlib.compress((b"\0" + b"\x40" * 3 * width) * height))


def itxt(key: str, text: str, packed: bool = False) -> bytes:
    body = text.encode("utf-8", "surrogatepass")
    body = zlib.compress(body, 9) if packed else body
    return chunk(
        b"iTXt", key.encode("latin-1", "replace") + b"\0" + bytes([packed]) + b"\0\0\0" + body
    )


def png(*between: bytes, width: int = 8, height: int = 8) -> bytes:
    """A whole picture with these chunks before its pixels."""
    shape = (width, height)
    parts = (header(*shape), *between, pixels(*shape), chunk(b"IEND", b""))
    return SIGNATURE + b"".join(parts)


def bomb(mib: int = 1024) -> bytes:
    """A stream of zeros that unpacks to a thousand times its size; it has no end, which nobody can
    know before."""
    packer = zlib.compressobj(9)
    begun = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return begun + block * mib


@st.composite
def pngs(draw: st.DrawFn, written: dict[str, st.SearchStrategy[str]]) -> bytes:
    """PNG files whose chunks are in any order, repeated, missing, lying, or sound; `written` are
    texts by keyword."""
    text_chunks = st.sampled_from(sorted(written)).flatmap(
        lambda key: st.builds(itxt, st.just(key), written[key], st.booleans())
    )
    plain = st.builds(
        chunk,
        st.sampled_from((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"junk", b"acTL", b"iCCP")),
        st.one_of(st.binary(max_size=60), texts().map(lambda t: t.encode("utf-8", "replace"))),
    )
    lying = st.builds(
        chunk,
        st.sampled_from((b"tEXt", b"iTXt", b"IDAT", b"IEND")),
        st.binary(max_size=20),
        st.sampled_from((0, 1, 2**31 - 1, 2**31, 2**32 - 1)),
        st.sampled_from((None, 0)),
    )
    parts = draw(st.lists(st.one_of(text_chunks, text_chunks, plain, lying), max_size=6))
    side = st.sampled_from((0, 1, 8, 2**15, 2**31 - 1, 2**32 - 1))
    size = draw(st.one_of(st.just((8, 8)), st.just((8, 8)), st.tuples(side, side)))
    chunks = [header(*size), *parts, pixels(), chunk(b"IEND", b"")]
    if draw(st.integers(0, 4)) == 0:
        chunks = draw(st.permutations(chunks))
    content = SIGNATURE + b"".join(chunks)
    return (
        content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 4)) == 0 else content
    )


def sound(kind: str, **options: Any) -> bytes:
    """A small picture in one of Pillow's formats."""
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((24, 16)).save(file, kind, **options)
    return file.getvalue()


# What must hold --------------------------------------------------------------------------------

_LONGEST = 1500
"""Characters of a sentence for people, whatever was in the file."""


def check_sentence(text: str) -> None:
    """A sentence of ours: something to read, of bounded length, that steers no terminal."""
    assert text.strip(), "nothing is said"
    assert len(text) <= _LONGEST, f"{len(text)} characters: {text[:200]!r}"
    strange = {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"}
    assert not strange, f"{strange} in {text[:200]!r}"
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), text[:200]
    assert "Traceback" not in text


def check_problem(problem: Problem) -> None:
    """What happened, why, and what to do: each a sentence."""
    for part in (problem.what, problem.why, problem.remedy):
        check_sentence(part)


@contextmanager
def soon(seconds: float = 2.0) -> Iterator[None]:
    """What is within takes no longer on this thread's processor, however busy the machine is."""
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    assert took < seconds, f"{took:.1f} s"
