"""How many examples are tried: some tens a test, the same every time, unless a deep run is wanted
(`pytest tests/fuzz --hypothesis-profile=deep`), which goes on looking where it left off."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_HEALTHY = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
_DEEP = int(os.environ.get("GLM_STUDIO_FUZZ_EXAMPLES", "5000"))

settings.register_profile(
    "quick",
    derandomize=True,
    database=None,
    deadline=None,  # the machine may be busy; tests measure their own thread
    max_examples=60,
    suppress_health_check=_HEALTHY,
)
settings.register_profile(
    "deep",
    database=DirectoryBasedExampleDatabase("build/fuzz"),
    deadline=None,
    max_examples=_DEEP,
    suppress_health_check=_HEALTHY,
    print_blob=True,
)


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick")
