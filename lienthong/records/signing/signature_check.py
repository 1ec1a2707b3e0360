"""One signature of a document: whose it is, and everything the checks ask of it alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms as asn1_cms
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lienthong.records.signing.cms import as_asn1
from lienthong.records.signing.kinds import Signature
from lienthong.records.signing.pki import ORGANISATION_IDENTIFIER, TRIAL_MARK
from lienthong.records.signing.trust import Trust


@dataclass(frozen=True)
class ReadSignature:
    """What is known of one signature; whether it is good is for the checks to say."""

    place: Signature
    name: str
    title: str
    organisation: str
    organisation_id: str
    trial: bool
    signed_at: datetime
    revision: int
    covers_revision: bool
    covers_file: bool
    certifies: bool
    permission: MDPPerm | None
    locks: FieldMDPSpec | None
    status: PdfSignatureStatus
    certificates: tuple[x509.Certificate, ...]
    content: asn1_cms.ContentInfo
    gap: bytes

    @property
    def certificate(self) -> x509.Certificate:
        return self.certificates[0]

    def untouched_since(self, *, whole: bool) -> bool:
        """Whether nothing changed since but (if not whole) the filling of fields."""
        levels = {ModificationLevel.NONE} if whole else {ModificationLevel.FORM_FILLING}
        return bool(self.status.docmdp_ok and self.status.modification_level in levels)


def read_signature(
    signature: EmbeddedPdfSignature, place: Signature, data: bytes, trust: Trust
) -> ReadSignature:
    """A signature with its certificate first, then those it brings along."""
    signed_at = signature.self_reported_timestamp
    if signed_at is None or signed_at.tzinfo is None:
        raise ValueError("a signature that does not say when it was made")
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    # The days of the certificate are a check of their own.
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in trust.roots],
        moment=min(max(signed_at.astimezone(UTC), start), end),
        allow_fetching=False,
    )
    status = validate_pdf_signature(signature, context)
    first, length, after, rest = (int(at) for at in signature.byte_range)
    made = signature.signed_data
    brought = [x509.load_der_x509_certificate(one.chosen.dump()) for one in made["certificates"]]
    whole, revision = SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION
    return ReadSignature(
        place=place,
        name=named_in(certificate, NameOID.COMMON_NAME),
        title=named_in(certificate, NameOID.TITLE),
        organisation=named_in(certificate, NameOID.ORGANIZATION_NAME),
        organisation_id=named_in(certificate, ORGANISATION_IDENTIFIER),
        trial=named_in(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME) == TRIAL_MARK,
        signed_at=signed_at,
        revision=signature.signed_revision,
        covers_revision=first == 0 and status.coverage in (revision, whole),
        covers_file=first == 0 and status.coverage == whole and after + rest == len(data),
        certifies=_certifies(signature),
        permission=signature.docmdp_level,
        locks=signature.fieldmdp,
        status=status,
        certificates=(certificate, *(one for one in brought if one != certificate)),
        content=asn1_cms.ContentInfo({"content_type": "signed_data", "content": made}),
        gap=data[first + length : after],
    )


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    permissions: Any = signature.reader.root.get("/Perms", {})
    if "/DocMDP" not in permissions:
        return False
    return bool(permissions.raw_get("/DocMDP").reference == signature.sig_object.container_ref)


def named_in(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
