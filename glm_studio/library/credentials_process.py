"""Signs and verifies content credentials, in a process of its own: see `credentials.py`.

One request a process: a line of JSON on its standard input, then the picture's bytes if it is to be
signed; a line of JSON on its output, then the signed bytes, as many as the line says. It imports
nothing of the studio, so that it starts fast. Whatever a hostile file does to the library, it does
it here.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

_MEMORY_BYTES = 3 * 2**30
"""More than any picture that is read takes here, and less than would stop the machine."""

_MOST_SAID_BYTES = 16 * 2**20
"""Of manifests: a stranger's may be as long as a file. More goes neither into a picture of ours nor
to the studio's own process, where it would take many times as much."""

_PURPOSES = "\n".join(
    (
        "1.3.6.1.5.5.7.3.4",  # e-mail protection
        "1.3.6.1.5.5.7.3.36",  # signing documents
        "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's for C2PA
        "1.3.6.1.4.1.62558.2.1",  # C2PA's own
    )
)
"""What a signer's certificate may be for; the library alone takes the first only."""


def settings(anchors: str, hosts: list[str]) -> dict[str, Any]:
    """The library's settings: nothing is fetched, whatever a file names, but from `hosts`.

    `anchors` are PEM certificates, of authorities or of signers.
    """
    trust = {"trust_config": _PURPOSES}
    if anchors:
        trust |= {"user_anchors": anchors}
    return {
        "version": 1,
        "trust": trust,
        "core": {"allowed_network_hosts": hosts, "allow_redirects": False},
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": True},
        "builder": {"thumbnail": {"enabled": False}},  # a picture twice in each file
    }


def sign(request: dict[str, Any], content: bytes) -> bytes:
    """The picture with a manifest. Raises whatever the library does."""
    from c2pa import Builder, C2paSignerInfo, Context, Signer  # noqa: PLC0415

    key = Path(request["key"]).read_bytes()
    info = C2paSignerInfo(
        request["algorithm"], request["certificates"].encode(), key, request["timestamps"] or None
    )
    context = Context.from_dict(settings(request["anchors"], request["hosts"]))
    builder = Builder(json.dumps(request["manifest"]), context)
    for ingredient in request["ingredients"]:
        with Path(ingredient["path"]).open("rb") as file:
            builder.add_ingredient(ingredient["says"], ingredient["format"], file)
    signed = io.BytesIO()
    builder.sign(Signer.from_info(info), request["format"], io.BytesIO(content), signed)
    whole = signed.getvalue()
    if request["ingredients"] and len(whole) - len(content) > _MOST_SAID_BYTES:
        raise ValueError("what went into the picture says too much of itself")
    return whole


def verify(request: dict[str, Any]) -> dict[str, Any] | None:
    """What the library says about a file's credentials; None if it has none."""
    from c2pa import Context, Reader  # noqa: PLC0415

    context = Context.from_dict(settings(request["anchors"], []))
    with Path(request["path"]).open("rb") as file:
        reader = Reader.try_create(request["format"], file, context=context)
        if reader is None:
            return None
        text = reader.json()
        if len(text) > _MOST_SAID_BYTES:
            raise ValueError("they say more than anybody reads")
        said: dict[str, Any] = json.loads(text)
        return said


def answer(asked: BinaryIO, told: BinaryIO) -> None:
    """Do what the request says. Errors go back as text: they come from files and certificates."""
    request = json.loads(asked.readline())
    content, line = b"", dict[str, Any]()
    try:
        if request["ask"] == "sign":
            content = sign(request, asked.read())
            line = {"answer": len(content)}
        else:
            line = {"answer": verify(request)}
    except ImportError as error:
        line = {"missing": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller is waiting
        line = {"error": str(error)[:2000]}
    told.write(json.dumps(line).encode() + b"\n" + content)
    told.flush()


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # keys must not end up on the disk


if __name__ == "__main__":
    _limit_memory()
    answer(sys.stdin.buffer, sys.stdout.buffer)
