"""Whole files: the signer reads what it signs, and its register binds one number to one signed file."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing import form, messages
from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.signer import clock as signers_clock
from lienthong.records.signing.signer import reading, register
from lienthong.records.signing.signer.journal import JOURNAL_FILE
from lienthong.records.signing.signer.laid import KEPT_FOR_DAYS
from lienthong.records.signing.tests.agreeing import TERM, TYPE, Agreeing, refusal, today
from lienthong.records.signing.tests.factories import (
    Office,
    Passkey,
    a_document,
    a_form,
    a_letter,
)
from lienthong.records.signing.tests.founding import Clock
from lienthong.records.signing.tests.test_forms import false_letters, in_the_form
from lienthong.records.signing.verdict import verify_file

# --- What a leader and a clerk do


def test_leader_and_clerk_issue_a_document_that_is_valid(house: Agreeing) -> None:
    pdf = a_form()
    signed = house.signed(pdf)
    sealed = house.sealed(signed)

    verdict = verify_file(sealed, house.trust)
    assert verdict.valid, verdict.reasons
    assert (verdict.number, verdict.date) == ("05-NQ/TU", today())
    assert sealed.startswith(signed)
    assert signed.startswith(pdf)
    assert verdict.notes == []


def test_the_same_agreement_gives_the_same_file_however_often_it_is_asked(house: Agreeing) -> None:
    pdf = a_form()
    message = house.to_sign(pdf, id="ab" * 16)
    made = set()
    for _again in range(3):
        handle = house.client.lay(message, pdf)
        answered = house.client.answer(handle, "sign", "leader", house.desk.proof("leader"))
        made |= {house.client.take(handle).pdf for _more in range(2)}

    assert answered.state == "signed"
    assert len(made) == 1


def test_a_repeated_answer_is_proven_anew(house: Agreeing) -> None:
    handle = house.agreed(house.signed())

    wrong = PinAndCode("000000", house.desk.proof("clerk").code)
    assert "wrong" in refusal(house.client.answer, handle, "seal", "clerk", wrong)


def test_a_seal_bears_the_moment_of_the_answer(house: Agreeing, clock: Clock) -> None:
    handle = house.agreed(house.signed())
    agreed_at = signers_clock.now()
    clock.now += 3600

    found = verify_file(house.client.take(handle).pdf, house.trust)
    assert found.signatures[-1].when == agreed_at


def test_who_has_a_document_has_a_witness_of_the_journal(house: Agreeing) -> None:
    """The seal names the line in which the clerk's agreement stands."""
    sealed = house.sealed(house.signed())

    seal = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[-1].sig_object
    epoch, n, bits = str(seal["/Reason"]).rpartition(" ")[2].split(".")
    lines = (house.client.var / "keys" / JOURNAL_FILE).read_bytes().splitlines()
    line = lines[int(n) - 1]
    assert hashlib.sha256(line).hexdigest().startswith(bits)
    assert (len(bits), epoch) == (32, "1")
    assert b'"act":"seal"' in line


def test_a_passkey_signs_a_whole_file(house: Agreeing) -> None:
    passkey, pdf = Passkey(), a_form()
    house.desk.add_passkey("leader", passkey)
    handle = house.client.lay(house.to_sign(pdf), pdf)
    other = house.client.lay(house.to_sign(pdf, term="2026-01-01"), pdf)

    elsewhere = passkey.answer(house.client.ask(other, "sign", "leader"))
    assert "something else" in refusal(house.client.answer, handle, "sign", "leader", elsewhere)
    challenge = house.client.ask(handle, "sign", "leader")
    answered = house.client.answer(handle, "sign", "leader", passkey.answer(challenge))
    assert answered.state == "signed"


# --- What the signer reads before anybody is asked


def test_a_digest_is_not_signed_without_its_file(house: Agreeing) -> None:
    """Keys out of nothing: whoever stands at the socket has no way to have a hash signed."""
    pdf = a_form()

    assert not {"authorise_issue", "seal", "sign"} & set(house.client.desk.acts)
    for file in (b"", b"anything", a_form(a_letter())):
        assert refusal(house.client.lay, house.to_sign(pdf), file)


def swollen(writer: IncrementalPdfFileWriter) -> None:
    """A page whose drawing is small in the file and more than the child may hold outside of it."""
    packing = zlib.compressobj()
    packed = b"".join(packing.compress(bytes(1 << 20)) for _part in range(640)) + packing.flush()
    drawing = generic.StreamObject(
        dict_data={pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=packed
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(drawing)


HOSTILE = {
    "not a PDF": lambda office: b"anything",
    "typeset only": lambda office: a_form()[: a_form().index(b"%%EOF") + 6],
    "signed already": lambda office: office.signed(a_form()),
    "issued by another": lambda office: office.issued(),
    "numbered": lambda office: form.fill(a_form(), "05-NQ/TU", form.printed_date(today())),
    "false letters": lambda office: in_the_form(false_letters),
    "more at the end": lambda office: a_form() + b"% more\n",
    "swollen": lambda office: in_the_form(swollen),
    "deep": lambda office: b"%PDF-1.7\n" + b"[" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_exactly_a_form_is_not_even_laid(
    house: Agreeing, office: Office, name: str
) -> None:
    pdf = HOSTILE[name](office)

    assert refusal(house.client.lay, house.to_sign(pdf), pdf)
    assert not list((house.client.var / "keys" / "laid").glob("*.file"))


def test_a_file_larger_than_any_document_is_not_read(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = a_form()
    monkeypatch.setattr(reading, "LARGEST_FORM", len(pdf) - 1)

    assert "larger" in refusal(house.client.lay, house.to_sign(pdf), pdf)


def test_the_title_agreed_to_is_that_of_the_file(house: Agreeing) -> None:
    pdf = a_form()
    said = refusal(house.client.lay, house.to_sign(pdf, abstract="Quyết định khác"), pdf)

    assert "bears the title" in said
    assert "rừng ngập mặn" in said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ({"signer_name": "Lê Thị Khác"}, "“Lê Thị Khác” beneath its signature"),
        ({"signer_title": "Tổng Bí thư"}, "signs as “Bí thư”"),
        ({"issuer": "Tỉnh ủy Khác Hẳn"}, "“TỈNH ỦY KHÁC HẲN” as its issuer"),
    ],
    ids=["name", "title", "issuer"],
)
def test_who_is_printed_is_who_signs(house: Agreeing, printed: dict[str, str], said: str) -> None:
    """Nobody is asked for a form that prints another than the roster has for the key."""
    keys = house.client.desk.roster.keys
    keys["leader"] = replace(keys["leader"], title="Bí thư")
    pdf = a_form(a_document(**printed))

    assert said in refusal(house.client.lay, house.to_sign(pdf), pdf)
    assert house.signed()


def test_the_seal_is_that_of_the_organisation_printed(house: Agreeing) -> None:
    """An organisation that was renamed needs a seal of its new name; its number is not burnt for that."""
    signed, keys = house.signed(), house.client.desk.roster.keys
    ours = keys["seal"]
    keys["seal"] = replace(ours, name="Đảng ủy xã An Thành")

    assert "as its issuer" in refusal(house.client.lay, house.to_seal(signed), signed)

    keys["seal"] = ours
    assert house.sealed(signed)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "clerk"},
        {"key": "nobody"},
        {"organisation": "LT-2"},
        {"type": ""},
        {"id": "short"},
        {"installation": "cd" * 16},
    ],
)
def test_an_agreement_names_what_the_signer_knows(house: Agreeing, changes: dict[str, str]) -> None:
    pdf = a_form()
    said = messages.read(house.to_sign(pdf)) | changes

    assert refusal(house.client.lay, messages.canonical(said), pdf)


def test_an_agreement_says_neither_more_nor_less(house: Agreeing) -> None:
    pdf = a_form()
    said = messages.read(house.to_sign(pdf))

    for changed in (
        said | {"more": "x"},
        {part: value for part, value in said.items() if part != "term"},
        said | {"v": 2},
        said | {"term": ["2025"]},
        said | {"kind": "decree"},
        said | {"act": "seal"},
    ):
        assert refusal(house.client.lay, messages.canonical(changed), pdf)


def test_only_the_key_named_answers_and_only_its_own_act(house: Agreeing) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)

    for verb, key in (("seal", "leader"), ("sign", "clerk"), ("confirm", "leader")):
        assert refusal(house.client.answer, handle, verb, key, house.desk.proof(key))
    assert house.client.take(handle).state == "laid"


# --- The register


def test_one_signed_file_takes_one_number(house: Agreeing) -> None:
    """Once sealed, the same file is not sealed under a second number, whoever agrees to it."""
    signed = house.signed()
    house.sealed(signed, "666-NQ/TU")

    said = refusal(house.client.lay, house.to_seal(signed, "667-NQ/TU"), signed)
    assert "already has the number 666-NQ/TU" in said


def test_one_number_is_borne_by_one_file(house: Agreeing) -> None:
    house.sealed(house.signed())
    other = house.signed()

    assert "another signed document" in refusal(house.client.lay, house.to_seal(other), other)


def test_what_was_laid_before_the_other_was_agreed_to_is_not_agreed_to_after_it(
    house: Agreeing,
) -> None:
    signed = house.signed()
    first = house.client.lay(house.to_seal(signed, "05-NQ/TU"), signed)
    second = house.client.lay(house.to_seal(signed, "06-NQ/TU"), signed)
    house.client.answer(first, "seal", "clerk", house.desk.proof("clerk"))

    proof = house.desk.proof("clerk")
    assert "already has" in refusal(house.client.answer, second, "seal", "clerk", proof)


def test_a_form_signed_twice_still_takes_one_number(house: Agreeing) -> None:
    pdf = a_form()
    first, second = house.signed(pdf), house.signed(pdf)
    assert first != second
    house.sealed(first, "05-NQ/TU")

    said = refusal(house.client.lay, house.to_seal(second, "06-NQ/TU"), second)
    assert "already has the number 05-NQ/TU" in said


def test_numbers_count_for_each_type_and_term_of_an_organisation(house: Agreeing) -> None:
    former = house.signed(term="2020-10-01")
    assert house.sealed(former, term="2020-10-01")

    assert house.sealed(house.signed())
    document = a_document(symbol="KH/TU", type_name="Kế hoạch")
    plan = house.signed(a_form(document), type="KH Kế hoạch", abstract=document.title)
    assert house.sealed(plan, "05-KH/TU", type="KH Kế hoạch")


def test_giving_numbers_up_in_a_term_that_never_was_stops_nobody(house: Agreeing) -> None:
    house.client.release("LT-1", "2099-01-01", TYPE, "05-NQ/TU")

    assert house.sealed(house.signed())


INVENTED = ["2025-09-29", "2026-02-01", "2020-10-01", "2027-01-01", "XI"]


@pytest.mark.parametrize("term", INVENTED)
def test_no_term_is_invented_so_that_numbers_begin_again(house: Agreeing, term: str) -> None:
    house.sealed(house.signed())

    assert "term" in refusal(house.signed, term=term)


@pytest.mark.parametrize("term", [one for one in INVENTED if "2025-09-28" < one < "2026-09"])
def test_what_was_signed_in_a_term_before_another_began_is_not_sealed_in_it(
    house: Agreeing, term: str
) -> None:
    signed = house.signed(term=term)
    house.sealed(house.signed())
    handle = house.client.lay(house.to_seal(signed, term=term), signed)

    said = refusal(house.client.answer, handle, "seal", "clerk", house.desk.proof("clerk"))
    assert "term" in said


def test_two_types_abbreviated_alike_count_each_by_itself(house: Agreeing) -> None:
    for name in ("Quyết định", "Quy định"):
        document = a_document(symbol="QĐ/TU", type_name=name.upper())
        signed = house.signed(
            a_form(document), type=f"QĐ {name}", abstract=f"{name.upper()} {document.abstract}"
        )
        assert house.sealed(signed, "05-QĐ/TU", type=f"QĐ {name}")


@pytest.mark.parametrize(
    "type",
    ["QĐ Quy định", "NQ Nghị", "NQ N", "NQ Nghị quyết về", "NQ", "CTr Chương trình hành động"],
)
def test_the_type_agreed_to_is_the_whole_line_that_the_document_prints(
    house: Agreeing, type: str
) -> None:
    pdf = a_form()
    assert house.client.lay(house.to_sign(pdf), pdf)

    assert "prints “NGHỊ QUYẾT”" in refusal(house.client.lay, house.to_sign(pdf, type=type), pdf)


@pytest.mark.parametrize(
    "type",
    [
        *("NQ Nghị quyết ", " NQ Nghị quyết", "NQ  Nghị quyết", "NQ ", "NQ Nghị\u00a0quyết"),
        *("NQ Nghị quyết\u200b", "NQ Nghị\u2009quyết", "NQ Nghị-quyết", "N\u0405 Nghị quyết"),
        "NQ " + "A" * 120,
    ],
)
def test_a_type_is_written_in_one_way(house: Agreeing, type: str) -> None:
    pdf = a_form()

    said = refusal(house.client.lay, house.to_sign(pdf, type=type), pdf)
    assert "does not know this act" in said


@pytest.mark.parametrize("type", ["NQ NGHỊ QUYẾT", "NQ nghị quyết"])
def test_another_spelling_of_a_type_is_no_second_register(house: Agreeing, type: str) -> None:
    house.sealed(house.signed())
    again = house.signed(type=type)

    said = refusal(house.client.lay, house.to_seal(again, type=type), again)
    assert "belongs to another signed document" in said
    assert house.client.release("LT-1", TERM, type, "05-NQ/TU").pdf


def test_a_letter_prints_no_type_and_a_programme_of_action_is_a_programme(house: Agreeing) -> None:
    letter = a_letter(symbol="CV/TU")
    signed = house.signed(a_form(letter), type="CV", abstract=letter.title)
    assert house.sealed(signed, "05-CV/TU", type="CV")

    programme = a_document(
        symbol="CTr/TU", type_name="CHƯƠNG TRÌNH", abstract="hành động trồng rừng"
    )
    named = {"type": "CTr Chương trình", "abstract": programme.title}
    signed = house.signed(a_form(programme), **named)
    assert house.sealed(signed, "05-CTr/TU", type="CTr Chương trình")


def test_a_journal_with_two_spellings_of_a_number_still_opens(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As journals were written before types had one spelling."""
    sealed = []
    with monkeypatch.context() as former:
        former.setattr(register, "folded", lambda type: type)
        for type in (TYPE, "NQ NGHỊ QUYẾT"):
            handle = house.agreed(house.signed(type=type), type=type)
            sealed.append((handle, house.client.take(handle).pdf))
        house.client.release("LT-1", TERM, "NQ NGHỊ QUYẾT", "06-NQ/TU")
    house.client.restart()

    assert [house.client.take(handle).pdf for handle, _pdf in sealed] == [pdf for _, pdf in sealed]
    for number in ("05-NQ/TU", "06-NQ/TU"):
        assert refusal(house.client.lay, *_to_seal_anew(house, number))


def _to_seal_anew(house: Agreeing, number: str) -> tuple[bytes, bytes]:
    signed = house.signed()
    return house.to_seal(signed, number), signed


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "QĐ", "number": "05-QĐ/TU"},
        {"number": "05-QĐ/TU"},
        {"term": "2030-10-01"},
        {"number": "5-NQ/TU"},
        {"number": "005-NQ/TU"},
        {"number": "số năm"},
        {"number": "05-NQ/ЖU"},
        {"day": "hôm nay"},
        {"seal": "clerk"},
        {"seal": "other-seal"},
        {"key": "leader"},
        {"organisation": "LT-2", "key": "other-clerk", "seal": "other-seal"},
    ],
)
def test_a_clerk_seals_only_what_the_leader_signed_as_that(
    house: Agreeing, changes: dict[str, str]
) -> None:
    house.desk.add_organisation("LT-2", "Đảng ủy xã An Thành")
    house.desk.give_seal("other-seal", "LT-2")
    house.desk.give("other-clerk", "clerk", "Lê Thị Khác", organisation="LT-2")
    signed = house.signed()

    assert refusal(house.client.lay, house.to_seal(signed, **changes), signed)


def test_nobody_seals_what_they_signed_whatever_keys_they_hold(house: Agreeing) -> None:
    """Two agreed that the leader should also have a clerk's key; that makes no second person of them."""
    house.desk.give("clerk2", "clerk", "Nguyễn Văn Mẫu", person="p-leader")
    signed = house.signed()

    said = refusal(house.client.lay, house.to_seal(signed, key="clerk2"), signed)

    assert "they signed themselves" in said
    assert house.sealed(signed), "the number is free for another clerk"


def test_what_was_laid_before_is_not_agreed_to_by_the_person_who_signed(house: Agreeing) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    are_one_person(house)

    said = refusal(house.client.answer, handle, "seal", "clerk", house.desk.proof("clerk"))
    assert "they signed themselves" in said


def test_what_one_person_sealed_alone_before_is_named(house: Agreeing) -> None:
    house.sealed(house.signed())
    assert [one.by_one_person for one in house.client.numbers()] == [False]

    are_one_person(house)

    assert [one.by_one_person for one in house.client.numbers()] == [True]


def are_one_person(house: Agreeing) -> None:
    keys = house.client.desk.roster.keys
    keys["clerk"] = replace(keys["clerk"], person=keys["leader"].person)


def test_another_day_than_the_signers_own_is_not_agreed_to(house: Agreeing) -> None:
    signed = house.signed()
    yesterday = form.printed_date(today() - timedelta(days=1))
    handle = house.client.lay(house.to_seal(signed, day=yesterday), signed)

    said = refusal(house.client.answer, handle, "seal", "clerk", house.desk.proof("clerk"))
    assert "dated on the day it is sealed" in said


def test_a_file_signed_elsewhere_is_not_sealed(house: Agreeing, office: Office) -> None:
    for foreign in (office.signed(a_form()), a_form(), house.signed() + b"\n"):
        said = refusal(house.client.lay, house.to_seal(foreign), foreign)
        assert "not signed here" in said


def test_a_seal_withdrawn_since_seals_nothing(house: Agreeing) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    house.client.revoke("seal")

    said = refusal(house.client.answer, handle, "seal", "clerk", house.desk.proof("clerk"))
    assert "withdrawn" in said


# --- Giving a number up


def test_a_number_given_up_is_never_used_again(house: Agreeing) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    assert [house.release("05-NQ/TU") for _again in range(2)] == ["released"] * 2

    assert "given up" in refusal(house.client.lay, house.to_seal(signed), signed)
    proof = house.desk.proof("clerk")
    assert "given up" in refusal(house.client.answer, handle, "seal", "clerk", proof)
    assert house.sealed(signed, "06-NQ/TU")


def test_a_number_that_may_be_known_outside_is_not_given_up(house: Agreeing) -> None:
    sealed = house.sealed(house.signed())

    released = house.client.release("LT-1", TERM, TYPE, "05-NQ/TU")
    assert (released.state, released.pdf) == ("sealed", sealed)


def test_what_the_clerk_agreed_to_is_made_and_not_given_up(house: Agreeing) -> None:
    """Neither what has not left the signer yet, nor what is not made yet."""
    handle = house.agreed(house.signed())

    released = house.client.release("LT-1", TERM, TYPE, "05-NQ/TU")
    assert released.state == "sealed"
    assert verify_file(released.pdf, house.trust).valid
    assert house.client.take(handle).pdf == released.pdf


def test_what_was_agreed_to_and_not_made_is_made_when_it_is_to_be_given_up(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    with monkeypatch.context() as patched:
        patched.setattr(house.client.desk.agreements, "_sealed", killed)
        with pytest.raises(Killed):
            house.client.answer(handle, "seal", "clerk", house.desk.proof("clerk"))
    house.client.restart()

    assert house.release("05-NQ/TU") == "sealed"
    assert verify_file(house.client.take(handle).pdf, house.trust).valid


def test_agreed_to_once_more_before_it_left_the_earlier_agreement_ends(house: Agreeing) -> None:
    """The act died after the clerk's answer; the clerk agrees anew to the same number of the same file."""
    signed = house.signed()
    number = "05-NQ/TU"
    handle = house.agreed(signed, number)
    assert "already has" in refusal(house.client.lay, house.to_seal(signed, number), signed)

    assert house.client.take(handle).pdf


# --- Kills


class Killed(BaseException):
    """The process is gone; nothing after this line happens."""


def killed(*_given: Any, **_named: Any) -> Any:
    raise Killed


@pytest.mark.parametrize("at", ["_sealed", "_judge", "keep_made", "outcome"])
def test_killed_between_agreed_and_made_it_is_made_at_the_next_start(
    house: Agreeing, clock: Clock, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    desk = house.client.desk
    write = desk.journal.write
    with monkeypatch.context() as patched:
        if at == "outcome":
            die = lambda what, **facts: killed() if what == "sealed" else write(what, **facts)  # noqa: E731
            patched.setattr(desk.journal, "write", die)
        else:
            patched.setattr(desk.laid if at == "keep_made" else desk.agreements, at, killed)
        with pytest.raises(Killed):
            house.client.answer(handle, "seal", "clerk", house.desk.proof("clerk"))
    agreed_at = signers_clock.now()
    clock.now += 3600
    house.client.restart()

    first = house.client.take(handle)
    house.client.restart()

    assert first.state == "sealed"
    assert house.client.take(handle) == first
    verdict = verify_file(first.pdf, house.trust)
    assert verdict.valid, verdict.reasons
    assert verdict.signatures[-1].when == agreed_at
    assert verdict.number == "05-NQ/TU"


@pytest.mark.parametrize(
    ("act", "killed_in", "days"),
    [
        ("sign", "keep_made", 0),
        ("seal", "keep_made", 0),
        # The form agreed to was never signed and is forgotten.
        ("sign", "_signed", KEPT_FOR_DAYS + 1),
    ],
)
def test_killed_before_it_was_made_no_other_file_takes_its_place(
    house: Agreeing,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    act: str,
    killed_in: str,
    days: int,
) -> None:
    """The web alone lays another file under what was agreed to; only the very file is made."""
    form_agreed, other = a_form(), a_form(a_letter(symbol="NQ/TU"))
    file = house.signed(form_agreed) if act == "seal" else form_agreed
    message = house.to_seal(file) if act == "seal" else house.to_sign(file)
    handle = house.client.lay(message, file)
    key, desk = "clerk" if act == "seal" else "leader", house.client.desk
    with monkeypatch.context() as patched:
        patched.setattr(
            desk.laid if killed_in == "keep_made" else desk.agreements, killed_in, killed
        )
        with pytest.raises(Killed):
            house.client.answer(handle, act, key, house.desk.proof(key))
    clock.now += days * 24 * 3600
    house.client.restart()
    laid = house.client.desk.laid.folder / f"{handle}.file"
    assert laid.exists() is (days == 0)

    said = refusal(house.client.lay, message, other)

    assert said == "The file is not the one of which the agreement speaks."
    assert house.client.lay(message) == handle
    laid.write_bytes(other)
    assert "not the one of which" in refusal(house.client.take, handle)


def test_what_can_no_longer_be_made_says_why_and_its_number_is_never_used_again(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    with monkeypatch.context() as patched:
        patched.setattr(house.client.desk.agreements, "_sealed", killed)
        with pytest.raises(Killed):
            house.client.answer(handle, "seal", "clerk", house.desk.proof("clerk"))
    house.client.restart()
    house.client.revoke("seal")

    for _again in range(2):
        assert "withdrawn" in refusal(house.client.take, handle)
        house.client.restart()
    assert house.release("05-NQ/TU") == "released"


def test_killed_before_the_journal_knew_nothing_was_agreed_to(
    house: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed), signed)
    with monkeypatch.context() as patched:
        patched.setattr(house.client.desk.journal, "write", killed)
        with pytest.raises(Killed):
            house.client.answer(handle, "seal", "clerk", house.desk.proof("clerk"))
    house.client.restart()

    assert house.client.take(handle).state == "laid"
    assert house.release("05-NQ/TU") == "released"


def test_the_register_is_the_journal_replayed(house: Agreeing) -> None:
    signed, other = house.signed(), house.signed()
    house.sealed(signed)
    house.release("07-NQ/TU")
    house.client.restart()

    for message, file in (
        (house.to_seal(other), other),
        (house.to_seal(other, "07-NQ/TU"), other),
        (house.to_seal(signed, "08-NQ/TU"), signed),
    ):
        assert refusal(house.client.lay, message, file)
    assert house.sealed(other, "08-NQ/TU")
