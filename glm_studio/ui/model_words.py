"""The words for checkpoints, their plans and downloads."""

from __future__ import annotations

import math

from engine.examination import Expectation, Outlook
from engine.plan import Place, Plan, Storage
from engine.planner import PRIOR, TRANSFORMER
from glm_studio.models.catalog import Found, Origin
from glm_studio.models.sources import RELEASED_BYTES, Source
from glm_studio.state.downloads import Download, Step
from glm_studio.ui.wording import dimensions, number, seconds, size_of, tr

_BITS = 8
_SLOW_MBIT, _FAST_MBIT = 100, 1000


def gigabytes(count: float) -> str:
    """Bytes as networks and shops count them."""
    return tr("{n} GB").format(n=number(count / 1e9, 1))


def source_name(source: Source) -> str:
    match source:
        case Source.HUGGING_FACE:
            return "Hugging Face"
        case Source.MODELSCOPE:
            return "ModelScope"


def origin_name(found: Found) -> str:
    """How a checkpoint came to be known, in a phrase."""
    if found.manifest is not None:
        said = tr("downloaded from {source}")
        return said.format(source=source_name(found.manifest.source))
    match found.place.origin:
        case Origin.BUNDLED:
            return tr("comes with the studio")
        case Origin.DOWNLOADED:
            return tr("in the downloads folder")
        case Origin.FOLDER:
            return tr("your folder")
        case Origin.HUGGING_FACE:
            return tr("in Hugging Face's cache")
        case Origin.MODELSCOPE:
            return tr("in ModelScope's cache")


def plan_words(plan: Plan) -> str:
    """How the model would be held: its precision, its storage where that is smaller, its place."""
    parts = [plan.component(name) for name in (PRIOR, TRANSFORMER) if plan.has(name)]
    stored = [part.storage for part in parts]
    words = [plan.precision]
    words += [s.value for s in (Storage.INT8, Storage.INT4) if s in stored]
    places = [part.place for part in parts]
    if Place.STREAMED in places:
        words.append(tr("streamed layer by layer"))
    elif Place.SWAPPED in places:
        words.append(tr("one stage in memory at a time"))
    else:
        words.append(tr("all in memory"))
    return ", ".join(words)


def memory_words(plan: Plan) -> str:
    """The most memory that a picture takes, beside what there is for it."""
    return tr("{need} of {budget}").format(
        need=size_of(plan.peak_bytes), budget=size_of(plan.budget_bytes)
    )


def time_words(expected: Expectation) -> str:
    """How long a picture should take."""
    return tr("about {time} at {size}").format(
        time=seconds(expected.total_s), size=dimensions(expected.width, expected.height)
    )


def expected_of(outlook: Outlook, name: str, device: str) -> Expectation | None:
    """The expectation for a model on a device, the largest picture's if there are several."""
    told = [e for e in outlook.expectations if (e.model, e.device) == (name, device)]
    return max(told, key=lambda e: e.width * e.height, default=None)


def coarse(value_s: float) -> str:
    """A duration that nobody knows to the second: 40 s, 5 min, 3 h 20 min."""
    if value_s < 60:
        return tr("{s} s").format(s=math.ceil(value_s))
    minutes = round(value_s / 60)
    if minutes < 60:
        return tr("{m} min").format(m=minutes)
    return tr("{h} h {m} min").format(h=minutes // 60, m=f"{minutes % 60:02}")


def download_time() -> str:
    """How long the released model takes to arrive, for two lines that people have."""
    slow, fast = (RELEASED_BYTES * _BITS / (rate * 1e6) for rate in (_SLOW_MBIT, _FAST_MBIT))
    said = tr("about {slow} at 100 Mbit/s, {fast} at 1 Gbit/s")
    return said.format(slow=coarse(slow), fast=coarse(fast))


def download_words(download: Download) -> str:
    """How far a download is, in a line."""
    if download.step is Step.ASKING:
        return tr("Asking what there is …")
    done = tr("{done} of {total}").format(
        done=gigabytes(download.done_bytes), total=gigabytes(download.total_bytes)
    )
    words = [done]
    if download.step is Step.ARRIVING and download.rate:
        words.append(tr("{rate}/s").format(rate=size_of(download.rate)))
        left_s = download.left_s
        if left_s is not None:
            words.append(tr("{time} left").format(time=coarse(left_s)))
    return " · ".join(words)
