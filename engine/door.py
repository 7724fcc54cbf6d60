"""The door: every request is checked here, before it may wait in a queue."""

from __future__ import annotations

from pathlib import Path

from engine.adapters import MAX_ADAPTERS, MAX_WEIGHT, read_adapter
from engine.api import MAX_REFERENCES, MAX_SEED, MOST_TOGETHER, GenerationRequest
from engine.checkpoint import Checkpoint
from engine.errors import RequestError
from engine.pictures import measure
from engine.recipe import PriorCodes
from engine.sizes import CODE_PX, big_grid, prior_tokens
from engine.texts import say

MAX_STEPS = 200
MAX_GUIDANCE = 20.0
_TEMPLATE_TOKENS = 64
"""Room for the chat template and the two grid sizes around the prompt."""
_FRAME_TOKENS = 2
"""A start and an end around the codes of each reference."""


def check_request(request: GenerationRequest, checkpoint: Checkpoint) -> None:
    """Raise `RequestError` with what is allowed unless the checkpoint can draw this request."""
    check_size(request.width, request.height, checkpoint)
    _check_whole("steps", request.steps, 1, MAX_STEPS)
    _check_whole("seed", request.seed, 0, MAX_SEED)
    if request.composition_seed is not None:
        _check_whole("composition seed", request.composition_seed, 0, MAX_SEED)
    _check_together(request)
    _check_guidance(request.guidance)
    _check_prompt(request, checkpoint, reference_tokens(request, checkpoint))
    _check_adapters(request, checkpoint)
    if request.prior is not None:
        _check_prior(request.prior, request, checkpoint)


def max_prompt_bytes(
    checkpoint: Checkpoint, width: int, height: int, reference_tokens: int = 0
) -> int:
    """Longest prompt in UTF-8 bytes; a byte is at most one token of a byte-level tokenizer.

    What `reference_tokens` counts is read before the prompt; 0 stands for no references.
    """
    written = prior_tokens(width, height, from_references=reference_tokens > 0)
    return checkpoint.context_tokens - written - reference_tokens - _TEMPLATE_TOKENS


def reference_tokens(request: GenerationRequest, checkpoint: Checkpoint) -> int:
    """What the references take of the prior's context; reads no more than the files' headers.

    Raises `RequestError` for too many, for a file that is no picture, and for a shape too long.
    """
    references = request.references
    if len(references) > MAX_REFERENCES:
        raise RequestError(
            "reference",
            say("There are {references}.", references=len(references)),
            say("Use at most {max_references}.", max_references=MAX_REFERENCES),
        )
    sizes = [measure(ref.path, checkpoint.limits, ref.crop).used for ref in references]
    tokens = sum(big_grid(*size).codes + _FRAME_TOKENS for size in sizes)
    if references and max_prompt_bytes(checkpoint, request.width, request.height, tokens) < 1:
        raise RequestError(
            "reference",
            say(
                "Together they are {tokens:,} codes; this model reads and writes at most "
                "{context_tokens:,} in all.",
                tokens=tokens,
                context_tokens=checkpoint.context_tokens,
            ),
            say("Use fewer or smaller ones."),
        )
    return tokens


def check_size(width: int, height: int, checkpoint: Checkpoint) -> None:
    """Raise `RequestError` with the nearest allowed size unless this one can be drawn."""
    limits = checkpoint.limits
    for side in (width, height):
        if not isinstance(side, int) or isinstance(side, bool) or side < 1:
            raise RequestError(
                "size",
                say("A side is {side!r:.40}.", side=side),
                say("Use whole numbers of pixels."),
            )
    complaint = limits.complaint(width, height)
    if complaint:
        width, height = limits.nearest(width, height)
        raise RequestError(
            "size",
            complaint,
            say(
                "Sides are multiples of 32 from {min_side} to {max_side} pixels; the "
                "nearest allowed size is {width}x{height}.",
                min_side=limits.min_side,
                max_side=limits.max_side,
                width=width,
                height=height,
            ),
        )


def _check_whole(field: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise RequestError(
            field,
            say("It is {value!r:.40}.", value=value),
            say("Use a whole number from {low} to {high}.", low=low, high=high),
        )


def _check_together(request: GenerationRequest) -> None:
    seeds = request.composed_with
    for seed in seeds:
        _check_whole("composition seed", seed, 0, MAX_SEED)
    own = request.prior is not None or request.drawn_composition_seed in seeds
    if seeds and not (own and len(set(seeds)) == len(seeds) <= MOST_TOGETHER):
        raise RequestError(
            "composition seed",
            say("Written together shall be {seeds}.", seeds=seeds),
            say(
                "Name at most {most_together} different seeds, this picture's among them.",
                most_together=MOST_TOGETHER,
            ),
        )


def _check_guidance(value: object) -> None:
    if not _is_number(value) or not 1 <= value <= MAX_GUIDANCE:  # type: ignore[operator]
        raise RequestError(
            "guidance",
            say("It is {value!r:.40}.", value=value),
            say(
                "Use a number from 1 (off) to {max_guidance:g}; 1.5 is the authors' choice.",
                max_guidance=MAX_GUIDANCE,
            ),
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_prompt(
    request: GenerationRequest, checkpoint: Checkpoint, reference_tokens: int
) -> None:
    prompt = request.prompt
    if not isinstance(prompt, str) or not prompt.strip():
        raise RequestError(
            "prompt", say("It is empty."), say("Write what the picture should show.")
        )
    try:
        length = len(prompt.encode())
    except UnicodeEncodeError as error:
        raise RequestError(
            "prompt", say("It holds half of a character."), say("Delete the damaged character.")
        ) from error
    longest = max_prompt_bytes(checkpoint, request.width, request.height, reference_tokens)
    if length > longest:
        beside = say(" beside these references") if request.references else ""
        raise RequestError(
            "prompt",
            say(
                "It is {length:,} bytes long; at {width}x{height}{beside} this model "
                "reads {longest:,}.",
                length=length,
                width=request.width,
                height=request.height,
                beside=beside,
                longest=longest,
            ),
            say(
                "Shorten it to at most {longest:,} bytes: an English letter is one, a "
                "Chinese character three.",
                longest=longest,
            ),
        )
    for token in checkpoint.control_tokens:
        if token in prompt:
            raise RequestError(
                "prompt",
                say("It contains {token}, which the model reads as a command.", token=token),
                say("Write it without the angle brackets."),
            )


def _check_adapters(request: GenerationRequest, checkpoint: Checkpoint) -> None:
    """Looks into the files' headers alone. Raises `AdapterError` for those that do not fit."""
    if len(request.adapters) > MAX_ADAPTERS:
        raise RequestError(
            "adapter",
            say("There are {adapters}.", adapters=len(request.adapters)),
            say("Use at most {max_adapters}.", max_adapters=MAX_ADAPTERS),
        )
    for adapter in request.adapters:
        if not _is_number(adapter.weight) or not abs(adapter.weight) <= MAX_WEIGHT:
            raise RequestError(
                "adapter weight",
                say("It is {weight!r:.40}.", weight=adapter.weight),
                say(
                    "Use a number from -{max_weight:g} to {max_weight:g}; 1 is as it was trained.",
                    max_weight=MAX_WEIGHT,
                ),
            )
        read_adapter(Path(adapter.path), checkpoint)


def _check_prior(prior: PriorCodes, request: GenerationRequest, checkpoint: Checkpoint) -> None:
    """A composition of another model or size would index past the transformer's embedding."""
    grid, wanted = prior.grid, big_grid(request.width, request.height)
    if grid != wanted or len(prior.codes) != wanted.codes:
        raise RequestError(
            "composition",
            say(
                "It has {codes} codes for {rows}x{columns}; a picture of "
                "{width}x{height} pixels needs {wanted}.",
                codes=len(prior.codes),
                rows=grid.rows,
                columns=grid.columns,
                width=request.width,
                height=request.height,
                wanted=f"{wanted.rows}x{wanted.columns}",
            ),
            say(
                "Make the picture {columns}x{rows}, or compose anew.",
                columns=grid.columns * CODE_PX,
                rows=grid.rows * CODE_PX,
            ),
        )
    strange = [code for code in prior.codes if not _is_code(code, checkpoint.codebook_size)]
    if strange:
        raise RequestError(
            "composition",
            say("This model has no code {strange!r:.40}.", strange=strange[0]),
            say(
                "Its codes are 0 to {codebook_size:,}; use a composition it wrote.",
                codebook_size=checkpoint.codebook_size - 1,
            ),
        )


def _is_code(code: object, codebook_size: int) -> bool:
    whole = isinstance(code, int) and not isinstance(code, bool)
    return whole and 0 <= code < codebook_size  # type: ignore[operator]
