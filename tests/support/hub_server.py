"""A server on this machine that speaks as much of both hubs' protocols as their clients need.

It can drop connections, send damaged files, be slow, want a token, and be a proxy for itself.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_LFS_BYTES = 20_000
"""Larger files are in LFS: redirected to another address, with a SHA-256."""
_BLOCK_BYTES = 16_384


@dataclass
class Behaviour:
    """What a test wants of the server; may be changed while it runs."""

    drops: Counter[str] = field(default_factory=Counter)
    """How often each path's connection ends in the middle of its file."""
    damaged: Counter[str] = field(default_factory=Counter)
    """How often each path's content is wrong."""
    token: str = ""
    """Without it nobody is told anything."""
    pause_s: float = 0.0
    """Before each block of a large file."""


@dataclass(frozen=True)
class Asked:
    """A request: `first` is where its range begins, `proxied` whether it came as to a proxy."""

    method: str
    path: str
    first: int | None
    token: str
    proxied: bool


class HubServer(ThreadingHTTPServer):
    """Serves a folder as the repository `owner/name` of both hubs."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, repository: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repository = repository
        self.behaviour = Behaviour()
        self.asked: list[Asked] = []
        self.files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def asked_for(self, path: str) -> list[Asked]:
        """The requests for a file's content."""
        return [each for each in self.asked if each.path == path and each.method == "GET"]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is what many tests are about."""


@contextmanager
def serving(folder: Path, repository: str) -> Iterator[HubServer]:
    """Within, the folder can be downloaded."""
    server = HubServer(folder, repository)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_sha1(content: bytes) -> str:
    digest = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HubServer

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *args: object) -> None:
        pass

    def _answer(self) -> None:
        parts, name = urlsplit(self.path), self.server.repository
        words = {key: values[0] for key, values in parse_qs(parts.query).items()}
        path = unquote(parts.path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        cookie = re.search(r"m_session_id=([^;]+)", self.headers.get("Cookie", ""))
        token = token or (cookie[1] if cookie else "")
        wanted = self.server.behaviour.token
        if path.startswith("/cdn/"):
            self._send_file(path.removeprefix("/cdn/"), token)
        elif wanted and token != wanted:
            self._send_json({"error": "Invalid credentials"}, 401)
        elif path in (f"/api/models/{name}", f"/api/models/{name}/revision/{COMMIT}"):
            self._send_json(self._model_info())
        elif resolved := re.fullmatch(rf"/{re.escape(name)}/resolve/[^/]+/(.+)", path):
            self._resolve(resolved[1], token)
        elif path == f"/api/v1/models/{name}/repo/files":
            self._send_json({"Code": 200, "Success": True, "Data": {"Files": self._files()}})
        elif path == f"/api/v1/models/{name}/repo":
            self._send_file(words["FilePath"], token)
        else:
            missing = {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"}
            self._send_json({"error": "Repository not found"}, 404, missing)

    # What there is -------------------------------------------------------------------------------

    def _model_info(self) -> dict[str, object]:
        siblings = []
        for path, content in self.server.files.items():
            told: dict[str, object] = {"rfilename": path, "size": len(content)}
            told["blobId"] = git_sha1(content)
            if len(content) > _LFS_BYTES:
                told["lfs"] = {
                    "sha256": sha256(content), "size": len(content), "pointerSize": 134,
                }  # fmt: skip
            siblings.append(told)
        return {"id": self.server.repository, "sha": COMMIT, "siblings": siblings}

    def _files(self) -> list[dict[str, object]]:
        return [
            {
                "Path": path, "Name": path.rpartition("/")[2], "Type": "blob",
                "Size": len(content), "Sha256": sha256(content), "Revision": COMMIT,
            }
            for path, content in self.server.files.items()
        ]  # fmt: skip

    # Content -------------------------------------------------------------------------------------

    def _resolve(self, path: str, token: str) -> None:
        content = self.server.files.get(path)
        if content is None:
            self._send_json({}, 404, {"X-Error-Code": "EntryNotFound"})
        elif len(content) > _LFS_BYTES:
            self.send_response(302)
            self.send_header("Location", f"{self.server.address}/cdn/{path}")
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("X-Linked-Etag", f'"{sha256(content)}"')
            self.send_header("X-Linked-Size", str(len(content)))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send_file(path, token)

    def _send_file(self, path: str, token: str) -> None:
        content, behaviour = self.server.files[path], self.server.behaviour
        ranged = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(ranged[1]) if ranged else None
        proxied = self.path.startswith("http://")
        self.server.asked.append(Asked(self.command, path, first, token, proxied))
        start = first or 0
        if behaviour.damaged[path] > 0:
            behaviour.damaged[path] -= 1
            content = bytes(byte ^ 1 for byte in content)
        self.send_response(200 if first is None else 206)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{sha256(content)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        if first is not None:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if self.command == "GET":
            self._send_body(path, content[start:])

    def _send_body(self, path: str, content: bytes) -> None:
        behaviour = self.server.behaviour
        drops = behaviour.drops[path] > 0
        behaviour.drops[path] -= drops
        ends = len(content) // 2 if drops else len(content)
        for at in range(0, ends, _BLOCK_BYTES):
            if len(content) > _LFS_BYTES:
                time.sleep(behaviour.pause_s)
            self.wfile.write(content[at : min(at + _BLOCK_BYTES, ends)])
        if drops:
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()

    def _send_json(
        self, told: object, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
