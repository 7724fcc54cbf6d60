"""What a machine lacks for a window is said before Qt would abort."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from glm_studio import display


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(display, "missing_libraries", lambda files: [])
    return monkeypatch


def test_no_display_names_the_headless_command(clean):
    with pytest.raises(display.DisplayError) as caught:
        display.require_display()
    assert "glm-studio generate" in caught.value.problem.remedy


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get install libxcb-icccm4 libxcb-keysyms1"),
        ("dnf", "sudo dnf install xcb-util-keysyms xcb-util-wm"),
    ],
)
def test_missing_libraries_are_named_with_the_command_that_installs_them(clean, tool, command):
    missing = ["libxcb-icccm.so.4", "libxcb-keysyms.so.1"]
    clean.setenv("DISPLAY", "elsewhere:0")
    clean.setattr(display, "missing_libraries", lambda files: missing)
    clean.setattr(display.shutil, "which", lambda name: name if name == tool else None)
    with pytest.raises(display.DisplayError) as caught:
        display.require_display()
    assert "libxcb-icccm.so.4, libxcb-keysyms.so.1" in caught.value.problem.why
    assert command in caught.value.problem.remedy


def test_the_loader_itself_is_asked_what_is_missing(monkeypatch):
    listing = (
        "\tlibQt6Gui.so.6 => /opt/qt/libQt6Gui.so.6 (0x1)\n\tlibEGL.so.1 => not found\n"
        "\tlibxcb-icccm.so.4 => not found\n\tlibEGL.so.1 => not found\n"
    )
    monkeypatch.setattr(display.shutil, "which", lambda name: name)
    monkeypatch.setattr(
        display.subprocess, "run", lambda *_, **__: type("Done", (), {"stdout": listing})
    )
    assert display.missing_libraries([Path("libqxcb.so")]) == ["libEGL.so.1", "libxcb-icccm.so.4"]


def test_a_server_that_answers_is_a_display(clean, tmp_path):
    number = 4712
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        clean.setenv("DISPLAY", f":{number}.0")
        display.require_display()
    with pytest.raises(display.DisplayError, match="does not answer"):
        display.require_display()


def test_a_display_on_another_machine_is_believed(clean):
    clean.setenv("DISPLAY", "otherhost:10.0")
    display.require_display()


def test_the_command_that_is_named_can_be_typed_as_it_is(clean):
    clean.setattr(display.shutil, "which", lambda name: None)
    command = display.headless().partition(" generate")[0]
    assert Path(command).is_file()


def test_a_wayland_display_that_is_gone_is_named(clean, tmp_path):
    clean.setenv("WAYLAND_DISPLAY", "wayland-0")
    clean.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(display.DisplayError, match="'wayland-0' does not answer"):
        display.require_display()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        display.require_display()


def test_offscreen_needs_no_display(clean):
    clean.setenv("QT_QPA_PLATFORM", "offscreen")
    display.require_display()
