"""Showing files in the desktop's file manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices

from glm_studio.ui.reveal import reveal
from support import file_manager

FILES = [Path("/pictures/a b.png"), Path("/pictures/c.png")]


@pytest.fixture
def opened(monkeypatch):
    folders = []

    def open_url(url) -> bool:
        folders.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return folders


def test_without_a_bus_the_folder_is_opened(qapp, opened, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    reveal(FILES, QObject(), lambda folder: opened.append(f"failed {folder}"))
    assert opened == ["/pictures"]


def test_where_nothing_opens_the_folder_that_is_told(qapp, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    failed = []
    reveal(FILES, QObject(), failed.append)
    assert failed == [Path("/pictures")]


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no dbus-run-session")
def test_a_file_manager_is_asked_for_the_files_themselves():
    """In a session of its own, with a file manager that writes down what it is asked."""
    script = Path(file_manager.__file__)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(script), *map(str, FILES)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    asked = ["ass", "file:///pictures/a%20b.png", "file:///pictures/c.png"]
    assert done.stdout.split() == asked, done.stderr
