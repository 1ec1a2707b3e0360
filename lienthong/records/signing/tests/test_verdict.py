import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lienthong.records.signing import form
from lienthong.records.signing.cms import as_asn1
from lienthong.records.signing.form import CannotFill
from lienthong.records.signing.tests.factories import (
    DAY,
    MOMENT,
    SENTENCE,
    Office,
    a_document,
    a_form,
    a_letter,
    clause,
)
from lienthong.records.signing.tests.forgeries import all_forgeries
from lienthong.records.signing.verdict import verify_file

needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig is missing: apt-get install poppler-utils"
)


ISSUED: dict[str, bytes] = {}


def documents() -> list[object]:
    long = a_document(body=[clause(f"{n}.", "", SENTENCE) for n in range(1, 60)])
    return [
        *(
            a_document(symbol=symbol)
            for symbol in ("NQ/TU", "KH/TU", "QĐ/TU", "KL/BTVTU", "CTr/VPTU")
        ),
        *(a_letter(symbol=symbol) for symbol in ("CV/ĐU", "TB/VPĐU", "BC/UBKTĐU")),
        long,
        a_document(urgency="Hỏa tốc", draft_mark=""),
    ]


@pytest.mark.parametrize("number", [264, pytest.param(1, marks=pytest.mark.nightly)])
@pytest.mark.parametrize(
    "document", documents(), ids=lambda document: f"{document.symbol} {len(document.body)}"
)
def test_an_issued_document_is_valid(office: Office, document: object, number: int) -> None:
    verdict = verify_file(office.issued(document, number), office.trust)

    assert verdict.valid, [str(reason) for reason in verdict.reasons]
    assert verdict.number == f"{number:02d}-{document.symbol}"
    assert verdict.date == DAY
    assert [found.role for found in verdict.signatures] == ["leader", "seal"]
    assert all(found.valid and found.trial for found in verdict.signatures)


def test_every_altered_copy_is_refused_with_a_sentence(office: Office, stranger: Office) -> None:
    verdicts = {
        name: verify_file(data, office.trust) for name, data in all_forgeries(office, stranger)
    }

    assert len(verdicts) >= 100
    assert [name for name, verdict in verdicts.items() if verdict.valid] == []
    assert all(verdict.reasons for verdict in verdicts.values())
    assert not any(found.valid for verdict in verdicts.values() for found in verdict.signatures)
    told = Counter(str(verdict.reasons[0]) for verdict in verdicts.values())
    assert len(told) >= 15


def test_the_forged_number_is_refused_although_library_flags_stay_true(office: Office) -> None:
    signed = office.signed(a_form())
    filled = form.fill(signed, "05-NQ/TU", form.printed_date(DAY))
    context = ValidationContext(trust_roots=[as_asn1(office.root.certificate)])
    leader = PdfFileReader(io.BytesIO(filled)).embedded_signatures[0]

    assert validate_pdf_signature(leader, context).bottom_line
    assert not verify_file(filled, office.trust).valid


def test_both_signatures_are_valid_for_pyhanko(office: Office) -> None:
    reader = PdfFileReader(io.BytesIO(office.issued()))
    context = ValidationContext(trust_roots=[as_asn1(office.root.certificate)])

    statuses = [
        validate_pdf_signature(signature, context) for signature in reader.embedded_signatures
    ]

    assert [status.bottom_line for status in statuses] == [True, True]
    assert [status.trusted for status in statuses] == [True, True]


@pytest.mark.poppler
@needs_pdfsig
def test_both_signatures_are_valid_for_pdfsig(office: Office, tmp_path: Path) -> None:
    (tmp_path / "document.pdf").write_bytes(office.issued())

    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "document.pdf")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said


def test_a_certificate_withdrawn_before_signing_is_refused_and_later_is_not(office: Office) -> None:
    issued = office.issued()
    serial = office.seal.chain[0].serial_number
    before = replace(office.trust, withdrawn={serial: MOMENT - timedelta(hours=1)})
    after = replace(office.trust, withdrawn={serial: MOMENT + timedelta(hours=1)})

    assert "had been withdrawn" in str(verify_file(issued, before).reasons[0])
    assert verify_file(issued, after).valid


def test_it_says_so_when_no_list_of_withdrawn_certificates_is_at_hand(office: Office) -> None:
    verdict = verify_file(office.issued(), replace(office.trust, withdrawn=None))

    assert verdict.valid
    assert len(verdict.notes) == 1


def test_a_number_is_filled_in_only_once() -> None:
    filled = form.fill(a_form(), "05-NQ/TU", form.printed_date(DAY))

    with pytest.raises(CannotFill):
        form.fill(filled, "06-NQ/TU", form.printed_date(DAY))


def test_letters_the_form_cannot_print_are_refused() -> None:
    with pytest.raises(CannotFill):
        form.fill(a_form(), "05-ЖQ/TU", form.printed_date(DAY))


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
    ],
)
def test_a_day_is_printed_with_the_zeros_the_rule_asks_for(day: date, printed: str) -> None:
    assert form.printed_date(day) == printed
    assert form.date_from_print(printed) == day


@pytest.mark.parametrize(
    "text", ["", "ngày 5 tháng 3 năm 2026", "ngày 31 tháng 02 năm 2026", "22/11/2026"]
)
def test_what_is_not_a_printed_day_is_none(text: str) -> None:
    assert form.date_from_print(text) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_bytes_are_changed_the_verdict_is_a_sentence(
    office: Office, data: st.DataObject
) -> None:
    issued = bytearray(ISSUED.setdefault("document", office.issued()))
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(issued) - 1))
        issued[at] ^= data.draw(st.integers(1, 255))

    verdict = verify_file(bytes(issued), office.trust)

    assert not verdict.valid or bytes(issued) == ISSUED["document"]
    assert verdict.valid or verdict.reasons


def test_what_is_filled_in_and_stamped_carries_its_own_fonts(office: Office) -> None:
    reader = pypdf.PdfReader(io.BytesIO(office.issued()))
    widgets = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]

    assert len(widgets) == 4
    for widget in widgets:
        assert widget["/F"] & 4
        fonts = list(fonts_in(widget["/AP"]["/N"].get_object()["/Resources"]))
        assert fonts
        for font in fonts:
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
    assert b"pdfaid:part>2<" in reader.trailer["/Root"]["/Metadata"].get_data().replace(b" ", b"")


def fonts_in(resources: pypdf.generic.DictionaryObject) -> Iterator[pypdf.generic.DictionaryObject]:
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for inner in resources.get("/XObject", {}).values():
        yield from fonts_in(inner.get_object().get("/Resources", {}))
