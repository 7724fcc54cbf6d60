"""What a picture's content credentials are worth: verified here, without the network."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.texts import say
from glm_studio.library.certificate import CredentialsError, read_pem
from glm_studio.library.certificate_making import authorities
from glm_studio.library.credentials import (
    FailedApart,
    Signing,
    available,
    has_credentials,
    run_apart,
)
from glm_studio.library.formats import format_of
from glm_studio.library.label_report import Label, Report, State
from glm_studio.library.labels import one_line

log = logging.getLogger(__name__)

_LARGEST_FILE = 2**29
_MOST = 50
"""Of actions and ingredients: a file can name thousands."""

_UNTRUSTED = "signingCredential.untrusted"
_EXPIRED = ("signingCredential.expired", "claimSignature.outsideValidity")


class Standing(StrEnum):
    """What verifying a file's credentials came to."""

    NONE = "none"
    TRUSTED = "trusted"
    """Unchanged, and an authority that the user trusts vouches for the signer."""
    VALID = "valid"
    """Unchanged; the signer may call itself anything."""
    EXPIRED = "expired"
    """Unchanged, but the signer's certificate has expired, and nobody attested when it signed."""
    CHANGED = "changed"
    """Something was changed since it was signed, or was never signed properly."""
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"
    """There are some, but nobody here can look at them."""


_STATES = {
    Standing.NONE: State.ABSENT,
    Standing.TRUSTED: State.VERIFIED,
    Standing.VALID: State.PRESENT,
    Standing.EXPIRED: State.PRESENT,
    Standing.CHANGED: State.CHANGED,
    Standing.UNREADABLE: State.MALFORMED,
    Standing.UNCHECKED: State.PRESENT,
}


@dataclass(frozen=True, slots=True)
class Source:
    """What the picture comes from; `changed` if it was no more as its own signer left it."""

    title: str
    relationship: str
    signed_by: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """All texts are one line without control characters, and come from the file: quote them.

    `faults` are the specification's codes with what they are about; `why` says why nothing is
    known.
    """

    standing: Standing
    signer: str = ""
    program: str = ""
    signed: str = ""
    actions: tuple[str, ...] = ()
    generated: bool = False
    sources: tuple[Source, ...] = ()
    faults: tuple[str, ...] = ()
    why: str = ""


def verify(path: Path, signing: Signing) -> Verdict:
    """Verify a file's credentials; `signing` says whom the user trusts. Raises OSError.

    Takes milliseconds for a file that has none, and else as long as a process takes to start.
    """
    kind = format_of(path)
    if kind is None or not has_credentials(path):
        return Verdict(Standing.NONE)
    if not available():
        why = say("The package c2pa-python is not installed.")
        return Verdict(Standing.UNCHECKED, why=why)
    if path.stat().st_size > _LARGEST_FILE:
        return Verdict(Standing.UNCHECKED, why=say("The file is too large to be checked."))
    request = {
        "ask": "verify",
        "path": str(path.absolute()),
        "format": kind.mime,
        "anchors": trusted_anchors(signing),
    }
    try:
        said, _rest = run_apart(request)
        return Verdict(Standing.NONE) if said is None else read_report(said)
    except FailedApart as error:
        return Verdict(Standing.UNREADABLE, why=one_line(error.why))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("what c2pa says of %s is not understood: %s", path, error)
        return Verdict(Standing.UNREADABLE, why=say("The credentials are not understood."))


def report(verdict: Verdict) -> Report:
    """The verdict as one of the labels of a file."""
    return Report(Label.CREDENTIALS, _STATES[verdict.standing], _said(verdict))


def _said(verdict: Verdict) -> str:
    by, fault = verdict.signer, verdict.faults[0] if verdict.faults else ""
    match verdict.standing:
        case Standing.TRUSTED:
            return by
        case Standing.VALID:
            return say("unchanged, signed by {by}, whom nobody vouches for here", by=by)
        case Standing.EXPIRED:
            return say("signed by {by}, whose certificate has expired", by=by)
        case Standing.CHANGED:
            return say("changed since {by} signed it: {fault}", by=by, fault=fault)
        case _:
            return verdict.why


def trusted_anchors(signing: Signing) -> str:
    """PEM certificates of all whom the user trusts: themselves, and those of their list."""
    anchors = []
    for file in (*authorities(signing.folder), signing.trusted, signing.certificates):
        try:
            anchors += [read_pem(file)] if file is not None else []
        except CredentialsError as error:  # then nobody is trusted for it
            log.warning("%s", error)
    return "\n".join(anchors)


def read_report(report: Mapping[str, Any]) -> Verdict:
    """Understand what the library says. Raises whatever a report of another shape leads to."""
    manifest = report["manifests"][report["active_manifest"]]
    results = report.get("validation_results", {}).get("activeManifest", {})
    failures = [entry for entry in results.get("failure", []) if entry["code"] != _UNTRUSTED]
    signature = manifest.get("signature_info") or {}
    actions = list(_actions(manifest))[:_MOST]
    born = [action for part in _descent(report, manifest) for action in _actions(part)]
    return Verdict(
        standing=_standing(str(report.get("validation_state")), failures),
        signer=one_line(signature.get("common_name") or signature.get("issuer") or ""),
        program=_program(manifest),
        signed=one_line(signature.get("time") or ""),
        actions=tuple(one_line(action.get("action", "")) for action in actions),
        generated=any("rainedAlgorithmicMedia" in str(a.get("digitalSourceType")) for a in born),
        sources=tuple(_sources(report, manifest)),
        faults=tuple(map(_fault, failures[:_MOST])),
    )


def _standing(state: str, failures: list[dict[str, Any]]) -> Standing:
    if any(entry["code"] not in _EXPIRED for entry in failures):
        return Standing.CHANGED
    if failures:
        return Standing.EXPIRED
    known = {"Trusted": Standing.TRUSTED, "Valid": Standing.VALID}
    return known.get(state, Standing.CHANGED)


def _descent(report: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """A manifest, its original's, and so on: not those of what only went into the picture."""
    for _ in range(_MOST):
        yield manifest
        parts = manifest.get("ingredients") or ()
        parents = [part for part in parts if part.get("relationship") == "parentOf"]
        above = report["manifests"].get(parents[0].get("active_manifest")) if parents else None
        if above is None:
            return
        manifest = above


def _actions(manifest: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for assertion in manifest.get("assertions") or ():
        if str(assertion.get("label")).startswith("c2pa.actions"):
            yield from assertion["data"].get("actions") or ()


def _program(manifest: Mapping[str, Any]) -> str:
    for info in manifest.get("claim_generator_info") or ():
        return one_line(f"{info.get('name', '')} {info.get('version') or ''}")
    return one_line(manifest.get("claim_generator") or "")


def _sources(report: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterable[Source]:
    for part in (manifest.get("ingredients") or ())[:_MOST]:
        own = report["manifests"].get(part.get("active_manifest")) or {}
        results = (part.get("validation_results") or {}).get("activeManifest") or {}
        failures = {entry["code"] for entry in results.get("failure") or ()}
        signature = own.get("signature_info") or {}
        yield Source(
            title=one_line(part.get("title") or ""),
            relationship=one_line(part.get("relationship") or ""),
            signed_by=one_line(signature.get("common_name") or signature.get("issuer") or ""),
            changed=bool(failures - {_UNTRUSTED}),
        )


def _fault(entry: Mapping[str, Any]) -> str:
    """The code, and the assertion it is about, which is the last part of its address."""
    about = str(entry.get("url") or "").rpartition("/")[2]
    return one_line(f"{entry['code']} ({about})" if about else entry["code"])
