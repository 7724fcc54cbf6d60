"""Texts in the window's language, for whatever is no object of Qt's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """A text in the window's language.

    `comment` tells equal texts of unlike meaning apart, `count` fills ``%n``.
    """
    return QCoreApplication.translate("", text, comment, count)
