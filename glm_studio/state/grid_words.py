"""The words of a grid: its parameters, and which value of which a column or row has."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from glm_studio.grid_layout import differing_words
from glm_studio.parameter_grid import Axis, Kind, Value, adapter_name


def axis_name(kind: Kind) -> str:
    """A parameter, as the panel calls it."""
    return {
        Kind.STEPS: _tr("Steps"),
        Kind.GUIDANCE: _tr("Guidance"),
        Kind.DETAIL_SEED: _tr("Detail seed"),
        Kind.LAYOUT_SEED: _tr("Layout seed"),
        Kind.SIZE: _tr("Size"),
        Kind.WEIGHT: _tr("Adapter weight"),
        Kind.PROMPT: _tr("Words of the prompt"),
    }[kind]


def titles(axis: Axis) -> list[str]:
    """What each column or row is called: which value of what."""
    if axis.kind is Kind.PROMPT:
        return differing_words([str(value) for value in axis.values])
    return [_title(axis, value) for value in axis.values]


def _title(axis: Axis, value: Value) -> str:
    if isinstance(value, tuple):
        return f"{value[0]} × {value[1]}"
    shown = _number(value) if isinstance(value, float) else str(value)
    name = adapter_name(axis.adapter) if axis.kind is Kind.WEIGHT else axis_name(axis.kind)
    return f"{name} {shown}"


def _number(value: float) -> str:
    """To two decimals, without zeros that say nothing."""
    decimals = next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2)
    return QLocale().toString(value, "f", decimals)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Grid", text)
