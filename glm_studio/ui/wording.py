"""The words for numbers and stages. One place, so that the whole window speaks alike."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLocale

from engine.api import PreviewKind, Stage
from engine.recipe import Recipe
from engine.texts import Text
from glm_studio.library.picture import OWN_PROGRAM, Picture
from glm_studio.state.progress import Progress
from glm_studio.words import tr

_RATIOS = ((1, 1), (5, 4), (4, 3), (3, 2), (5, 3), (16, 9), (2, 1), (21, 9))


def said(text: str) -> str:
    """A sentence of the engine or of a state in the window's language.

    One that does not say how it was put together stays as it is.
    """
    if not isinstance(text, Text):
        return text
    values = {name: said(v) if isinstance(v, str) else v for name, v in text.values.items()}
    return tr(text.template).format(**values)


def number(value: float, decimals: int = 0) -> str:
    """A number with the separators of the user's language."""
    return QLocale().toString(float(value), "f", decimals)


def shortest(value: float) -> str:
    """A number to two decimals, without zeros that say nothing."""
    return number(value, next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2))


def seconds(value: float) -> str:
    """A duration that can be read at a glance: 0.8 s, 12 s, 3 min 20 s, 1 h 05 min."""
    if value < 10:
        return tr("{s} s").format(s=number(value, 1))
    whole = math.ceil(value)
    if whole < 60:
        return tr("{s} s").format(s=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return tr("{m} min {s} s").format(m=minutes, s=f"{rest:02}")
    return tr("{h} h {m} min").format(h=minutes // 60, m=f"{minutes % 60:02}")


def one_line(text: str) -> str:
    """A text without its line breaks, for a list or a button."""
    return " ".join(text.split())


def size_of(byte_count: float) -> str:
    """Bytes in the largest unit that leaves a number above one."""
    return QLocale().formattedDataSize(int(byte_count), 1)


def stage(progress: Progress) -> str:
    """What the model is doing, in one phrase."""
    match progress.stage:
        case Stage.LOAD:
            return tr("Loading the model")
        case Stage.REFERENCES:
            return tr("Reading")
        case Stage.PRIOR:
            return tr("Composing")
        case Stage.DENOISE:
            return tr("Painting")
        case Stage.DECODE:
            return tr("Finishing")


def preview(kind: PreviewKind, step: int, total: int) -> str:
    """What a preview was made from, in one phrase."""
    match kind:
        case PreviewKind.CODES:
            return tr("Codes {done} of {total}").format(done=number(step), total=number(total))
        case PreviewKind.COMPOSITION:
            return tr("Composition")
        case PreviewKind.LATENTS:
            return tr("Step {done} of {total}").format(done=step, total=total)


def how_far(progress: Progress) -> list[str]:
    """How far and how fast, and what is being loaded; the first is what matters most."""
    component = progress.component.replace("_", " ")
    return [part for part in (_done(progress), _rate(progress), component) if part]


def ratio(width: int, height: int) -> str:
    """The nearest ratio that people have a name for, for example 3:2."""
    shape = max(width, height) / min(width, height)
    near = min(_RATIOS, key=lambda pair: abs(math.log(shape * pair[1] / pair[0])))
    long, short = near
    return f"{long}:{short}" if width >= height else f"{short}:{long}"


def dimensions(width: int, height: int) -> str:
    return f"{width} × {height}"


def preset_values(steps: int, guidance: float, size: tuple[int, int] | None = None) -> str:
    """What a preset sets, in a few words."""
    told = tr("{n} steps, guidance {guidance}").format(n=steps, guidance=shortest(guidance))
    if size is None:
        return told
    return tr("{settings}, {size}").format(settings=told, size=dimensions(*size))


def when(moment: datetime) -> str:
    """A date and time as the user's desktop writes them."""
    try:
        local = moment.astimezone()
    except (OverflowError, ValueError):  # a file may say the year 9999
        return moment.strftime("%Y-%m-%d %H:%M")
    if local.date() == datetime.now(UTC).astimezone().date():
        return tr("Today {time}").format(time=local.strftime("%H:%M"))
    return local.strftime("%Y-%m-%d %H:%M")


def facts(picture: Picture, recipe: Recipe | None = None) -> list[tuple[str, str]]:
    """A picture's parameters by name, without those it does not say.

    Its file's recipe knows more: both seeds, references and adapters.
    """
    guidance = None if picture.guidance is None else shortest(picture.guidance)
    rows = [
        (tr("Size"), dimensions(picture.width, picture.height)),
        *_seeds(picture, recipe),
        (tr("Steps"), picture.steps),
        (tr("Guidance"), guidance),
        *(_sources(recipe) if recipe else ()),
        (tr("Model"), picture.model),
        (tr("Program"), "" if picture.program == OWN_PROGRAM else picture.program),
        (tr("Made"), when(picture.created)),
    ]
    return [(name, str(value)) for name, value in rows if value not in (None, "")]


def _seeds(picture: Picture, recipe: Recipe | None) -> list[tuple[str, int | None]]:
    layout = recipe.composition_seed if recipe else None
    if layout is None or layout == picture.seed:
        return [(tr("Seed"), picture.seed)]
    return [(tr("Layout seed"), layout), (tr("Detail seed"), picture.seed)]


def _sources(recipe: Recipe) -> list[tuple[str, str]]:
    adapters = [f"{Path(use.path).stem} {shortest(use.weight)}" for use in recipe.adapters]
    return [
        (tr("References"), ", ".join(Path(use.path).name for use in recipe.references)),
        (tr("Adapters"), ", ".join(adapters)),
    ]


def _done(progress: Progress) -> str:
    done, total = progress.done, progress.total
    if not total:
        return ""
    match progress.stage:
        case Stage.LOAD:
            return tr("{done} of {total}").format(done=size_of(done), total=size_of(total))
        case Stage.PRIOR:
            return tr("{done} of {total} codes").format(done=number(done), total=number(total))
        case Stage.DENOISE:
            return tr("step {done} of {total}").format(done=done, total=total)
        case Stage.REFERENCES:
            return tr("turning references into codes")
        case Stage.DECODE:
            return tr("turning latents into pixels")


def _rate(progress: Progress) -> str:
    rate = progress.rate
    if not rate:
        return ""
    match progress.stage:
        case Stage.LOAD:
            return tr("{rate}/s").format(rate=size_of(rate))
        case Stage.PRIOR:
            return tr("{rate} codes/s").format(rate=number(rate, 0 if rate >= 10 else 1))
        case Stage.DENOISE if rate >= 1:
            return tr("{rate} steps/s").format(rate=number(rate, 1))
        case Stage.DENOISE:
            return tr("{s} s a step").format(s=number(1 / rate, 1))
        case Stage.REFERENCES | Stage.DECODE:
            return ""


def how_long(progress: Progress) -> str:
    """The time that a stage still takes, or has taken where that cannot be said."""
    left_s = progress.left_now_s
    if left_s is None:
        # A stage that cannot say how long it takes at least shows that it is alive.
        return tr("{time} so far").format(time=seconds(progress.spent_s))
    if left_s < 0.5:
        return tr("almost done")
    return tr("{time} left").format(time=seconds(left_s))
