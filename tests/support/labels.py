"""Reading labels in tests, by the program and as a stranger would."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY
from glm_studio.library.copying import CopyOptions, copy_of_file
from glm_studio.library.decode import decode
from glm_studio.library.headers import read_header
from glm_studio.library.label_report import Label, Report, State, read_labels
from glm_studio.library.labels import Labelling
from glm_studio.library.metadata import read_picture

NAMED = Labelling(producer="Образец 示例")


def copy(file: Path, labelling: Labelling = NAMED, name: str = "copy", **options: object) -> Path:
    wish = CopyOptions(**options)  # type: ignore[arg-type]
    texts = read_header(file).texts
    target = file.with_name(name + wish.kind.suffix)
    target.write_bytes(copy_of_file(file, texts, lambda: decode(file), wish, labelling))
    return target


def reports(file: Path) -> dict[Label, Report]:
    return {report.label: report for report in read_labels(read_picture(file))}


def state(file: Path) -> State:
    return reports(file)[Label.AIGC].state


def packet(file: Path) -> str:
    """The packet, found by its own marks alone, as a stranger would."""
    content = file.read_bytes()
    start = content.index(b"<?xpacket begin")
    return content[start : content.index(b'<?xpacket end="w"?>')].decode()


def fields(file: Path) -> dict[str, str]:
    found = xmp.value(xmp.parse((packet(file) + '<?xpacket end="w"?>').encode()), AIGC_PROPERTY)
    assert found is not None
    told: dict[str, str] = json.loads(found)
    return told


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        found.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def with_chunk(png: bytes, body: bytes, kind: bytes = b"iTXt") -> bytes:
    """The PNG with one more chunk behind its header."""
    return png[:33] + chunk(kind, body) + png[33:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
