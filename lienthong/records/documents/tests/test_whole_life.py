"""A resolution from its first draft to every commune, with a real signer."""

import pytest

from lienthong.kernel.audiences.public import AddressedPerson, AddressedUnit, arrivals_of
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import verify

from ..models import Document, Recipient, State
from ..queries.form_check import form_check


def issued(province, code="resolution", **changes):
    document = province.numbered(code, **changes)
    run_jobs()
    return Document.objects.get(pk=document.pk)


@pytest.mark.django_db(transaction=True)
def test_a_resolution_is_drafted_adopted_signed_sealed_and_reaches_every_commune(certified):
    document = issued(certified)

    assert document.state == State.ISSUED, document.trouble
    assert document.notation == "01-NQ/TU"
    verdict = verify(document.sealed_file.read())
    assert verdict.valid, verdict.reasons
    assert verdict.number == "01-NQ/TU"
    addressed = AddressedUnit.objects.filter(audience=document.audience)
    assert {one.unit_id for one in addressed if one.purpose == "carry_out"} == {
        commune.pk for commune in certified.communes
    }
    assert AddressedPerson.objects.filter(audience=document.audience).count() == 11
    branch = Unit.objects.filter(parent=certified.communes[0], kind="base_branch").first()
    assert [arrival.audience_id for arrival in arrivals_of(branch)] == [document.audience_id]


@pytest.mark.django_db(transaction=True)
def test_the_next_document_of_the_type_takes_the_next_number(certified):
    first, second = issued(certified), issued(certified)
    letter = issued(certified, "official_letter")

    assert [first.notation, second.notation, letter.notation] == [
        "01-NQ/TU",
        "02-NQ/TU",
        "01-CV/TU",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_regulation_each_begin_with_one(certified):
    """Both are abbreviated QĐ; each type has its own numbers (36-HD/VPTW §II.1.3)."""
    documents = [issued(certified, code) for code in ("decision", "regulation")]

    assert [document.trouble for document in documents] == ["", ""]
    assert [document.notation for document in documents] == ["01-QĐ/TU"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_document_waiting_for_issue_has_no_error_left(certified):
    document = certified.signed()

    assert [found for found in form_check(document) if found.is_error] == []
    assert certified.issue(document).state == State.SEALING


@pytest.mark.django_db(transaction=True)
def test_a_letter_to_a_state_agency_alone_is_issued(certified):
    to_the_agency = [
        Recipient(kind="outside", label="Ủy ban nhân dân tỉnh", purpose="carry_out"),
        Recipient(kind="file", label="Lưu Văn phòng Tỉnh ủy"),
    ]

    document = issued(certified, "official_letter", recipients=to_the_agency, scope="none")

    assert document.state == State.ISSUED, document.trouble
    assert not AddressedUnit.objects.filter(audience=document.audience).exists()
