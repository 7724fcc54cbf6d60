"""Reads an order from the first line of stdin, and says on stdout how it goes, a report a line.

When stdin ends, so does the process: whoever gave the order is gone, or wants no more of it.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from glm_studio.download.hub import Hub
from glm_studio.models.order import Order, Report, to_line
from glm_studio.models.sources import Source


def main() -> None:
    """Never returns: a client's threads would keep the process for as long as a server is slow."""
    told = json.loads(sys.stdin.readline())
    order, token = Order.from_json(told["order"]), str(told["token"])
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    _prepare(order)
    emitting = threading.Lock()

    def emit(report: Report) -> None:
        with emitting:
            print(to_line(report), flush=True)

    from glm_studio.download.transfer import run  # noqa: PLC0415 - after the environment is set

    run(order, _hub(order, token), emit)
    sys.stdout.flush()
    os._exit(0)


def _end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


def _prepare(order: Order) -> None:
    """What the clients read from the environment when they are imported."""
    os.environ.update(
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        HF_HUB_DISABLE_XET="1",
        TQDM_DISABLE="1",
        # One process at a time is in a folder already, and this would be kept in the user's cache.
        MODELSCOPE_DOWNLOAD_FILE_LOCK="false",
        # A whole shard may take longer than the hour that it is given else.
        MODELSCOPE_DOWNLOAD_TOTAL_TIMEOUT=str(7 * 24 * 3600),
        # The transfer has its own attempts, and tells of each.
        MODELSCOPE_DOWNLOAD_MAX_RETRIES="1",
        MODELSCOPE_REPO_TREE_PAGE_MAX_ATTEMPTS="1",
    )
    # The studio keeps its engine from the network by these; who wants to be offline said so before.
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ.pop(name, None)
    if order.route.proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            os.environ[name] = os.environ[name.upper()] = order.route.proxy


def _hub(order: Order, token: str) -> Hub:
    """The source's client; importing it takes a quarter of a second."""
    if order.source is Source.MODELSCOPE:
        from glm_studio.download.modelscope import ModelScope  # noqa: PLC0415

        return ModelScope(order, token)
    from glm_studio.download.hugging_face import HuggingFace  # noqa: PLC0415

    return HuggingFace(order, token)


if __name__ == "__main__":
    main()
