"""Counts tokens and spells words, in a process of its own: see `lexicon.py`.

It reads questions from its standard input and writes answers to its output, one JSON object a line.
A question that cannot be answered is answered with ``{"error": …}``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TextIO

_MOST_SUGGESTIONS = 6


class _Speller:
    """One dictionary. Its files' encoding may lack characters; words with those are unknown."""

    def __init__(self, stem: str) -> None:
        from hunspell import Hunspell  # noqa: PLC0415 - only where words are spelled

        folder, _, name = stem.replace("\\", "/").rpartition("/")
        self._hunspell = Hunspell(name, hunspell_data_dir=folder or "/", system_encoding="UTF-8")

    def knows(self, word: str) -> bool:
        try:
            return bool(self._hunspell.spell(_plain(word)))
        except UnicodeEncodeError:
            return False

    def suggest(self, word: str) -> list[str]:
        try:
            return [str(other) for other in self._hunspell.suggest(_plain(word))]
        except UnicodeEncodeError:
            return []


def _plain(word: str) -> str:
    """Dictionaries are written with the typewriter's apostrophe."""
    return word.replace("’", "'")


@lru_cache(maxsize=8)
def _speller(stem: str) -> _Speller:
    return _Speller(stem)


@lru_cache(maxsize=2)
def _tokenizer(file: str) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415 - only where tokens are counted

    return Tokenizer.from_file(file)


def _count(tokenizer: str, text: str) -> int:
    return len(_tokenizer(tokenizer).encode(text, add_special_tokens=False).ids)


def _unknown(words: dict[str, list[str]]) -> list[str]:
    """Of words by their dictionaries, those that none of them knows."""
    return [word for word, stems in words.items() if not _any_knows(word, stems)]


def _any_knows(word: str, stems: list[str]) -> bool:
    return any(_speller(stem).knows(word) for stem in stems)


def _suggest(word: str, stems: list[str]) -> list[str]:
    found = [other for stem in stems for other in _speller(stem).suggest(word)]
    if "’" in word:
        found = [other.replace("'", "’") for other in found]
    return list(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


_ANSWERS: dict[str, Callable[..., Any]] = {
    "count": _count,
    "unknown": _unknown,
    "suggest": _suggest,
}


def answer(question: dict[str, Any]) -> Any:
    """What a question's `ask` names, with the rest as arguments."""
    return _ANSWERS[question.pop("ask")](**question)


def serve(questions: TextIO, answers: TextIO) -> None:
    """Answer until the input ends, as it does when the program ends, however it ends."""
    for line in questions:
        try:
            said = {"answer": answer(json.loads(line))}
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is waiting
            said = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
