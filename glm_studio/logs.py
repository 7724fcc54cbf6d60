"""The log: one small file, so that a report can show what happened; terminals stay clean."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

import platformdirs

_MAX_BYTES = 1 << 20


def log_file() -> Path:
    """Where the log is; `docs/files.md` names it."""
    return platformdirs.user_log_path("glm-studio", appauthor=False) / "glm-studio.log"


def start_logging() -> None:
    """Send warnings and errors of the program and its libraries to the log file.

    A folder that cannot be written costs the log, never the start.
    """
    file = log_file()
    handler: logging.Handler
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a full disk must not print tracebacks over the progress bar
