"""Labels, packets and credentials that somebody damaged, or made up to be believed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glm_studio.library import xmp
from glm_studio.library.aigc import AIGC_PROPERTY, TEXT_KEY, Aigc, label_text
from glm_studio.library.copying import CopyOptions, copy_of_file
from glm_studio.library.credentials import Signing, sign
from glm_studio.library.decode import decode
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.integrity import data_digest
from glm_studio.library.label_report import Label, State, read_labels
from glm_studio.library.labels import Labelling
from glm_studio.library.manifest import made
from glm_studio.library.metadata import UnreadablePictureError, read_picture
from glm_studio.library.provenance import SOURCE_PROPERTY, TOOL_PROPERTY, VISIBLE_PROPERTY
from glm_studio.library.verdict import Standing, verify
from support import hostile
from support.samples import XMP_PACKET

LABEL = {
    "Label": "1", "ContentProducer": "示例", "ProduceID": "0f" * 16,
    "ReservedCode1": f"pixels-sha256={'0' * 64};label-sha256={'1' * 64}",
    "ContentPropagator": "", "PropagateID": "", "ReservedCode2": "",
}  # fmt: skip
LABELS = hostile.jsons(LABEL) | hostile.jsons({"AIGC": LABEL})
LOSSY = [kind for kind in Format if kind.lossy]
PACKETS = st.one_of(
    hostile.damaged(XMP_PACKET).map(lambda content: content.decode("utf-8", "replace")),
    hostile.texts(),
    st.builds(
        xmp.packet,
        st.dictionaries(
            st.sampled_from((AIGC_PROPERTY, SOURCE_PROPERTY, TOOL_PROPERTY, VISIBLE_PROPERTY)),
            LABELS | hostile.texts(),
        ),
    ),
    st.sampled_from(
        (XMP_PACKET.decode(), "<a>" * 5000, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    ),
)


@given(text=LABELS)
def test_labels(text):
    with hostile.soon():
        try:
            label = Aigc.from_json(text)
        except ValueError as error:
            hostile.check_sentence(str(error))
            return
    assert all(isinstance(value, str) for value in asdict(label).values())
    assert Aigc.from_json(label.to_json()) == label
    assert Aigc.from_json(label_text({TEXT_KEY: text}, None) or "") == label
    assert label.is_intact in (True, False)
    assert label.sealed("pixels", "0" * 64).is_intact


@pytest.mark.parametrize("kind", LOSSY)
@given(data=st.data())
def test_digests_of_damaged_data(kind, data):
    content = data.draw(hostile.damaged(hostile.sound(kind.value, xmp=XMP_PACKET)))
    with hostile.soon():
        try:
            digest = data_digest(content, kind)
        except ValueError as error:
            hostile.check_sentence(str(error))
            return
    assert len(digest) == 64


@given(text=PACKETS, said=st.none() | hostile.texts())
def test_packets_that_are_edited(text, said):
    """What is asked for stands in it then, and all else that it said."""
    with hostile.soon():
        try:
            done = xmp.edited(text, {SOURCE_PROPERTY: said})
        except xmp.XmpError as error:
            hostile.check_sentence(error.why)
            return
    before, after = (xmp.parse(each.encode("utf-8", "replace")) for each in (text, done))
    found = xmp.value(after, SOURCE_PROPERTY)
    assert (found is None) == (said is None)
    for kept in (AIGC_PROPERTY, TOOL_PROPERTY, (xmp.XMP, "Rating"), ("urn:other", "note")):
        assert xmp.value(after, kept) == xmp.value(before, kept)
    assert xmp.values(after, (xmp.DC, "subject")) == xmp.values(before, (xmp.DC, "subject"))


TEXTS = {
    "XML:com.adobe.xmp": PACKETS,
    "AIGC": LABELS,
    "parameters": LABELS,
    "Software": st.just("GLM Studio 0.1.0") | hostile.texts(),
}


@given(content=hostile.pngs(TEXTS))
def test_reports_of_labels_and_copies(tmp_path, content):
    """No label that is made up counts as verified, and a copy can be made of whatever is read."""
    file = tmp_path / "theirs.png"
    file.write_bytes(content)
    try:
        read = read_picture(file)
    except UnreadablePictureError:
        return
    with hostile.soon():
        reports = read_labels(read)
    assert [report.label for report in reports[:4]] == list(Label)[:4]
    for report in reports:
        assert report.state is not State.VERIFIED
        if report.said:
            hostile.check_sentence(report.said)
    try:
        decode(file)
    except Exception:  # noqa: BLE001 - then there is nothing to be copied
        return
    for kind in (Format.PNG, Format.JPEG):
        options = CopyOptions(kind, longest_side=4)
        named = Labelling(producer="A", propagator="B")
        copy = tmp_path / f"copy{kind.suffix}"
        copy.write_bytes(
            copy_of_file(file, read_header(file).texts, lambda: decode(file), options, named)
        )
        told = read_labels(read_picture(copy))
        if reports[3].state is State.PRESENT and len(read_header(file).texts) == 1:
            assert told[3].state in (State.PRESENT, State.VERIFIED)


@pytest.fixture(scope="module")
def signed(tmp_path_factory) -> tuple[bytes, Signing]:
    signing = Signing(tmp_path_factory.mktemp("certificates"), "Anna")
    return sign(hostile.sound("PNG"), Format.PNG, made(None), signing.identity()), signing


@settings(max_examples=8)  # each takes a process
@given(data=st.data())
def test_credentials_that_are_damaged(tmp_path, signed, data):
    """They are not there, or not valid; whatever the library does, it does elsewhere."""
    whole, signing = signed
    file = tmp_path / "signed.png"
    content = data.draw(hostile.damaged(whole))
    file.write_bytes(content)
    verdict = verify(file, signing)
    if verdict.standing in (Standing.TRUSTED, Standing.VALID):
        # What stands behind the end of a PNG is no part of it, nor of what is signed.
        assert content.startswith(whole)
    for text in (verdict.signer, verdict.program, verdict.why, *verdict.faults, *verdict.actions):
        if text:
            hostile.check_sentence(text)


def test_what_is_signed_is_valid_as_it_is(tmp_path, signed):
    """So that the test above can fail."""
    whole, signing = signed
    file: Path = tmp_path / "signed.png"
    file.write_bytes(whole)
    assert verify(file, signing).standing is Standing.TRUSTED
    assert json.dumps(verify(file, signing).actions)
