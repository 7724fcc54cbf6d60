"""A client for chat models behind any address that speaks OpenAI's protocol.

``POST {address}/chat/completions`` with ``stream: true``; answers come as server-sent events, or as
one JSON object from a server that does not stream.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from glm_studio.prompting.answers import Thoughts

if TYPE_CHECKING:
    import httpx2

CONNECT_S = 10.0
SILENCE_S = 180.0
"""Between two pieces of an answer; a large model on one card reads the question for a while."""

_COMPLETIONS = "/chat/completions"
_MOST_TEXT = 100_000
"""Characters of an answer: more is no prompt."""
_MOST_ERROR = 300


class ChatFault(Enum):
    """What went wrong."""

    ADDRESS = auto()
    REFUSED = auto()
    TIMEOUT = auto()
    INSECURE = auto()
    KEY = auto()
    NOT_FOUND = auto()
    BUSY = auto()
    STATUS = auto()
    NOT_CHAT = auto()
    DROPPED = auto()


class ChatError(Exception):
    """`detail` are the server's or the library's own words, perhaps none."""

    def __init__(self, fault: ChatFault, detail: str = "") -> None:
        super().__init__(f"{fault.name.lower()}: {detail}")
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True)
class Question:
    """Where to ask, and what. An empty `model` stands for the first one that the server lists."""

    address: str
    model: str
    key: str = field(repr=False)
    instruction: str
    text: str
    temperature: float


@dataclass(frozen=True, slots=True)
class Said:
    """What came of an answer: more of its `text`, or, while it is empty, of its thoughts.

    `cut` says that the server ended the answer before the model had.
    """

    text: str = ""
    cut: bool = False


def endpoint(address: str) -> str:
    """The address to post to, from what people enter. Raises ChatError.

    Without a scheme it is http for this machine and private networks, https elsewhere; a bare host
    has the API under ``/v1``, as vLLM and its like do.
    """
    said = address.strip()
    try:
        if "://" not in said:
            near = _is_near(urlsplit(f"//{said}").hostname or "")
            said = f"{'http' if near else 'https'}://{said}"
        parts = urlsplit(said)
        _ = parts.port  # raises for one that is no number
    except ValueError as error:
        raise ChatError(ChatFault.ADDRESS, str(error)) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ChatError(ChatFault.ADDRESS)
    path = parts.path.rstrip("/").removesuffix(_COMPLETIONS) or "/v1"
    return urlunsplit(parts._replace(path=path + _COMPLETIONS, fragment=""))


def server_of(address: str) -> str:
    """Scheme, host and port, to say where a prompt goes; without what might be secret."""
    parts = urlsplit(endpoint(address))
    return urlunsplit(SplitResult(parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))


async def answer(question: Question) -> AsyncGenerator[Said]:
    """The answer as it comes. Raises ChatError; closing the iterator hangs up."""
    import httpx2  # noqa: PLC0415 - 80 ms, on the thread that asks

    url = endpoint(question.address)
    try:
        async with _client(url, question.key) as client:
            model = question.model or await _first_model(client, url)
            thoughts = Thoughts()
            async with aclosing(_pieces(client, url, _body(question, model))) as pieces:
                async for piece in pieces:
                    yield Said(thoughts.without(piece.text), piece.cut) if piece.text else piece
    except httpx2.ConnectTimeout as error:
        raise ChatError(ChatFault.REFUSED, f"no connection in {CONNECT_S:.0f} s") from error
    except httpx2.TimeoutException as error:
        raise ChatError(ChatFault.TIMEOUT, str(error)) from error
    except httpx2.ConnectError as error:
        insecure = "certificate" in str(error).lower() or "ssl" in str(error).lower()
        fault = ChatFault.INSECURE if insecure else ChatFault.REFUSED
        raise ChatError(fault, str(error)) from error
    except httpx2.TransportError as error:
        raise ChatError(ChatFault.DROPPED, str(error)) from error
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise ChatError(ChatFault.ADDRESS, str(error)) from error


def _is_near(host: str) -> bool:
    if host == "localhost" or host.endswith((".local", ".lan", ".internal")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return bool(host) and "." not in host


@asynccontextmanager
async def _client(url: str, key: str) -> AsyncIterator[httpx2.AsyncClient]:
    import httpx2  # noqa: PLC0415

    # A proxy for the world outside knows nothing of servers on this machine.
    near = _is_near(urlsplit(url).hostname or "")
    headers = {b"Authorization": f"Bearer {key}".encode()} if key else {}
    timeout = httpx2.Timeout(SILENCE_S, connect=CONNECT_S)
    async with httpx2.AsyncClient(headers=headers, timeout=timeout, trust_env=not near) as client:
        yield client


def _body(question: Question, model: str) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": question.instruction},
            {"role": "user", "content": question.text},
        ],
        "temperature": question.temperature,
        "stream": True,
    }


async def _first_model(client: httpx2.AsyncClient, url: str) -> str:
    response = await client.get(url.removesuffix(_COMPLETIONS) + "/models")
    if response.is_error:
        raise _refusal(response, response.text)
    try:
        return str(response.json()["data"][0]["id"])
    except (ValueError, LookupError, TypeError) as error:
        raise ChatError(ChatFault.NOT_CHAT, _shortened(response.text)) from error


async def _pieces(
    client: httpx2.AsyncClient, url: str, body: dict[str, Any]
) -> AsyncGenerator[Said]:
    import httpx2  # noqa: PLC0415

    seen, ended = 0, False
    async with client.stream("POST", url, json=body) as response:
        if not response.is_success:
            raise _refusal(response, await _body_of(response))
        if "text/event-stream" not in response.headers.get("content-type", ""):
            yield _whole(await _body_of(response))
            return
        async for event in httpx2.EventSource(response):
            if event.data.strip() == "[DONE]":
                ended = True
                break
            piece, last = _piece(event.data)
            ended = ended or last
            seen += len(piece.text)
            yield piece
            if seen > _MOST_TEXT:
                yield Said(cut=True)
                return
    if not ended:  # a server that falls over may still close its connection in good order
        raise ChatError(ChatFault.DROPPED)


def _piece(data: str) -> tuple[Said, bool]:
    """What an event says, and whether the model has come to its end with it."""
    choice = _first_choice(_object(data))
    delta = choice.get("delta")
    text = delta.get("content") if isinstance(delta, dict) else None
    end = choice.get("finish_reason")
    return Said(text if isinstance(text, str) else "", end == "length"), bool(end)


def _whole(body: str) -> Said:
    """The answer of a server that does not stream."""
    choice = _first_choice(_object(body))
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise ChatError(ChatFault.NOT_CHAT, _shortened(body))
    return Said(text[:_MOST_TEXT], choice.get("finish_reason") == "length")


def _object(body: str) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ChatError(ChatFault.NOT_CHAT, _shortened(body)) from error
    if not isinstance(said, dict):
        raise ChatError(ChatFault.NOT_CHAT, _shortened(body))
    if said.get("error"):
        raise ChatError(ChatFault.STATUS, _reason(body))
    if not isinstance(said.get("choices"), list):
        raise ChatError(ChatFault.NOT_CHAT, _shortened(body))
    return said


def _first_choice(said: dict[str, Any]) -> dict[str, Any]:
    """Some servers send a last event with their statistics and no choice."""
    choices = said.get("choices") or [{}]
    return choices[0] if isinstance(choices[0], dict) else {}


async def _body_of(response: httpx2.Response) -> str:
    return (await response.aread()).decode("utf-8", "replace")


def _refusal(response: httpx2.Response, body: str) -> ChatError:
    status = response.status_code
    reason = _reason(body) or response.reason_phrase
    match status:
        case 401 | 403:
            return ChatError(ChatFault.KEY, reason)
        case 404:
            return ChatError(ChatFault.NOT_FOUND, reason)
        case 429 | 503:
            return ChatError(ChatFault.BUSY, reason)
        case _:
            return ChatError(ChatFault.STATUS, f"{status} {reason}")


def _reason(body: str) -> str:
    """The server's own words, wherever it puts them."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return _shortened(re.sub(r"<[^>]*>", " ", body))
    for name in ("error", "message", "detail"):
        if isinstance(said, dict) and said.get(name):
            said = said[name]
    return _shortened(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MOST_ERROR else words[: _MOST_ERROR - 1] + "…"
