"""What can be done to the parameters from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from glm_studio.state.parameters import Draw
from glm_studio.state.presets import Grade
from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command, Group
from glm_studio.words import tr

_GROUP = Group.PARAMETERS


def parameter_commands(
    states: StudioState, edit_presets: Callable[[], object], add_reference: Callable[[], object]
) -> list[Command]:
    """In the panel's order."""
    sizes = states.sizes
    return [
        *(_grade(states, grade, text) for grade, text in _grades().items()),
        Command("parameters.presets", tr("Edit presets"), edit_presets, _GROUP),
        Command("parameters.add_reference", tr("Add a reference picture"), add_reference, _GROUP),
        Command("parameters.swap", tr("Swap width and height"), sizes.swap, _GROUP),
        Command(
            "parameters.keep_size",
            tr("Keep this size among the presets"),
            sizes.keep,
            _GROUP,
            enabled=lambda: sizes.can_keep,
        ),
        _roll(states, Draw.LAYOUT, "parameters.roll_layout", tr("Draw a new layout seed")),
        _roll(states, Draw.DETAIL, "parameters.roll_detail", tr("Draw a new detail seed")),
        _lock(states, Draw.LAYOUT, "parameters.lock_layout", tr("Keep the layout seed, or not")),
        _lock(states, Draw.DETAIL, "parameters.lock_detail", tr("Keep the detail seed, or not")),
        Command("parameters.reset", tr("Reset all settings"), states.reuse.reset_settings, _GROUP),
    ]


def _grades() -> dict[Grade, str]:
    return {
        Grade.DRAFT: tr("Preset: draft"),
        Grade.NORMAL: tr("Preset: normal"),
        Grade.FINE: tr("Preset: fine"),
    }


def _grade(states: StudioState, grade: Grade, text: str) -> Command:
    presets = states.presets
    return Command(
        f"parameters.{grade.value}", text, lambda: presets.apply(presets.graded(grade)), _GROUP
    )


def _roll(states: StudioState, draw: Draw, name: str, text: str) -> Command:
    return Command(name, text, partial(states.parameters.roll_seed, draw), _GROUP)


def _lock(states: StudioState, draw: Draw, name: str, text: str) -> Command:
    parameters = states.parameters

    def toggle() -> None:
        parameters.lock_seed(not parameters.value.locked(draw), draw)

    return Command(name, text, toggle, _GROUP)
