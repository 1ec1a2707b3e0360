"""Who signed a file: as the verdict names them, also on a file that no check of ours applies to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from lienthong.records.signing.kinds import Signature
from lienthong.records.signing.pki import TRIAL_MARK
from lienthong.records.signing.signature_check import ReadSignature, named_in

# A signature that no kind of document has: of another office or program, and the time stamp of one.
OTHER: Final = "other"
TIME_STAMP: Final = "time_stamp"


@dataclass(frozen=True)
class SignatureFound:
    """One signature as the verdict saw it."""

    role: str
    who: str
    organisation: str
    title: str
    when: datetime | None
    trial: bool
    valid: bool

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "when": self.when.isoformat() if self.when else None}


def found(signature: ReadSignature) -> SignatureFound:
    return SignatureFound(
        role=signature.place.role,
        who=signature.name,
        organisation=signature.organisation,
        title=signature.title,
        when=signature.signed_at,
        trial=signature.trial,
        valid=False,
    )


def all_named(
    signatures: Sequence[EmbeddedPdfSignature], places: Sequence[Signature]
) -> list[SignatureFound]:
    """Every signature by the name in its certificate; nothing is checked.

    Those in the places of the kind, one after the other from the first, have its roles.
    """
    fields = [place.field for place in places]
    ours = 0
    while signatures[ours:] and fields[ours:] and signatures[ours].field_name == fields[ours]:
        ours += 1
    roles = [place.role for place in places[:ours]]
    roles += [_role_of(one) for one in signatures[ours:]]
    return [_named(one, role) for one, role in zip(signatures, roles, strict=True)]


def _role_of(signature: EmbeddedPdfSignature) -> str:
    return TIME_STAMP if signature.sig_object.get("/Type") == "/DocTimeStamp" else OTHER


def _named(signature: EmbeddedPdfSignature, role: str) -> SignatureFound:
    try:
        return _by_certificate(signature, role)
    except Exception:  # noqa: BLE001 - whose certificate cannot be read has no name
        return SignatureFound(role, "", "", "", when=None, trial=False, valid=False)


def _by_certificate(signature: EmbeddedPdfSignature, role: str) -> SignatureFound:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    return SignatureFound(
        role=role,
        who=named_in(certificate, NameOID.COMMON_NAME),
        organisation=named_in(certificate, NameOID.ORGANIZATION_NAME),
        title=named_in(certificate, NameOID.TITLE),
        when=signature.self_reported_timestamp,
        trial=named_in(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME) == TRIAL_MARK,
        valid=False,
    )
