"""The process that counts tokens and spells words.

Not a thread: to open the released model's tokenizer, to open a dictionary and to look for a word's
likes are single calls that hold Python's lock, 0.05 to 0.4 s each, in which the window would stand
still; and a dictionary from anywhere is read by C++, which ends its process where it is damaged.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_MODULE = "glm_studio.prompting.lexicon_process"
_KILLED_S = 0.5
_MOST_STARTS = 3
"""What ends it again and again would do so for ever."""


class LexiconError(Exception):
    """A question has no answer: a file that is missing, a library, or the whole process."""


class Lexicon:
    """Asks the process, which starts with the first question. For one thread; `close` for any."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._starts = 0
        self._lock = threading.Lock()
        self._closed = False

    def count_tokens(self, tokenizer: Path, text: str) -> int:
        """By a file like ``tokenizer.json``. Raises `LexiconError`, as all of these do."""
        return int(self._ask(ask="count", tokenizer=str(tokenizer), text=text))

    def unknown_words(self, words: dict[str, list[str]]) -> set[str]:
        """Of words with the stems of their dictionaries, those that none of these knows."""
        return set(map(str, self._ask(ask="unknown", words=words)))

    def suggest(self, word: str, stems: list[str]) -> list[str]:
        """What the word may have been meant to be, the likeliest first."""
        return list(map(str, self._ask(ask="suggest", word=word, stems=stems)))

    def close(self) -> None:
        """End the process; whoever waits for an answer gets a `LexiconError`."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_KILLED_S)

    def _ask(self, **question: Any) -> Any:
        process = self._running()
        assert process.stdin is not None  # noqa: S101 - started with pipes
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            said = json.loads(line)
        except (OSError, ValueError) as error:
            self._reap(process)
            raise LexiconError("The process for spelling and counting ended.") from error
        if "error" in said:
            raise LexiconError(said["error"])
        return said["answer"]

    def _running(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._process is None:
                if self._closed or self._starts == _MOST_STARTS:
                    raise LexiconError("There is no process for spelling and counting.")
                self._starts += 1
                self._process = _start()
            return self._process

    def _reap(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with self._lock:
            self._process = None


def _start() -> subprocess.Popen[str]:
    # The module is found where this one was, wherever the program was started.
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "TOKENIZERS_PARALLELISM": "false",
    }
    try:
        return subprocess.Popen(  # noqa: S603 - itself
            [sys.executable, "-P", "-m", _MODULE],  # not from where the program was started
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows opens a console
        )
    except OSError as error:
        raise LexiconError(
            f"The process for spelling and counting did not start: {error}"
        ) from error
