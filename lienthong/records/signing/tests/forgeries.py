"""Ways to alter an issued document, each of which the verdict must refuse."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from lienthong.records.signing import form, placing
from lienthong.records.signing.tests.factories import DAY, FONTS, MOMENT, Office, a_form, a_letter

Forgery = tuple[str, bytes]
Change = Callable[[IncrementalPdfFileWriter], None]


def revision_ends(pdf: bytes) -> list[int]:
    """Where each revision of a file ends."""
    ends, at = [], 0
    while (at := pdf.find(b"%%EOF", at)) >= 0:
        at += len(b"%%EOF")
        ends.append(at + (1 if pdf[at : at + 1] == b"\n" else 0))
    return ends


def updated(pdf: bytes, change: Change, *, metadata: bool = False) -> bytes:
    """The file with one more revision that makes a change."""
    writer = (
        IncrementalPdfFileWriter(io.BytesIO(pdf)) if metadata else form.QuietWriter(io.BytesIO(pdf))
    )
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field_named(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        if reference.get_object()["/T"] == name:
            return reference.get_object()
    raise LookupError(name)


def refill(name: str, text: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_named(writer, name)
        field.pop(pdf_name("/V"), None)
        form._fill_field(writer, writer.root["/AcroForm"], field, text)

    return change


def only_value(name: str, text: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_named(writer, name)
        field[pdf_name("/V")] = generic.TextStringObject(text)
        writer.update_container(field)

    return change


def only_appearance(name: str, text: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_named(writer, name)
        kept = field.pop(pdf_name("/V"), None)
        form._fill_field(writer, writer.root["/AcroForm"], field, text)
        if kept is not None:
            field[pdf_name("/V")] = kept
        writer.update_container(field)

    return change


def set_language(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/Lang")] = generic.pdf_string("en-US")
    writer.update_root()


def swap_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject(reversed(list(pages["/Kids"])))
    writer.update_container(pages)


def drop_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject(list(pages["/Kids"])[:-1])
    pages[pdf_name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def overlay(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 100 100 300 300 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))


def annotate(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.NumberObject(at) for at in (100, 100, 200, 200)
            ),
            pdf_name("/Contents"): generic.pdf_string("Đã sửa"),
        }
    )
    writer.register_annotation(writer.root["/Pages"]["/Kids"].raw_get(0), writer.add_object(note))


def set_title(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Khác")}))


def run_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {
            pdf_name("/S"): pdf_name("/JavaScript"),
            pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
        }
    )
    writer.update_root()


def remove_value(name: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_named(writer, name)
        field.pop(pdf_name("/V"), None)
        writer.update_container(field)

    return change


def spare_field(writer: IncrementalPdfFileWriter) -> None:
    fields.append_signature_field(
        writer, fields.SigFieldSpec("spare", on_page=0, box=(50, 50, 150, 100))
    )


def countersigned(pdf: bytes, office: Office, name: str = "Signature3") -> bytes:
    """A further signature in a new field."""
    meta = signers.PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
    signer = signers.PdfSigner(
        meta,
        signer=signers.ExternalSigner(signing_cert=None, cert_registry=None, signature_value=256),
        new_field_spec=fields.SigFieldSpec(name),
    )
    session = signer.init_signing_session(form.QuietWriter(io.BytesIO(pdf)))
    tbs = session.prepare_tbs_document(validation_info=None, bytes_reserved=placing.RESERVED)
    out = io.BytesIO()
    prepared, _out = tbs.digest_tbs_document(output=out)
    return office.seal.sign(
        placing.PreparedSignature(
            out.getvalue(),
            prepared.document_digest,
            prepared.reserved_region_start,
            prepared.reserved_region_end,
        )
    )


def approved_only(form_pdf: bytes, office: Office) -> bytes:
    """The leader signs without certifying."""
    meta = signers.PdfSignatureMetadata(
        field_name="leader", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    stamp = placing.Stamp("leader", "Nguyễn Văn Mẫu", "22/11/2026 09:00:00 +07:00", 170, 73)
    return office.leader.sign(placing._prepare(form_pdf, meta, stamp, MOMENT, FONTS))


def flips(pdf: bytes) -> Iterator[Forgery]:
    """One byte changed, at places spread over every part of the file."""
    for part in range(40):
        at = len(pdf) * part // 40 + 7
        yield f"byte {at}", pdf[:at] + bytes([pdf[at] ^ 0x01]) + pdf[at + 1 :]
    found = gaps(pdf)
    for start, end in found:
        for at in (start, start + 3, start + 2001, (start + end) // 2, end - 2, end - 1):
            yield f"gap byte {at}", pdf[:at] + bytes([pdf[at] ^ 0x01]) + pdf[at + 1 :]
        lower = pdf[:start] + pdf[start:end].lower() + pdf[end:]
        yield f"gap in lower case {start}", lower


def gaps(pdf: bytes) -> list[tuple[int, int]]:
    found = []
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        start, length, after, _rest = (int(at) for at in signature.byte_range)
        found.append((start + length, after))
    return found


def additions(pdf: bytes, other: bytes) -> Iterator[Forgery]:
    yield "a line more", pdf + b"\n"
    yield "a byte more", pdf + b"\0"
    yield "a comment more", pdf + b"% xong\n"
    yield "another end", pdf + b"%%EOF\n"
    yield "twice the file", pdf + pdf
    yield "two files", pdf + other
    yield "other file first", other + pdf
    yield "something before", b"\n" + pdf
    yield "header twice", b"%PDF-1.7\n" + pdf
    ends = revision_ends(pdf)
    for number, end in enumerate(ends[:-1], start=1):
        yield f"cut after revision {number}", pdf[:end]
    for cut in (1, 2, 6, 100, 1000, 5000, len(pdf) // 2, len(pdf) - 20):
        yield f"cut by {cut}", pdf[:-cut]
    yield "empty", b""
    yield "middle cut out", pdf[: len(pdf) // 3] + pdf[len(pdf) // 3 + 50 :]
    yield "tail of another document", pdf[: ends[2]] + other[revision_ends(other)[2] :]


def updates(pdf: bytes) -> Iterator[Forgery]:
    changes: dict[str, Change] = {
        "number": refill("number", "06-NQ/TU"),
        "date": refill("date", "ngày 23 tháng 11 năm 2026"),
        "number's value": only_value("number", "06-NQ/TU"),
        "number's look": only_appearance("number", "06-NQ/TU"),
        "date's value": only_value("date", "ngày 23 tháng 11 năm 2026"),
        "number removed": remove_value("number"),
        "seal removed": remove_value("seal"),
        "leader removed": remove_value("leader"),
        "language": set_language,
        "pages swapped": swap_pages,
        "page dropped": drop_page,
        "overlay": overlay,
        "note": annotate,
        "title": set_title,
        "script": run_script,
        "spare field": spare_field,
    }
    for name, change in changes.items():
        yield f"{name} after the seal", updated(pdf, change)
    yield "metadata after the seal", updated(pdf, set_title, metadata=True)


def resealed(office: Office, stranger: Office) -> Iterator[Forgery]:
    """Changes before a seal, sealed again by a true or a foreign key."""
    signed = office.signed(a_form())
    number, day = "05-NQ/TU", form.printed_date(DAY)
    filled = form.fill(signed, number, day)
    pdf = office.sealed(filled)
    yield "seal of a foreign authority", stranger.sealed(filled)
    yield "number changed, foreign seal", stranger.sealed(form.fill(signed, "06-NQ/TU", day))
    yield (
        "leader of a foreign authority",
        office.sealed(form.fill(stranger.signed(a_form()), number, day)),
    )
    yield "all foreign", stranger.issued()
    neighbour = office.certify("Đảng ủy xã An Thành", "seal", "LT-2")
    yield "seal of another organisation", office.sealed(filled, neighbour)
    yield "sealed with the leader's key", office.sealed(filled, office.leader)
    yield (
        "signed with the seal's key",
        office.sealed(form.fill(office.signed(a_form(), office.seal), number, day)),
    )
    yield "countersigned", countersigned(pdf, office)
    yield "countersigned by a stranger", countersigned(pdf, stranger)
    yield "stranger in between", stranger.sealed(countersigned(filled, stranger))
    yield "not certified", office.sealed(form.fill(approved_only(a_form(), office), number, day))
    for name, change in {
        "overlay": overlay,
        "pages swapped": swap_pages,
        "language": set_language,
        "note": annotate,
        "spare field": spare_field,
        "title": set_title,
        "number again": refill("number", "07-NQ/TU"),
        "number's look": only_appearance("number", "07-NQ/TU"),
    }.items():
        yield f"{name} before the seal", office.sealed(updated(filled, change))
    yield "in one step", office.sealed(_filled_with_overlay(signed, number, day))
    yield "look differs", office.sealed(_filled_with_other_look(signed, number, day))
    yield "never numbered", office.sealed(signed)
    yield "not a date", office.sealed(form.fill(signed, number, "ngày 30 tháng 2 năm 2026"))
    yield "spare field from the start", _issued_from(office, updated(a_form(), spare_field))
    yield "script from the start", _issued_from(office, updated(a_form(), run_script))
    yield "note from the start", _issued_from(office, updated(a_form(), annotate))
    yield (
        "seal without lock",
        office.sealed(form.fill(office.signed(_unlocked_form()), number, day)),
    )
    yield "letter's number on a resolution", pdf.replace(b"NQ", b"CV")


def _issued_from(office: Office, form_pdf: bytes) -> bytes:
    filled = form.fill(office.signed(form_pdf), "05-NQ/TU", form.printed_date(DAY))
    return office.sealed(filled)


def _filled_with_overlay(signed: bytes, number: str, day: str) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        refill("number", number)(writer)
        refill("date", day)(writer)
        overlay(writer)

    return updated(signed, change)


def _filled_with_other_look(signed: bytes, number: str, day: str) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        refill("date", day)(writer)
        refill("number", "50-NQ/TU")(writer)
        field = field_named(writer, "number")
        field[pdf_name("/V")] = generic.TextStringObject(number)

    return updated(signed, change)


def _unlocked_form() -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_named(writer, "seal")
        field.pop(pdf_name("/Lock"), None)
        writer.update_container(field)

    whole = a_form()
    # The same number of revisions as a true form: the change is made in the form's own revision.
    start = revision_ends(whole)[0]
    changed = updated(whole, change)
    assert changed[:start] == whole[:start]
    return changed


def all_forgeries(office: Office, stranger: Office) -> Iterator[Forgery]:
    pdf, other = office.issued(), office.issued(a_letter(), 7)
    yield from flips(pdf)
    yield from additions(pdf, other)
    yield from updates(pdf)
    yield from resealed(office, stranger)


__all__ = ["all_forgeries"]
