"""What slows the window's start down behind its back, and is not needed there.

Apart from the modules themselves: half the time to the first paint is spent on importing them.
"""

from __future__ import annotations

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Within, and for what PySide6 would do also after it.

    - Whatever is imported stays, so looking for garbage among it is in vain. Afterwards it is left
      out for good.
    - PySide6 puts itself before Python's import: it reads the *source* of each module that is
      imported from then on, to learn whether it switches PySide6 to names like
      ``set_window_title``. None here does. That is a sixth of the time that the window's imports
      take, and it would keep the text of all of torch and diffusers in memory.
    """
    collected, plain = gc.isenabled(), builtins.__import__
    gc.disable()
    try:
        import PySide6.QtCore  # noqa: PLC0415, F401 - here, so that what it does is undone

        builtins.__import__ = plain
        yield
    finally:
        gc.freeze()
        if collected:
            gc.enable()
