"""The gallery's pictures as rows. Nothing is read or decoded here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QUrl,
)

from glm_studio.library.picture import Picture
from glm_studio.state.gallery import GalleryState

Index = QModelIndex | QPersistentModelIndex

PICTURE_ROLE = Qt.ItemDataRole.UserRole

_NO_PARENT = QModelIndex()


class GalleryModel(QAbstractListModel):
    """Binds to the gallery; newest first, as the library has them."""

    def __init__(self, gallery: GalleryState) -> None:
        super().__init__()
        self._gallery = gallery
        self._pictures: Sequence[Picture] = gallery.pictures
        gallery.changed.connect(self._on_changed)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._pictures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        picture = self._pictures[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return picture
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return picture.prompt or picture.path.name
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pictures can be dragged out as files."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._pictures[i.row()].path)) for i in indexes])
        return mime

    def row_of(self, picture: Picture) -> int:
        """The row of a picture, or -1; a search by age, for there may be 100,000."""
        low, high = 0, len(self._pictures)
        while low < high:
            middle = (low + high) // 2
            if self._pictures[middle].age > picture.age:
                low = middle + 1
            else:
                high = middle
        while low < len(self._pictures) and self._pictures[low].age == picture.age:
            if self._pictures[low].path == picture.path:
                return low
            low += 1
        return -1

    def _on_changed(self, in_front: int) -> None:
        if in_front > 0:
            self.beginInsertRows(_NO_PARENT, 0, in_front - 1)
            self._pictures = self._gallery.pictures
            self.endInsertRows()
        elif in_front < 0:
            self.beginResetModel()
            self._pictures = self._gallery.pictures
            self.endResetModel()
