"""Content credentials in the window: who signs, what a picture's are worth, and what fails."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QFileDialog

from glm_studio.library import credentials, credentials_process
from glm_studio.library.formats import Format
from glm_studio.library.manifest import made
from glm_studio.library.metadata import encode_picture
from glm_studio.state.pages import Page
from glm_studio.state.preferences import (
    CREDENTIALS_CERTIFICATE,
    CREDENTIALS_KEY,
    LABEL_CREDENTIALS,
    LABEL_PRODUCER,
)
from glm_studio.ui.label_words import label_rows
from support.fakes import picture_of
from support.jobs import request


@pytest.fixture
def page(window, bridge, states, tmp_path):
    states.labelling.open(tmp_path / "credentials")
    states.preferences.set(LABEL_PRODUCER, "Anna")
    states.pages.show(Page.SETTINGS)
    return window.body.pages.currentWidget()


def switch(page):
    return next(row.field for row in page.rows if row.preference is LABEL_CREDENTIALS)


def test_turning_them_on_says_who_signs_and_gives_others_the_certificate(
    page, states, wait, tmp_path, monkeypatch
):
    assert not page.signer.isVisible()
    switch(page).click()
    wait(page.signer.save.isVisible)
    assert "Anna" in page.signer.heading.text()
    target = tmp_path / "for others.pem"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.signer.save.click()
    wait(target.exists)
    assert "BEGIN CERTIFICATE" in target.read_text()
    assert "KEY" not in target.read_text()
    switch(page).click()
    assert not page.signer.isVisible()


def test_a_certificate_that_cannot_be_used_says_so_where_it_is_chosen(page, states, wait, tmp_path):
    switch(page).click()
    states.preferences.set(CREDENTIALS_CERTIFICATE, str(tmp_path / "gone.pem"))
    states.preferences.set(CREDENTIALS_KEY, str(tmp_path / "gone too.pem"))
    wait(lambda: "gone.pem" in page.signer.explained.text())
    assert page.signer.isVisible()
    assert not page.signer.save.isVisible()


def test_a_picture_that_cannot_be_signed_is_there_and_the_user_is_told_once(
    states, wait, tmp_path, qtbot
):
    states.preferences.set(LABEL_CREDENTIALS, True)
    states.preferences.set(CREDENTIALS_KEY, str(tmp_path / "key without certificate.pem"))
    states.labelling.open(tmp_path / "credentials")
    told = []
    states.failures.changed.connect(lambda: told.append(states.failures.problem))
    whole = []

    def save() -> None:
        for _ in range(2):
            whole.append(encode_picture(picture_of(request()), labelling=states.labelling.current))

    saving = threading.Thread(target=save)
    saving.start()
    wait(lambda: len(whole) == 2)
    saving.join()
    wait(lambda: bool(told))
    qtbot.wait(50)
    assert [problem.kind for problem in told] == ["credentials"]
    assert all(content.startswith(b"\x89PNG") for content in whole)


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [(False, "valid, signed by Anna"), (True, "changed since Anna signed it")],
)
def test_a_pictures_details_say_what_its_credentials_are_worth(
    shelf, states, wait, tmp_path, monkeypatch, spoiled, words
):
    monkeypatch.setattr(credentials, "_process", _answer)
    states.preferences.set(LABEL_PRODUCER, "Anna")
    states.labelling.open(tmp_path / "credentials")
    picture = shelf.pictures()[0]
    identity = states.labelling.signing.identity()
    content = credentials.sign(picture.path.read_bytes(), Format.PNG, made(None), identity)
    if spoiled:
        content = content.replace(b"c2pa.created", b"c2pa.crested", 1)
    picture.path.write_bytes(content)
    rows = []
    states.picture_labels.read.connect(lambda _picture, reports: rows.extend(label_rows(reports)))
    states.gallery.select(picture)
    wait(lambda: bool(rows))
    assert words in dict(rows)["Credentials"]


def _answer(asked: bytes) -> bytes:
    """As the other process does it, without the time that one takes to start."""
    from io import BytesIO

    told = BytesIO()
    credentials_process.answer(BytesIO(asked), told)
    return told.getvalue()


def test_no_key_is_made_before_it_is_known_where(states, wait, tmp_path, monkeypatch):
    """It went into whatever folder the program was started in, and others' there were trusted."""
    monkeypatch.chdir(tmp_path)
    states.preferences.set(LABEL_CREDENTIALS, True)
    assert not states.signer.signs
    states.labelling.open(tmp_path / "here")
    assert states.signer.signs
    wait(lambda: states.signer.identity is not None)
    assert [path.name for path in tmp_path.glob("*/*/key.pem")] == ["key.pem"]
    assert not (tmp_path / "credentials").exists()
