"""All options of the studio, each declared once: its default, its limits, where it is shown.

`ui/preference_texts.py` has their words; the settings page is made of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any, Generic, TypeGuard, TypeVar

from PySide6.QtCore import QObject, Signal

from glm_studio.library.labels import Corner, Shown, Words
from glm_studio.prompting.instruction import REWRITE_INSTRUCTION
from glm_studio.prompting.spelling import AUTOMATIC
from glm_studio.state.memory import Memory
from glm_studio.state.options import Appearance, EarlyPicture, Language, Motion, Resume

_MEMORY = "preferences"

Value = TypeVar("Value", bool, int, float, str)


class Group(StrEnum):
    """The settings page's sections, in its order."""

    LOOK = "look"
    PROMPT = "prompt"
    PICTURES = "pictures"
    PROVENANCE = "provenance"
    RUNS = "runs"
    MODELS = "models"


class Kind(Enum):
    """What a preference is shown as."""

    FLAG = auto()
    CHOICE = auto()
    WHOLE = auto()
    """A whole number."""
    NUMBER = auto()
    TEXT = auto()
    """One line."""
    LINES = auto()
    FOLDER = auto()
    """A path; empty stands for the studio's own choice."""
    FILE = auto()
    """The same of a file."""
    SECRET = auto()
    """A line that is shown as dots, and is written into no log or report."""


@dataclass(frozen=True, slots=True)
class Preference(Generic[Value]):
    """One option: a `Kind.CHOICE` has `choices`, a number has `limits` unless both are equal."""

    name: str
    default: Value
    group: Group
    kind: Kind
    choices: tuple[Value, ...] = ()
    limits: tuple[float, float] = (0, 0)

    def accepts(self, value: object) -> TypeGuard[Value]:
        """Whether `value` can be this option's."""
        if type(value) is not type(self.default):
            return False
        if self.choices and value not in self.choices:
            return False
        low, high = self.limits
        return low == high or low <= float(str(value)) <= high


def _choice(name: str, choices: type[StrEnum], group: Group) -> Preference[str]:
    """A choice between the values of an enumeration; the first is the default."""
    values = tuple(member.value for member in choices)
    return Preference(name, values[0], group, Kind.CHOICE, values)


LANGUAGE = _choice("language", Language, Group.LOOK)
APPEARANCE = _choice("appearance", Appearance, Group.LOOK)
MOTION = _choice("motion", Motion, Group.LOOK)
SPELLING = Preference("spelling", True, Group.PROMPT, Kind.FLAG)
SPELLING_DICTIONARY = Preference("spelling_dictionary", AUTOMATIC, Group.PROMPT, Kind.TEXT)
"""A dictionary's name like en_GB, or `AUTOMATIC`: those of the user's languages."""
ENHANCER_ADDRESS = Preference("enhancer_address", "", Group.PROMPT, Kind.TEXT)
"""An OpenAI-compatible server's; empty turns the enhancer off."""
ENHANCER_MODEL = Preference("enhancer_model", "", Group.PROMPT, Kind.TEXT)
"""Empty stands for the first one that the server lists."""
ENHANCER_KEY = Preference("enhancer_key", "", Group.PROMPT, Kind.SECRET)
ENHANCER_TEMPERATURE = Preference(
    "enhancer_temperature", 0.7, Group.PROMPT, Kind.NUMBER, limits=(0.0, 2.0)
)
ENHANCER_INSTRUCTION = Preference(
    "enhancer_instruction", REWRITE_INSTRUCTION, Group.PROMPT, Kind.LINES
)
PREVIEWS = Preference("previews", True, Group.PICTURES, Kind.FLAG)
EARLY_PICTURE = _choice("early_picture", EarlyPicture, Group.PICTURES)

LABEL_AIGC = Preference("label_aigc", True, Group.PROVENANCE, Kind.FLAG)
LABEL_PRODUCER = Preference("label_producer", "", Group.PROVENANCE, Kind.TEXT)
"""Empty stands for the program's own name."""
LABEL_PROPAGATOR = Preference("label_propagator", "", Group.PROVENANCE, Kind.TEXT)
LABEL_SOURCE_TYPE = Preference("label_source_type", True, Group.PROVENANCE, Kind.FLAG)
LABEL_RECIPE = Preference("label_recipe", True, Group.PROVENANCE, Kind.FLAG)
LABEL_PARAMETERS = Preference("label_parameters", True, Group.PROVENANCE, Kind.FLAG)
LABEL_CREDENTIALS = Preference("label_credentials", False, Group.PROVENANCE, Kind.FLAG)
LABEL_SHOWN = _choice("label_shown", Shown, Group.PROVENANCE)
LABEL_WORDS = _choice("label_words", Words, Group.PROVENANCE)
LABEL_CORNER = _choice("label_corner", Corner, Group.PROVENANCE)

LABEL_PREFERENCES: tuple[Preference[Any], ...] = (
    LABEL_AIGC,
    LABEL_PRODUCER,
    LABEL_PROPAGATOR,
    LABEL_SOURCE_TYPE,
    LABEL_RECIPE,
    LABEL_PARAMETERS,
    LABEL_SHOWN,
    LABEL_WORDS,
    LABEL_CORNER,
    LABEL_CREDENTIALS,
)
"""What `library.labels.read_labelling` reads, for commands by these very names."""

CREDENTIALS_CERTIFICATE = Preference("credentials_certificate", "", Group.PROVENANCE, Kind.FILE)
"""PEM; empty, with the key, for one that is made here in the producer's name."""
CREDENTIALS_KEY = Preference("credentials_key", "", Group.PROVENANCE, Kind.FILE)
CREDENTIALS_TRUSTED = Preference("credentials_trusted", "", Group.PROVENANCE, Kind.FILE)
CREDENTIALS_TIMESTAMPS = Preference("credentials_timestamps", "", Group.PROVENANCE, Kind.TEXT)
"""A time stamp authority's address; empty for none: nothing is sent then."""

CREDENTIALS_PREFERENCES: tuple[Preference[str], ...] = (
    CREDENTIALS_CERTIFICATE,
    CREDENTIALS_KEY,
    CREDENTIALS_TRUSTED,
    CREDENTIALS_TIMESTAMPS,
)
"""What `library.credentials.read_signing` reads beside the producer."""

NOTIFY = Preference("notify", True, Group.RUNS, Kind.FLAG)
KEEP_AWAKE = Preference("keep_awake", True, Group.RUNS, Kind.FLAG)
RESUME = _choice("resume", Resume, Group.RUNS)

OFFLINE = Preference("offline", False, Group.MODELS, Kind.FLAG)
MODELS_FOLDER = Preference("models_folder", "", Group.MODELS, Kind.FOLDER)
PROXY = Preference("proxy", "", Group.MODELS, Kind.TEXT)
HUGGING_FACE_MIRROR = Preference("hugging_face_mirror", "", Group.MODELS, Kind.TEXT)
MODELSCOPE_MIRROR = Preference("modelscope_mirror", "", Group.MODELS, Kind.TEXT)

PREFERENCES: tuple[Preference[Any], ...] = (
    LANGUAGE,
    APPEARANCE,
    MOTION,
    SPELLING,
    SPELLING_DICTIONARY,
    ENHANCER_ADDRESS,
    ENHANCER_MODEL,
    ENHANCER_KEY,
    ENHANCER_TEMPERATURE,
    ENHANCER_INSTRUCTION,
    PREVIEWS,
    EARLY_PICTURE,
    *LABEL_PREFERENCES,
    *CREDENTIALS_PREFERENCES,
    NOTIFY,
    KEEP_AWAKE,
    RESUME,
    OFFLINE,
    MODELS_FOLDER,
    PROXY,
    HUGGING_FACE_MIRROR,
    MODELSCOPE_MIRROR,
)
"""In the settings page's order within a group."""


class PreferencesState(QObject):
    """The options' values, as they are remembered; what cannot be used reads as the default."""

    changed = Signal(str)
    """A preference's name."""

    def __init__(self, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory

    def get(self, preference: Preference[Value]) -> Value:
        value = self._memory.group(_MEMORY).get(preference.name)
        return value if preference.accepts(value) else preference.default

    def set(self, preference: Preference[Value], value: Value) -> None:
        """Change an option, now and on disk. Raises ValueError for what it does not accept."""
        if not preference.accepts(value):
            raise ValueError(f"{preference.name} cannot be {value!r}")
        if value != self.get(preference):
            self._put(preference, value)

    def reset(self, preference: Preference[Value]) -> None:
        self.set(preference, preference.default)

    def is_default(self, preference: Preference[Value]) -> bool:
        return self.get(preference) == preference.default

    def _put(self, preference: Preference[Value], value: Value) -> None:
        kept = self._memory.group(_MEMORY)
        kept[preference.name] = value
        if value == preference.default:  # a default may be another one in the next version
            del kept[preference.name]
        self._memory.put(_MEMORY, kept)
        self._memory.write_soon()
        self.changed.emit(preference.name)
