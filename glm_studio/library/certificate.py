"""Who signs content credentials: a certificate that was made here, or the user's own, and its key.

Certificates made here are `certificate_making`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.texts import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import (
        CertificatePublicKeyTypes,
        PrivateKeyTypes,
    )

_LARGEST_FILE = 2**20
_SMALLEST_RSA_BITS = 2048


class CredentialsError(EngineError):
    """A picture could not be signed, or nobody is there who could sign it."""

    kind = "credentials"

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(say("Content credentials cannot be written."), why, remedy)


@dataclass(frozen=True, slots=True)
class Identity:
    """A signer: `certificates` are PEM, its own first; `anchors`, PEM, are what vouches for it.

    The private key stays in its file. `algorithm` is C2PA's name; `expires` is aware, in UTC.
    """

    name: str
    certificates: str
    anchors: str
    key: Path
    algorithm: str
    expires: datetime


def read_identity(certificates: Path, key: Path, authority: Path | None = None) -> Identity:
    """A signer from PEM files: its certificate and what lies between it and its authority, and its
    key. Raises `CredentialsError` for what cannot be read, has expired or does not go together."""
    from cryptography import x509  # noqa: PLC0415 - only where something is signed
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    text = read_pem(certificates)
    try:
        chain = x509.load_pem_x509_certificates(text.encode())
    except ValueError as error:
        raise CredentialsError(
            say("{path} holds no certificates in PEM form.", path=certificates),
            say("Name a file that begins with -----BEGIN CERTIFICATE-----."),
        ) from error
    signer = chain[0]
    if signer.not_valid_after_utc <= datetime.now(UTC):
        raise CredentialsError(
            say(
                "The certificate in {path} expired on {day}.",
                path=certificates,
                day=signer.not_valid_after_utc.date().isoformat(),
            ),
            say("Name another certificate, or move it away: then a new one is made."),
        )
    if _read_key(key).public_key() != signer.public_key():
        raise CredentialsError(
            say("The key in {key} is none of {path}'s.", key=key, path=certificates),
            say("Name the certificate and the key that were made together."),
        )
    names = signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(names[0].value) if names else signer.subject.rfc4514_string()
    anchors = read_pem(authority) if authority else chain[-1].public_bytes(Encoding.PEM).decode()
    algorithm = _algorithm(signer.public_key())
    return Identity(name, text, anchors, key, algorithm, signer.not_valid_after_utc)


def read_pem(path: Path) -> str:
    """A file's text. Raises `CredentialsError`."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE).decode("ascii", "replace")
    except OSError as error:
        raise CredentialsError(
            say("{path} cannot be read: {cause}.", path=path, cause=error.strerror or error),
            say("Check the file and who may read it."),
        ) from error


def _read_key(path: Path) -> PrivateKeyTypes:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        load_pem_private_key,
    )

    text = read_pem(path)
    try:
        return load_pem_private_key(text.encode(), None)
    except TypeError as error:  # what a password protects
        raise CredentialsError(
            say("The key in {path} is protected by a password.", path=path),
            say("Name a key without one, in a file that you alone can read."),
        ) from error
    except Exception as error:  # ValueError, and what the library has of its own
        raise CredentialsError(
            say("{path} holds no private key in PEM form.", path=path),
            say("Name a file that begins with -----BEGIN PRIVATE KEY-----."),
        ) from error


def _algorithm(key: CertificatePublicKeyTypes) -> str:
    """C2PA's name of the signature that a key makes. Raises `CredentialsError`."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: PLC0415

    curves = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in curves:
        return curves[key.curve.name]
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA_BITS:
        return "ps256"
    raise CredentialsError(
        say("Content credentials cannot be signed with a key of this kind."),
        say("Use a key on the curve P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits or more."),
    )
