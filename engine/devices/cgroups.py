"""The control groups that this process is in: what a container may use (Linux, v1 and v2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def control_groups(root: Path, controller: str) -> Iterator[tuple[Path, int]]:
    """The folders that rule over this process for `controller`, and the version of each, 1 or 2.

    From the group itself to its parents: a limit counts in all of them. Inside a container the
    process may see a path that is not mounted there, so a folder need not exist.
    """
    mounts = root / "sys/fs/cgroup"
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers:
            base, version = mounts, 2
        elif controller in controllers.split(","):
            base, version = mounts / controller, 1
        else:
            continue
        folder = base / path.lstrip("/")
        for place in [folder, *folder.parents]:
            if place.is_relative_to(base):
                yield place, version
