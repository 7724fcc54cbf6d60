"""How long the prompt is, beside what the model reads: counted while one types."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from engine.api import GenerationRequest
from engine.checkpoint import Checkpoint
from glm_studio.prompting.lexicon import Lexicon, LexiconError
from glm_studio.prompting.limits import PromptSize, measure_prompt, tokenizer_file
from glm_studio.state.background import Background
from glm_studio.state.model import ModelState
from glm_studio.state.parameters import ParametersState
from glm_studio.state.prompt import PromptState
from glm_studio.state.references import ReferencesState

log = logging.getLogger(__name__)

_PAUSE_MS = 150
"""Whoever types on has no use for a number yet."""


class PromptSizeState(QObject):
    """`value` is None until a model says what it reads, and for an empty prompt."""

    changed = Signal()

    def __init__(
        self,
        prompt: PromptState,
        parameters: ParametersState,
        references: ReferencesState,
        model: ModelState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompt, self._parameters = prompt, parameters
        self._references, self._model = references, model
        self._value: PromptSize | None = None
        self._asked = 0
        """Counts the questions; only the last one's answer counts."""
        self._sent: Callable[[], str] = lambda: prompt.text
        self._lexicon: Lexicon | None = None
        self._background: Background | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        for signal in (prompt.changed, parameters.changed, references.changed, model.described):
            signal.connect(self._ask_soon)

    @property
    def value(self) -> PromptSize | None:
        return self._value

    def measure(self, sent: Callable[[], str], changed: SignalInstance) -> None:
        """Count what is sent for the prompt, which may be longer, whenever that has changed."""
        self._sent = sent
        changed.connect(self._pause.start)

    def open(self, lexicon: Lexicon, background: Background) -> None:
        """From now on it can be counted."""
        self._lexicon, self._background = lexicon, background
        self._ask_soon()

    def _ask_soon(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        checkpoint, background, lexicon = self._model.checkpoint, self._background, self._lexicon
        self._asked += 1
        if background is None or lexicon is None or checkpoint is None or not self._prompt.ready:
            self._put(None)
            return
        asked, request = self._asked, self._request()

        def measure() -> PromptSize | None:
            # Whoever types faster than is counted is asked for the newest alone.
            return _measure(request, checkpoint, lexicon) if asked == self._asked else None

        def put(size: PromptSize | None) -> None:
            if asked == self._asked:
                self._put(size)

        background.run(measure, put)

    def _request(self) -> GenerationRequest:
        value = self._parameters.value
        return GenerationRequest(
            self._sent(),
            value.width,
            value.height,
            value.steps,
            value.guidance,
            value.seed,
            references=self._references.refs,
        )

    def _put(self, size: PromptSize | None) -> None:
        if size != self._value:
            self._value = size
            self.changed.emit()


def _measure(request: GenerationRequest, checkpoint: Checkpoint, lexicon: Lexicon) -> PromptSize:
    size = measure_prompt(request, checkpoint)
    try:
        tokens = lexicon.count_tokens(tokenizer_file(checkpoint), request.prompt)
    except LexiconError as error:
        log.info("tokens are not counted: %s", error)
        return size
    return dataclasses.replace(size, tokens=tokens)
