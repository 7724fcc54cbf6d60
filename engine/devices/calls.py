"""Other programs, called so that none of them can hold this one up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.hardware import STATION_VARIABLE
from engine.texts import say

_LONGEST_OUTPUT = 1 << 20
_GRACE_S = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program said on both of its streams, and its exit code: negative for a signal, None
    if it did not end in time."""

    code: int | None
    text: str


class Call:
    """A running program. Its output goes to a file: a pipe would be held open by its children.

    Raises `OSError` where it cannot be started.
    """

    def __init__(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - closed in finish
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=subprocess.STDOUT,
                env=environ,
                start_new_session=True,
            )
        except OSError:
            self._output.close()
            raise

    def finish(self, timeout_s: float) -> Outcome:
        """Wait for it. One that takes longer is killed with its children, and not waited for: a
        program that hangs inside a driver cannot even be killed."""
        code: int | None = None
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE_S)
        self._output.seek(0)
        with self._output:
            return Outcome(code, self._output.read(_LONGEST_OUTPUT).decode("utf-8", "replace"))


def environment_for_a_card() -> dict[str, str]:
    """Of a process of this program that computes on one card: it finds the modules that this one
    does, and tries no extension in yet another process, for it is itself the trial."""
    places = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    return os.environ | {"PYTHONPATH": places, STATION_VARIABLE: "1"}


def how_it_ended(code: int | None) -> str:
    """A process's exit code in words; None if it goes on without a word."""
    if code is None:
        return say("closed its connection")
    if code >= 0:
        return say("ended with exit code {code}", code=code)
    return say("was ended by {signal}", signal=signal_name(-code))


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
