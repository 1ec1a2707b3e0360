"""What is added after the seal: archive data is allowed, anything else is named beside the issued part."""

import io
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from lienthong.records.signing.tests.factories import Office, a_form
from lienthong.records.signing.tests.forgeries import set_language, updated
from lienthong.records.signing.verdict import verify_file

Writer = IncrementalPdfFileWriter


@pytest.fixture(scope="module")
def issued(office: Office) -> bytes:
    return office.issued(None, 5)


def archive(writer: Writer) -> None:
    """What an archive keeps: the list of withdrawn certificates, so that it need not be fetched."""
    evidence = writer.add_object(generic.StreamObject(stream_data=b"a list"))
    store = {"/Type": pdf_name("/DSS"), "/CRLs": generic.ArrayObject([evidence])}
    held = generic.DictionaryObject({pdf_name(key): value for key, value in store.items()})
    writer.root[pdf_name("/DSS")] = writer.add_object(held)
    writer.update_root()


def laid(subtype: str) -> Callable[[Writer], None]:
    def change(writer: Writer) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        box = generic.ArrayObject(generic.NumberObject(at) for at in (10, 10, 90, 40))
        shown = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name(subtype), "/Rect": box}
        one = generic.DictionaryObject({pdf_name(key): value for key, value in shown.items()})
        page["/Annots"].append(writer.add_object(one))
        writer.update_container(page["/Annots"])

    return change


def countersigned(pdf: bytes, office: Office) -> bytes:
    """With the received signature of another office, as signing programs set one."""
    out = io.BytesIO(pdf)
    writer = IncrementalPdfFileWriter(out)
    fields.append_signature_field(
        writer, fields.SigFieldSpec("received", on_page=0, box=(10, 10, 90, 40))
    )
    writer.write_in_place()
    return out.getvalue()


def test_archive_data_added_later_leaves_the_file_valid(office: Office, issued: bytes) -> None:
    once = updated(issued, archive)

    for data in (once, updated(once, archive)):
        verdict = verify_file(data, office.trust)

        assert verdict.valid, verdict.reasons
        assert verdict.number == "05-NQ/TU"
        assert [str(note) for note in verdict.notes] == [
            "Certificates and lists for later checks were added after the seal."
        ]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (laid("/Stamp"), "Added after the seal: a stamp or a text, on page 1."),
        (laid("/FreeText"), "Added after the seal: a stamp or a text, on page 1."),
        (laid("/Link"), "Added after the seal: a remark or a link, on page 1."),
        (set_language, "Added after the seal: a change inside the file that no page shows."),
    ],
)
def test_what_was_added_is_named_beside_the_issued_part(
    office: Office, issued: bytes, change: Callable[[Writer], None], named: str
) -> None:
    verdict = verify_file(updated(issued, change), office.trust)

    assert not verdict.valid
    assert str(verdict.reasons[0]) == "Something was added to the file after it was sealed."
    assert [str(note) for note in verdict.notes] == [
        "The part that was issued is whole: 05-NQ/TU of 22/11/2026.",
        named,
    ]
    assert not any(signature.valid for signature in verdict.signatures)


def test_a_further_place_for_a_signature_is_named(office: Office, issued: bytes) -> None:
    verdict = verify_file(countersigned(issued, office), office.trust)

    assert not verdict.valid
    assert "Added after the seal: a further signature, on page 1." in map(str, verdict.notes)


def test_nothing_is_said_of_a_part_that_is_not_whole_itself(office: Office, issued: bytes) -> None:
    altered = issued.replace(b"/Lang(vi)", b"/Lang(en)", 1)

    verdict = verify_file(updated(altered, laid("/Stamp")), office.trust)

    assert not verdict.valid
    assert verdict.notes == []


def test_archive_data_before_the_seal_is_refused(office: Office) -> None:
    sealed = office.sealed(updated(office.signed(a_form()), archive))

    assert not verify_file(sealed, office.trust).valid
