"""Of the files that a stranger's recipe names, only plain ones of this machine are opened."""

import os
from dataclasses import replace

import pytest

from engine.errors import RequestError
from engine.recipe import AdapterUse, Fit, ReferenceUse
from glm_studio.library.named_files import check_named, may_be_opened
from glm_studio.library.store import save_as
from glm_studio.state.settings import read_settings

ELSEWHERE = [
    r"\\host\share\x.png",
    "//host/share/x.png",
    r"\\.\PhysicalDrive0",
    r"\\?\UNC\host\share\x.png",
    "http://127.0.0.1:9/x.png",
    "file:///etc/hostname",
    "smb://host/x.png",
    "/dev/zero",
    "/dev/stdin",
    "/proc/kmsg",
    "/proc/self/environ",
    "/sys/kernel/notes",
    "a\0b.png",
]


def _use(path: str) -> ReferenceUse:
    return ReferenceUse(path, "0" * 64, 64, 64, 64, 64, Fit.AS_IT_IS)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_names_that_lead_elsewhere(name):
    assert not may_be_opened(name)


def test_files_folders_and_what_is_gone(tmp_path):
    file = tmp_path / "C: x.png"
    file.touch()
    assert may_be_opened(str(file))
    assert may_be_opened(str(tmp_path / "gone.png"))
    assert may_be_opened(r"C:\pictures\x.png")
    assert not may_be_opened(str(tmp_path))


def test_pipes_and_links(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "device.png").symlink_to("/dev/zero")
    (tmp_path / "circle.png").symlink_to("circle.png")
    for name in ("pipe.png", "device.png", "circle.png"):
        assert not may_be_opened(str(tmp_path / name))


def test_a_stranger_s_settings_are_taken_without_its_files(tmp_path, make_image):
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    image = make_image(
        references=(_use(str(pipe)), _use(ELSEWHERE[0]), _use(str(tmp_path / "gone.png"))),
        adapters=(AdapterUse("//host/share/ink.safetensors", "0" * 64, 0.5),),
    )
    settings = read_settings(save_as(image, tmp_path / "stranger.png", overwrite=False))
    assert settings.references == settings.adapters == ()
    assert settings.gone == (tmp_path / "gone.png",)
    assert settings.foreign == (str(pipe), ELSEWHERE[0], "//host/share/ink.safetensors")


def test_no_picture_like_a_stranger_s_is_made_with_its_files(make_image):
    recipe = make_image().recipe
    check_named(recipe)
    with pytest.raises(RequestError, match="no file on a disk of this machine"):
        check_named(replace(recipe, references=(_use(ELSEWHERE[0]),)))
