"""A local server that speaks OpenAI's chat protocol, well or badly."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ChatServer(ThreadingHTTPServer):
    """Answers with `pieces`, in a `manner`; `asked` is what it was sent.

    Manners: stream, slow (holds after the first piece until `release`), drop (hangs up in the
    middle), half (ends the stream without its end), whole (does not stream), page (a web page),
    events of errors, or a status with `body`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pieces: list[str] = ["A ", "new ", "prompt."]
        self.manner: str | int = "stream"
        self.body = ""
        self.finish = "stop"
        self.models = ["pangu-pro-moe", "another"]
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        self.release = threading.Event()
        self.hung_up = threading.Event()
        """Whoever asked has closed the connection."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what some tests are about, wherever they do it."""
        if isinstance(sys.exception(), ConnectionError):
            self.hung_up.set()


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self._send(200, json.dumps({"data": [{"id": name} for name in self.server.models]}))

    def do_POST(self) -> None:
        server = self.server
        length = int(self.headers["Content-Length"])
        server.asked.append(json.loads(self.rfile.read(length)))
        server.paths.append(self.path)
        server.keys.append(self.headers["Authorization"])
        if isinstance(server.manner, int):
            self._send(server.manner, server.body)
        elif server.manner == "page":
            self._send(200, "<html><body>Welcome</body></html>", "text/html")
        elif server.manner == "whole":
            message = {"role": "assistant", "content": "".join(server.pieces)}
            choice = {"message": message, "finish_reason": server.finish}
            self._send(200, json.dumps({"choices": [choice]}))
        else:
            self._stream()

    def _stream(self) -> None:
        server = self.server
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        self._say({"choices": [{"delta": {"role": "assistant"}, "finish_reason": None}]})
        for number, piece in enumerate(server.pieces):
            self._say({"choices": [{"delta": {"content": piece}, "finish_reason": None}]})
            if number == 0 and server.manner == "slow":
                self._hold()
            if number == 0 and server.manner == "drop":
                self._drop()
            if number == 0 and server.manner == "half":
                return
            if number == 0 and server.manner == "error":
                self._say({"error": {"message": "the card ran out of memory"}})
                return
        self._say({"choices": [{"delta": {}, "finish_reason": server.finish}]})
        self._say({"choices": [], "usage": {"total_tokens": 3}})
        self.wfile.write(b"data: [DONE]\n\n")

    def _hold(self) -> None:
        """Until it may go on, or nobody listens any more."""
        self.connection.settimeout(0.02)
        while not self.server.release.is_set():
            try:
                if self.connection.recv(1) == b"":
                    raise ConnectionAbortedError
            except TimeoutError:
                continue
        self.connection.settimeout(None)

    def _drop(self) -> None:
        """As when a process is killed: the other side hears of a reset connection."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        raise ConnectionAbortedError

    def _say(self, data: dict[str, Any]) -> None:
        self.wfile.write(f": ping\n\ndata: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, body: str, kind: str = "application/json") -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A server on a free port of this machine."""
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
