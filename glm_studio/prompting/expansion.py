r"""Prompts with choices: the grammar, and the tree that a prompt is read into once.

* ``{red|blue|}`` is a choice; options may be empty, nest, and weigh more: ``{3::red|blue}``.
* ``__animals/cats__`` stands for a line of the wildcard file ``animals/cats.txt``.
* ``{headline}`` and ``{headline:Summer fair}``, braces without a bar, are fields to be filled in.
* ``\{``, ``\}``, ``\|``, ``\_`` and ``\\`` are the characters themselves.

Whatever is not of this form is text as it stands: a brace that is never closed, braces around
something that is no name. Quotes make no difference: what is drawn may be chosen too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

DEEPEST = 40
"""Braces inside braces: what is deeper is text."""

# Not inside a word of another kind, as in snake__case__names; in Chinese words do not end.
_WILDCARD = r"(?<![A-Za-z0-9_])__(?P<wildcard>(?![_ ])[\w\-./ ]+?(?<! ))__(?![A-Za-z0-9_])"
_TOKEN = re.compile(rf"\\[\\{{}}|_]|[{{}}|]|{_WILDCARD}")
_WEIGHT = re.compile(r"\s*(\d+(?:\.\d+)?)::")
_FIELD = re.compile(r"\s*(?P<name>[^\W\d_][\w \-]{0,39}?)\s*(?:(?P<colon>:\s*)|\Z)")
_SPECIAL = re.compile(rf"[\\{{}}|]|{_WILDCARD}")

Span: TypeAlias = tuple[int, int]
"""Where a node stands in the source: first character, and the one after its last."""


@dataclass(frozen=True)
class Wildcard:
    """A line of a file, by the file's name without its suffix."""

    name: str
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True)
class Field:
    """A place to be filled in; `default` stands there until it is."""

    name: str
    default: Node
    span: Span = field(default=(0, 0), compare=False)
    default_span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True)
class Choice:
    """One of several; a weight of 0 is never taken, unless all are 0."""

    options: tuple[Node, ...]
    weights: tuple[float, ...]
    span: Span = field(default=(0, 0), compare=False)
    bars: tuple[int, ...] = field(default=(), compare=False)
    """Where the bars between the options stand."""

    @cached_property
    def live(self) -> tuple[Node, ...]:
        """The options that can be taken."""
        taken = [option for option, w in zip(self.options, self.weights, strict=True) if w > 0]
        return tuple(taken) or self.options

    @cached_property
    def cumulative(self) -> list[float]:
        """Running sums of the weights of `live`."""
        weights = [weight for weight in self.weights if weight > 0] or [1.0] * len(self.options)
        return list(itertools.accumulate(weights))


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Node, ...]


Node: TypeAlias = str | Wildcard | Field | Choice | Sequence
"""A string is text as it is sent, without its escapes."""


@dataclass
class _Frame:
    """What has been read since a brace was opened, option by option."""

    start: int
    options: list[list[Node]] = field(default_factory=lambda: [[]])
    bars: list[int] = field(default_factory=list)

    def add(self, *nodes: Node) -> None:
        self.options[-1] += nodes


def parse(source: str) -> Node:
    """The tree of a prompt. Never fails: what is not understood is text."""
    if _TOKEN.search(source) is None:
        return source
    opening, closing = _pairs(source)
    frames = [_Frame(0)]
    place = 0
    for token in _TOKEN.finditer(source):
        frames[-1].add(source[place : token.start()])
        place = token.end()
        said = token[0]
        if token["wildcard"]:
            frames[-1].add(Wildcard(token["wildcard"], token.span()))
        elif said == "{" and token.start() in opening:
            frames.append(_Frame(token.start()))
        elif said == "}" and token.start() in closing:
            frame = frames.pop()
            frames[-1].add(*_closed(frame, token.end()))
        elif said == "|" and len(frames) > 1:
            frames[-1].options.append([])
            frames[-1].bars.append(token.start())
        else:
            frames[-1].add(said[-1])
    frames[0].add(source[place:])
    return _joined(frames[0].options[0])


def option(source: str) -> tuple[Node, float]:
    """A line that stands for an option of a choice, and its weight."""
    said = _WEIGHT.match(source)
    return (parse(source[said.end() :]), float(said[1])) if said else (parse(source), 1.0)


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the source."""
    yield node
    match node:
        case Sequence(parts):
            below = parts
        case Choice(options):
            below = options
        case Field(default=default):
            below = (default,)
        case _:
            below = ()
    for each in below:
        yield from nodes(each)


def signs(source: str) -> list[Span]:
    """Where the signs of the grammar stand: braces and bars that count, names of wildcards."""
    found: list[Span] = []
    for node in nodes(parse(source)):
        match node:
            case Wildcard(span=span):
                found.append(span)
            case Field(span=(start, end), default_span=(inner, inner_end)):
                found += [(start, max(inner, start + 1)), (inner_end, end)]
            case Choice(span=(start, end), bars=bars):
                found += [(at, at + 1) for at in (start, *bars, end - 1)]
            case _:
                pass
    return found


def fields(node: Node) -> list[Field]:
    """The fields to be filled in, one a name, in the order of the source."""
    found: dict[str, Field] = {}
    for each in nodes(node):
        if isinstance(each, Field):
            known = found.setdefault(each.name, each)
            if known.default == "":
                found[each.name] = Field(known.name, each.default, known.span, each.default_span)
    return list(found.values())


def has_choices(node: Node) -> bool:
    """Whether there is more to it than text."""
    return any(isinstance(each, Choice | Wildcard | Field) for each in nodes(node))


def fill(source: str, values: Mapping[str, str]) -> str:
    """The source with its fields replaced by `values`; a field without one becomes its default.

    A field that has neither stays. Values may hold choices themselves.
    """
    root = parse(source)
    given = {each.name: each for each in fields(root) if each.default != ""}

    def filled(node: Node, span: Span, left: Mapping[str, Field]) -> str:
        parts, place = [], span[0]
        for each in _outer_fields(node):
            parts += [source[place : each.span[0]], value(each, left)]
            place = each.span[1]
        return "".join(parts) + source[place : span[1]]

    def value(each: Field, left: Mapping[str, Field]) -> str:
        typed = values.get(each.name)
        if typed:
            return typed
        default = each if each.default != "" else left.get(each.name)
        if default is None:
            return source[slice(*each.span)]
        others = {name: field for name, field in left.items() if name != each.name}
        return filled(default.default, default.default_span, others)

    return filled(root, (0, len(source)), given)


def _outer_fields(node: Node) -> Iterator[Field]:
    match node:
        case Field():
            yield node
        case Sequence(parts):
            for part in parts:
                yield from _outer_fields(part)
        case Choice(options):
            for each in options:
                yield from _outer_fields(each)
        case _:
            pass


def escaped(text: str) -> str:
    """A source that stands for exactly this text."""
    if parse(text) == text:
        return text
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _pairs(source: str) -> tuple[set[int], set[int]]:
    """Where the braces are that have each other: those that open, and those that close."""
    opened: list[int] = []
    opening: set[int] = set()
    closing: set[int] = set()
    for token in _TOKEN.finditer(source):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}" and opened:
            start = opened.pop()
            if len(opened) < DEEPEST:
                opening.add(start)
                closing.add(token.start())
    return opening, closing


def _closed(frame: _Frame, end: int) -> list[Node]:
    """What a pair of braces stands for."""
    if len(frame.options) > 1:
        weighed = [_weighed(parts) for parts in frame.options]
        options, weights = zip(*weighed, strict=True)
        return [Choice(options, weights, (frame.start, end), tuple(frame.bars))]
    inner = frame.options[0]
    return _field(inner, (frame.start, end)) or ["{", *inner, "}"]


def _weighed(parts: list[Node]) -> tuple[Node, float]:
    first = next((part for part in parts if part != ""), None)
    said = _WEIGHT.match(first) if isinstance(first, str) else None
    if said is None or not isinstance(first, str):
        return _joined(parts), 1.0
    rest = parts[parts.index(first) + 1 :]
    return _joined([first[said.end() :], *rest]), float(said[1])


def _field(inner: list[Node], span: Span) -> list[Node]:
    """The field that a pair of braces without a bar may be, or nothing."""
    start, end = span
    first = inner[0]
    said = _FIELD.match(first) if isinstance(first, str) else None
    if said is None or not isinstance(first, str):
        return []
    if said["colon"]:
        default = _joined([first[said.end() :], *inner[1:]])
        return [Field(said["name"], default, span, (start + 1 + said.end(), end - 1))]
    if len(inner) == 1:
        return [Field(said["name"], "", span, (end - 1, end - 1))]
    return []


def _joined(parts: list[Node]) -> Node:
    """One node for several; neighbouring texts become one."""
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(last := joined[-1], str):
            joined[-1] = last + part
        elif part != "":
            joined.append(part)
    if not joined:
        return ""
    return joined[0] if len(joined) == 1 else Sequence(tuple(joined))
