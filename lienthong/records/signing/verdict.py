"""The verdict on a file: is this the document the leader signed, numbered, dated and sealed, and nothing else?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lienthong.records.signing.form import (
    ALL_FIELDS,
    DATE,
    LEADER,
    NUMBER,
    SEAL,
    TEXT_FIELDS,
    date_from_print,
)
from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.shown import text_shown_in
from lienthong.records.signing.signature_check import CheckedSignature, check_signature
from lienthong.records.signing.trust import Trust

LARGEST_FILE: Final = 64 * 1024 * 1024
# Typeset document, form, leader's signature, number and date, seal: one revision each.
REVISIONS: Final = 5
LEADER_REVISION: Final = 2
FILLING_REVISION: Final = 3
SEAL_REVISION: Final = 4
_ROLES: Final = {LEADER: "leader", SEAL: "seal"}


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


@dataclass
class Verdict:
    """What can be said of a file, in plain words."""

    valid: bool = False
    reasons: list[Sentence] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    signatures: list[SignatureFound] = field(default_factory=list)
    number: str | None = None
    date: date | None = None
    revisions: int = 0


def verify_file(data: bytes, trust: Trust) -> Verdict:
    """A file is valid only as the exact whole: typeset, signed, numbered, sealed, and nothing after."""
    verdict = Verdict()
    try:
        _judge(data, trust, verdict)
    except Refused as refused:
        verdict.reasons.append(refused.sentence)
    except Exception:  # noqa: BLE001 - whatever cannot be read through is not a valid document
        verdict.reasons.append(
            Sentence(_("The file is damaged or has been altered; it cannot be checked as a whole."))
        )
    verdict.valid = not verdict.reasons
    if not verdict.valid:
        verdict.signatures = [_doubted(found, verdict) for found in verdict.signatures]
    return verdict


def check_leader_signed(data: bytes, trust: Trust) -> CheckedSignature:
    """The leader's signature on a document not yet numbered; refused unless it is exactly that."""
    try:
        reader = _opened(data)
        _refuse_other_fields(reader)
        _refuse_active_content(reader)
        if [signature.field_name for signature in reader.embedded_signatures] != [LEADER]:
            raise Refused(_("The file does not bear exactly the leader's signature."))
        if reader.xrefs.total_revisions != LEADER_REVISION + 1:
            raise Refused(_("Something was added to the file after the leader signed it."))
        if any("/V" in field_ for name, _ref, field_ in _fields(reader) if name in TEXT_FIELDS):
            raise Refused(_("The document already bears a number or a date."))
        checked = check_signature(reader.embedded_signatures[0], data, trust, "person")
        if not checked.covers_whole_file:
            raise Refused(_("Something was added to the file after the leader signed it."))
        _refuse_weak_leader(checked, whole=True)
    except Refused:
        raise
    except Exception as broken:
        raise Refused(
            _("The file is damaged or has been altered; it cannot be checked as a whole.")
        ) from broken
    return checked


def _judge(data: bytes, trust: Trust, verdict: Verdict) -> None:
    reader = _opened(data)
    verdict.revisions = reader.xrefs.total_revisions
    signatures = reader.embedded_signatures
    _refuse_other_signatures([signature.field_name for signature in signatures])
    leader, seal = _checked(signatures, data, trust, verdict)
    _refuse_untrusted(leader, seal)
    _refuse_other_fields(reader)
    _refuse_active_content(reader)
    _refuse_other_revisions(reader, leader, seal)
    _refuse_weak_leader(leader, whole=False)
    _refuse_weak_seal(seal)
    _refuse_strangers(leader, seal)
    _read_number_and_date(reader, data, verdict)
    if trust.withdrawn is None:
        verdict.notes.append(
            Sentence(_("Whether a certificate was withdrawn was not checked: no list is at hand."))
        )


def _opened(data: bytes) -> PdfFileReader:
    if len(data) > LARGEST_FILE:
        raise Refused(_("The file is larger than any document this system issues."))
    if not data.startswith(b"%PDF-"):
        raise Refused(_("The file is not a PDF."))
    return PdfFileReader(io.BytesIO(data), strict=True)


def _refuse_other_signatures(names: list[str]) -> None:
    if not names:
        raise Refused(_("The file bears no signature."))
    if names == [LEADER]:
        raise Refused(
            _(
                "The file bears the leader's signature but not the organisation's seal: it was not issued."
            )
        )
    if LEADER not in names:
        raise Refused(_("The leader's signature is missing."))
    if names != [LEADER, SEAL]:
        raise Refused(_("The file bears a signature that does not belong to it."))


def _checked(
    signatures: list[EmbeddedPdfSignature], data: bytes, trust: Trust, verdict: Verdict
) -> list[CheckedSignature]:
    checked = []
    for signature, purpose in zip(signatures, ("person", "seal"), strict=True):
        one = check_signature(signature, data, trust, purpose)
        checked.append(one)
        verdict.signatures.append(
            SignatureFound(
                role=_ROLES[one.field_name],
                who=one.name,
                organisation=one.organisation,
                title=one.title,
                when=one.signed_at,
                trial=one.trial,
                valid=one.problem is None,
            )
        )
    return checked


def _refuse_untrusted(*signatures: CheckedSignature) -> None:
    for checked in signatures:
        if checked.problem is not None:
            raise Refused(checked.problem.message, **checked.problem.facts)


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, Any, Any]]:
    for reference in reader.root["/AcroForm"]["/Fields"]:
        field_ = reference.get_object()
        yield str(field_.get("/T")), reference.reference, field_


def _refuse_other_fields(reader: PdfFileReader) -> None:
    found = list(_fields(reader))
    names = [name for name, _ref, _field in found]
    if len(names) != len(ALL_FIELDS) or set(names) != ALL_FIELDS:
        raise Refused(_("The file has a field that does not belong to it."))
    if any("/Kids" in field_ for _name, _ref, field_ in found):
        raise Refused(_("A field of the file stands in more than one place."))
    for name, _ref, field_ in found:
        if str(field_.get("/FT")) != ("/Tx" if name in TEXT_FIELDS else "/Sig"):
            raise Refused(_("A field of the file is not of the kind it must be."))
    known = {reference for _name, reference, _field in found}
    if any(annotation not in known for annotation in _annotations(reader.root["/Pages"])):
        raise Refused(_("Something has been laid over a page of the file."))


def _annotations(node: Any) -> Iterator[Any]:
    """References of everything laid over the pages; None for what has no reference of its own."""
    node = node.get_object()
    for kid in node.get("/Kids", ()):
        yield from _annotations(kid)
    for annotation in node.get("/Annots", ()):
        yield annotation.reference if isinstance(annotation, IndirectObject) else None


def _refuse_active_content(reader: PdfFileReader) -> None:
    names = reader.root.get("/Names", {})
    if (
        "/OpenAction" in reader.root
        or "/AA" in reader.root
        or "/JavaScript" in names
        or "/EmbeddedFiles" in names
    ):
        raise Refused(
            _("The file contains a script or an attachment, which an official document never does.")
        )


def _refuse_other_revisions(
    reader: PdfFileReader, leader: CheckedSignature, seal: CheckedSignature
) -> None:
    if not seal.covers_whole_file:
        raise Refused(_("Something was added to the file after it was sealed."))
    if reader.xrefs.total_revisions != REVISIONS:
        raise Refused(_("The file was not made in the steps an issued document is made in."))
    if leader.revision != LEADER_REVISION or seal.revision != SEAL_REVISION:
        raise Refused(_("The signatures were not made in the order an issued document requires."))
    references = {name: reference for name, reference, _field in _fields(reader)}
    _refuse_other_changes(reader, FILLING_REVISION, {references[NUMBER], references[DATE]})
    _refuse_other_changes(reader, SEAL_REVISION, {references[SEAL]})


def _refuse_other_changes(reader: PdfFileReader, revision: int, expected: set[Any]) -> None:
    """In a revision only the expected objects may be replaced; new ones may be added."""
    touched = reader.xrefs.explicit_refs_in_revision(revision)
    replaced = {reference for reference in touched if _existed(reader, reference, revision)}
    if replaced != expected:
        raise Refused(_("More than the number and the date was changed after the leader signed."))


def _existed(reader: PdfFileReader, reference: Any, revision: int) -> bool:
    return any(
        reference in reader.xrefs.explicit_refs_in_revision(earlier) for earlier in range(revision)
    )


def _refuse_weak_leader(leader: CheckedSignature, *, whole: bool) -> None:
    if not leader.certifies or leader.permission != MDPPerm.FILL_FORMS:
        raise Refused(_("The leader's signature does not protect the document as it must."))
    if leader.starts_at != 0 or leader.status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise Refused(_("The leader's signature does not protect the document as it must."))
    if not leader.untouched_since(whole=whole):
        raise Refused(_("The document was changed after the leader signed it."))


def _refuse_weak_seal(seal: CheckedSignature) -> None:
    if seal.locks is None or seal.locks.action != FieldMDPAction.ALL:
        raise Refused(_("The seal does not lock the number and the date."))
    if not seal.untouched_since(whole=True):
        raise Refused(_("The document was changed after it was sealed."))


def _refuse_strangers(leader: CheckedSignature, seal: CheckedSignature) -> None:
    if leader.organisation_id != seal.organisation_id:
        raise Refused(_("The seal is not that of the organisation whose leader signed."))
    if leader.signed_at is None or seal.signed_at is None or leader.signed_at > seal.signed_at:
        raise Refused(_("The times of the signatures contradict each other."))


def _read_number_and_date(reader: PdfFileReader, data: bytes, verdict: Verdict) -> None:
    values = {name: (str(field_.get("/V", "")), field_) for name, _ref, field_ in _fields(reader)}
    number, day = values[NUMBER][0], values[DATE][0]
    verdict.number, verdict.date = number, date_from_print(day)
    if not number or verdict.date is None:
        raise Refused(_("The document has no number or no date."))
    boxes = {name: [float(at) for at in values[name][1]["/Rect"]] for name in TEXT_FIELDS}
    shown = text_shown_in(data, boxes)
    if shown != {NUMBER: number, DATE: day}:
        raise Refused(_("The number or the date seen on the page is not the one the file records."))


def _doubted(found: SignatureFound, verdict: Verdict) -> SignatureFound:
    """A signature on a file that is not whole vouches for nothing."""
    return SignatureFound(**{**found.__dict__, "valid": False})
