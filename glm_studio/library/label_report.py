"""Reading a file's labels back, and telling whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.texts import say
from glm_studio.library import provenance, xmp
from glm_studio.library.aigc import Aigc
from glm_studio.library.decode import decode
from glm_studio.library.formats import LEFT_OUT_PROPERTY, PARAMETERS_KEY, RECIPE_KEY
from glm_studio.library.headers import read_header
from glm_studio.library.labels import one_line
from glm_studio.library.metadata import PictureFile


class State(StrEnum):
    """How it is about a label."""

    PRESENT = "present"
    """It is there; nothing in it could be verified."""
    VERIFIED = "verified"
    """It is there, and label and picture are as they were when it was written."""
    CHANGED = "changed"
    """The picture or the label was changed since."""
    MALFORMED = "malformed"
    ABSENT = "absent"


class Label(StrEnum):
    """What a file may say of its origin."""

    RECIPE = "recipe"
    PARAMETERS = "parameters"
    SOURCE_TYPE = "source_type"
    AIGC = "aigc"
    VISIBLE = "visible"
    CREDENTIALS = "credentials"


@dataclass(frozen=True, slots=True)
class Report:
    """One label of a file; `said` is a sentence or a value about it, perhaps empty."""

    label: Label
    state: State
    said: str = ""


def read_labels(file: PictureFile) -> list[Report]:
    """All labels that a file may have, in one order.

    Decodes the picture where a label is about its pixels: call it off the window's thread. Raises
    OSError and ValueError for a file that was replaced by none meanwhile.
    """
    path = file.picture.path
    texts = read_header(path).texts
    told = provenance.read_told(texts)
    return [
        _recipe(file, told),
        Report(Label.PARAMETERS, State.PRESENT if PARAMETERS_KEY in texts else State.ABSENT),
        _source(told),
        _aigc(path, told),
        *_visible(told),
    ]


def _recipe(file: PictureFile, told: provenance.Told) -> Report:
    if file.recipe is not None:
        return Report(Label.RECIPE, State.PRESENT)
    if RECIPE_KEY in told.texts:
        return Report(Label.RECIPE, State.MALFORMED, file.complaint)
    packet = told.packet
    if packet is not None and xmp.value(packet, LEFT_OUT_PROPERTY):
        return Report(Label.RECIPE, State.ABSENT, say("The recipe was too long for a JPEG."))
    return Report(Label.RECIPE, State.ABSENT)


def _source(told: provenance.Told) -> Report:
    if told.unreadable:
        return Report(Label.SOURCE_TYPE, State.MALFORMED, say("The file's XMP cannot be read."))
    if told.source is None:
        return Report(Label.SOURCE_TYPE, State.ABSENT)
    said = told.source.rpartition("/")[2] or told.source
    return Report(Label.SOURCE_TYPE, State.PRESENT, one_line(said))


def _aigc(path: Path, told: provenance.Told) -> Report:
    if told.aigc is None:
        return Report(Label.AIGC, State.MALFORMED if told.unreadable else State.ABSENT)
    try:
        label = Aigc.from_json(told.aigc)
    except ValueError as error:
        return Report(
            Label.AIGC, State.MALFORMED, say("It cannot be read: {why}.", why=error.args[0])
        )
    by = one_line(label.producer)
    if label.seal is None:
        return Report(Label.AIGC, State.PRESENT, by)
    if not label.is_intact:
        said = say("the label was changed since {by} wrote it", by=by)
        return Report(Label.AIGC, State.CHANGED, said)
    if not _holds(label, path):
        said = say("the picture was changed since {by} labelled it", by=by)
        return Report(Label.AIGC, State.CHANGED, said)
    return Report(Label.AIGC, State.VERIFIED, by)


def _holds(label: Aigc, path: Path) -> bool:
    try:
        return provenance.holds(label, path, lambda: decode(path))
    except Exception:  # noqa: BLE001 - a broken file may break Pillow in any way
        return False


def _visible(told: provenance.Told) -> Iterator[Report]:
    """Nobody can tell from the file alone that nothing is drawn on a picture."""
    if told.visible is not None:
        yield Report(Label.VISIBLE, State.PRESENT, one_line(told.visible))
