"""The words of the preferences and of their groups, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glm_studio.state.options import Appearance, Language, Motion
from glm_studio.state.preferences import Group, Preference
from glm_studio.ui.wording import tr


@dataclass(frozen=True, slots=True)
class Texts:
    """What a preference is called, what it does, and what its choices are called."""

    label: str
    help: str = ""
    choices: Mapping[object, str] = field(default_factory=dict)
    unit: str = ""


def group_name(group: Group) -> str:
    """The heading over a group of preferences."""
    match group:
        case Group.LOOK:
            return tr("Language and look")
        case Group.PROMPT:
            return tr("Prompt")
        case Group.PICTURES:
            return tr("Pictures")
        case Group.RUNS:
            return tr("Runs")
        case Group.MODELS:
            return tr("Models and network")


def texts_of(preference: Preference[Any]) -> Texts:
    """Raises KeyError for a preference without words, which a test does not let pass."""
    return _texts()[preference.name]


def _texts() -> dict[str, Texts]:
    """Made anew each time: the language may have changed."""
    return _look()


def _look() -> dict[str, Texts]:
    return {
        "language": Texts(
            tr("Language"),
            tr("Changes at once; nothing is restarted."),
            {
                Language.SYSTEM: tr("As the system"),
                # Each in its own language, to be found by who cannot read the others.
                Language.ENGLISH: "English",
                Language.CHINESE: "简体中文",
                Language.RUSSIAN: "Русский",
            },
        ),
        "appearance": Texts(
            tr("Theme"),
            tr("The ground under the pictures is neutral in both."),
            {
                Appearance.SYSTEM: tr("As the system"),
                Appearance.DARK: tr("Dark"),
                Appearance.LIGHT: tr("Light"),
            },
        ),
        "motion": Texts(
            tr("Motion"),
            tr("Reduced: nothing slides, blinks or fades."),
            {
                Motion.SYSTEM: tr("As the system"),
                Motion.FULL: tr("Full"),
                Motion.REDUCED: tr("Reduced"),
            },
        ),
    }
