"""Before the first signature a document is exactly the form of its kind; anything else is refused."""

from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.records.signing import form
from lienthong.records.signing.kinds import SEALED_DOCUMENT
from lienthong.records.signing.letters import our_letters
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.tests import forgeries
from lienthong.records.signing.tests.factories import (
    DAY,
    Office,
    a_document,
    a_form,
    a_letter,
    a_typeset,
)
from lienthong.records.signing.tests.test_verdict import documents
from lienthong.records.signing.verdict import check_form

Change = Callable[[IncrementalPdfFileWriter], None]


def title_of(pdf: bytes) -> str:
    return check_form(pdf, SEALED_DOCUMENT, our_letters()).title


def refusal(pdf: bytes) -> str:
    with pytest.raises(Refused) as caught:
        title_of(pdf)
    return str(caught.value)


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.symbol)
def test_a_form_says_its_title(document: object) -> None:
    title = title_of(a_form(document)).replace("\u00a0", " ")

    assert title == f"{document.type_name} {document.abstract}".strip()


def test_what_is_typeset_without_its_places_is_no_form() -> None:
    assert refusal(a_typeset().pdf)


def test_a_signed_or_issued_document_is_no_form(office: Office) -> None:
    for pdf in (office.signed(a_form()), office.issued()):
        assert "already bears a signature" in refusal(pdf)


def test_a_number_filled_in_beforehand_is_refused() -> None:
    assert "steps" in refusal(form.fill(a_form(), "05-NQ/TU", form.printed_date(DAY)))


def in_the_form(change: Change) -> bytes:
    """A form made with a fault in its own revision."""
    made = form._written

    def faulty(writer: IncrementalPdfFileWriter) -> bytes:
        change(writer)
        return made(writer)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(form, "_written", faulty)
        return a_form(a_letter())


def unlock(writer: IncrementalPdfFileWriter) -> None:
    leave_out(writer, forgeries.field_named(writer, "seal"), "/Lock")


def leave_out(
    writer: IncrementalPdfFileWriter, holder: generic.DictionaryObject, name: str
) -> None:
    """Take what a dictionary refers to out of it and out of the file."""
    pointed = holder.raw_get(name).reference
    del holder[pdf_name(name)]
    del writer.objects[pointed.generation, pointed.idnum]


def value(writer: IncrementalPdfFileWriter) -> None:
    field = forgeries.field_named(writer, "number")
    field[pdf_name("/V")] = generic.TextStringObject("05-NQ/TU")


def over_the_number(writer: IncrementalPdfFileWriter) -> None:
    field = forgeries.field_named(writer, "leader")
    field[pdf_name("/Rect")] = forgeries.field_named(writer, "number")["/Rect"]


def over_the_letters(writer: IncrementalPdfFileWriter) -> None:
    """The number would be printed over words of the page."""
    corners = [generic.FloatObject(at) for at in ("85.00", "300.00", "500.00", "600.00")]
    forgeries.field_named(writer, "number")[pdf_name("/Rect")] = generic.ArrayObject(corners)


def false_letters(writer: IncrementalPdfFileWriter) -> None:
    """The face says 5 of the drawing of 6, and the other way round."""
    face = writer.root["/AcroForm"]["/DR"]["/Font"]["/UprightFace"]
    table = face["/ToUnicode"]
    leave_out(writer, face, "/ToUnicode")
    swapped = table.data.replace(b"<0035>", b"<003X>").replace(b"<0036>", b"<0035>")
    false = swapped.replace(b"<003X>", b"<0036>")
    assert false != table.data
    names = {
        pdf_name("/Type"): pdf_name("/CMap"),
        pdf_name("/WMode"): generic.NumberObject(0),
    }
    stream = generic.StreamObject(dict_data=names, stream_data=false)
    face[pdf_name("/ToUnicode")] = writer.add_object(stream)


FAULTS = {
    "the seal locks nothing": (unlock, "places for number"),
    "a number stands there": (value, "already bears something"),
    "a stamp over the number": (over_the_number, "places for number"),
    "words under the number": (over_the_letters, "places for number"),
    "false letters": (false_letters, "other letters than it names"),
    "a script": (forgeries.run_script, "/OpenAction"),
    "a note": (forgeries.annotate, ""),
    "an overlay": (forgeries.overlay, ""),
    "another field": (forgeries.spare_field, "/Fields"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_form_with_a_fault_is_refused(name: str) -> None:
    change, said = FAULTS[name]

    assert said in refusal(in_the_form(change))


def test_nothing_stands_before_or_after_a_form() -> None:
    pdf = a_form()

    for changed in (pdf + b"\n%", pdf + b"x", b" " + pdf, pdf + pdf, pdf[:-9], b"", b"%PDF-1.7\n"):
        assert refusal(changed)
    tail = pdf[pdf.rindex(b"startxref") :]
    assert "added to the file" in refusal(pdf + b"more words\n" + tail)


def test_a_form_of_another_document_says_another_title() -> None:
    assert title_of(a_form(a_letter())) != title_of(a_form(a_document()))
