"""The states of models and downloads, over the real process and the server."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from engine.checkpoint import open_checkpoint
from engine.errors import Problem
from engine.estimate import Estimate
from engine.examination import Expectation, Outlook
from glm_studio.models.catalog import Roots
from glm_studio.models.sources import Source
from glm_studio.state.background import Background
from glm_studio.state.downloads import Step
from glm_studio.state.memory import Memory
from glm_studio.state.models import remembered_model
from glm_studio.state.preferences import HUGGING_FACE_MIRROR, OFFLINE
from glm_studio.state.studio import StudioState
from support.checkpoints import NANO


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Another checkpoint than the bundled one."""
    return Path(shutil.copytree(NANO, tmp_path / "mine" / "another"))


@pytest.fixture
def looked(states, tmp_path, qtbot):
    """States that have looked for models where the test may put some."""
    states.models.open(Roots(NANO, tmp_path / "models"), tmp_path / "hashes.json")
    states.models.look()
    qtbot.waitUntil(lambda: states.models.looked)
    return states


@pytest.fixture
def online(looked, server, tmp_path, monkeypatch):
    """The same, with a mirror on this machine."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    looked.preferences.set(HUGGING_FACE_MIRROR, server.address)
    return looked


@pytest.fixture
def begin(online, qtbot):
    """Begin to download GLM-Image."""

    def begin(token: str = ""):
        before, base = online.downloads.all, online.models.downloads
        online.shelf.download(Source.HUGGING_FACE, "zai-org/GLM-Image", base, token)
        qtbot.waitUntil(lambda: online.downloads.all != before)
        return online.downloads.all[0]

    return begin


# Models -------------------------------------------------------------------------------------------


def test_a_folder_that_is_added_is_there_at_the_next_start(looked, folder, tmp_path, qtbot):
    looked.models.add([folder.parent])
    qtbot.waitUntil(lambda: looked.models.of(folder) is not None)
    qtbot.waitUntil((tmp_path / "window.json").exists)
    memory = Memory(tmp_path / "window.json")
    memory.read()
    later = StudioState(NANO, memory)
    assert later.models.folders == (folder,)
    later.close()
    looked.models.forget(folder)
    qtbot.waitUntil(lambda: looked.models.of(folder) is None)
    assert folder.is_dir()


def test_a_folder_without_a_model_is_said(looked, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(looked.noticed) as told:
        looked.models.add([tmp_path / "empty"])
    assert told.args == ["There is no GLM-Image model in empty."]
    assert looked.models.folders == ()


def test_verifying_says_how_far_it_is_and_what_came_of_it(looked, folder, qtbot):
    looked.models.add([folder])
    qtbot.waitUntil(lambda: looked.models.of(folder) is not None)
    weights = folder / "vae" / "diffusion_pytorch_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    looked.models.verify(folder)
    assert looked.models.verification(folder).running
    qtbot.waitUntil(lambda: not looked.models.verification(folder).running)
    problem = looked.models.verification(folder).problem
    assert "published checksum" in problem.why
    assert str(weights) in problem.what


def test_verifying_can_be_stopped(looked, folder, qtbot, monkeypatch):
    looked.models.add([folder])
    qtbot.waitUntil(lambda: looked.models.of(folder) is not None)
    looked.models._verifications.clear()
    let_go = threading.Event()

    def read(checkpoint, known, hashes, on_bytes):
        let_go.wait(5)
        on_bytes(1)

    monkeypatch.setattr("glm_studio.state.verification.verify", read)
    looked.models.verify(folder)
    looked.models.stop_verifying(folder)
    let_go.set()
    qtbot.waitUntil(lambda: looked.models.verification(folder) is None)


def test_each_model_has_the_panel_that_it_was_left_with(looked, folder, qtbot):
    broken = Problem("checkpoint", "It is broken.", "So it is.", "Take another.")

    def use(model: Path) -> None:
        looked.shelf.choose(model)
        looked.model.describe(open_checkpoint(model))
        looked.model.fail(broken)  # nothing is starting any more

    use(NANO)
    looked.parameters.set_steps(7)
    with qtbot.waitSignal(looked.models.chosen):
        use(folder)
    assert looked.model.folder == looked.models.folder == folder
    assert remembered_model(looked.memory, NANO) == folder
    assert looked.parameters.value.steps == 12
    use(NANO)
    assert looked.parameters.value.steps == 7
    later = Path("/of/the/next/release")
    assert remembered_model(looked.memory, later) == later


def test_no_other_model_is_taken_while_the_engine_starts(looked, folder):
    looked.model.opening()
    looked.shelf.choose(folder)
    assert looked.model.folder == NANO
    assert not looked.models.was_chosen


def test_each_model_is_planned_for_once_and_again_on_other_devices(looked, folder, qtbot):
    looked.models.add([folder])
    qtbot.waitUntil(lambda: looked.models.of(folder) is not None)
    asked: list[Path] = []
    expected = Expectation("x", "cpu", "bf16", 1024, 1024, 30, Estimate(1, 2, 3))

    def foresee(found):
        asked.append(found.folder)
        if found.folder == folder:
            raise OSError("no memory can be seen")
        return Outlook({}, (expected,))

    starter = Background("starter", looked)
    looked.models.set_foresight(foresee, starter)
    looked.models.look_ahead()
    qtbot.waitUntil(lambda: looked.models.outlook(folder) is not None)
    assert looked.models.outlook(NANO) == Outlook({}, (expected,))
    assert "no memory can be seen" in looked.models.outlook(folder).why
    looked.models.look_ahead()
    assert sorted(asked) == sorted([NANO, folder])
    looked.models.forget_outlooks()
    assert looked.models.outlook(NANO) is None
    starter.close()


# Downloads ----------------------------------------------------------------------------------------


def test_a_download_ends_as_a_model_that_can_be_used(online, begin, qtbot):
    offers = []
    online.offered.connect(offers.append)
    download = begin()
    qtbot.waitUntil(lambda: download.step is Step.DONE, timeout=20_000)
    folder = online.models.downloads / "GLM-Image"
    qtbot.waitUntil(lambda: online.models.of(folder) is not None)
    found = online.models.of(folder)
    assert found.checkpoint is not None
    assert found.manifest.complete
    assert [offer.text for offer in offers] == ["GLM-Image has arrived."]
    online.models.verify(folder)
    qtbot.waitUntil(lambda: not online.models.verification(folder).running)
    assert online.models.verification(folder).verified.compared == len(found.manifest.files)
    online.shelf.delete(folder, for_good=True)
    qtbot.waitUntil(lambda: not folder.exists() and online.models.of(folder) is None)


def test_a_paused_download_is_there_after_a_restart_and_goes_on(
    online, begin, server, tmp_path, qtbot
):
    server.behaviour.pause_s = 0.1
    download = begin()
    qtbot.waitUntil(
        lambda: download.step is Step.ARRIVING and download.done_bytes > 0, timeout=20_000
    )
    online.downloads.pause(download)
    assert download.step is Step.PAUSED
    there = download.done_bytes

    memory = Memory(tmp_path / "window.json")
    memory.read()
    later = StudioState(NANO, memory)
    later.models.open(Roots(NANO, tmp_path / "models"), tmp_path / "hashes.json")
    later.models.look()
    qtbot.waitUntil(lambda: len(later.downloads.all) == 1)
    left = later.downloads.all[0]
    assert (left.step, left.name) == (Step.PAUSED, "GLM-Image")
    assert there <= left.done_bytes < left.total_bytes
    server.behaviour.pause_s = 0.0
    later.downloads.resume(left)
    qtbot.waitUntil(lambda: left.step is Step.DONE, timeout=20_000)
    later.close()


def test_what_goes_wrong_is_said_and_can_be_tried_again(online, begin, server, qtbot):
    server.behaviour.token = "wanted"  # noqa: S105 - of a server on this machine
    download = begin()
    qtbot.waitUntil(lambda: download.step is Step.FAILED, timeout=20_000)
    assert download.problem.kind == "download"
    assert "not given to you" in download.problem.what
    again = begin("wanted")
    qtbot.waitUntil(lambda: again.step is Step.DONE, timeout=20_000)
    assert online.downloads.all == (again,)


def test_a_damaged_download_is_repaired(online, begin, server, qtbot):
    download = begin()
    qtbot.waitUntil(lambda: download.step is Step.DONE, timeout=20_000)
    folder = download.folder
    qtbot.waitUntil(lambda: online.models.of(folder) is not None)
    file = folder / "vae" / "diffusion_pytorch_model.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    online.models.verify(folder)
    qtbot.waitUntil(lambda: not online.models.verification(folder).running)
    assert online.models.verification(folder).problem is not None
    server.asked.clear()
    online.shelf.repair(online.models.of(folder))
    repair = online.downloads.of(folder)
    qtbot.waitUntil(lambda: repair.step is Step.DONE, timeout=20_000)
    content[-1] ^= 1
    assert file.read_bytes() == bytes(content)
    assert {asked.path for asked in server.asked} == {file.relative_to(folder).as_posix()}


def test_offline_means_now(online, begin, server, qtbot):
    server.behaviour.pause_s = 0.1
    download = begin()
    qtbot.waitUntil(lambda: download.step is Step.ARRIVING, timeout=20_000)
    online.preferences.set(OFFLINE, True)
    assert download.step is Step.PAUSED
    online.downloads.resume(download)
    assert download.step is Step.FAILED
    assert "offline" in download.problem.why


def test_a_process_that_dies_is_said(online, begin, server, qtbot):
    server.behaviour.pause_s = 0.1
    download = begin()
    qtbot.waitUntil(lambda: download.step is Step.ARRIVING, timeout=20_000)
    online.downloads._process._process.kill()
    qtbot.waitUntil(lambda: download.step is Step.FAILED)
    assert "ended from outside" in download.problem.why


def test_another_s_folder_is_never_written_to(online, begin, tmp_path):
    (tmp_path / "models" / "GLM-Image").mkdir(parents=True)
    (tmp_path / "models" / "GLM-Image" / "thesis.txt").write_text("mine")
    assert begin().folder == tmp_path / "models" / "GLM-Image 2"
