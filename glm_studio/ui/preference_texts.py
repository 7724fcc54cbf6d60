"""The words of the preferences and of their groups, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glm_studio.library.labels import Corner, Shown, Words
from glm_studio.state.options import Appearance, EarlyPicture, Language, Motion, Resume
from glm_studio.state.preferences import Group, Preference
from glm_studio.words import tr


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
        case Group.PROVENANCE:
            return tr("Where pictures come from")
        case Group.RUNS:
            return tr("Runs")
        case Group.MODELS:
            return tr("Models and network")


def texts_of(preference: Preference[Any]) -> Texts:
    """Raises KeyError for a preference without words, which a test does not let pass."""
    return _texts()[preference.name]


def _texts() -> dict[str, Texts]:
    """Made anew each time: the language may have changed."""
    return {
        **_look(),
        **_pictures(),
        **_prompt(),
        **_enhancer(),
        **_labels(),
        **_visible_label(),
        **_credentials(),
        **_runs(),
        **_models(),
    }


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


def _runs() -> dict[str, Texts]:
    return {
        "notify": Texts(
            tr("Tell when pictures are done"),
            tr(
                "A notice on the desktop when a run ends or fails while you work in another "
                "program."
            ),
        ),
        "keep_awake": Texts(
            tr("Keep the machine awake"),
            tr("It does not fall asleep while a picture is made; the screen may go dark."),
        ),
        "resume": Texts(
            tr("Go on with the last queue"),
            tr(
                "At the start, pictures that were still waiting are made, the interrupted one "
                "first and from where it was. Otherwise they wait until you say so."
            ),
            {
                Resume.ALWAYS: tr("Always"),
                Resume.AFTER_CRASH: tr("Only after a crash"),
                Resume.NEVER: tr("Never"),
            },
        ),
    }


def _pictures() -> dict[str, Texts]:
    return {
        "previews": Texts(
            tr("Previews"),
            tr(
                "Shows the picture while it is made, for at most a fiftieth of its time. The "
                "finished picture is the same without."
            ),
        ),
        "early_picture": Texts(
            tr("Early picture of the layout"),
            tr(
                "A quick sketch of the whole picture while its layout is still being written. "
                "The finished picture is the same without."
            ),
            {
                EarlyPicture.AUTO: tr("Where it costs little"),
                EarlyPicture.ALWAYS: tr("Always"),
                EarlyPicture.NEVER: tr("Never"),
            },
        ),
    }


def _labels() -> dict[str, Texts]:
    return {
        "label_aigc": Texts(
            tr("Label of GB 45438-2025"),
            tr(
                "China asks for it in every generated picture since September 2025 "
                "(www.tc260.org.cn): that it was generated, by whom, and a number. It also tells "
                "whether the picture was changed since. It cannot be seen."
            ),
        ),
        "label_producer": Texts(
            tr("Producer"),
            tr(
                "Your name, or the code of your service, for that label and for content "
                "credentials. Empty: GLM Studio."
            ),
        ),
        "label_propagator": Texts(
            tr("Propagator"),
            tr(
                "The name or code of the service that spreads the pictures, for that label. A "
                "picture that names one already keeps it."
            ),
        ),
        "label_source_type": Texts(
            tr("Source type of IPTC"),
            tr(
                "One word that search engines and picture agencies look for, and a way to mark "
                "pictures as article 50 of the EU's AI Act asks (www.iptc.org)."
            ),
        ),
        "label_recipe": Texts(
            tr("Recipe"),
            tr(
                "All that makes the picture again. Without it a picture's settings cannot be "
                "used again."
            ),
        ),
        "label_parameters": Texts(
            tr("Parameters for other programs"),
            tr("The prompt and the settings as AUTOMATIC1111, CivitAI and others read them."),
        ),
    }


def _visible_label() -> dict[str, Texts]:
    return {
        "label_shown": Texts(
            tr("Label that can be seen"),
            tr(
                "A few words in a corner, at least as large as GB 45438-2025 asks (a twentieth of "
                "the shortest side). Services for the public in China must show it."
            ),
            {
                Shown.NOWHERE: tr("On no picture"),
                Shown.COPIES: tr("On copies and exports"),
                Shown.EVERYWHERE: tr("On every picture"),
            },
        ),
        "label_words": Texts(
            tr("Its words"),
            tr("China's rules ask for words that name AI and generation."),
            {words: words.text for words in Words},
        ),
        "label_corner": Texts(
            tr("Its corner"),
            "",
            {
                Corner.BOTTOM_RIGHT: tr("Bottom right"),
                Corner.BOTTOM_LEFT: tr("Bottom left"),
                Corner.TOP_RIGHT: tr("Top right"),
                Corner.TOP_LEFT: tr("Top left"),
            },
        ),
    }


def _credentials() -> dict[str, Texts]:
    return {
        "label_credentials": Texts(
            tr("Content credentials (C2PA)"),
            tr(
                "Signs every picture in the producer's name: what made it, and that nothing was "
                "changed since. Neither the prompt nor names of files are in them. They add 3 kB."
            ),
        ),
        "credentials_certificate": Texts(
            tr("Certificate of your own"),
            tr("With its chain, in PEM form. Empty: one is made on this machine."),
        ),
        "credentials_key": Texts(
            tr("Its private key"),
            tr("In PEM form, without a password. It is read where it is, and copied nowhere."),
        ),
        "credentials_trusted": Texts(
            tr("Whom you trust"),
            tr(
                "Certificates of others, or a trust list, in PEM form. Pictures that they signed "
                "count as verified."
            ),
        ),
        "credentials_timestamps": Texts(
            tr("Time stamp server"),
            tr(
                "Attests when a picture was signed. For each picture a checksum is sent there. "
                "Empty: nothing is sent."
            ),
        ),
    }


def _prompt() -> dict[str, Texts]:
    return {
        "spelling": Texts(
            tr("Check spelling"),
            tr("Underlines words that no dictionary knows. Text in quotes is left alone."),
        ),
        "spelling_dictionary": Texts(
            tr("Dictionary"),
            tr(
                "A dictionary's name, for example en_GB; auto takes those of your languages. "
                "Dictionaries of LibreOffice and of the system are found by themselves."
            ),
        ),
    }


def _enhancer() -> dict[str, Texts]:
    return {
        "enhancer_address": Texts(
            tr("Prompt enhancer: address"),
            tr(
                "An OpenAI-compatible server, for example http://localhost:8000/v1. "
                "While this is empty the enhancer is off. Prompts are sent there only when you ask "
                "for it."
            ),
        ),
        "enhancer_model": Texts(
            tr("Prompt enhancer: model"),
            tr("As the server calls it. Empty: the first one that it lists."),
        ),
        "enhancer_key": Texts(
            tr("Prompt enhancer: key"),
            tr("If the server wants one. It is kept on this machine as it is."),
        ),
        "enhancer_temperature": Texts(
            tr("Prompt enhancer: temperature"),
            tr("How freely it writes: 0 keeps close to the likeliest words, above 1 it wanders."),
        ),
        "enhancer_instruction": Texts(
            tr("Prompt enhancer: instruction"),
            tr("What the model is told to do with a prompt."),
        ),
    }


def _models() -> dict[str, Texts]:
    return {
        "offline": Texts(
            tr("Work offline"),
            tr("Nothing is downloaded; a download that runs is paused."),
        ),
        "models_folder": Texts(
            tr("Folder for models"),
            tr("Where downloaded models go. The full one takes 35.3 GB."),
        ),
        "proxy": Texts(
            tr("Proxy"),
            tr("For downloads: http://host:port or socks5://host:port. Empty: as the system says."),
        ),
        "hugging_face_mirror": Texts(
            tr("Address of Hugging Face"),
            tr("A mirror, for example https://hf-mirror.com. Empty: huggingface.co."),
        ),
        "modelscope_mirror": Texts(
            tr("Address of ModelScope"),
            tr("A mirror, or https://modelscope.ai. Empty: modelscope.cn."),
        ),
    }
