"""How much of a prompt the model reads."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from engine.api import GenerationRequest
from engine.checkpoint import Checkpoint
from engine.errors import EngineError

_NEARLY = 0.8
"""From this part of a limit on it is said how much is left."""


@dataclass(frozen=True, slots=True)
class PromptSize:
    """`tokens` is None where nobody can count them. Of `most_bytes` every one may be a token, so
    that more are refused; `commands` are words that the model would read as its own."""

    bytes: int
    most_bytes: int
    tokens: int | None = None
    commands: tuple[str, ...] = ()

    @property
    def left_bytes(self) -> int:
        """Negative for a prompt that is too long."""
        return self.most_bytes - self.bytes

    @property
    def too_long(self) -> bool:
        return self.left_bytes < 0

    @property
    def nearly(self) -> bool:
        return not self.too_long and self.bytes > _NEARLY * self.most_bytes


def measure_prompt(request: GenerationRequest, checkpoint: Checkpoint) -> PromptSize:
    """The size of a request's prompt beside its references, whose files' headers are read."""
    # The window opens without Pillow.
    from engine.door import max_prompt_bytes, reference_tokens  # noqa: PLC0415

    try:
        taken = reference_tokens(request, checkpoint)
    except EngineError:  # the reference says what is wrong with it
        taken = reference_tokens(dataclasses.replace(request, references=()), checkpoint)
    prompt = request.prompt
    return PromptSize(
        len(prompt.encode("utf-8", "surrogatepass")),
        max_prompt_bytes(checkpoint, request.width, request.height, taken),
        commands=tuple(token for token in checkpoint.control_tokens if token in prompt),
    )


def tokenizer_file(checkpoint: Checkpoint) -> Path:
    """The prior's tokenizer, as its library reads it."""
    return checkpoint.folder / "processor" / "tokenizer.json"
