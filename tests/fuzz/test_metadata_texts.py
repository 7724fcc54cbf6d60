"""Texts that other programs, or nobody in his right mind, wrote: recipes, parameters, packets."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api import GenerationRequest
from glm_studio.library import xmp
from glm_studio.library.facts import Facts
from glm_studio.library.foreign.readers import read_foreign
from glm_studio.library.infotext import facts_as_infotext, read_infotext
from glm_studio.library.journal import Session
from glm_studio.library.metadata import _read_recipe
from glm_studio.library.requests import request_from_json, request_to_json
from glm_studio.library.sidecar import (
    Marks,
    SidecarError,
    clean_names,
    read_marks,
    sidecar_of,
    write_marks,
)
from support import hostile
from support.samples import (
    COMFYUI,
    FOOOCUS,
    INFOTEXTS,
    INVOKEAI,
    INVOKEAI_2,
    RECIPE,
    REQUEST,
    SWARMUI,
    WORKFLOW,
    XMP_PACKET,
)

FOREIGN = {
    "parameters": st.one_of(
        hostile.jsons(SWARMUI),
        hostile.jsons(FOOOCUS),
        st.sampled_from(INFOTEXTS),
        st.sampled_from(INFOTEXTS).flatmap(
            lambda text: hostile.damaged(text.encode()).map(lambda b: b.decode("utf-8", "replace"))
        ),
        hostile.texts(),
    ),
    "prompt": hostile.jsons(COMFYUI),
    "workflow": hostile.jsons(WORKFLOW),
    "invokeai_metadata": hostile.jsons(INVOKEAI),
    "sd-metadata": hostile.jsons(INVOKEAI_2),
    "Dream": hostile.texts()
    | st.sampled_from(('"a barn [x]" -s 50 -S 1 -W 512 -H 512 -C 7.5', '"' + "\\" * 9999)),
    "sui_image_params": hostile.jsons(SWARMUI["sui_image_params"]),
    "fooocus_scheme": st.sampled_from(("fooocus", "a1111", "")),
    "Comment": hostile.jsons(FOOOCUS),
    "Software": hostile.texts(),
}


def _check_facts(facts: Facts) -> None:
    assert isinstance(facts, Facts)
    for text in (facts.prompt, facts.negative, facts.model, facts.program):
        assert isinstance(text, str)
    for number in (facts.seed, facts.steps, facts.references):
        assert number is None or (type(number) is int and number >= 0)
    assert facts.guidance is None or math.isfinite(facts.guidance)
    assert facts.size is None or all(type(side) is int and side > 0 for side in facts.size)
    assert isinstance(facts_as_infotext(facts), str)


@given(texts=st.fixed_dictionaries({}, optional=FOREIGN))
def test_what_other_programs_write(texts):
    with hostile.soon():
        _check_facts(read_foreign(texts))


@given(text=FOREIGN["parameters"])
def test_parameters(text):
    with hostile.soon():
        facts, pairs = read_infotext(text)
    _check_facts(facts)
    assert all(isinstance(part, str) for pair in pairs.items() for part in pair)


@given(text=hostile.jsons(RECIPE))
def test_recipes(text):
    with hostile.soon():
        recipe, complaint = _read_recipe(text)
    assert (recipe is None) == bool(complaint)
    if recipe is None:
        hostile.check_sentence(complaint)
    else:
        json.dumps(recipe.to_json(), allow_nan=False)


@given(text=hostile.jsons(REQUEST))
def test_requests(text):
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    try:
        request = request_from_json(data)
    except ValueError:
        return
    assert isinstance(request, GenerationRequest)
    assert request_from_json(request_to_json(request)) == request or "nan" in text.lower()


@given(
    text=hostile.jsons(
        {
            "started": "2026-11-24T12:00:00+00:00", "model": "nano", "environment": {"a": "b"},
            "making": [{"request": REQUEST, "device": "cpu", "stage": "prior"}],
        }
    )
)  # fmt: skip
def test_journals_of_sessions(text):
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    try:
        session = Session.from_json(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    json.dumps(session.to_json())


# Sidecars --------------------------------------------------------------------------------------

NESTED = tuple(
    XMP_PACKET.replace(b"<dc:subject>", b"<a>" * depth + b"</a>" * depth + b"<dc:subject>")
    for depth in (50, 400, 5000, 200_000)
)
PACKETS = st.one_of(
    hostile.damaged(XMP_PACKET),
    st.sampled_from(NESTED),
    st.sampled_from(
        (
            b"",
            b"\xff\xfe<\0a\0/\0>\0",
            XMP_PACKET.replace(b"owl", b"&lol;"),
            XMP_PACKET.replace(b"owl", b"&#0;"),
            XMP_PACKET.replace(b"owl", b"&#x202e;&#x1b;"),
            b'<!DOCTYPE a [<!ENTITY lol "x">]>' + XMP_PACKET,
            b"\xef\xbb\xbf" + XMP_PACKET,
            b"\0" + XMP_PACKET + b"\0\0",
            XMP_PACKET.replace(b'Rating="3"', b'Rating="nan"'),
            XMP_PACKET.replace(b'Rating="3"', b'Rating="-inf"'),
            XMP_PACKET.replace(b'Rating="3"', b'Rating="' + b"9" * 5000 + b'"'),
            b"<?xml version='1.0' encoding='utf-16'?>" + XMP_PACKET.split(b"?>", 1)[1],
            b"<?xml version='1.0' encoding='utf-7'?>" + XMP_PACKET.split(b"?>", 1)[1],
            XMP_PACKET.replace(b"rdf:Description", b"rdf:Other"),
        )
    ),
    hostile.texts().map(lambda text: XMP_PACKET.replace(b"owl", text.encode("utf-8", "replace"))),
)


@given(packet=PACKETS)
def test_packets(packet):
    with hostile.soon():
        try:
            tree = xmp.parse(packet)
        except xmp.XmpError as error:
            hostile.check_sentence(error.why)
            return
        assert isinstance(xmp.values(tree, (xmp.DC, "subject")), tuple)


@given(
    packet=PACKETS,
    tags=st.lists(hostile.texts(), max_size=3),
    rating=st.integers(0, 5),
)
def test_sidecars_read_and_edited(tmp_path_factory, packet, tags, rating):
    """What was written is read back; what is not understood stays as it was, to the byte."""
    picture = tmp_path_factory.getbasetemp() / "edited.png"
    sidecar_of(picture).write_bytes(packet)
    wished = Marks(rating, clean_names(tags), ("a board",))
    with hostile.soon():
        try:
            read_marks(picture)
            write_marks(picture, wished)
        except SidecarError as error:
            hostile.check_problem(error.problem)
            assert sidecar_of(picture).read_bytes() == packet
        else:
            assert read_marks(picture) == wished


@pytest.mark.parametrize("packet", NESTED)
def test_a_sidecar_nested_however_deep(tmp_path: Path, packet):
    picture = tmp_path / "x.png"
    sidecar_of(picture).write_bytes(packet)
    try:
        write_marks(picture, Marks(5))
    except SidecarError as error:
        hostile.check_problem(error.problem)
        assert sidecar_of(picture).read_bytes() == packet
    else:
        assert read_marks(picture).rating == 5
