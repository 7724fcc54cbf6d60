"""Files that only save time: written whole or not at all, and never a reason to fail."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)


def write_cache(file: Path, data: bytes, loss: str) -> None:
    """Replace a file; two programs may do so at once. Where it cannot be written, `loss` is logged:
    what the next start does without it."""
    temporary = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        log.warning("the next start will %s: %s", loss, error)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
