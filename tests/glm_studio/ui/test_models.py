"""The models' page, the sheet that asks what to download, and the welcome of new users."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from engine.checkpoint import open_checkpoint
from engine.estimate import Estimate
from engine.examination import Expectation, Outlook
from engine.hardware import Kind, Sighting, Telemetry
from engine.plan import GIB, ComponentPlan, Place, Plan, StageNeed, Storage
from glm_studio.models.catalog import Roots
from glm_studio.models.errors import DownloadError
from glm_studio.models.order import Order
from glm_studio.models.sources import DIRECT, Source
from glm_studio.state.background import Background
from glm_studio.state.downloads import Download, Step
from glm_studio.state.model import Phase
from glm_studio.state.options import Appearance
from glm_studio.state.pages import Page
from glm_studio.state.preferences import OFFLINE, PROXY
from glm_studio.ui.download_sheet import DownloadSheet
from glm_studio.ui.sheet import Sheet
from support.checkpoints import NANO
from support.layout import faults

PLAN = Plan(
    "int8 streamed", "bf16", 1024, 1024, 0,
    (
        ComponentPlan("vision_language_encoder", Storage.INT8, Place.STREAMED, GIB, GIB, GIB),
        ComponentPlan("transformer", Storage.FULL, Place.RESIDENT, GIB, GIB, GIB),
    ),
    (StageNeed("prior", 2 * GIB, GIB, 0),), False, 16 * GIB, 15 * GIB,
)  # fmt: skip
OUTLOOK = Outlook(
    {"cpu": PLAN},
    (
        Expectation("GLM-Image nano", "cpu", "bf16", 256, 256, 12, Estimate(1, 2, 0.4)),
        Expectation("GLM-Image", "cpu", "bf16", 1024, 1024, 30, Estimate(536, 10260, 119)),
    ),
)


@pytest.fixture
def looked(states, tmp_path, qtbot):
    """States that look for models where the test may put some, with the engine ready."""
    states.models.open(Roots(NANO, tmp_path / "models"), tmp_path / "hashes.json")
    starter = Background("starter", states)
    states.models.set_foresight(lambda found: OUTLOOK, starter)
    states.model.describe(open_checkpoint(NANO))
    states.model._enter(Phase.READY)
    states.models.look()
    qtbot.waitUntil(lambda: states.models.looked)
    yield states
    starter.close()


@pytest.fixture
def page(looked, window, qtbot):
    qtbot.mouseClick(window.body.header.badge, Qt.MouseButton.LeftButton)
    page = window.body.pages.page(Page.MODELS)
    qtbot.waitUntil(lambda: NANO in page.cards and page.isVisible())
    return page


@pytest.fixture
def another(page, looked, tmp_path, qtbot) -> Path:
    """A second model, in a folder of the user's."""
    folder = Path(shutil.copytree(NANO, tmp_path / "another"))
    looked.models.add([folder])
    qtbot.waitUntil(lambda: folder in page.cards)
    return folder


def coming(states, **values: object) -> Download:
    """A download that somebody else keeps up to date."""
    order = Order(Source.MODELSCOPE, "ZhipuAI/GLM-Image", Path("/data/GLM-Image"))
    download = Download(order, **values)
    states.downloads._all.append(download)
    states.downloads.changed.emit()
    return download


# The page -----------------------------------------------------------------------------------------


def test_a_click_on_the_badge_says_what_the_model_is_and_what_it_would_do_here(page, qtbot):
    card = page.cards[NANO]
    qtbot.waitUntil(lambda: "about 3.4 s" in card.text())
    for words in ("GLM-Image nano", "In use", "MiB", "comes with the studio", "256 × 256",
                  "bf16, int8, streamed layer by layer", "3.0 GiB of 15.0 GiB"):  # fmt: skip
        assert words in card.text()
    assert not card.use.isVisible()


def test_the_full_model_is_offered_with_what_it_takes(page, qtbot):
    assert page.offer.isVisible()
    qtbot.waitUntil(lambda: "3 h 01 min" in page.offer.text())
    assert "35.3 GB to download: about 47 min at 100 Mbit/s" in page.offer.text()
    assert not page.get.isVisible()  # one such button is enough


def test_another_model_is_used_at_a_click(page, looked, another, qtbot):
    card = page.cards[another]
    with qtbot.waitSignal(looked.models.chosen):
        card.use.click()
    assert looked.model.folder == another
    assert "In use" in card.text()
    assert "In use" not in page.cards[NANO].text()


def test_no_model_is_changed_under_a_picture_that_is_made(
    page, looked, another, bridge, loop, wait
):
    async def act() -> None:
        looked.hardware.attach(tuple)
        looked.prompt.set_text("a circle")
        looked.generate()

    loop.run_until_complete(act())
    assert not page.cards[another].use.isEnabled()
    assert "Pictures are being made" in page.cards[another].use.toolTip()
    wait(lambda: not looked.queue.busy and not looked.queue.saving)
    assert page.cards[another].use.isEnabled()


def test_a_broken_model_says_why_and_what_to_do(page, looked, tmp_path, qtbot):
    folder = Path(shutil.copytree(NANO, tmp_path / "broken"))
    (folder / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(b"x")
    looked.models.add([folder])
    qtbot.waitUntil(lambda: folder in page.cards)
    text = page.cards[folder].text()
    assert "Broken" in text
    assert "Expected a safetensors header" in text
    assert not page.cards[folder].use.isVisible()


def test_a_model_is_verified_at_a_click(page, looked, another, qtbot):
    looked.models._verifications.clear()
    card = page.cards[another]
    card.verify.click()
    assert card.verify.text() == "Stop"
    qtbot.waitUntil(lambda: "4 file(s) as published" in card.text())
    assert "Verified" in card.text()
    assert card.verify.text() == "Verify"


def test_a_folder_of_the_user_s_can_be_taken_off_the_list(page, looked, another, qtbot):
    menu = page.cards[another].more.menu()
    menu.aboutToShow.emit()
    (remove,) = menu.actions()
    remove.trigger()
    qtbot.waitUntil(lambda: another not in page.cards)
    assert (another / "model_index.json").is_file()


def test_a_folder_that_is_dropped_is_added(page, looked, tmp_path, qtbot):
    folder = Path(shutil.copytree(NANO, tmp_path / "dropped"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.dropEvent(event)
    qtbot.waitUntil(lambda: folder in page.cards)


# Downloads ----------------------------------------------------------------------------------------


def test_a_download_says_how_far_it_is_and_can_be_paused(page, looked, qtbot):
    download = coming(looked, step=Step.ARRIVING, total_bytes=35_300_000_000)
    for second in range(6):
        download.arrived(10_000_000_000 + second * 10_000_000, float(second))
    looked.downloads.changed.emit()
    card = page.downloads[download.folder]
    for words in ("ZhipuAI/GLM-Image from ModelScope", "Downloading", "10.1 GB of 35.3 GB",
                  "9.5 MiB/s", "42 min left"):  # fmt: skip
        assert words in card.text()
    assert not page.offer.isVisible()
    card.toggle.click()
    assert download.step is Step.PAUSED
    assert "Paused" in card.text()
    assert card.toggle.text() == "Continue"


def test_a_lost_connection_and_a_full_disk_are_told(page, looked):
    download = coming(looked, step=Step.LOST, total_bytes=10, lost="Server disconnected")
    card = page.downloads[download.folder]
    assert "tried again. It said: Server disconnected" in card.text()
    download.step = Step.FAILED
    download.problem = DownloadError.no_room(Path("/data"), 30_000_000_000, 4_000_000_000).problem
    looked.downloads.changed.emit()
    assert "30.0 GB are still to come, and 4.0 GB are free." in card.text()


def test_discarding_asks_first(page, looked, tmp_path, qtbot, monkeypatch):
    folder = tmp_path / "models" / "GLM-Image"
    folder.mkdir(parents=True)
    (folder / "part").write_text("x")
    download = coming(looked)
    download.order = Order(Source.MODELSCOPE, "ZhipuAI/GLM-Image", folder)
    looked.downloads.changed.emit()
    page.downloads[folder].discard.click()
    (sheet,) = page.window().findChildren(Sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert folder.is_dir()
    assert looked.downloads.all == (download,)
    page.downloads[folder].discard.click()
    sheet = page.window().findChildren(Sheet)[-1]
    sheet.buttons.itemAt(2).widget().click()
    qtbot.waitUntil(lambda: not folder.exists())
    assert looked.downloads.all == ()


def test_a_download_can_be_begun_from_anywhere(window, looked, qtbot):
    window.body.commands.find("models.download").run()
    assert looked.pages.current is Page.MODELS
    (sheet,) = window.findChildren(DownloadSheet)
    assert sheet.isVisible()


@pytest.fixture
def sheet(page, looked, monkeypatch) -> DownloadSheet:
    """Asks; what it starts is only written down."""
    looked.asked = []
    monkeypatch.setattr(looked.shelf, "download", lambda *order: looked.asked.append(order))
    return page.download()


def test_the_sheet_asks_for_the_released_model(sheet, looked, tmp_path):
    assert sheet.repository.text() == "zai-org/GLM-Image"
    sheet.choose_source(Source.MODELSCOPE)
    assert sheet.repository.text() == "ZhipuAI/GLM-Image"
    sheet.address.setEditText("https://mirror.example/")
    sheet.proxy.setText("socks5://127.0.0.1:1080")
    sheet.token.setText("secret")
    sheet.begin.click()
    base = tmp_path / "models"
    assert looked.asked == [(Source.MODELSCOPE, "ZhipuAI/GLM-Image", base, "secret")]
    assert looked.downloads.route(Source.MODELSCOPE).endpoint == "https://mirror.example"
    assert looked.downloads.route(Source.HUGGING_FACE).endpoint == DIRECT.endpoint
    assert looked.preferences.get(PROXY) == "socks5://127.0.0.1:1080"
    assert "secret" not in (tmp_path / "window.json").read_text()
    assert looked.pages.current is Page.MODELS


@pytest.mark.parametrize(
    ("field", "text", "complaint"),
    [
        ("repository", "GLM-Image", "owner/name"),
        ("repository", "a/../b", "owner/name"),
        ("folder", "models", "whole path"),
        ("proxy", "127.0.0.1:80", "http://host:port"),
    ],
)
def test_what_cannot_be_meant_is_said_before_it_is_tried(sheet, field, text, complaint):
    getattr(sheet, field).setText(text)
    assert complaint in sheet._complaint.text()
    assert not sheet.begin.isEnabled()


def test_offline_is_said(sheet, looked):
    looked.preferences.set(OFFLINE, True)
    sheet._check()
    assert "works offline" in sheet._complaint.text()


def test_the_sheet_says_whether_there_is_room(sheet, looked, qtbot, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5_000_000_000))
    sheet.folder.setText("/data")
    qtbot.waitUntil(lambda: "5.0 GB are free there, 36.4 GB are needed" in sheet._room.text())


# Welcome ------------------------------------------------------------------------------------------


def test_a_first_picture_is_one_click_away(window, looked, bridge, loop, wait):
    async def click() -> None:
        welcome.make.click()

    welcome = window.body.centre.welcome
    assert welcome is not None
    assert welcome.isVisible()
    assert "GLM-Image nano" in welcome.model.title.text()
    loop.run_until_complete(click())
    wait(lambda: looked.gallery.pictures)
    assert looked.gallery.pictures[0].prompt == looked.prompt.examples[0]
    assert not welcome.isVisible()


def test_the_welcome_says_what_was_found(window, looked, bridge, qtbot):
    seen = Sighting("npu:0", Kind.NPU, "Ascend 910B3", Telemetry(0, 64 * GIB))
    other = Sighting("npu:1", Kind.NPU, "Ascend 910B3", Telemetry(0, 64 * GIB))
    looked.hardware._on_seen((seen, other))
    welcome = window.body.centre.welcome
    assert welcome.hardware.title.text() == "2 × Ascend 910B3"
    assert welcome.hardware.words.text() == "64.0 GiB of memory"
    welcome.hardware.button.click()
    assert looked.pages.current is Page.HARDWARE


def test_who_has_made_pictures_or_chosen_a_model_is_not_welcomed(
    window, looked, bridge, library, another, qtbot
):
    looked.pages.show(Page.CREATE)
    centre = window.body.centre
    assert centre.welcome.isVisible()
    looked.models.choose(NANO)
    assert not centre.welcome.isVisible()
    assert centre.empty.isVisible()


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.LIGHT])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800), (3840, 2160)])
def test_nothing_is_cut_off(make_window, looked, bridge, qtbot, size, look):
    window = make_window(size, look)
    assert window.body.centre.welcome.isVisible()
    qtbot.wait(20)
    assert faults(window) == []
    looked.pages.show(Page.MODELS)
    page = window.body.pages.page(Page.MODELS)
    coming(looked, step=Step.ARRIVING, total_bytes=10)
    qtbot.waitUntil(lambda: "about 3.4 s" in page.cards[NANO].text())
    qtbot.wait(20)
    assert faults(window) == []
    assert page.widget().width() == page.viewport().width()
    page.download()
    qtbot.wait(20)
    assert faults(window) == []
