"""What is set for torch_npu before it starts. Whatever the user has set stays."""

from __future__ import annotations

import logging
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

log = logging.getLogger(__name__)

SEGMENTS, COMPILED, QUEUE = (
    "PYTORCH_NPU_ALLOC_CONF",
    "ACL_OP_COMPILER_CACHE_DIR",
    "TASK_QUEUE_ENABLE",
)

_COMPILED_FOLDER = "ascend-kernels"


def set_variables(
    environ: MutableMapping[str, str] = os.environ, cache_dir: Path | None = None
) -> None:
    """Read by torch_npu while it is imported, and by CANN later.

    `TASK_QUEUE_ENABLE` is left at torch_npu's own 1: with 2 more work is prepared ahead, which is
    faster and holds more memory at the peak than the plan counts with.
    """
    # Stages of different sizes follow each other; segments that grow leave no holes between them.
    # torch_npu stops the process if both ways of setting its allocator are in use.
    if "PYTORCH_ALLOC_CONF" not in environ:
        environ.setdefault(SEGMENTS, "expandable_segments:True")
    # Operators that are compiled here stay compiled, and not in the home folder's root.
    if COMPILED not in environ:
        folder = (cache_dir or user_cache_path("glm-studio")) / _COMPILED_FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("operators are compiled anew at each start: %s", error)
        else:
            environ[COMPILED] = str(folder)


def set_flags(npu: Any) -> None:
    """`npu` is ``torch.npu``. An older torch_npu without one of them does without."""
    # Ready-made kernels instead of compiling one for each new shape: every size of picture has
    # shapes of its own. On a 310P, where compiling is the default, the first picture took 600 s
    # with it and 40 s without, as its users measured.
    _try(lambda: npu.set_compile_mode(jit_compile=False))
    # Weights stay in the layout that they were loaded in: private layouts need a copy of a weight
    # beside it while they are made, and more memory than the plan counts with.
    _try(lambda: setattr(npu.config, "allow_internal_format", False))


def _try(change: Any) -> None:
    try:
        change()
    except (AttributeError, RuntimeError, ValueError) as error:
        log.warning("torch_npu does not take a setting: %s", error)
