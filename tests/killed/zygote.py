"""A process that has imported the program and does nothing else but fork.

To import torch, diffusers and Qt takes five seconds of computing, which is what 200 starts would
spend most of their time on. What is forked here is the real program all the same: the fork takes
place before anything of it has run. There is no thread yet, no QApplication, no loop, no file of
the user's is open, and torch has not computed. From its command line on, the child goes the way of
a program that was started by the desktop, with a session, an environment and a process number of
its own; all that the modules have remembered at their import and that would be shared by forks is
made anew (`_forget`).

    with Zygote(folder) as zygote:
        program = zygote.start(home.environment(), {...})
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from .announcements import Announcer, Listener
from .model import write_model

_TESTS = Path(__file__).parents[1]
_MOST_BYTES = 1 << 16
_SET_PARENT_DEATH_SIGNAL = 1
"""What Linux calls it."""

_LIGHT = {
    # The models are so small that OpenMP's threads cost ten times what they save.
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "passive",
    "QT_QPA_PLATFORM": "offscreen",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
}


class Program:
    """One run of the program: what it says, and its end."""

    def __init__(self, number: int, listener: Listener) -> None:
        self.number = number
        """The process's."""
        self.listener = listener

    def kill(self, group: bool) -> None:
        """End it as `kill -9` does: it alone, or it with all that it has started."""
        with suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.number, signal.SIGKILL)

    def is_gone(self, within_s: float) -> bool:
        """Whether it has ended by then, and all that it has started as well."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self.listener.hear(0.01)
            try:
                os.killpg(self.number, 0)
            except ProcessLookupError:
                return True
            if self.listener.over:
                time.sleep(0.002)
        return False


class Zygote:
    """The harness's end of the process that forks."""

    def __init__(self, folder: Path) -> None:
        self.model = folder / "model"
        """The model that the programs use; it is made."""
        self.caches = folder / "caches"
        """What they have measured of it and fitted to it; empty until it is `warm_up`."""
        self.caches.mkdir(parents=True)
        self._started: list[Program] = []
        self._end, other = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(_TESTS), os.environ.get("PYTHONPATH")]))
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "killed.zygote", str(other.fileno()), str(self.model)],
                cwd=_TESTS.parent,
                env=os.environ | _LIGHT | {"PYTHONPATH": path},
                pass_fds=[other.fileno()],
            )

    def start(self, environment: dict[str, str], wish: dict[str, Any]) -> Program:
        """Start the program; `wish` says to `observed.run` what it is to do."""
        end, other = socket.socketpair()
        order = json.dumps({"environment": environment, "wish": wish}).encode()
        with other:
            socket.send_fds(self._end, [order], [other.fileno()])
        program = Program(int(self._end.recv(64)), Listener(end))
        self._started = [*(each for each in self._started if not each.listener.over), program]
        return program

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._started:
            if not program.listener.over:
                program.kill(group=True)
        self._end.close()
        self._process.wait(10)


def serve(end: socket.socket, model: Path) -> None:
    """Fork for each order until the harness is gone."""
    _import_the_program()
    _write_model(model)
    assert threading.active_count() == 1
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended children leave no zombies
    while True:
        order, descriptors, _, _ = socket.recv_fds(end, _MOST_BYTES, 1)
        if not order:
            return
        number = os.fork()
        if number == 0:
            end.close()
            _be_the_program(json.loads(order), socket.socket(fileno=descriptors[0]))
        os.close(descriptors[0])
        end.sendall(str(number).encode())


def _import_the_program() -> None:
    from glm_studio.unhindered import quick_imports

    with quick_imports():
        import glm_studio.launch
        import glm_studio.window  # noqa: F401
        from engine.glm_image import pipeline  # noqa: F401
        from engine.preview import code_colours  # noqa: F401
        from killed import observed  # noqa: F401


def _write_model(folder: Path) -> None:
    """In a fork, for it computes."""
    if (number := os.fork()) == 0:
        try:
            write_model(folder)
        finally:
            os._exit(0)
    os.waitpid(number, 0)


def _be_the_program(order: dict[str, Any], end: socket.socket) -> None:
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        end.set_inheritable(False)
        _end_with_the_zygote()
        os.environ.update(order["environment"])
        _forget()
        from killed import observed

        code = observed.run(Announcer(end), end, order["wish"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with_the_zygote() -> None:
    """So that a harness that is interrupted leaves no programs behind, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _forget() -> None:
    """What modules have made at their import to tell one process from another."""
    import secrets
    import tempfile

    from glm_studio.library import atomic
    from glm_studio.state import entry

    atomic._PROCESS = secrets.token_hex(4)
    entry._SESSION = secrets.token_hex(6)
    tempfile.tempdir = None


def main() -> None:
    with socket.socket(fileno=int(sys.argv[1])) as end:
        serve(end, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
