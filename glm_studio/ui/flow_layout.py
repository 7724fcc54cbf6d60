"""A layout that fills rows with its items and wraps, like words in a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Rows of items. `even` makes all items of one size that fills the width; `balanced` leaves no
    row of them nearly empty."""

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = 8,
        even: bool = False,
        centred: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._even = even
        self.balanced = True
        self._centred = centred
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:
        """At the end. The item is one of Python's own: PySide forgets those that Qt has made when
        the layout around this one is no longer known to Python, and painting would crash."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @property
    def _shown(self) -> list[QLayoutItem]:
        """Hidden items leave no gap."""
        return [item for item in self._items if not item.isEmpty()]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(row[0].height() for row in rows) + self.spacing() * max(len(rows) - 1, 0)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        items, index, top = self._shown, 0, rect.top()
        for row in self._rows(rect.width()):
            used = sum(size.width() for size in row) + self.spacing() * (len(row) - 1)
            left = rect.left() + ((rect.width() - used) // 2 if self._centred else 0)
            for size in row:
                items[index].setGeometry(QRect(QPoint(left, top), size))
                left += size.width() + self.spacing()
                index += 1
            top += row[0].height() + self.spacing()

    def _rows(self, width: int) -> list[list[QSize]]:
        """The sizes of all items, row by row; all of a row have one height."""
        # Qt asks with negative widths while a panel is shown for the first time, and an exception
        # here, below a virtual function, can take the whole program with it.
        width = max(width, 0)
        rows: list[list[QSize]] = []
        left = width + 1
        for size in self._sizes(width):
            if left + size.width() > width:
                rows.append([])
                left = 0
            rows[-1].append(size)
            left += size.width() + self.spacing()
        return [[QSize(s.width(), max(i.height() for i in row)) for s in row] for row in rows]

    def _sizes(self, width: int) -> list[QSize]:
        hints = [item.sizeHint() for item in self._shown]
        if not hints or not self._even:
            return [QSize(min(hint.width(), width), hint.height()) for hint in hints]
        widest = max(hint.width() for hint in hints)
        columns = max((width + self.spacing()) // (widest + self.spacing()), 1)
        if self.balanced:
            # As many columns as fit, but no row that is nearly empty: 8 as 4 + 4, not as 5 + 3.
            rows = -(-len(hints) // columns)
            columns = -(-len(hints) // rows)
        cell, spare = divmod(width - self.spacing() * (columns - 1), columns)
        height = max(hint.height() for hint in hints)
        # The pixels that are left over go to the first columns: the row ends where its panel does.
        return [QSize(cell + (i % columns < spare), height) for i in range(len(hints))]
