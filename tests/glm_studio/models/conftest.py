"""A checkpoint that can be downloaded, and the process that does it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from glm_studio.models.order import Order, Report, from_line
from glm_studio.models.sources import Route, Source
from support.checkpoints import write_checkpoint
from support.hub_server import HubServer, serving

REPOSITORY = "zai-org/GLM-Image"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server has: a checkpoint in several shards, and what nobody needs."""
    folder = write_checkpoint(tmp_path_factory.mktemp("published") / "hub", shard_bytes=150_000)
    (folder / "README.md").write_text("# GLM-Image\n")
    (folder / "demo.png").write_bytes(b"no part of a checkpoint")
    return folder


@pytest.fixture
def server(published: Path) -> Iterator[HubServer]:
    with serving(published, REPOSITORY) as server:
        yield server


class Downloader:
    """The real process, told what to do, with its reports as they come."""

    def __init__(self, order: Order, token: str, environ: Mapping[str, str]) -> None:
        self.reports: list[Report] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "glm_studio.download"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environ},
        )
        told = {"order": order.to_json(), "token": token}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def until(self, wanted: Callable[[Report], object]) -> Report:
        """Read on to the first report of a kind; fails if none comes."""
        for line in self.process.stdout:
            report = from_line(line)
            assert report is not None, line
            self.reports.append(report)
            if wanted(report):
                return report
        raise AssertionError(f"{self.reports}\n{self.process.stderr.read()}")

    def finish(self) -> Report:
        """The last report."""
        for line in self.process.stdout:
            report = from_line(line)
            assert report is not None, line
            self.reports.append(report)
        assert self.process.wait(10) == 0, self.process.stderr.read()
        self.close()
        return self.reports[-1]

    def kill(self) -> None:
        """As cancelling does."""
        self.process.kill()
        self.process.wait(10)
        self.close()

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


Download = Callable[..., Downloader]


@pytest.fixture
def download(server: HubServer, tmp_path: Path) -> Iterator[Download]:
    """Begin to download into a folder of the test; nobody is logged in anywhere."""
    begun: list[Downloader] = []
    homes = {"HF_HOME": str(tmp_path / "hf"), "MODELSCOPE_HOME": str(tmp_path / "ms")}

    def download(
        source: Source = Source.HUGGING_FACE,
        token: str = "",
        proxy: str = "",
        environ: Mapping[str, str] | None = None,
        **changes: str,
    ) -> Downloader:
        address = changes.pop("address", server.address)
        repository = changes.pop("repository", REPOSITORY)
        target = Path(changes.pop("target", str(tmp_path / "GLM-Image")))
        order = Order(source, repository, target, route=Route(address, proxy), **changes)
        begun.append(Downloader(order, token, {**homes, **(environ or {})}))
        return begun[-1]

    yield download
    for each in begun:
        if each.process.poll() is None:
            each.kill()
