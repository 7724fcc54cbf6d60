"""Where GLM-Image can be downloaded, and how to get there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Source(StrEnum):
    """A hub that keeps models."""

    HUGGING_FACE = "huggingface"
    MODELSCOPE = "modelscope"


REPOSITORIES = {Source.HUGGING_FACE: "zai-org/GLM-Image", Source.MODELSCOPE: "ZhipuAI/GLM-Image"}
"""Where its makers publish it."""

HOMES = {Source.HUGGING_FACE: "https://huggingface.co", Source.MODELSCOPE: "https://modelscope.cn"}

MIRRORS = {
    Source.HUGGING_FACE: ("https://hf-mirror.com",),
    Source.MODELSCOPE: ("https://modelscope.ai",),
}
"""Others that speak the same protocol, to be offered; any address can be entered."""

RELEASED_BYTES = 35_300_000_000
"""About what GLM-Image takes on the disk: 17.7 billion parameters in bf16."""

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_PROXIES = ("http", "https", "socks5", "socks5h")


@dataclass(frozen=True, slots=True)
class Route:
    """How to get to a source: through another `endpoint` (a mirror) and a `proxy`; empty is direct,
    or what the environment says."""

    endpoint: str = ""
    proxy: str = ""

    def base(self, source: Source) -> str:
        """The address that requests go to, without a slash at its end."""
        return (self.endpoint or HOMES[source]).rstrip("/")

    def is_home(self, source: Source) -> bool:
        """Whether this is the source's own address: no other is told a token that was stored."""
        return self.base(source) == HOMES[source]


DIRECT = Route()


def is_repository(text: str) -> bool:
    """Whether it has the form owner/name."""
    return ".." not in text and _REPOSITORY.fullmatch(text) is not None


def is_endpoint(text: str) -> bool:
    """Whether it is an address as http://host or https://host/path."""
    return _has_scheme(text, ("http", "https"))


def is_proxy(text: str) -> bool:
    """Whether it is an address of a proxy that the clients can use."""
    return _has_scheme(text, _PROXIES)


def _has_scheme(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number
        return False
