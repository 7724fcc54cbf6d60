"""Saving a finished picture: whole, never over another one, and somewhere else if need be."""

from __future__ import annotations

import errno
import logging
import re
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.api import ImageReady
from engine.errors import EngineError
from engine.texts import joined, say
from glm_studio.library.atomic import make_folder, publish, replace, temporary_file
from glm_studio.library.formats import DEFAULT_QUALITY, Format, format_of
from glm_studio.library.labels import ALL_LABELS, Keep, Labelling
from glm_studio.library.metadata import encode_picture
from glm_studio.library.presence import is_folder

log = logging.getLogger(__name__)

_MAX_SLUG = 40
_CORRECTION = timedelta(hours=1)
_CAUSES = {
    errno.ENOSPC: (say("The disk is full."), say("Free some space on it")),
    errno.EDQUOT: (say("Your share of the disk is used up."), say("Free some space on it")),
    errno.EFBIG: (say("The file would be larger than allowed here."), say("Choose another folder")),
    errno.EROFS: (say("The disk can only be read."), say("Choose another folder")),
    errno.EACCES: (
        say("Writing there is not allowed."),
        say("Allow writing there or choose another folder"),
    ),
    errno.EPERM: (
        say("Writing there is not allowed."),
        say("Allow writing there or choose another folder"),
    ),
    errno.ENOENT: (say("There is no such folder."), say("Make the folder or choose another one")),
    errno.EEXIST: (say("There is a file of this name already."), say("Choose another name")),
    errno.EIO: (say("The disk reports a fault."), say("Check the disk and its cable")),
    errno.ENAMETOOLONG: (say("The name is too long for this disk."), say("Choose a shorter one")),
    **dict.fromkeys(
        (errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN),
        (say("The drive is not connected."), say("Connect it again")),
    ),
    errno.ETIMEDOUT: (say("The drive does not answer."), say("Check the drive and the network")),
}


class SaveError(EngineError):
    """A picture could not be saved in `place`; `rescued` is where it is instead, if anywhere."""

    kind = "save"

    def __init__(self, place: Path, cause: OSError, rescued: Path | None = None) -> None:
        self.place, self.cause, self.rescued = place, cause, rescued
        why, remedy = explain(cause, place if is_folder(place) else place.parent)
        what = say("The picture could not be saved in {place}.", place=place)
        if rescued is None:
            super().__init__(what, why, say("{remedy}, then save again.", remedy=remedy))
            return
        super().__init__(
            joined(" ", (what, say("It is safe in {rescued} instead.", rescued=rescued))),
            why,
            say("{remedy}, then move the picture from there.", remedy=remedy),
        )


def explain(cause: OSError, folder: Path) -> tuple[str, str]:
    """Why no file could be made in `folder`, and what to do, without the last full stop."""
    # As /proc and other folders of the system.
    if cause.errno == errno.ENOENT and is_folder(folder):
        return say("The folder {folder} takes no files.", folder=folder), say(
            "Choose another folder"
        )
    other = f"{cause.strerror or cause}.", say("Check the disk or choose another folder")
    return _CAUSES.get(cause.errno or 0, other)


def try_folder(folder: Path) -> None:
    """Raise OSError unless `folder` takes a file now. Leaves nothing there."""
    with temporary_file(folder, b"", durable=False):
        pass


class _Clock:
    """The time of the next picture: later than the last one's, though the system's clock be set
    back by a correction. One that goes back by hours was wrong before, and is believed now."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            now = datetime.now(UTC)
            if timedelta() <= self._last - now < _CORRECTION:
                now = self._last + timedelta(microseconds=1)
            self._last = now
            return now


_now = _Clock().now


def save_picture(
    image: ImageReady,
    folder: Path,
    labelling: Labelling = ALL_LABELS,
    keep: Keep = Keep.EVERYTHING,
) -> Path:
    """Save under a new name in `folder`, which is made if missing. Raises `SaveError`."""
    created = _now()
    content = encode_picture(image, created=created, labelling=labelling, keep=keep)
    try:
        make_folder(folder)
        with temporary_file(folder, content) as temporary:
            return publish_free(temporary, folder, _stem(image, created))
    except OSError as error:
        raise SaveError(folder, error) from error


def save_as(
    image: ImageReady,
    target: Path,
    overwrite: bool,
    quality: int = DEFAULT_QUALITY,
    labelling: Labelling = ALL_LABELS,
    keep: Keep = Keep.EVERYTHING,
) -> Path:
    """Save as `target`, whose folder must exist and whose name says the format; else as PNG.

    Raises `SaveError`.
    """
    kind = format_of(target) or Format.PNG
    content = encode_picture(image, kind, quality, None, labelling, keep)
    try:
        with temporary_file(target.parent, content) as temporary:
            (replace if overwrite else publish)(temporary, target)
    except OSError as error:
        raise SaveError(target, error) from error
    return target


def publish_free(temporary: Path, folder: Path, stem: str) -> Path:
    """Give a PNG the first name of `stem` that is free. Raises OSError."""
    number = 1
    while True:
        target = folder / (f"{stem}.png" if number == 1 else f"{stem}_{number}.png")
        try:
            publish(temporary, target)
        except FileExistsError:
            number += 1
        else:
            return target


def _stem(image: ImageReady, created: datetime) -> str:
    """Local time, so that names sort and people know them; plain letters suit every file system."""
    slug = _slug(image.recipe.prompt)
    parts = [created.astimezone().strftime("%Y-%m-%d_%H%M%S"), slug, f"seed{image.recipe.seed}"]
    return "_".join(part for part in parts if part)


def _slug(prompt: str) -> str:
    plain = unicodedata.normalize("NFKD", prompt[:1000]).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(slug) <= _MAX_SLUG:
        return slug
    whole_words = slug[: _MAX_SLUG + 1].rpartition("-")[0]
    return whole_words or slug[:_MAX_SLUG]
