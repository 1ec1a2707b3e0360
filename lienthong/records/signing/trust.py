"""Whom a verifier trusts: root certificates, the list of withdrawn certificates, the record key."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from lienthong.records.signing import pki
from lienthong.records.signing.exact import is_lowered
from lienthong.records.signing.messages import record_bytes

ROOTS_FILE: Final = "roots.pem"
INTERMEDIATES_FILE: Final = "intermediates.pem"
WITHDRAWN_FILE: Final = "withdrawn.crl.pem"
RECORD_FILE: Final = "record.pem"


@dataclass(frozen=True)
class Trust:
    """Roots, the moments certificates were withdrawn (None where no list is at hand), and who signs records."""

    roots: tuple[x509.Certificate, ...]
    withdrawn: dict[int, datetime] | None = field(default=None)
    records: tuple[x509.Certificate, ...] = ()

    @classmethod
    def load(cls, place: Path) -> Trust:
        """Read a trust folder (`var/keys/trust`) or a single file of root certificates."""
        if place.is_file():
            return cls(tuple(x509.load_pem_x509_certificates(place.read_bytes())))
        roots = tuple(x509.load_pem_x509_certificates((place / ROOTS_FILE).read_bytes()))
        return cls(roots, _withdrawn(place, roots), _records(place, roots))

    @classmethod
    def kept_in(cls, place: Path) -> Trust:
        """The trust of an installation; one whose signer has never run trusts nobody."""
        return cls.load(place) if (place / ROOTS_FILE).exists() else cls(())

    def with_records(self, certificates: bytes) -> Trust:
        """The same trust, and of these certificates for records those that its roots have issued."""
        return replace(self, records=(*self.records, *_issued(certificates, self.roots)))

    def is_recorded(self, kind: str, said: Mapping[str, Any], signature: str) -> bool:
        """Whether a record key of these roots signed this: a head, a receipt, an attested hash."""
        signed = record_bytes(kind, said)
        for certificate in self.records:
            key = certificate.public_key()
            if not isinstance(key, ed25519.Ed25519PublicKey):
                continue
            with suppress(InvalidSignature, ValueError):
                key.verify(base64.b64decode(signature, validate=True), signed)
                return True
        return False


def texts_of(place: Path) -> dict[str, str]:
    """A trust folder as plain texts by name, to be handed to who may not read it."""
    files = (place / name for name in (ROOTS_FILE, INTERMEDIATES_FILE, WITHDRAWN_FILE, RECORD_FILE))
    return {file.name: file.read_text() for file in files if file.exists()}


def _withdrawn(place: Path, roots: tuple[x509.Certificate, ...]) -> dict[int, datetime] | None:
    if not (place / WITHDRAWN_FILE).exists():
        return None
    withdrawn = x509.load_pem_x509_crl((place / WITHDRAWN_FILE).read_bytes())
    for issuer in x509.load_pem_x509_certificates((place / INTERMEDIATES_FILE).read_bytes()):
        if _is_certified(issuer, roots) and _has_signed(issuer, withdrawn):
            return {
                entry.serial_number: entry.revocation_date_utc.astimezone(UTC)
                for entry in withdrawn
            }
    raise ValueError("The list of withdrawn certificates is not signed by a trusted authority.")


def _records(place: Path, roots: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...]:
    if not (place / RECORD_FILE).exists():
        return ()
    return _issued((place / RECORD_FILE).read_bytes(), roots)


def _issued(records: bytes, roots: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...]:
    found = x509.load_pem_x509_certificates(records)
    return tuple(
        one for one in found if _is_certified(one, roots) and pki.has_policy(one, pki.RECORD_POLICY)
    )


def _is_certified(issuer: x509.Certificate, roots: tuple[x509.Certificate, ...]) -> bool:
    for root in roots:
        with suppress(ValueError, TypeError, InvalidSignature):
            issuer.verify_directly_issued_by(root)
            return True
    return False


def _has_signed(issuer: x509.Certificate, withdrawn: x509.CertificateRevocationList) -> bool:
    key = issuer.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or withdrawn.issuer != issuer.subject:
        return False
    if not is_lowered(withdrawn.signature):
        return False
    try:
        key.verify(withdrawn.signature, withdrawn.tbs_certlist_bytes, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
