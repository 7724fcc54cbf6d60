"""The words for how a reference comes to the model."""

from __future__ import annotations

from glm_studio.state.references import Concern, Use
from glm_studio.ui.wording import dimensions, number, tr


def use_text(use: Use | None) -> str:
    """How it is used, in a line; empty while nobody knows."""
    if use is None or use.size is None:
        return ""
    return tr("Used as {size} pixels").format(size=dimensions(*use.size))


def concern_text(use: Use | None) -> str:
    """What is worth knowing about it, in a sentence; empty if nothing is."""
    if use is None or use.concern is None:
        return ""
    match use.concern:
        case Concern.CUT:
            return tr("Will be fitted to {size}: {percent} % is cut off at the edges.").format(
                size=dimensions(*(use.size or (0, 0))), percent=number(100 * use.cut)
            )
        case Concern.BLURRED:
            return tr("It is small: enlarged to {size} it looks soft.").format(
                size=dimensions(*(use.size or (0, 0)))
            )
        case Concern.TOO_LONG:
            return tr("It is too long and narrow for the model. Choose a part of it.")
