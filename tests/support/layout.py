"""Whether anything in a window is cut off or pushed out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from glm_studio.ui.controls import ElidedLabel


def faults(window: QWidget) -> list[str]:
    """A line for every visible widget that is cut off or leaves its parent."""
    # What was just said may still wait to be laid out.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    lines = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.isWindow() or widget.width() == 0:
            continue
        if _is_text(widget) and not isinstance(widget, ElidedLabel):
            needed = _needed(widget)
            if needed.width() > widget.width() or needed.height() > widget.height():
                lines.append(f"{_name(widget)} is {widget.size()}, needs {needed}")
        if not _scrolls(widget) and not _inside(widget):
            lines.append(f"{_name(widget)} leaves its parent at {widget.geometry()}")
    return lines


def overlapping_zones(window: QWidget) -> list[str]:
    """Pairs of the window's zones that cover each other."""
    body = window.body
    zones = [body.header, body.rail, body.panel, body.centre, body.side, body.progress]
    boxes = [(_name(zone), _box(zone, window)) for zone in zones if zone.isVisible()]
    return [
        f"{a[0]} over {b[0]}"
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[1].intersects(b[1])
    ]


def _needed(widget: QWidget) -> QSize:
    """The least size in which all of a widget's text is seen."""
    if isinstance(widget, QAbstractSpinBox):
        metrics, edit = widget.fontMetrics(), widget.lineEdit()
        beside = widget.width() - edit.width()
        return QSize(metrics.horizontalAdvance(edit.text()) + beside, metrics.height())
    if widget.hasHeightForWidth():
        return QSize(0, widget.heightForWidth(widget.width()))
    return widget.minimumSizeHint()


def _is_text(widget: QWidget) -> bool:
    """Not Qt's own little icons inside of a field."""
    inside = isinstance(widget.parentWidget(), QLineEdit)
    return isinstance(widget, QLabel | QAbstractButton | QAbstractSpinBox) and not inside


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _inside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is None or parent.rect().contains(widget.geometry())


def _box(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = widget.text() if hasattr(widget, "text") and callable(widget.text) else ""
    return f"{type(widget).__name__} {widget.objectName()} {text!r:.40}"
