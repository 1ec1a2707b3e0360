"""The term in which an organisation numbers: named with its seal, and aloud where it is new to the signer."""

import pytest

from lienthong.records.signing.at_window import Shown
from lienthong.records.signing.tests.agreeing import TERM, TYPE, Agreeing, refusal
from lienthong.records.signing.tests.factories import a_document, a_form
from lienthong.records.signing.tests.founding import (
    ADMINISTRATORS,
    CHAIR,
    FIRST_TERM,
    Founded,
    as_read,
)

NEXT_TERM = "2026-06-01"


def to_sign(house: Agreeing, term: str = TERM) -> Shown:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf, term=term), pdf)
    return as_read(house.client, handle, "sign", "leader")


def to_seal(house: Agreeing, term: str, number: str = "01-NQ/TU") -> Shown:
    signed = house.signed(term=term)
    handle = house.client.lay(house.to_seal(signed, number, term=term), signed)
    return as_read(house.client, handle, "seal", "clerk")


def said(shown: Shown) -> tuple[bool, str, str]:
    return shown.term_is_new, shown.former_term, shown.last_number


def test_the_first_term_comes_with_the_seal_by_two_and_is_not_new(house: Agreeing) -> None:
    shown = to_sign(house)

    assert shown.term == FIRST_TERM
    assert said(shown) == (False, "", "")
    assert said(to_seal(house, TERM)) == (False, "", "")
    house.client.restart()
    assert said(to_sign(house)) == (False, "", "")


@pytest.mark.parametrize("asked", [to_sign, to_seal])
def test_a_term_new_to_the_signer_is_named_with_the_last_number_of_the_former(
    house: Agreeing, asked: object
) -> None:
    for number in ("09-NQ/TU", "10-NQ/TU"):
        house.sealed(house.signed(), number)
    document = a_document(symbol="KH/TU", type_name="Kế hoạch")
    plan = house.signed(a_form(document), type="KH Kế hoạch", abstract=document.title)
    house.sealed(plan, "99-KH/TU", type="KH Kế hoạch")

    shown = to_sign(house, NEXT_TERM) if asked is to_sign else to_seal(house, NEXT_TERM)
    assert said(shown) == (True, TERM, "10-NQ/TU")


def test_once_a_clerk_has_sealed_in_it_it_is_new_no_more(house: Agreeing) -> None:
    house.sealed(house.signed(), "10-NQ/TU")
    house.sealed(house.signed(term=NEXT_TERM), "01-NQ/TU", term=NEXT_TERM)

    assert said(to_sign(house, NEXT_TERM)) == (False, "", "")
    assert "term" in refusal(house.signed, term=TERM)


def test_of_a_type_without_numbers_none_is_named(house: Agreeing) -> None:
    document = a_document(symbol="KH/TU", type_name="Kế hoạch")
    plan = house.signed(a_form(document), type="KH Kế hoạch", abstract=document.title)
    house.sealed(plan, "99-KH/TU", type="KH Kế hoạch")

    assert said(to_sign(house, NEXT_TERM)) == (True, TERM, "")


def test_another_term_than_the_seals_is_new_even_before_the_first_number(house: Agreeing) -> None:
    """The first day was corrected after the seal was given, or somebody invents one."""
    assert said(to_sign(house, "2025-10-02")) == (True, FIRST_TERM, "")


def test_no_term_begins_after_today_or_half_a_year_within_the_former(house: Agreeing) -> None:
    assert "term" in refusal(to_sign, house, "2027-01-01")
    house.sealed(house.signed())
    assert "term" in refusal(to_sign, house, "2026-01-01")


def a_seal(founded: Founded, **changes: object) -> bytes:
    body = {
        "key": "seal-2",
        "name": founded.name,
        "organisation": "LT-1",
        "path": founded.path("LT-1"),
        "replaces": False,
        "term": FIRST_TERM,
    }
    return founded.statement("seal.give", {**body, **changes})


def test_both_read_the_term_before_they_agree_to_the_seal(founded: Founded) -> None:
    handle = founded.client.lay(a_seal(founded))
    assert as_read(founded.client, handle, "propose", ADMINISTRATORS[0]).term == FIRST_TERM

    assert "term" in refusal(founded.client.lay, a_seal(founded, term="2099-01-01"))
    assert "not written as" in refusal(founded.client.lay, a_seal(founded, term="XI"))


def test_a_seal_that_names_no_term_is_given_and_the_first_one_is_then_new(
    founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong.records.signing.tests.founding.FIRST_TERM", "")
    house = Agreeing(founded)
    assert CHAIR in founded.seeds

    assert said(to_sign(house)) == (True, "", "")
    assert said(to_seal(house, TERM)) == (True, "", "")
    assert house.client.release("LT-1", TERM, TYPE, "99-NQ/TU").state == "released"
