"""ModelScope's own client. It resumes within files, and compares what arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modelscope_hub import HubApi, ProgressCallback
from modelscope_hub.errors import (
    AuthenticationError,
    FileIntegrityError,
    HubError,
    InvalidParameter,
    NotExistError,
    PermissionDeniedError,
)

from glm_studio.download.hub import DamagedError, Listing, LostError, OnPosition
from glm_studio.models.errors import DownloadError
from glm_studio.models.manifest import Published
from glm_studio.models.order import Order

_BRANCH = "master"
_KIND = "model"
_GOT = re.compile(r"got ([0-9a-f]{8,})")


class ModelScope:
    """Reads one repository of an order."""

    def __init__(self, order: Order, token: str) -> None:
        self.address = order.route.base(order.source)
        self._order = order
        # An empty token means none; with None the client sends the one that its login stored.
        known = token or (None if order.route.is_home(order.source) else "")
        self._api = HubApi(endpoint=self.address, token=known)
        self._revision = order.revision or _BRANCH

    def listing(self) -> Listing:
        with self._in_words():
            files = self._api.list_repo_files(
                self._order.repository, _KIND, revision=self._revision
            )
        published = {
            file.path: Published(int(file.size), sha256=file.sha256 or "")
            for file in files
            if not file.is_dir
        }
        return Listing(self._revision, published)

    def fetch(self, path: str, file: Published, folder: Path, on_position: OnPosition) -> None:
        with self._in_words():
            self._api.downloader.download_file(
                self._order.repository,
                _KIND,
                path,
                self._revision,
                local_dir=folder,
                expected_sha256=file.sha256 or None,
                file_size=file.bytes,
                progress_callbacks=[_listener(on_position)],
            )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the client raises, as what it means here."""
        repository = self._order.repository
        try:
            yield
        except (AuthenticationError, PermissionDeniedError) as error:
            raise DownloadError.forbidden(repository, self.address) from error
        except (NotExistError, InvalidParameter) as error:
            raise DownloadError.unknown(repository, self.address) from error
        except FileIntegrityError as error:
            found = _GOT.search(error.message)
            raise DamagedError(found[1] if found else error.message) from error
        except HubError as error:
            raise LostError(error.message) from error


def _listener(on_position: OnPosition) -> type[ProgressCallback]:
    """The client makes one for each file, and tells it differences."""

    class Listener(ProgressCallback):
        position = 0

        def update(self, size: int) -> None:
            self.position += size
            on_position(self.position)

    return Listener
