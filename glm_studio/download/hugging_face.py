"""Hugging Face's own client, with parts that outlive it.

Its `snapshot_download` gives each attempt a part of its own and removes it at the end
(huggingface_hub's pull request 4228): a download that is stopped begins each of its files anew, and
they are gigabytes. So the client lists, names addresses and headers, and reads with its retries
(`http_get`), into parts that are ours. Its faster protocol, Xet, cannot go on within a file either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import huggingface_hub
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from glm_studio.download.hub import DamagedError, Listing, LostError, OnPosition
from glm_studio.models.errors import DownloadError
from glm_studio.models.manifest import Published, checksum_of, part_of
from glm_studio.models.order import Order

_CHUNK_BYTES = 1 << 20
"""The client's own is ten times as large: so much is lost with each connection, and a slow one is
heard of every half minute."""

_TRANSPORT = ("httpx", "httpx2", "httpcore", "httpcore2", "requests", "urllib3")
"""Whose errors the client lets through, depending on its release."""

_FORBIDDEN = (401, 403)


class HuggingFace:
    """Reads one repository of an order."""

    def __init__(self, order: Order, token: str) -> None:
        constants.DOWNLOAD_CHUNK_SIZE = _CHUNK_BYTES
        huggingface_hub.logging.set_verbosity_error()
        self.address = order.route.base(order.source)
        self._order = order
        # Without one the client sends the token that its login stored, but to its home alone.
        self._token: str | bool | None = token or (
            None if order.route.is_home(order.source) else False
        )
        self._api = HfApi(endpoint=self.address, token=self._token)
        self._revision = order.revision

    def listing(self) -> Listing:
        with self._in_words():
            info = self._api.model_info(
                self._order.repository, revision=self._order.revision or None, files_metadata=True
            )
        self._revision = info.sha or "main"
        files = {each.rfilename: _published(each) for each in info.siblings or ()}
        return Listing(self._revision, files)

    def fetch(self, path: str, file: Published, folder: Path, on_position: OnPosition) -> None:
        part = part_of(folder / path)
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        with part.open("r+b") as stream:
            there = stream.seek(0, 2)
            if there > file.bytes:
                there = stream.truncate(0)
                stream.seek(0)
            on_position(there)
            with self._in_words():
                http_get(
                    hf_hub_url(
                        self._order.repository,
                        path,
                        revision=self._revision,
                        endpoint=self.address,
                    ),
                    _Heard(stream, on_position),
                    resume_size=there,
                    headers=build_hf_headers(token=self._token),
                    expected_size=file.bytes,
                )
        _check(part, file)
        part.replace(folder / path)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the client raises, as what it means here."""
        repository = self._order.repository
        try:
            yield
        except GatedRepoError as error:
            raise DownloadError.forbidden(repository, self.address) from error
        except (RepositoryNotFoundError, RevisionNotFoundError, EntryNotFoundError) as error:
            raise DownloadError.unknown(repository, self.address) from error
        except HfHubHTTPError as error:
            if error.response is not None and error.response.status_code in _FORBIDDEN:
                raise DownloadError.forbidden(repository, self.address) from error
            raise LostError(str(error).partition("\n")[0]) from error
        except OSError as error:
            if error.errno is None:  # the file ended too early, in the client's words
                raise LostError(str(error).partition("\n")[0]) from error
            raise
        except Exception as error:
            if type(error).__module__.partition(".")[0] in _TRANSPORT:
                raise LostError(str(error) or type(error).__name__) from error
            raise


class _Heard:
    """A file that says where it stands after each block."""

    def __init__(self, stream: BinaryIO, on_position: OnPosition) -> None:
        self._stream, self._on_position = stream, on_position

    def write(self, data: bytes) -> int:
        written = self._stream.write(data)
        self._on_position(self._stream.tell())
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _published(sibling: Any) -> Published:
    """Large files are in LFS and have a SHA-256, small ones git's own checksum."""
    if sibling.lfs is not None:
        return Published(int(sibling.lfs.size), sha256=str(sibling.lfs.sha256))
    return Published(int(sibling.size or 0), git_sha1=str(sibling.blob_id or ""))


def _check(part: Path, file: Published) -> None:
    """Before it gets its name; it is read from the disk's cache for the most part."""
    found = checksum_of(part, file) if file.checksum else ""
    if found != file.checksum:
        raise DamagedError(found)
