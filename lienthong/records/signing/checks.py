"""What a file must stand up to, one check a question. Each refuses with a sentence; none relies on another."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from cryptography import x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.xref import XRefSectionType
from pyhanko.sign.fields import FieldMDPAction

from lienthong.records.signing.cms import canonical
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.exact import is_lowered, is_strict_der
from lienthong.records.signing.examined import Examined
from lienthong.records.signing.form import (
    DATE,
    NUMBER,
    Filling,
    date_from_print,
    filling_of,
    letters_of,
)
from lienthong.records.signing.kinds import CATALOG, FORM, PAGES_WITH_FIELDS
from lienthong.records.signing.later import ARCHIVE, refuse_more_than_archive_data
from lienthong.records.signing.letters import prints_as_named
from lienthong.records.signing.pki import POLICIES
from lienthong.records.signing.sentences import Refused, Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.shown import is_blank_under, text_shown_in
from lienthong.records.signing.tiling import refuse_bytes_of_nobody
from lienthong.records.signing.walk import Walk


def check_contents(file: Examined) -> None:
    for signature in file.signatures:
        if not (signature.status.intact and signature.status.valid):
            raise Refused(
                _("The contents no longer match the signature of %(name)s: the file was altered."),
                name=signature.name,
            )


def check_authority(file: Examined) -> None:
    for signature in file.signatures:
        matches = signature.status.intact and signature.status.valid
        if matches and not signature.status.trusted:
            raise Refused(
                _(
                    "The signature in the name of %(name)s comes from an authority not trusted here."
                ),
                name=signature.name,
            )


def check_purpose(file: Examined) -> None:
    for signature in file.signatures:
        if not _allowed_for(signature.certificate, signature.place.purpose):
            raise Refused(
                _("The certificate of %(name)s may not be used for this signature."),
                name=signature.name,
            )


def check_certificate_days(file: Examined) -> None:
    for signature in file.signatures:
        for certificate in signature.certificates:
            start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            if not start <= signature.signed_at <= end:
                raise Refused(
                    _(
                        "The signature of %(name)s was made on a day on which its certificate was not valid."
                    ),
                    name=signature.name,
                )


def check_withdrawal(file: Examined) -> None:
    if file.trust.withdrawn is None:
        file.notes.append(
            Sentence(_("Whether a certificate was withdrawn was not checked: no list is at hand."))
        )
        return
    for signature in file.signatures:
        for certificate in signature.certificates:
            withdrawn = file.trust.withdrawn.get(certificate.serial_number)
            if withdrawn is not None and withdrawn <= signature.signed_at:
                raise Refused(
                    _(
                        "The certificate of %(name)s had been withdrawn before the signature was made."
                    ),
                    name=signature.name,
                )


def check_encoding(file: Examined) -> None:
    """The gap holds exactly our signature and zeros, so that no second file is as good as this one."""
    for signature in file.signatures:
        made = canonical(signature.content)
        exact = binascii.hexlify(made).upper()
        gap = b"<" + exact + b"0" * (len(signature.gap) - 2 - len(exact)) + b">"
        signed = signature.content["content"]["signer_infos"][0]["signature"].native
        numbers = [signed, *(certificate.signature for certificate in signature.certificates)]
        own, *above = signature.certificates
        if not (
            signature.gap == gap
            and is_strict_der(made)
            and all(map(is_lowered, numbers))
            and [one.subject for one in above] == [own.issuer]
            and len(signature.content["content"]["certificates"]) == len(signature.certificates)
        ):
            raise Refused(
                _("A signature is not in the exact form in which signatures are made here.")
            )


def check_organisation(file: Examined) -> None:
    if len({signature.organisation_id for signature in file.signatures}) != 1:
        raise Refused(_("The seal is not that of the organisation whose leader signed."))


def check_signer_name(file: Examined) -> None:
    """Who signed is whose name stands beneath the signature."""
    file.printed().refuse_other_name(file.signatures[0].name)


def check_signer_title(file: Examined) -> None:
    """The title above the signature is that of the certificate, if it has one."""
    signer = file.signatures[0]
    file.printed().refuse_other_title(signer.name, signer.title)


def check_issuer(file: Examined) -> None:
    """An organisation that signed or sealed stands in the head; of what is not sealed yet the signer asks it."""
    if file.is_complete:
        names = (signature.organisation for signature in file.signatures)
        file.printed().refuse_other_issuer(*names)


def check_order_of_times(file: Examined) -> None:
    times = [signature.signed_at for signature in file.signatures]
    if times != sorted(times):
        raise Refused(_("The times of the signatures contradict each other."))
    if times[-1] > file.now:
        file.notes.append(
            Sentence(_("The file says it was signed later than the clock of this computer shows."))
        )


def check_grammar(file: Examined) -> None:
    """Nothing but what is listed, in any revision; nothing lies about to which no way leads."""
    refuse_bytes_of_nobody(file.reader, file.data)
    walk = Walk(file.reader)
    walk.all_revisions()
    _check_fields(file)
    if walk.unreached() != _superseded_looks(file):
        raise Refused(_("The file holds something that belongs to no page of it."))


def _check_fields(file: Examined) -> None:
    form = file.reader.root["/AcroForm"]
    fields = {one.reference: one.get_object() for one in form["/Fields"]}
    names = [str(one["/T"]) for one in fields.values()]
    if sorted(names) != sorted(file.kind.fields):
        raise Refused(_("The file has a field that does not belong to it."))
    for one in fields.values():
        text = str(one["/T"]) in file.kind.text_fields
        if str(one["/FT"]) != ("/Tx" if text else "/Sig"):
            raise Refused(_("A field of the file is not of the kind it must be."))
    laid = list(_laid_over(file.reader.root.raw_get("/Pages")))
    if sorted(laid) != sorted(
        (one.raw_get("/P").reference.idnum, reference.idnum) for reference, one in fields.items()
    ):
        raise Refused(_("Something has been laid over a page of the file."))


def _laid_over(node: Any) -> Iterator[tuple[int, int]]:
    """Page and number of everything laid over the pages."""
    inside = node.get_object()
    for kid in inside.get("/Kids", ()):
        yield from _laid_over(kid)
    for at in range(len(inside.get("/Annots", ()))):
        laid = inside["/Annots"].raw_get(at)
        yield node.reference.idnum, laid.reference.idnum if isinstance(laid, IndirectObject) else 0


def _superseded_looks(file: Examined) -> set[int]:
    """The empty looks of fields that have since been filled or signed: all that a file leaves behind."""
    looks = set()
    for revision, made in enumerate(file.revisions):
        for name in made.replaces & file.kind.fields:
            before = file.reader.get_historical_resolver(revision - 1)
            for one in before.root["/AcroForm"]["/Fields"]:
                if one.get_object().get("/T") == name:
                    looks.add(one.get_object()["/AP"].raw_get("/N").reference.idnum)
    return looks


def check_steps(file: Examined) -> None:
    """Made in the steps of its kind, each replacing what it must, and nothing added afterwards."""
    xrefs, steps = file.reader.xrefs, file.revisions
    if file.signatures and not file.signatures[-1].covers_file:
        raise Refused(_("Something was added to the file after the leader signed it."))
    tables = (xrefs.get_xref_container_info(at) for at in range(xrefs.total_revisions))
    if xrefs.total_revisions != len(steps) or any(
        table.xref_section_type != XRefSectionType.STANDARD for table in tables
    ):
        raise Refused(_("The file was not made in the steps an issued document is made in."))
    if [one.revision for one in file.signatures] != [
        file.kind.revision_of(one.place.field) for one in file.signatures
    ]:
        raise Refused(_("The signatures were not made in the order an issued document requires."))
    existing: set[Any] = set()
    for revision, step in enumerate(steps):
        touched = xrefs.explicit_refs_in_revision(revision)
        if touched & existing != _references(file, step.replaces):
            raise Refused(
                _("More than the number and the date was changed after the leader signed.")
                if file.signatures
                else _("The file was not made in the steps an issued document is made in.")
            )
        existing |= touched
    for signature in file.signatures:
        whole = signature is file.signatures[-1]
        if not signature.covers_revision or not signature.untouched_since(whole=whole):
            raise Refused(
                _("The document was changed after it was sealed.")
                if whole and file.is_complete
                else _("The document was changed after the leader signed it.")
            )


def check_later(file: Examined) -> None:
    """What follows the seal is archive data and nothing else, to the last byte; the issued part has none."""
    if ARCHIVE in file.reader.root:
        raise Refused(_("The file held data for later checks before it was sealed."))
    if len(file.whole) == len(file.data):
        return
    refuse_more_than_archive_data(file.whole, file.kind)
    file.notes.append(
        Sentence(_("Certificates and lists for later checks were added after the seal."))
    )


def _references(file: Examined, names: frozenset[str]) -> set[Any]:
    root = file.reader.root
    fields = {
        str(one.get_object().get("/T")): one.reference for one in root["/AcroForm"]["/Fields"]
    }
    known = {**fields, CATALOG: file.reader.root_ref, FORM: root.raw_get("/AcroForm").reference}
    found = {known[name] for name in names if name != PAGES_WITH_FIELDS}
    if PAGES_WITH_FIELDS in names:
        found |= {one.get_object().raw_get("/P").reference for one in root["/AcroForm"]["/Fields"]}
    return found


def check_protection(file: Examined) -> None:
    """What each signature allows to be changed after it is exactly what its kind allows."""
    for signature in file.signatures:
        place = signature.place
        if place.certifies is not None and not (
            signature.certifies and signature.permission == place.certifies
        ):
            raise Refused(_("The leader's signature does not protect the document as it must."))
        if place.locks_all and (
            signature.locks is None or signature.locks.action != FieldMDPAction.ALL
        ):
            raise Refused(_("The seal does not lock the number and the date."))


def check_number(file: Examined) -> None:
    """The number and the day recorded are those printed, on paper on which nothing else stands there."""
    values, fields = file.values(), file.fields()
    if not file.is_complete:
        if values:
            raise Refused(_("The document already bears a number or a date."))
        return
    if not values.get(NUMBER) or date_from_print(values.get(DATE, "")) is None:
        raise Refused(_("The document has no number or no date."))
    boxes = file.boxes()
    looks = {name: _look_of(fields[name]) for name in boxes}
    expected = {name: _filling(file, name) for name in boxes}
    if looks != expected or text_shown_in(file.data, boxes) != values:
        raise Refused(_("The number or the date seen on the page is not the one the file records."))
    if overlap(file) or not is_blank_under(file.data, boxes):
        raise Refused(_("Something is drawn where the number or the date is printed."))


def overlap(file: Examined) -> bool:
    """Whether a stamp lies over the number or the day."""
    fields = file.fields()
    places = {
        name: (one.raw_get("/P").reference, [float(at) for at in one["/Rect"]])
        for name, one in fields.items()
    }
    return any(
        page == stamped and _meet(box, stamp)
        for page, box in (places[name] for name in file.kind.text_fields)
        for stamped, stamp in (places[signature.field] for signature in file.kind.signatures)
    )


def _meet(one: list[float], other: list[float]) -> bool:
    return all(one[low] < other[low + 2] and other[low] < one[low + 2] for low in (0, 1))


def _look_of(one: Any) -> Filling:
    look = one["/AP"]["/N"]
    fonts = look["/Resources"].get("/Font", {})
    return Filling(
        look.data,
        tuple(round(float(at), 2) for at in look["/BBox"]),
        {str(face): fonts.raw_get(face).reference.idnum for face in fonts},
    )


def _filling(file: Examined, name: str) -> Filling:
    return filling_of(file.reader.root["/AcroForm"], file.fields()[name], file.values()[name])


def check_letters(file: Examined) -> None:
    """The faces of number and day print the letters they name, and not others in their place."""
    faces = file.reader.root["/AcroForm"]["/DR"]["/Font"]
    for name, text in file.values().items():
        font = faces[_filling(file, name).face]
        codes = letters_of(font)
        printed = {letter: codes[letter] for letter in text}
        if not prints_as_named(file.letters[name], font, printed):
            raise Refused(
                _("The face of the number or the date prints other letters than it names.")
            )


def check_day(file: Examined) -> None:
    """The printed day is the day of the seal, as it is counted in Vietnam."""
    printed = date_from_print(file.values().get(DATE, ""))
    sealed_on = file.signatures[-1].signed_at.astimezone(VIETNAM).date()
    if file.is_complete and printed not in (None, sealed_on):
        raise Refused(
            _("The file is dated %(printed)s but was sealed on %(sealed)s."),
            printed=_shown(printed),
            sealed=_shown(sealed_on),
        )


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _allowed_for(certificate: x509.Certificate, purpose: str) -> bool:
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier == POLICIES[purpose] for policy in policies)


Check = Callable[[Examined], None]
CHECKS: Final[tuple[Check, ...]] = (
    check_contents,
    check_authority,
    check_purpose,
    check_certificate_days,
    check_withdrawal,
    check_steps,
    check_later,
    check_grammar,
    check_protection,
    check_encoding,
    check_organisation,
    check_signer_name,
    check_signer_title,
    check_issuer,
    check_order_of_times,
    check_number,
    check_letters,
    check_day,
)
