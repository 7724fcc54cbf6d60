"""The chat client against a server that speaks the protocol, and one that does not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from glm_studio.prompting.answers import Thoughts, unwrapped
from glm_studio.prompting.chat import ChatError, ChatFault, Question, answer, endpoint, server_of
from support.chat_server import ChatServer, chat_server


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


def ask(server: ChatServer, model: str = "glm", key: str = "", address: str = "") -> str:
    question = Question(address or server.address, model, key, "Rewrite.", "a cat", 0.5)

    async def read() -> str:
        return "".join([piece.text async for piece in answer(question)])

    return asyncio.run(read())


def fault_of(server: ChatServer, **how: str) -> ChatError:
    with pytest.raises(ChatError) as raised:
        ask(server, **how)
    return raised.value


def test_an_answer_comes_piece_by_piece(server):
    assert ask(server, key="secret") == "A new prompt."
    (asked,) = server.asked
    assert asked["messages"][1] == {"role": "user", "content": "a cat"}
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("glm", 0.5, True)
    assert server.paths == ["/v1/chat/completions"]
    assert server.keys == ["Bearer secret"]


def test_without_a_key_none_is_sent(server):
    ask(server)
    assert server.keys == [None]


def test_without_a_model_s_name_the_first_listed_one_is_asked(server):
    ask(server, model="")
    assert server.asked[0]["model"] == "pangu-pro-moe"
    server.models = []
    assert fault_of(server, model="").fault is ChatFault.NOT_CHAT


def test_a_server_that_does_not_stream_is_understood(server):
    server.manner = "whole"
    assert ask(server) == "A new prompt."


def test_an_answer_that_was_cut_off_says_so(server):
    server.finish = "length"

    async def cut() -> bool:
        question = Question(server.address, "glm", "", "", "a cat", 0.5)
        return any([piece.cut async for piece in answer(question)])

    assert asyncio.run(cut())


@pytest.mark.parametrize(
    ("status", "body", "fault", "words"),
    [
        (401, '{"error": {"message": "invalid api key"}}', ChatFault.KEY, "invalid api key"),
        (404, '{"message": "The model `x` does not exist."}', ChatFault.NOT_FOUND, "not exist"),
        (404, '{"detail":"Not Found"}', ChatFault.NOT_FOUND, "Not Found"),
        (429, '{"error": "slow down"}', ChatFault.BUSY, "slow down"),
        (500, "<html><b>Internal</b> error</html>", ChatFault.STATUS, "500 Internal error"),
        (307, "", ChatFault.STATUS, "307 Temporary Redirect"),
    ],
)
def test_a_refusal_is_told_in_the_server_s_words(server, status, body, fault, words):
    server.manner, server.body = status, body
    error = fault_of(server)
    assert error.fault is fault
    assert words in error.detail


@pytest.mark.parametrize(
    ("manner", "fault"),
    [
        ("page", ChatFault.NOT_CHAT),
        ("drop", ChatFault.DROPPED),
        ("half", ChatFault.DROPPED),
        ("error", ChatFault.STATUS),
        (200, ChatFault.NOT_CHAT),
    ],
)
def test_what_is_no_whole_answer_is_not_taken_for_one(server, manner, fault):
    server.manner, server.body = manner, "[1, 2"
    assert fault_of(server).fault is fault


def test_a_port_where_nobody_listens_is_refused(server):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        assert fault_of(server, address=address).fault is ChatFault.REFUSED


def test_closing_hangs_up_at_once(server):
    server.manner = "slow"

    async def leave() -> None:
        question = Question(server.address, "glm", "", "", "a cat", 0.5)
        async with aclosing(answer(question)) as pieces:
            async for piece in pieces:
                if piece.text:
                    return

    asyncio.run(leave())
    assert server.hung_up.wait(2)


@pytest.mark.parametrize(
    ("entered", "meant"),
    [
        ("localhost:8000", "http://localhost:8000/v1/chat/completions"),
        ("192.168.0.7:8000/v1/", "http://192.168.0.7:8000/v1/chat/completions"),
        ("api.example.org/v1", "https://api.example.org/v1/chat/completions"),
        ("https://example.org/api/paas/v4", "https://example.org/api/paas/v4/chat/completions"),
        (" http://npu/v1/chat/completions ", "http://npu/v1/chat/completions"),
    ],
)
def test_addresses_are_taken_as_people_enter_them(entered, meant):
    assert endpoint(entered) == meant


@pytest.mark.parametrize("entered", ["ftp://host/", "http://", "http://host:x", "  ", "[::1"])
def test_what_is_no_address_is_refused_before_anything_is_sent(entered):
    with pytest.raises(ChatError) as raised:
        endpoint(entered)
    assert raised.value.fault is ChatFault.ADDRESS


def test_where_it_goes_is_said_without_secrets():
    assert server_of("https://me:word@example.org/v1?key=1") == "https://example.org"


def test_a_question_s_key_is_not_in_its_representation():
    assert "secret" not in repr(Question("a", "b", "secret", "c", "d", 1.0))


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["<thi", "nk>hm <b>", "</think>", "\nA cat"], "\nA cat"),
        (["[unused16]", "hm[unused17]A", " cat"], "A cat"),
        (["<", "b>"], "<b>"),
        (["A <think> cat"], "A <think> cat"),
    ],
)
def test_what_a_model_says_to_itself_is_left_out(pieces, said):
    thoughts = Thoughts()
    assert "".join(map(thoughts.without, pieces)) == said


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```text\nA cat\n```", "A cat"),
        ("**Enhanced prompt:** A cat", "A cat"),
        ("“A cat on a roof”", "A cat on a roof"),
        ("“CAT” and “DOG”", "“CAT” and “DOG”"),
        ("A prompt: and its cat", "A prompt: and its cat"),
    ],
)
def test_wrappings_are_taken_off(text, left):
    assert unwrapped(text, "a cat") == left


def test_a_prompt_that_was_all_in_quotes_stays_so():
    assert unwrapped("“OPEN”", "“OPEN”") == "“OPEN”"
