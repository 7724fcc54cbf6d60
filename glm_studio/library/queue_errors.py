"""What can go wrong with a queue that outlasts the program."""

from __future__ import annotations

from pathlib import Path

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library.store import explain


class QueueError(EngineError):
    """The queue, or one of its pictures, was not taken over as it was."""

    kind = "queue"

    @classmethod
    def ended_in_it(cls, times: int) -> QueueError:
        return cls(
            say("This picture was not begun again."),
            say("The program ended {times} times while it was being made.", times=times),
            say("Try it again, or a smaller one; the other pictures go on without it."),
        )

    @classmethod
    def damaged(cls, file: Path) -> QueueError:
        return cls(
            say("Not all pictures that waited could be taken over."),
            say("The last session's queue is damaged. It is kept as {file}.", file=file),
            say("See which pictures are missing in the queue, and ask for them again."),
        )

    @classmethod
    def refused(cls, folder: Path, cause: OSError) -> QueueError:
        why, remedy = explain(cause, folder)
        return cls(
            say("The queue cannot be kept in {folder}.", folder=folder),
            why,
            say(
                "{remedy}. Until then, pictures that wait are lost if the program ends.",
                remedy=remedy,
            ),
        )
