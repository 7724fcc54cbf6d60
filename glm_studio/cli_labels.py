"""The options of commands that say what a picture's file tells of its origin."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import Any

from glm_studio.library.credentials import Signer, Signing, read_signing
from glm_studio.library.folders import Folders
from glm_studio.library.labels import (
    Keep,
    Labelling,
    Shown,
    Words,
    saved_labelling,
    saved_preferences,
)
from glm_studio.terminal import say

_NO_LABEL = "none"
_WITHOUT = ("recipe", "parameters", "source-type", "aigc", "credentials")


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """What the files say about where they come from."""
    group = parser.add_argument_group(
        "labels", "What a file says of its origin; unless told, as the window's settings say."
    )
    group.add_argument(
        "--metadata", choices=tuple(Keep), type=Keep, default=Keep.EVERYTHING,
        help="everything (default), only the labels, or nothing, which rules for generated "
        "content may forbid publishing",
    )  # fmt: skip
    group.add_argument(
        "--without", choices=_WITHOUT, action="append", default=[], metavar="PART",
        help=f"leave one out: {', '.join(_WITHOUT)}; may be given several times",
    )  # fmt: skip
    group.add_argument(
        "--credentials", action="store_true", help="sign the pictures: content credentials (C2PA)"
    )
    group.add_argument(
        "--producer", metavar="NAME", help="the name or code of whoever makes the pictures"
    )
    group.add_argument(
        "--propagator", metavar="NAME", help="the name or code of the service that spreads them"
    )
    group.add_argument(
        "--visible-label", choices=(_NO_LABEL, *Words), metavar="LANGUAGE",
        help=f"draw a label onto the pictures: {', '.join(Words)}, or {_NO_LABEL}",
    )  # fmt: skip


def usual_signing() -> Signing:
    """Who signs, and who is trusted, as the window's settings say."""
    folders = Folders.standard()
    return read_signing(saved_preferences(folders.window), folders.credentials)


def usual_labelling() -> Labelling:
    """As the window's settings say. What keeps pictures from being signed is printed."""
    saved = saved_labelling(Folders.standard().window)
    return replace(saved, signer=_signer(usual_signing()))


def _signer(signing: Signing) -> Signer:
    return Signer(signing, lambda problem: say(f"glm-studio: {problem}", sys.stderr))


def asked_labelling(options: argparse.Namespace) -> Labelling:
    """The window's settings, with what the command line says otherwise."""
    saved = usual_labelling()
    visible = saved.visible
    if options.visible_label == _NO_LABEL:
        visible = replace(visible, shown=Shown.NOWHERE)
    elif options.visible_label is not None:
        visible = replace(visible, shown=Shown.EVERYWHERE, words=Words(options.visible_label))
    names = {"producer": options.producer, "propagator": options.propagator}
    told = {name: value.strip() for name, value in names.items() if value is not None}
    left_out = {part.replace("-", "_"): False for part in options.without}
    signed = {"credentials": True} if options.credentials else {}
    changes: dict[str, Any] = {"visible": visible} | told | signed | left_out
    if "producer" in told:  # whose name the certificate bears
        changes["signer"] = _signer(replace(usual_signing(), name=told["producer"]))
    return replace(saved, **changes)
