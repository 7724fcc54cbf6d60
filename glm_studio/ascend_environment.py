"""CANN's environment for a program that was started from a menu, where nobody sourced it.

The loader of the system reads ``LD_LIBRARY_PATH`` once, when a process starts, so the program
starts itself once more, in the environment that the toolkit's own `set_env.sh` makes.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from engine.ascend_toolkit import HOME_VARIABLES, set_env_script

_MARK = "GLM_STUDIO_ASCEND_ENVIRONMENT"
"""Says that this was tried, so that it never happens twice."""

_TIMEOUT_S = 10.0


def enter_environment() -> None:
    """Start this program again where that is needed and works; else return, and devices say what
    is missing. Costs a tenth of a millisecond where torch_npu is not installed."""
    environ = missing_environment(os.environ)
    if environ is None:
        return
    command = [sys.executable, *sys.orig_argv[1:]]
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    try:
        os.execve(sys.executable, command, environ)  # noqa: S606 - itself
    except OSError:
        os.environ[_MARK] = "failed"


def missing_environment(
    environ: Mapping[str, str], root: Path = Path("/")
) -> dict[str, str] | None:
    """The environment to start in again: None if this one has CANN's, or if there is none."""
    if sys.platform != "linux" or environ.get(_MARK):
        return None
    if importlib.util.find_spec("torch_npu") is None:
        return None
    if any(environ.get(name) for name in HOME_VARIABLES):
        return None
    script = set_env_script(environ, root)
    return sourced(script, environ) if script else None


def sourced(script: Path, environ: Mapping[str, str]) -> dict[str, str] | None:
    """`environ` as `script` leaves it; None if it fails, hangs, or names no toolkit."""
    import subprocess  # noqa: PLC0415 - most starts do without

    source = 'source "$1" >/dev/null 2>&1 </dev/null; env -0'
    try:
        done = subprocess.run(  # noqa: S603 - the toolkit's own script
            ["bash", "-c", source, "bash", str(script)],  # noqa: S607 - wherever the system has it
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    pairs = [entry.partition("=") for entry in os.fsdecode(done.stdout).split("\0") if entry]
    made = {name: value for name, _, value in pairs}
    if not any(made.get(name) for name in HOME_VARIABLES):
        return None
    return made | {_MARK: str(script)}
