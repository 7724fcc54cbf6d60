"""`glm-studio plan`: the memory plan as two tables, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table

from engine.api import to_json
from engine.plan import GIB, Plan


def show_plans(plans: Mapping[str, Plan], as_json: bool) -> None:
    """Print the plan of each device, by its name, to standard output."""
    if as_json:
        print(json.dumps(to_json(plans)))
        return
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for number, (device, plan) in enumerate(plans.items()):
        if number:
            console.print()
        if len(plans) > 1:
            console.print(f"{device}:")
        _show_plan(plan, console)


def _show_plan(plan: Plan, console: Console) -> None:
    for line in _head(plan):
        console.print(line)
    console.print()
    console.print(_components(plan))
    console.print()
    console.print(_stages(plan))
    for line in _refused(plan):
        console.print(line)


def summary(plan: Plan) -> str:
    """The plan in half a line."""
    return f"{plan.name}, {gib(plan.peak_bytes)} of {gib(plan.budget_bytes)} GiB"


def gib(size: int) -> str:
    """Bytes as GiB, with the digits that matter."""
    return f"{size / GIB:.2f}" if size < 10 * GIB else f"{size / GIB:.1f}"


def _head(plan: Plan) -> Iterator[str]:
    references = f" with {plan.references} references" if plan.references else ""
    yield f"{plan.width} x {plan.height} px{references}, {plan.precision}: {plan.name}"
    free = gib(plan.free_bytes)
    yield f"{gib(plan.peak_bytes)} GiB at the most, of {gib(plan.budget_bytes)}; {free} are free"


def _components(plan: Plan) -> Table:
    table = _table("component", "stored", "place", "all GiB", "at a time GiB")
    for part in plan.components:
        sizes = gib(part.weight_bytes), gib(part.held_bytes)
        table.add_row(part.name, part.storage, part.place, *sizes)
    return table


def _stages(plan: Plan) -> Table:
    table = _table("stage", "weights GiB", "activations GiB", "caches GiB", "together GiB")
    for need in plan.stages:
        sizes = (need.weight_bytes, need.activation_bytes, need.cache_bytes, need.peak_bytes)
        table.add_row(need.stage, *map(gib, sizes))
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, justify="right" if "GiB" in name else "left", no_wrap=True)
    return table


def _refused(plan: Plan) -> Iterator[str]:
    if plan.refused:
        yield ""
        yield "Better, but too large:"
    for refusal in plan.refused:
        yield f"  {refusal}"
