"""The verdict on a file: is this the document the leader signed, numbered, dated and sealed, and nothing else?"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing import checks
from lienthong.records.signing.examined import Examined
from lienthong.records.signing.form import DATE, LEADER, NUMBER, date_from_print
from lienthong.records.signing.form_checks import CHECKS_OF_A_FORM
from lienthong.records.signing.kinds import SEALED_DOCUMENT, DocumentKind
from lienthong.records.signing.later import additions, issued_part
from lienthong.records.signing.letters import Letters, our_letters
from lienthong.records.signing.printed import Printed, printed_in
from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signature_check import ReadSignature, read_signature
from lienthong.records.signing.signers import SignatureFound, all_named, found
from lienthong.records.signing.trust import Trust

LARGEST_FILE: Final = 64 * 1024 * 1024


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


def verify_file(
    data: bytes, trust: Trust, now: datetime | None = None, letters: Letters | None = None
) -> Verdict:
    """A file is valid only as the exact whole: typeset, signed, numbered, sealed, and then archive data at most."""
    letters, now = letters or our_letters(), now or datetime.now(UTC)
    verdict = _judged(data, trust, now, letters)
    if not verdict.valid:
        verdict.notes += _told_apart(data, trust, now, letters)
    return verdict


def _told_apart(data: bytes, trust: Trust, now: datetime, letters: Letters) -> list[Sentence]:
    """Of a file that grew after it was issued: what was issued, if that part is whole, and what was added."""
    try:
        issued = issued_part(_opened(data), data, SEALED_DOCUMENT)
        if len(issued) == len(data):
            return []
        part = _judged(issued, trust, now, letters)
        if not part.valid:
            return []
        whole = Sentence(
            _("The part that was issued is whole: %(number)s of %(day)s."),
            {"number": part.number, "day": f"{part.date:%d/%m/%Y}"},
        )
        return [whole, *additions(data, SEALED_DOCUMENT)]
    except Exception:  # noqa: BLE001 - what cannot be read through is not told apart
        return []


def _judged(data: bytes, trust: Trust, now: datetime, letters: Letters) -> Verdict:
    verdict = Verdict()
    try:
        _judge(data, trust, now, letters, verdict)
    except Refused as refused:
        verdict.reasons.append(refused.sentence)
    except Exception:  # noqa: BLE001 - whatever cannot be read through is not a valid document
        verdict.reasons.append(
            Sentence(_("The file is damaged or has been altered; it cannot be checked as a whole."))
        )
    verdict.valid = not verdict.reasons
    # A signature on a file that is not whole vouches for nothing.
    verdict.signatures = [replace(one, valid=verdict.valid) for one in verdict.signatures]
    return verdict


@dataclass(frozen=True)
class Form:
    """What a document ready for its first signature says of itself."""

    title: str
    printed: Printed


def check_form(data: bytes, kind: DocumentKind, letters: Letters) -> Form:
    """What a document ready for its first signature says; refused unless it is exactly that."""
    try:
        reader = _opened(data)
        if reader.embedded_signatures:
            raise Refused(_("The document to be signed already bears a signature."))
        file = Examined(data, data, reader, kind, [], Trust(()), datetime.now(UTC), letters)
        for check in CHECKS_OF_A_FORM:
            check(file)
        title = str(reader.trailer_view["/Info"].get("/Title", ""))
        return Form(title, file.printed())
    except Refused:
        raise
    except Exception as broken:
        raise _damaged() from broken


def check_leader_signed(data: bytes, trust: Trust) -> ReadSignature:
    """The leader's signature on a document not yet numbered; refused unless it is exactly that."""
    letters = our_letters()
    try:
        reader = _opened(data)
        if [signature.field_name for signature in reader.embedded_signatures] != [LEADER]:
            raise Refused(_("The file does not bear exactly the leader's signature."))
        file = _examined(reader, data, trust, datetime.now(UTC), letters)
        for check in checks.CHECKS:
            check(file)
    except Refused:
        raise
    except Exception as broken:
        raise _damaged() from broken
    return file.signatures[0]


def printed_on(data: bytes) -> Printed:
    """Issuer, title and name as a document of ours prints them."""
    form = _opened(data).root["/AcroForm"]
    fields = (one.get_object() for one in form["/Fields"])
    return printed_in(data, {str(one.get("/T")): one for one in fields})


def _damaged() -> Refused:
    return Refused(_("The file is damaged or has been altered; it cannot be checked as a whole."))


def _judge(data: bytes, trust: Trust, now: datetime, letters: Letters, verdict: Verdict) -> None:
    reader = _opened(data)
    verdict.revisions = reader.xrefs.total_revisions
    verdict.signatures = named = all_named(reader.embedded_signatures, SEALED_DOCUMENT.signatures)
    issued = issued_part(reader, data, SEALED_DOCUMENT)
    if len(issued) < len(data):
        reader = _opened(issued)
    _refuse_other_signatures([signature.field_name for signature in reader.embedded_signatures])
    file = _examined(reader, issued, trust, now, letters, whole=data)
    ours = [found(signature) for signature in file.signatures]
    verdict.signatures = [*ours, *named[len(ours) :]]
    if not file.is_complete:
        raise Refused(
            _(
                "The file bears the leader's signature but not the organisation's seal: it was not issued."
            )
        )
    for check in checks.CHECKS:
        check(file)
    values = file.values()
    verdict.number, verdict.date = values.get(NUMBER), date_from_print(values.get(DATE, ""))
    verdict.notes = file.notes


def _opened(data: bytes) -> PdfFileReader:
    if len(data) > LARGEST_FILE:
        raise Refused(_("The file is larger than any document this system issues."))
    if not data.startswith(b"%PDF-"):
        raise Refused(_("The file is not a PDF."))
    reader = PdfFileReader(io.BytesIO(data), strict=True)
    if reader.encrypted:
        raise Refused(
            _(
                "The file is locked with a password, if only against changes: no document is issued like "
                "this. Bring the file as it was issued."
            )
        )
    return reader


def _examined(
    reader: PdfFileReader,
    data: bytes,
    trust: Trust,
    now: datetime,
    letters: Letters,
    *,
    whole: bytes = b"",
) -> Examined:
    signatures = [
        read_signature(signature, place, data, trust)
        for signature, place in zip(
            reader.embedded_signatures, SEALED_DOCUMENT.signatures, strict=False
        )
    ]
    return Examined(data, whole or data, reader, SEALED_DOCUMENT, signatures, trust, now, letters)


def _refuse_other_signatures(names: list[str]) -> None:
    expected = [signature.field for signature in SEALED_DOCUMENT.signatures]
    if not names:
        raise Refused(_("The file bears no signature."))
    if names[0] != LEADER:
        raise Refused(
            _(
                "This is not a document of this system. Who signed it is named below; whether these "
                "signatures are good was not checked."
            )
        )
    if names != expected[: len(names)]:
        raise Refused(_("The file bears a signature that does not belong to it."))
