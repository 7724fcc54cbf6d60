"""Certificates for content credentials, made on this machine and for it alone.

The C2PA specification, section 14.5, says what a signer's certificate must be. It comes from an
authority that exists for it alone: that one's key is thrown away, so that whoever trusts it trusts
this signer and nobody else, ever.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.texts import say
from glm_studio.library.atomic import make_folder, replace, temporary_file
from glm_studio.library.certificate import CredentialsError, Identity, read_identity

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, KeyUsage, Name

_CERTIFICATE, _KEY, _AUTHORITY = "certificate.pem", "key.pem", "authority.pem"
_VALID = timedelta(days=10 * 365)
"""Without a time stamp a signature counts as long as its certificate does: so, long."""
_BACKDATED = timedelta(days=1)
"""Clocks of those who verify may be behind."""
_CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1"
"""C2PA's own purpose of a certificate. Verifiers without settings take e-mail protection alone."""
_LONGEST_NAME = 64
"""Characters of a common name: RFC 5280, ub-common-name."""
_NAMELESS = "GLM Studio"
_LOCKED_S = 5.0


def local_identity(folder: Path, name: str) -> Identity:
    """The signer of this name, whose files are in a folder within `folder`; made if there is none.

    Each name has a certificate of its own, and keeps it: pictures that it signed are still there.
    Raises `CredentialsError`.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    plain = name.encode("utf-8", "replace").decode()  # halves of surrogate pairs have no bytes
    wished = " ".join(plain.split())[:_LONGEST_NAME].strip() or _NAMELESS
    own = folder / hashlib.sha256(wished.encode()).hexdigest()[:16]
    try:
        make_folder(own)
        with FileLock(folder / "lock", _LOCKED_S):  # a second studio may be making one as well
            return _found(own) or _make(own, wished)
    except (OSError, Timeout) as error:
        cause = getattr(error, "strerror", None) or error
        raise CredentialsError(
            say("No certificate can be made in {folder}: {cause}.", folder=folder, cause=cause),
            say("Check the folder and the disk, or name a certificate of your own."),
        ) from error


def authorities(folder: Path | None) -> list[Path]:
    """The files of all authorities that were ever made in `folder`, as PEM."""
    return [] if folder is None else sorted(folder.glob(f"*/{_AUTHORITY}"))


def _found(folder: Path) -> Identity | None:
    certificate = folder / _CERTIFICATE
    if not certificate.exists():
        return None
    return read_identity(certificate, folder / _KEY, folder / _AUTHORITY)


def _make(folder: Path, name: str) -> Identity:
    """Write a key, its authority and, last, its certificate. Raises OSError.

    Where there is a certificate, the other two are whole and belong to it.
    """
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key, authority_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _authority(authority_key, _name(f"{name[:40]} (GLM Studio)", name))
    signer = _signer(key, _name(name, name), authority, authority_key)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder.chmod(0o700)
    _write(folder / _KEY, secret)
    _write(folder / _AUTHORITY, authority.public_bytes(Encoding.PEM))
    _write(folder / _CERTIFICATE, signer.public_bytes(Encoding.PEM))
    return read_identity(folder / _CERTIFICATE, folder / _KEY, folder / _AUTHORITY)


def _write(target: Path, content: bytes) -> None:
    with temporary_file(target.parent, content) as temporary:
        temporary.chmod(0o600)
        replace(temporary, target)


def _authority(key: EllipticCurvePrivateKey, name: Name) -> Certificate:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415

    begins = datetime.now(UTC) - _BACKDATED
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + 2 * _VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _signer(
    key: EllipticCurvePrivateKey,
    name: Name,
    authority: Certificate,
    authority_key: EllipticCurvePrivateKey,
) -> Certificate:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415

    purposes = [ExtendedKeyUsageOID.EMAIL_PROTECTION, x509.ObjectIdentifier(_CLAIM_SIGNING)]
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    begins, serial = datetime.now(UTC) - _BACKDATED, x509.random_serial_number()
    return (
        x509.CertificateBuilder(authority.subject, name, key.public_key(), serial)
        .not_valid_before(begins)
        .not_valid_after(begins + _VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(issued_by, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _usage(authority: bool) -> KeyUsage:
    """What a key is for: signing certificates, or anything else."""
    from cryptography import x509  # noqa: PLC0415

    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, organization: str) -> Name:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
        ]
    )
