"""What the prompt's choices become: how many prompts there are, and which ones come next."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from engine.api import GenerationRequest
from glm_studio.prompting.combinations import Expansion, Fault, Trouble
from glm_studio.prompting.expansion import (
    Field,
    Node,
    Wildcard,
    fields,
    has_choices,
    nodes,
    parse,
)
from glm_studio.state.parameters import ParametersState
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_files import PromptFilesState
from glm_studio.state.styles import StylesState

MOST_PICTURES = 200
"""That all combinations are made of at most; more are drawn by chance."""
_MOST_SOURCES = 1_000


class ChoicesState(QObject):
    """The prompt as it is expanded next; what is shown is what will be sent."""

    changed = Signal()

    def __init__(
        self,
        prompt: PromptState,
        files: PromptFilesState,
        styles: StylesState,
        parameters: ParametersState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompt, self._files = prompt, files
        self._styles, self._parameters = styles, parameters
        self._node: Node = parse(prompt.text)
        self._all = False
        self._seed = _roll()
        self._count = parameters.value.count
        self._next: list[Expansion] | None = None
        self._sources: dict[str, str] = {}
        """What was written, by what was sent; of the last pictures."""
        prompt.changed.connect(self._on_text)
        files.changed.connect(self._say_changed)
        styles.changed.connect(self._say_changed)
        parameters.changed.connect(self._on_parameters)

    @property
    def present(self) -> bool:
        """Whether the prompt has any choices, wildcards or fields."""
        return has_choices(self._node)

    @property
    def fields(self) -> list[Field]:
        """The fields that the prompt has, with a default or not."""
        return fields(self._node)

    @property
    def names_wildcards(self) -> bool:
        return any(isinstance(node, Wildcard) for node in nodes(self._node))

    @property
    def trouble(self) -> str:
        """What keeps the prompt from being expanded, in words; empty if nothing does."""
        trouble = self._files.combinations.trouble(self._node)
        if trouble is None:
            return ""
        reason = self._files.reason_of(trouble.names[0])
        if trouble.fault is Fault.MISSING and reason:
            said = _tr("The wildcard file {name}.txt cannot be read: {reason}.")
            return said.format(name=trouble.names[0], reason=reason.rstrip("."))
        return _words(trouble)

    @property
    def total(self) -> int:
        """How many prompts are possible. Only without trouble."""
        return self._files.combinations.count(self._node)

    @property
    def all(self) -> bool:
        """Whether every combination is made, instead of one by chance a picture."""
        return self._all

    @property
    def most(self) -> int:
        """Combinations that are made at once at most."""
        return max(MOST_PICTURES // self._parameters.value.count, 1)

    @property
    def next(self) -> list[Expansion]:
        """The prompts that come next, without styles; none in trouble."""
        if self._next is None:
            self._next = [] if self.trouble else self._expand()
        return self._next

    def sent(self, expansion: Expansion) -> str:
        """What the model reads of an expansion: with the styles around it."""
        return self._styles.around(expansion.text)

    def longest(self) -> str:
        """The longest of the prompts that are sent next; in trouble, as it stands."""
        prompts = [self.sent(one) for one in self.next]
        return max(prompts, key=len, default=self._styles.around(self._prompt.text))

    def make_all(self, wanted: bool) -> None:
        if wanted != self._all:
            self._all = wanted
            self._say_changed()

    def roll(self) -> None:
        """Choose others."""
        self._seed = _roll()
        self._say_changed()

    def spread(self, requests: list[GenerationRequest]) -> list[GenerationRequest]:
        """What is `planned` for the requests of the panel; after it come other prompts."""
        spread = self.planned(requests)
        self._remember(request.prompt for request in spread)
        self.roll()
        return spread

    def planned(self, requests: list[GenerationRequest]) -> list[GenerationRequest]:
        """The requests of the panel with the prompts that come next; nothing changes.

        One prompt for each, or each combination with the seeds of all, so that only the words
        differ. Layouts are written in the same passes only for one and the same prompt.
        """
        expansions = self.next if self._makes_all else self._drawn(len(requests))
        if self._makes_all:
            pairs = [(request, one) for one in expansions for request in requests]
        else:
            pairs = list(zip(requests, expansions, strict=True))
        alike = self._makes_all or len({one.text for one in expansions}) == 1
        return [
            dataclasses.replace(
                request,
                prompt=self.sent(one),
                composed_with=request.composed_with if alike else (),
            )
            for request, one in pairs
        ]

    def source_of(self, sent: str) -> str | None:
        """The prompt as it was written that became this one; None if that is not known any more."""
        return self._sources.get(sent)

    def _remember(self, sent: Iterable[str]) -> None:
        self._sources |= dict.fromkeys(sent, self._prompt.text)
        for oldest in list(self._sources)[:-_MOST_SOURCES]:
            del self._sources[oldest]

    @property
    def _makes_all(self) -> bool:
        return self._all and self.present

    def _expand(self) -> list[Expansion]:
        if self._makes_all:
            return self._files.combinations.all(self._node, self._seed, self.most)
        return self._drawn(self._parameters.value.count)

    def _drawn(self, count: int) -> list[Expansion]:
        """A longer list begins as a shorter one does."""
        return self._files.combinations.draws(self._node, self._seed, count)

    def _on_text(self, text: str) -> None:
        self._node = parse(text)
        self._say_changed()

    def _on_parameters(self) -> None:
        if self._parameters.value.count != self._count:
            self._count = self._parameters.value.count
            self._say_changed()

    def _say_changed(self) -> None:
        self._next = None
        self.changed.emit()


def _roll() -> int:
    return random.randrange(2**32)


def _words(trouble: Trouble) -> str:
    names = trouble.names
    match trouble.fault:
        case Fault.MISSING:
            said = _tr("There is no wildcard file {name}.txt. Write \\_ for an underscore.")
            return said.format(name=names[0])
        case Fault.EMPTY:
            return _tr("The wildcard file {name}.txt has no lines.").format(name=names[0])
        case Fault.CYCLE:
            said = _tr("Wildcard files name each other in a circle: {names}.")
            return said.format(names=" → ".join(names))
        case Fault.CHAIN:
            said = _tr("Too many wildcard files name each other, beginning with {name}.txt.")
            return said.format(name=names[0])
        case Fault.UNFILLED:
            said = _tr("To be filled in: {names}. Write \\{{ for a brace that is meant.")
            return said.format(names=", ".join(names))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Choices", text)
