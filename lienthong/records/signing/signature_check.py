"""One signature of a document: whose it is, whether it is whole, trusted and in the one form we make."""

from __future__ import annotations

import binascii
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

from lienthong.records.signing.cms import as_asn1, canonical
from lienthong.records.signing.form import LEADER
from lienthong.records.signing.pki import ORGANISATION_IDENTIFIER, POLICIES, TRIAL_MARK
from lienthong.records.signing.sentences import Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.trust import Trust


@dataclass(frozen=True)
class CheckedSignature:
    """What is known of one signature after every check of it alone."""

    field_name: str
    name: str
    title: str
    organisation: str
    organisation_id: str
    trial: bool
    signed_at: datetime | None
    revision: int
    starts_at: int
    covers_whole_file: bool
    certifies: bool
    permission: MDPPerm | None
    locks: FieldMDPSpec | None
    status: PdfSignatureStatus
    serial: int
    problem: Sentence | None

    def untouched_since(self, *, whole: bool) -> bool:
        """Whether nothing changed since but (for the leader's) the filling of fields."""
        levels = {ModificationLevel.NONE} if whole else {ModificationLevel.FORM_FILLING}
        return bool(self.status.docmdp_ok and self.status.modification_level in levels)


def check_signature(
    signature: EmbeddedPdfSignature, data: bytes, trust: Trust, purpose: str
) -> CheckedSignature:
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=[as_asn1(root) for root in trust.roots],
        moment=signed_at.astimezone(UTC) if signed_at else None,
        allow_fetching=False,
    )
    status = validate_pdf_signature(signature, context)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    gap_start, gap_end = _gap(signature)
    return CheckedSignature(
        field_name=signature.field_name,
        name=_named(certificate, NameOID.COMMON_NAME),
        title=_named(certificate, NameOID.TITLE),
        organisation=_named(certificate, NameOID.ORGANIZATION_NAME),
        organisation_id=_named(certificate, ORGANISATION_IDENTIFIER),
        trial=_named(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME) == TRIAL_MARK,
        signed_at=signed_at,
        revision=signature.signed_revision,
        starts_at=int(signature.byte_range[0]),
        covers_whole_file=_covers(signature, data),
        certifies=_certifies(signature),
        permission=signature.docmdp_level,
        locks=signature.fieldmdp,
        status=status,
        serial=certificate.serial_number,
        problem=_problem(status, certificate, signed_at, trust, purpose)
        or _form_problem(signature, data[gap_start:gap_end]),
    )


def _problem(
    status: PdfSignatureStatus,
    certificate: x509.Certificate,
    signed_at: datetime | None,
    trust: Trust,
    purpose: str,
) -> Sentence | None:
    facts = {"name": _named(certificate, NameOID.COMMON_NAME)}
    if not (status.intact and status.valid):
        return Sentence(
            _("The contents no longer match the signature of %(name)s: the file was altered."),
            facts,
        )
    if not status.trusted:
        return Sentence(
            _("The signature in the name of %(name)s comes from an authority not trusted here."),
            facts,
        )
    if not _allowed_for(certificate, purpose):
        return Sentence(_("The certificate of %(name)s may not be used for this signature."), facts)
    withdrawn = (trust.withdrawn or {}).get(certificate.serial_number)
    if withdrawn is not None and (signed_at is None or withdrawn < signed_at):
        return Sentence(
            _("The certificate of %(name)s had been withdrawn before the signature was made."),
            facts,
        )
    return None


def _form_problem(signature: EmbeddedPdfSignature, gap: bytes) -> Sentence | None:
    """The gap holds exactly our signature and zeros, so that not one byte of a file is unguarded."""
    made = signature.signed_data
    content = asn1_cms.ContentInfo({"content_type": "signed_data", "content": made})
    exact = binascii.hexlify(canonical(content)).upper()
    expected = b"<" + exact + b"0" * (len(gap) - 2 - len(exact)) + b">"
    if gap != expected or len(made["certificates"]) != 2:
        return Sentence(
            _("A signature is not in the exact form in which signatures are made here.")
        )
    return None


def _gap(signature: EmbeddedPdfSignature) -> tuple[int, int]:
    start, length, after, _rest = (int(at) for at in signature.byte_range)
    return start + length, after


def _covers(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    start, _length, after, rest = (int(at) for at in signature.byte_range)
    entire = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return entire and start == 0 and after + rest == len(data)


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    permissions: Any = signature.reader.root.get("/Perms", {})
    if "/DocMDP" not in permissions or signature.field_name != LEADER:
        return False
    return bool(permissions.raw_get("/DocMDP").reference == signature.sig_object.container_ref)


def _allowed_for(certificate: x509.Certificate, purpose: str) -> bool:
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier == POLICIES[purpose] for policy in policies)


def _named(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
