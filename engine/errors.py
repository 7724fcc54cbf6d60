"""Every error a caller may meet: what happened, why, and what to do about it.

Each class has its rows in the table of ``docs/errors.md``. A ``Problem`` is the same three
sentences as plain data, so that an error can travel through events, processes and JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.texts import say


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as data: `kind` is the class's stable name, the rest are sentences for people."""

    kind: str
    what: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.why} {self.remedy}".strip()


class EngineError(Exception):
    """The root of all errors that the engine raises on purpose."""

    kind: ClassVar[str] = "engine"

    def __init__(self, what: str, why: str, remedy: str) -> None:
        self.problem = Problem(self.kind, what, why, remedy)
        super().__init__(str(self.problem))


def _spoken(field: str) -> str:
    """What people call a request's field, at the start of a sentence."""
    spoken = {
        "adapter": say("The adapter"),
        "adapter weight": say("The adapter weight"),
        "composition": say("The composition"),
        "composition seed": say("The composition seed"),
        "guidance": say("The guidance"),
        "prompt": say("The prompt"),
        "reference": say("The reference"),
        "seed": say("The seed"),
        "size": say("The size"),
        "steps": say("The number of steps"),
    }
    return spoken.get(field, f"The {field}")


class RequestError(EngineError):
    """A request asks for what the checkpoint cannot do; `field` names the parameter."""

    kind = "request"

    def __init__(self, field: str, why: str, remedy: str) -> None:
        self.field = field
        super().__init__(say("{field} cannot be used.", field=_spoken(field)), why, remedy)


class CheckpointError(EngineError):
    """A model folder is missing something or holds something broken."""

    kind = "checkpoint"

    def __init__(self, file: Path, expected: str, found: str, remedy: str = "") -> None:
        self.file, self.expected, self.found = file, expected, found
        super().__init__(
            say("The model cannot be opened: {file}.", file=file),
            say("Expected {expected}; found {found}.", expected=expected, found=found),
            remedy or say("Download the model again, or choose another model folder."),
        )


class AdapterError(EngineError):
    """A LoRA file cannot be read, or was made for another model."""

    kind = "adapter"

    def __init__(self, path: Path, why: str, remedy: str) -> None:
        super().__init__(say("The adapter {path} cannot be used.", path=path), why, remedy)


class DeviceError(EngineError):
    """The asked device or precision is not usable on this machine."""

    kind = "device"


class DeviceFaultError(EngineError):
    """A device failed, or does not answer; this process cannot use it any more."""

    kind = "device_fault"

    @classmethod
    def ended(cls, name: str, title: str, how: str) -> DeviceFaultError:
        """Its process is gone, which only its driver or the system can have done."""
        return cls(
            say("The device {name} ({title}) took its process with it.", name=name, title=title),
            say("The process that computes on it {how}.", how=how),
            say(
                "Close the program and start it again; if it ends the same way, restart "
                "the device or the machine. glm-studio doctor says how it is."
            ),
        )

    @classmethod
    def silent(cls, name: str, title: str) -> DeviceFaultError:
        """It raises nothing, and its thread would wait for it for ever."""
        return cls(
            say("The device {name} ({title}) does not answer.", name=name, title=title),
            say("It has been silent within a job for longer than any of its work takes."),
            say(
                "Close the program and start it again; if the device stays silent, "
                "restart it or the machine. glm-studio doctor says how it is."
            ),
        )


class OutOfMemoryError(EngineError):
    """The device has too little free memory for the job."""

    kind = "out_of_memory"


class PlanError(EngineError):
    """No way to store and place the model fits into the memory, or into what was asked for."""

    kind = "plan"


class BlackPictureError(EngineError):
    """The model computed values that are not numbers, which would show as a black picture."""

    kind = "not_a_number"


class VersionError(EngineError):
    """The installed libraries are not a combination that the engine supports."""

    kind = "versions"


class EngineClosedError(EngineError):
    """A job was submitted to an engine that has been closed."""

    kind = "closed"

    def __init__(self) -> None:
        super().__init__(
            say("The engine is closed."),
            say("It takes no more jobs."),
            say("Open the model again and retry."),
        )


class WorkerError(EngineError):
    """The thread that carries the jobs out ended where it never should."""

    kind = "worker"

    @classmethod
    def died(cls, cause: str) -> WorkerError:
        """The running job went with it; those that wait go on."""
        return cls(
            say("The job took the engine's worker down with it."),
            say("The thread that computes ended by {cause}.", cause=cause),
            say(
                "Try again: the model is loaded anew. If it fails the same way, report "
                "it with this text and the log."
            ),
        )

    @classmethod
    def gone(cls, cause: str) -> WorkerError:
        """No further worker is started."""
        return cls(
            say("The engine has stopped."),
            say(
                "Its worker ended again and again without finishing a job, the last time "
                "by {cause}.",
                cause=cause,
            ),
            say("Close the program and start it again; report it with this text and the log."),
        )


def problem_of(error: BaseException) -> Problem:
    """Any exception as a `Problem`; one that the engine did not foresee keeps its own words."""
    if isinstance(error, EngineError):
        return error.problem
    detail = f"{type(error).__name__}: {error}".rstrip(": .")
    return Problem(
        "unexpected",
        say("The job failed for a reason that the engine did not foresee."),
        f"{detail}.",
        say("Try again; if it fails the same way, report it with this text and the log."),
    )
