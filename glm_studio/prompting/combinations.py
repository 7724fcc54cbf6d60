"""What a prompt with choices can become: how many prompts, one of them by number, one by chance."""

from __future__ import annotations

import bisect
import functools
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from glm_studio.prompting.expansion import (
    Choice,
    Field,
    Node,
    Sequence,
    Wildcard,
    fields,
    nodes,
)

_LONGEST_CHAIN = 30
"""Wildcard files that name each other one after the other."""
_TRIES = 20
"""Draws for one picture, to find a prompt that none before it has."""


class Fault(StrEnum):
    """Why a prompt cannot be expanded."""

    MISSING = "missing"
    """There is no wildcard file of this name."""
    EMPTY = "empty"
    """The wildcard file has no lines."""
    CYCLE = "cycle"
    """Wildcard files name each other in a circle; `names` go around it."""
    CHAIN = "chain"
    """Wildcard files name each other in a chain that is too long."""
    UNFILLED = "unfilled"
    """Fields without a default; `names` are theirs."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault, with the wildcards or fields that it is about."""

    fault: Fault
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A prompt without choices; `chosen` is what stands in the place of each outer one."""

    text: str
    chosen: tuple[str, ...]


class Combinations:
    """Expands prompts with these wildcards: the options of each file, by its name."""

    def __init__(self, wildcards: Mapping[str, Choice]) -> None:
        self._wildcards = wildcards
        self._sums: dict[str, list[int]] = {}
        """Running sums of the counts of a wildcard's lines."""
        self._sound: set[str] = set()
        """Wildcards that can be expanded to their end."""

    def warm(self) -> None:
        """Follow and count all wildcards now, on whatever thread this is: large ones take a while
        the first time."""
        for name in self._wildcards:
            if self.trouble(Wildcard(name)) is None:
                self._sums_of(name)
                _ = self._wildcards[name].cumulative

    def trouble(self, node: Node) -> Trouble | None:
        """What keeps a prompt from being expanded; all else here wants none."""
        found = self._trouble(node, ())
        if found is not None:
            return found
        unfilled = tuple(each.name for each in fields(node) if each.default == "")
        return Trouble(Fault.UNFILLED, unfilled) if unfilled else None

    def count(self, node: Node) -> int:
        """How many prompts there are; two of them may happen to read alike."""
        match node:
            case Sequence(parts):
                product = 1
                for part in parts:
                    product *= self.count(part)
                return product
            case Choice():
                return sum(map(self.count, node.live))
            case Wildcard(name):
                return self._sums_of(name)[-1]
            case Field(default=default):
                return self.count(default)
            case str():
                return 1

    def nth(self, node: Node, index: int) -> str:
        """The prompt of this number, from 0; of two choices the last one changes first."""
        match node:
            case str():
                return node
            case Sequence(parts):
                texts = []
                for part in reversed(parts):
                    index, own = divmod(index, self.count(part))
                    texts.append(self.nth(part, own))
                return "".join(reversed(texts))
            case Choice():
                return self._nth_of(node, self._running(node), index)
            case Wildcard(name):
                return self._nth_of(self._wildcards[name], self._sums_of(name), index)
            case Field(default=default):
                return self.nth(default, index) or _as_written(node)

    def draw(self, node: Node, chance: random.Random) -> str:
        """A prompt by chance, each choice by the weights of its options."""
        match node:
            case str():
                return node
            case Sequence(parts):
                return "".join(self.draw(part, chance) for part in parts)
            case Choice():
                (option,) = chance.choices(node.live, cum_weights=node.cumulative)
                return self.draw(option, chance)
            case Wildcard(name):
                return self.draw(self._wildcards[name], chance)
            case Field(default=default):
                return self.draw(default, chance) or _as_written(node)

    def draws(self, node: Node, seed: int, count: int) -> list[Expansion]:
        """One prompt a picture. None comes twice as long as there are others within easy reach."""
        total, known = self.count(node), dict[str, Expansion]()
        drawn: list[Expansion] = []
        for number in range(count):
            choose = functools.partial(self.draw, chance=random.Random(f"{seed}/{number}"))
            one = _expansion(node, choose)
            for _ in range(_TRIES if number < total else 0):
                if one.text not in known:
                    break
                one = _expansion(node, choose)
            drawn.append(known.setdefault(one.text, one))
        return drawn

    def all(self, node: Node, seed: int, most: int) -> list[Expansion]:
        """All prompts in order; of more than `most`, so many by chance, in order."""
        total = self.count(node)
        if total <= most:
            numbers = list(range(total))
        else:
            chance = random.Random(seed)
            picked: set[int] = set()
            while len(picked) < most:  # `sample` does not take ranges beyond the machine's words
                picked.add(chance.randrange(total))
            numbers = sorted(picked)
        return [self._numbered(node, number) for number in numbers]

    def _numbered(self, node: Node, index: int) -> Expansion:
        own: list[str] = []
        for part in reversed(_parts(node)):
            index, number = divmod(index, self.count(part))
            own.append(self.nth(part, number))
        return _expansion(node, lambda _: own.pop())

    def _nth_of(self, choice: Choice, sums: list[int], index: int) -> str:
        place = bisect.bisect_right(sums, index)
        return self.nth(choice.live[place], index - (sums[place - 1] if place else 0))

    def _sums_of(self, name: str) -> list[int]:
        if name not in self._sums:
            self._sums[name] = self._running(self._wildcards[name])
        return self._sums[name]

    def _running(self, choice: Choice) -> list[int]:
        return list(itertools.accumulate(map(self.count, choice.live)))

    def _trouble(self, node: Node, above: tuple[str, ...]) -> Trouble | None:
        for each in nodes(node):
            if isinstance(each, Wildcard) and each.name not in self._sound:
                found = self._trouble_of(each.name, above)
                if found is not None:
                    return found
                self._sound.add(each.name)
        return None

    def _trouble_of(self, name: str, above: tuple[str, ...]) -> Trouble | None:
        if name in above:
            return Trouble(Fault.CYCLE, (*above[above.index(name) :], name))
        if name not in self._wildcards:
            return Trouble(Fault.MISSING, (name,))
        if not self._wildcards[name].options:
            return Trouble(Fault.EMPTY, (name,))
        if len(above) >= _LONGEST_CHAIN:
            return Trouble(Fault.CHAIN, (*above, name))
        return self._trouble(self._wildcards[name], (*above, name))


def _expansion(node: Node, choose: Callable[[Node], str]) -> Expansion:
    """What `choose` makes of each part, called in order."""
    parts = _parts(node)
    texts = [choose(part) for part in parts]
    chosen = [t for part, t in zip(parts, texts, strict=True) if not isinstance(part, str)]
    return Expansion("".join(texts), tuple(chosen))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Sequence) else (node,)


def _as_written(field: Field) -> str:
    """For the lines of wildcard files, where nobody can fill a field in."""
    return f"{{{field.name}}}"
