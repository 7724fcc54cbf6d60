"""Rows that wrap, and whose items live and die with their widgets."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from glm_studio.ui.flow_layout import FlowLayout


def words(flow: FlowLayout, count: int) -> list[QLabel]:
    labels = [QLabel(f"word {n}") for n in range(count)]
    for label in labels:
        flow.addWidget(label)
    return labels


def test_rows_inside_of_a_layout_that_python_forgets_are_still_there(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    column, flow = QVBoxLayout(host), FlowLayout()
    labels = words(flow, 4)
    column.addLayout(flow)
    shiboken6.invalidate(column)  # as PySide does when what it calls its owner goes
    host.resize(400, 300)
    host.show()
    assert [label.isVisible() for label in labels] == [True] * 4
    assert flow.minimumSize().height() > 0


def test_a_widget_that_goes_takes_its_place_with_it(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host)
    for _ in range(20):
        first, second, third = words(flow, 3)
        flow.removeWidget(first)
        shiboken6.delete(second)
        gc.collect()
        assert [flow.itemAt(at).widget() for at in range(flow.count())] == [third]
        item = flow.takeAt(0)
        assert item.widget() is third
        del item
        for label in (first, third):
            shiboken6.delete(label)
    assert flow.count() == 0


def test_rows_wrap_and_a_hidden_word_leaves_no_gap(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host, gap=4)
    first, second, third = words(flow, 3)
    host.resize(first.sizeHint().width() + third.sizeHint().width() + 4, 400)
    second.hide()
    host.show()
    assert third.y() == first.y()
    second.show()
    flow.activate()
    assert third.y() > first.y()


@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("width", [-1, -26, 0])
def test_a_width_that_qt_has_not_found_yet_is_no_error(qtbot, even, width):
    """Qt ends the process where a layout's function raises while a panel is shown."""
    host = QWidget()
    qtbot.addWidget(host)
    flow = FlowLayout(host, even=even)
    words(flow, 3)

    flow.setGeometry(QRect(0, 0, width, 10))

    assert flow.heightForWidth(width) == flow.heightForWidth(0)
