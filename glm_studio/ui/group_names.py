"""What the groups of commands are called."""

from __future__ import annotations

from glm_studio.ui.commands import Group
from glm_studio.words import tr


def group_name(group: Group) -> str:
    names = {
        Group.RUN: tr("Run"),
        Group.PROMPT: tr("Prompt"),
        Group.PARAMETERS: tr("Parameters"),
        Group.PICTURE: tr("Picture"),
        Group.CANVAS: tr("Canvas"),
        Group.GALLERY: tr("Gallery"),
        Group.QUEUE: tr("Queue"),
        Group.GO: tr("Go"),
        Group.PROGRAM: tr("Program"),
    }
    return names[group]
