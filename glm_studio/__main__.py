"""The program's first lines: `glm-studio`, and `python -m glm_studio`.

They import next to nothing, so that Ctrl-C in the first tenth of a second finds them in charge.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

_INTERRUPTED = 130


def main() -> int:
    """Run one command; returns its exit code, or ends the process with it."""
    asked = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not so under nohup
    if asked:
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    from glm_studio.ascend_environment import enter_environment  # noqa: PLC0415 - the same

    enter_environment()
    from glm_studio.cli import main as run  # noqa: PLC0415 - its imports take a tenth of a second

    if asked:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = run()
    except KeyboardInterrupt:  # while it was ending because of another one
        code = _INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if "torch" in sys.modules and "PySide6" not in sys.modules:
        _leave(code)
    return code


def _leave(code: int) -> NoReturn:
    """End without taking the modules apart, which with torch takes half a second.

    All that does something for others is done: threads are awaited, exit functions called, what
    was printed is sent. Not with a window: Qt hands the clipboard over while it is taken apart.
    """
    import atexit  # noqa: PLC0415 - only here
    import threading  # noqa: PLC0415

    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # whoever read it has left
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main())
