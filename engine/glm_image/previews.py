"""What a run shows before its picture is there: codes, then a composition, then latents."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

import torch

from engine.api import Pixels, PreviewKind, PreviewReady
from engine.glm_image import early_picture
from engine.glm_image.decode import blocks_of
from engine.glm_image.model import Model
from engine.glm_image.run import Run
from engine.jobs import Cancelled
from engine.preview import CodePainter, PreviewBudget
from engine.recipe import PriorCodes
from engine.sizes import Grid, big_grid, small_grid

log = logging.getLogger(__name__)


class Previews:
    """Makes and sends the previews of one run, within the request's policy.

    Whatever fails in a preview is only logged: the picture is worth more.
    """

    def __init__(self, model: Model, run: Run) -> None:
        self._model, self._run = model, run
        request = run.request
        self._enabled = request.preview.enabled
        self._budget = PreviewBudget(request.preview.max_fraction)
        big = big_grid(request.width, request.height)
        # With references in the prompt the prior writes the big grid alone.
        self._small = None if request.references else small_grid(request.width, request.height)
        self._codes = big.codes + (self._small.codes if self._small else 0)
        colours = model.code_colours
        self._painter = CodePainter(colours, self._small, big) if colours else None

    def on_codes(self, codes: Sequence[int]) -> None:
        """Show the codes that are written so far; a full grid is shown whatever the budget says."""
        if not self._enabled:
            return
        full_small = self._small if self._small and len(codes) == self._small.codes else None
        if self._painter is not None:
            due = full_small is not None or len(codes) == self._codes
            paint = self._painter.paint
            self._offer(PreviewKind.CODES, len(codes), self._codes, lambda: paint(codes), due)
        if full_small is not None:
            self._compose(full_small, codes)

    def on_composition(self, prior: PriorCodes) -> None:
        """Show a composition that was there already."""
        colours = self._model.code_colours
        if self._enabled and colours is not None:
            paint = CodePainter(colours, None, prior.grid).paint
            total = prior.grid.codes
            self._offer(PreviewKind.CODES, total, total, lambda: paint(prior.codes), due=True)

    def on_clean(self, step: int, clean: torch.Tensor) -> None:
        """Show the clean latents (channels, height/8, width/8) that a step predicts."""
        latent_map = self._model.latent_map
        if self._enabled and latent_map is not None:
            total = self._run.request.steps
            self._offer(PreviewKind.LATENTS, step, total, lambda: latent_map(clean))

    def _offer(
        self,
        kind: PreviewKind,
        step: int,
        total: int,
        make: Callable[[], Pixels],
        due: bool = False,
    ) -> None:
        """Make a preview if there is credit for it, or it is `due`, and send it."""
        if not due and not self._budget.allows(self._run.elapsed_s):
            return
        start = time.perf_counter()
        self._send(kind, step, total, make)
        self._budget.spend(time.perf_counter() - start)
        self._run.seconds["preview"] = self._budget.spent_s

    def _send(self, kind: PreviewKind, step: int, total: int, make: Callable[[], Pixels]) -> None:
        try:
            pixels = make()
        except Cancelled:
            raise
        except Exception:
            log.exception("no preview of %s at step %s", kind, step)
        else:
            self._run.emit(PreviewReady, kind, step, total, pixels)

    def _compose(self, grid: Grid, codes: Sequence[int]) -> None:
        """Draw the small grid, which has just become full, if that is wanted and possible."""
        parts, run = self._model.parts, self._run
        if not early_picture.is_wanted(run.request, run.elapsed_s, self._model.costs):
            return
        if not early_picture.can_draw_now(parts):
            return

        def draw() -> Pixels:
            prior = PriorCodes(grid, tuple(codes))
            with run.noticing_cancel(*parts.transformer.transformer_blocks, *blocks_of(parts.vae)):
                return early_picture.draw_composition(parts, run.request, prior)

        start = time.perf_counter()
        self._send(PreviewKind.COMPOSITION, early_picture.STEPS, early_picture.STEPS, draw)
        run.seconds["composition"] = time.perf_counter() - start
