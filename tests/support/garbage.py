"""Where Qt's objects in cycles are destroyed while tests run."""

from __future__ import annotations

import gc
from collections.abc import Iterator


def collected_on_this_thread() -> Iterator[None]:
    """As in the program: what belongs to the window must not be destroyed on an engine's thread.

    For a fixture of a module, at whose end all is collected.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()
