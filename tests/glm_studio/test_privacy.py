"""What leaves the machine: nothing, unless somebody asked for it. docs/privacy.md says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import whole_session

SUPPORT = Path(whole_session.__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def watch(tmp_path_factory) -> Path:
    """The library that sees what a program, and all that it starts, speaks to."""
    library = tmp_path_factory.mktemp("network") / "watch.so"
    source = SUPPORT / "network" / "watch.c"
    command = ["g++", "-xc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return library


def _run(watch: Path, home: Path, *command: str) -> tuple[int, str]:
    """Exit code, and what was spoken to."""
    seen = home / "seen"
    told = {
        name: str(home / name)
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS", "XDG", "HF_"))}
    done = subprocess.run(
        [sys.executable, *command],
        env=environment
        | told
        | {
            "LD_PRELOAD": str(watch),
            "NETWORK_WATCH": str(seen),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
        },
        check=False,
        timeout=120,
    )
    return done.returncode, seen.read_text() if seen.exists() else ""


@pytest.mark.nano
def test_a_picture_is_made_and_nobody_hears_of_it(watch, tmp_path):
    session = str(SUPPORT / "whole_session.py")
    code, spoken_to = _run(watch, tmp_path, session, str(tmp_path))
    assert code == 0
    assert spoken_to == ""
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    holding = {
        secret: {file.suffix for file in written if secret.encode() in file.read_bytes()}
        for secret in (whole_session.PROMPT, whole_session.KEY)
    }
    # Its file, the index, the prompts' history, and the window's memory; no log, no cache.
    assert holding[whole_session.PROMPT] <= {".png", ".sqlite3", ".sqlite3-wal", ".json"}
    assert ".png" in holding[whole_session.PROMPT]
    assert holding[whole_session.KEY] == {".json"}
    (keeps_the_key,) = (f for f in written if whole_session.KEY.encode() in f.read_bytes())
    assert keeps_the_key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "speaks",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.invalid', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    ],
)
def test_the_watch_would_have_seen_it(watch, tmp_path, speaks):
    _code, spoken_to = _run(watch, tmp_path, "-c", f"import socket; {speaks}")
    assert spoken_to
