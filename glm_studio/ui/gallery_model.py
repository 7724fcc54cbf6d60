"""The gallery's pictures as rows. Nothing is decoded here, and single rows at most are read."""

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
from glm_studio.state.picture_list import PictureList
from glm_studio.ui.controls import quoting_tip

Index = QModelIndex | QPersistentModelIndex

PICTURE_ROLE = Qt.ItemDataRole.UserRole
"""What was read last of a picture; None where nothing was read yet. For what is painted."""

_NO_PARENT = QModelIndex()


class GalleryModel(QAbstractListModel):
    """Binds to a list of pictures, in its order."""

    def __init__(self, gallery: PictureList) -> None:
        super().__init__()
        self._gallery = gallery
        self._pictures = gallery.pictures
        self.changing = False
        """Its rows are becoming those of another list: what Qt says of them is of neither."""
        gallery.changed.connect(self._on_changed)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._pictures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return self._pictures.known(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.picture(index))
            case Qt.ItemDataRole.AccessibleTextRole:
                picture = self.picture(index)
                return picture.prompt or picture.path.name
        return None

    def picture(self, index: Index) -> Picture:
        """The picture of a row, read now if it must be: for what is done to one."""
        return self._pictures[index.row()]

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pictures can be dragged out as files."""
        return files_of([self._pictures[i.row()] for i in indexes])

    def row_of(self, picture: Picture) -> int:
        """The row of a picture, or -1."""
        return self._pictures.row_of(picture.path)

    def _on_changed(self, in_front: int) -> None:
        self.changing = True
        self._take_rows(in_front)
        self.changing = False

    def _take_rows(self, in_front: int) -> None:
        if in_front > 0:
            self.beginInsertRows(_NO_PARENT, 0, in_front - 1)
            self._pictures = self._gallery.pictures
            self.endInsertRows()
        elif in_front < 0:
            self.beginResetModel()
            self._pictures = self._gallery.pictures
            self.endResetModel()
        else:
            self._pictures = self._gallery.pictures
        if in_front >= 0 and self._pictures:
            self.dataChanged.emit(self.index(0), self.index(len(self._pictures) - 1))


def files_of(pictures: Sequence[Picture]) -> QMimeData:
    """Pictures as the files that other programs and the window's own fields take."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture.path)) for picture in pictures])
    return mime


def tip(picture: Picture) -> str:
    """The prompt, wrapped, and no longer than can be read in passing."""
    return quoting_tip(picture.prompt or picture.path.name)
