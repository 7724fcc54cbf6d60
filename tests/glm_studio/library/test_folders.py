"""Where things are kept follows the user's desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from glm_studio.library.folders import Folders


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "PICTURES_DIR"):
        monkeypatch.delenv(f"XDG_{name}", raising=False)
    monkeypatch.delenv("GLM_STUDIO_PICTURES", raising=False)
    return tmp_path


def test_defaults(home: Path) -> None:
    assert Folders.standard() == Folders(
        pictures=home / "Pictures" / "GLM Studio",
        data=home / ".local" / "share" / "glm-studio",
        cache=home / ".cache" / "glm-studio",
        config=home / ".config" / "glm-studio",
    )


def test_user_s_own_pictures_folder(home: Path) -> None:
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/图片"\n')
    assert Folders.standard().pictures == home / "图片" / "GLM Studio"


def test_environment_overrides(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLM_STUDIO_PICTURES", "~/booth")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert Folders.standard().pictures == home / "booth"
    assert Folders.standard().data == home / "elsewhere" / "glm-studio"
