"""The door: every request is checked here, before it may wait in a queue."""

from __future__ import annotations

from engine.api import MAX_SEED, GenerationRequest
from engine.checkpoint import Checkpoint
from engine.errors import RequestError
from engine.sizes import prior_tokens

MAX_STEPS = 200
MAX_GUIDANCE = 20.0
_TEMPLATE_TOKENS = 64
"""Room for the chat template and the two grid sizes around the prompt."""


def check_request(request: GenerationRequest, checkpoint: Checkpoint) -> None:
    """Raise `RequestError` with what is allowed unless the checkpoint can draw this request."""
    check_size(request.width, request.height, checkpoint)
    _check_whole("steps", request.steps, 1, MAX_STEPS)
    _check_whole("seed", request.seed, 0, MAX_SEED)
    _check_guidance(request.guidance)
    _check_prompt(request, checkpoint)


def max_prompt_bytes(checkpoint: Checkpoint, width: int, height: int) -> int:
    """Longest prompt in UTF-8 bytes; a byte is at most one token of a byte-level tokenizer."""
    return checkpoint.context_tokens - prior_tokens(width, height) - _TEMPLATE_TOKENS


def check_size(width: int, height: int, checkpoint: Checkpoint) -> None:
    """Raise `RequestError` with the nearest allowed size unless this one can be drawn."""
    limits = checkpoint.limits
    for side in (width, height):
        if not isinstance(side, int) or isinstance(side, bool) or side < 1:
            raise RequestError("size", f"A side is {side!r:.40}.", "Use whole numbers of pixels.")
    complaint = limits.complaint(width, height)
    if complaint:
        width, height = limits.nearest(width, height)
        raise RequestError(
            "size",
            complaint,
            f"Sides are multiples of 32 from {limits.min_side} to {limits.max_side} pixels; "
            f"the nearest allowed size is {width}x{height}.",
        )


def _check_whole(field: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise RequestError(
            field, f"It is {value!r:.40}.", f"Use a whole number from {low} to {high}."
        )


def _check_guidance(value: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 1 <= value <= MAX_GUIDANCE:  # type: ignore[operator]
        raise RequestError(
            "guidance",
            f"It is {value!r:.40}.",
            f"Use a number from 1 (off) to {MAX_GUIDANCE:g}; 1.5 is the authors' choice.",
        )


def _check_prompt(request: GenerationRequest, checkpoint: Checkpoint) -> None:
    prompt = request.prompt
    if not isinstance(prompt, str) or not prompt.strip():
        raise RequestError("prompt", "It is empty.", "Write what the picture should show.")
    try:
        length = len(prompt.encode())
    except UnicodeEncodeError as error:
        raise RequestError(
            "prompt", "It holds half of a character.", "Delete the damaged character."
        ) from error
    longest = max_prompt_bytes(checkpoint, request.width, request.height)
    if length > longest:
        raise RequestError(
            "prompt",
            f"It is {length:,} bytes long.",
            f"At {request.width}x{request.height} this model reads at most {longest:,} bytes.",
        )
    for token in checkpoint.control_tokens:
        if token in prompt:
            raise RequestError(
                "prompt",
                f"It contains {token}, which the model reads as a command.",
                "Write it without the angle brackets.",
            )
