"""What a picture's file says about where it comes from, and who wants it said.

One value, `Labelling`, holds for every file that is written: pictures that are saved, and copies.
What it stands for in a file is made by `provenance`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.parsing import parse_json

if TYPE_CHECKING:
    from glm_studio.library.credentials import Signer

LONGEST_NAME = 200
"""Characters of a producer's name: the label must fit into every format."""


def one_line(text: object) -> str:
    """A name, or what a file says: on one line, without control characters, and not too long."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)[: 2 * LONGEST_NAME])
    return " ".join(plain.split())[:LONGEST_NAME]


class Keep(StrEnum):
    """How much of what could be said goes into a copy."""

    EVERYTHING = "everything"
    LABELS = "labels"
    """That it was generated, and by whom; neither the prompt nor the settings."""
    NOTHING = "nothing"


class Shown(StrEnum):
    """Which pictures carry a label that can be seen."""

    NOWHERE = "nowhere"
    COPIES = "copies"
    """Those that are made for others; what is saved stays clean."""
    EVERYWHERE = "everywhere"


class Words(StrEnum):
    """What the label that can be seen says; GB 45438-2025 asks for "AI" and "generated"."""

    CHINESE = "zh"
    ENGLISH = "en"
    RUSSIAN = "ru"

    @property
    def text(self) -> str:
        """As it is drawn."""
        return {Words.CHINESE: "AI生成", Words.ENGLISH: "AI-generated"}.get(
            self, "СГЕНЕРИРОВАНО ИИ"
        )


class Corner(StrEnum):
    """Where the label that can be seen stands."""

    BOTTOM_RIGHT = "bottom_right"
    BOTTOM_LEFT = "bottom_left"
    TOP_RIGHT = "top_right"
    TOP_LEFT = "top_left"


@dataclass(frozen=True, slots=True)
class VisibleLabel:
    """A label that is drawn onto pictures."""

    shown: Shown = Shown.NOWHERE
    words: Words = Words.CHINESE
    corner: Corner = Corner.BOTTOM_RIGHT


@dataclass(frozen=True, slots=True)
class Labelling:
    """Which labels are written, and in whose name.

    `parameters` is the text that other programs read, `recipe` all that makes the picture again,
    `source_type` IPTC's word for generated pictures, `aigc` the label of GB 45438-2025 and
    `credentials` a C2PA manifest, signed by the `signer`, without whom there is none. `producer` is
    who makes pictures with this program, a name or a code, empty for the program itself;
    `propagator` who spreads them, if anyone.
    """

    parameters: bool = True
    recipe: bool = True
    source_type: bool = True
    aigc: bool = True
    credentials: bool = False
    producer: str = ""
    propagator: str = ""
    visible: VisibleLabel = field(default_factory=VisibleLabel)
    signer: Signer | None = field(default=None, compare=False, repr=False)

    def keeping(self, keep: Keep) -> Labelling:
        """The same for a copy of which only so much is wished for."""
        if keep is Keep.EVERYTHING:
            return self
        without = dataclasses.replace(self, parameters=False, recipe=False)
        if keep is Keep.LABELS:
            return without
        return dataclasses.replace(without, source_type=False, aigc=False, credentials=False)


ALL_LABELS = Labelling()
"""As long as nobody chose otherwise."""

_PREFIX = "label_"


def read_labelling(saved: Mapping[str, Any]) -> Labelling:
    """What the saved preferences say, by their names; the default for what cannot be used."""

    def value(name: str, default: Any) -> Any:
        found = saved.get(_PREFIX + name)
        if isinstance(default, StrEnum):
            return type(default)(found) if found in set(type(default)) else default
        return found if type(found) is type(default) else default

    plain, visible = Labelling(), VisibleLabel()
    own = {f.name: value(f.name, getattr(plain, f.name)) for f in dataclasses.fields(plain)}
    own["visible"] = VisibleLabel(
        **{f.name: value(f.name, getattr(visible, f.name)) for f in dataclasses.fields(visible)}
    )
    return Labelling(**own)


def saved_preferences(file: Path) -> Mapping[str, Any]:
    """The window's preferences in `file`, for commands without a window; empty for none."""
    try:
        settings = parse_json(file.read_text("utf-8"))
        saved = settings["preferences"]
    except (OSError, ValueError, KeyError, TypeError):  # none, or a damaged one
        return {}
    return saved if isinstance(saved, dict) else {}


def saved_labelling(file: Path) -> Labelling:
    """What the window's settings in `file` say, for commands without a window."""
    return read_labelling(saved_preferences(file))
