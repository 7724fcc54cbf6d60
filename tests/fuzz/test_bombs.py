"""Small files that unpack to a great deal: what reading them takes of memory and of time."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from support import hostile

MOST_MIB = 500
"""A picture of the most pixels that are decoded takes 230 MiB."""

_READ = """
import sys, time
from pathlib import Path
from engine import pictures
from engine.errors import EngineError
from engine.sizes import SizeLimits
from glm_studio.library.decode import decode_small
from glm_studio.library.metadata import read_picture
def peak():
    status = Path("/proc/self/status").read_text()  # what `resource` says begins with the parent's
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
before = peak()
for work in (
    lambda path: read_picture(path),
    lambda path: decode_small(path, 256),
    lambda path: pictures.thumbnail(str(path), 256),
    lambda path: pictures.measure(str(path), SizeLimits(), None),
):
    began = time.process_time()
    try: work(Path(sys.argv[1]))
    except (EngineError, ValueError, OSError, SyntaxError, EOFError): pass
    assert time.process_time() - began < 10
print(peak() - before)
"""


def _packed(keyword: bytes, kind: bytes, mib: int = 1024) -> bytes:
    head = {b"zTXt": b"\0\0", b"iCCP": b"\0\0", b"iTXt": b"\0\1\0\0\0"}[kind]
    return hostile.chunk(kind, keyword + head + hostile.bomb(mib))


def _huge(kind: str) -> bytes:
    """A head that claims more pixels than are decoded."""
    if kind == "JPEG":
        whole = hostile.sound("JPEG")
        at = whole.index(b"\xff\xc0") + 5
        return whole[:at] + struct.pack(">HH", 65_500, 65_500) + whole[at + 4 :]
    rows = zlib.compress(bytes(2**20), 9)
    return hostile.SIGNATURE + hostile.header(60_000, 60_000) + hostile.chunk(b"IDAT", rows * 99)


def _much_json() -> bytes:
    """As many small things as sixteen MiB of text have room for."""
    text = json.dumps([[]] * 3_000_000, separators=(",", ":"))
    return hostile.png(hostile.itxt("prompt", f'{{"a":{text}}}', packed=True))


BOMBS = {
    "zTXt": lambda: hostile.png(_packed(b"parameters", b"zTXt")),
    "iTXt": lambda: hostile.png(_packed(b"glm-studio", b"iTXt")),
    "iCCP": lambda: hostile.png(_packed(b"profile", b"iCCP")),
    "a thousand": lambda: hostile.png(*[_packed(b"parameters", b"iTXt", 32)] * 1000),
    "JSON": _much_json,
    "pixels of a PNG": lambda: _huge("PNG"),
    "pixels of a JPEG": lambda: _huge("JPEG"),
    "as many pixels as there may be": lambda: hostile.png(width=8900, height=8900),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_no_more_than_a_large_picture(make, tmp_path: Path):
    file = tmp_path / "bomb"
    file.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < MOST_MIB
