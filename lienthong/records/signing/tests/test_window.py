"""What the signer shows at the signing window, and what the web learns of what was done there."""

import pytest

from lienthong.records.signing.at_window import NamedAnew
from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.signer import invitations
from lienthong.records.signing.signer.callers import MAY_ASK, Part
from lienthong.records.signing.tests.agreeing import TERM, TITLE, TYPE, Agreeing, refusal
from lienthong.records.signing.tests.factories import a_form
from lienthong.records.signing.tests.founding import (
    ADMINISTRATORS,
    CHAIR,
    PIN,
    TOP,
    Founded,
    as_read,
)

PERSON, NAME = "p-9", "Lê Thị Mới"


# ---- invitations


def test_the_web_invites_and_learns_only_which_enrolment_was_made(founded: Founded) -> None:
    client = founded.client
    token = client.invite(PERSON, NAME)

    assert client.show_invitation(token).name == NAME
    assert not client.show_invitation(token).is_founding
    assert not client.invited(token).is_enrolled
    made = client.enrol(token, PIN)

    assert client.invited(token).is_enrolled
    assert client.invited(token).enrolment == made.id
    assert len(made.number) == 8
    assert made.number not in str(client._ask("invited", token=token))


def test_with_one_invitation_one_key_is_begun(founded: Founded) -> None:
    token = founded.client.invite(PERSON, NAME)
    assert "at least 6" in refusal(founded.client.enrol, token, "1")
    founded.client.enrol(token, PIN)

    assert "begun with this invitation already" in refusal(founded.client.enrol, token, PIN)
    assert "begun with this" in refusal(founded.client.show_invitation, token)


def test_an_invitation_is_good_for_half_an_hour_and_what_it_came_to_for_as_long_as_the_enrolment(
    founded: Founded,
) -> None:
    client, clock = founded.client, founded.clock
    used, unused = client.invite(PERSON, NAME), client.invite(PERSON, NAME)
    made = client.enrol(used, PIN)
    clock.now += invitations.OPEN_FOR.total_seconds() + 1

    assert "expired" in refusal(client.enrol, unused, PIN)
    assert client.invited(used).enrolment == made.id


def test_nobody_is_invited_under_a_name_no_certificate_prints(founded: Founded) -> None:
    for person, name in (("9", NAME), (PERSON, ""), (PERSON, "Лê")):
        assert "not written as" in refusal(founded.client.invite, person, name)


def test_who_invites_without_end_is_refused_with_a_sentence(
    founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST", 2)
    first = founded.client.invite(PERSON, NAME)
    founded.client.invite(PERSON, NAME)

    assert "Too many keys are begun" in refusal(founded.client.invite, PERSON, NAME)
    assert founded.client.enrol(first, PIN).number


def test_neither_pin_nor_code_nor_what_the_holder_is_shown_stands_in_a_trace(
    founded: Founded,
) -> None:
    made = founded.client.enrol(founded.client.invite(PERSON, NAME), PIN)

    assert made.seed not in repr(made)
    assert made.number not in repr(made)
    assert PIN not in repr(PinAndCode(PIN, "123456"))


# ---- what is shown


def test_a_leader_reads_what_the_signer_holds_before_signing(house: Agreeing) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    shown = as_read(house.client, handle, "sign", "leader")

    assert (shown.sort, shown.kind, shown.state) == ("sign", "sealed_document", "laid")
    assert (shown.type, shown.title, shown.term) == (TYPE, TITLE, TERM)
    assert (shown.organisation, shown.organisation_id) == (house.desk.name, "LT-1")
    assert (shown.name, shown.has_pin, shown.passkeys) == ("Nguyễn Văn Mẫu", True, ())
    assert not shown.is_answered
    assert house.client.file(handle, browser="ee" * 32) == pdf


def test_a_clerk_reads_number_and_day_and_who_signed(house: Agreeing) -> None:
    signed = house.signed()
    handle = house.client.lay(house.to_seal(signed))
    shown = as_read(house.client, handle, "seal", "clerk")

    assert (shown.sort, shown.kind, shown.number) == ("seal", "sealed_document", "05-NQ/TU")
    assert shown.day.startswith("ngày ")
    assert (shown.title, shown.signed_by) == (TITLE, "Nguyễn Văn Mẫu")
    assert shown.signed_at is not None
    assert house.client.file(handle, browser="ee" * 32) == signed


def test_nothing_is_shown_to_a_key_that_may_not_answer(house: Agreeing) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)

    for verb, key in (("sign", "clerk"), ("seal", "clerk"), ("sign", "nobody")):
        said = refusal(as_read, house.client, handle, verb, key)
        assert said == refusal(house.client.ask, handle, verb, key)
    assert "holds nothing" in refusal(as_read, house.client, "0" * 64, "sign", "leader")
    house.client.revoke("leader")
    assert "withdrawn" in refusal(as_read, house.client, handle, "sign", "leader")


def test_what_was_answered_already_is_shown_as_answered(house: Agreeing) -> None:
    pdf = a_form()
    handle = house.client.lay(house.to_sign(pdf), pdf)
    house.desk.answer(handle, "sign", "leader")

    answered = as_read(house.client, handle, "sign", "leader")
    assert answered.is_answered
    assert answered.answered_at == house.client.used("leader")[0].at


def test_who_proposes_and_confirms_a_key_reads_for_whom_it_is(founded: Founded) -> None:
    client, (first, second) = founded.client, ADMINISTRATORS
    made = client.enrol(client.invite(PERSON, NAME), PIN)
    body = founded.key_body("new", "person", NAME, made, PERSON, leads=True, title="Bí thư")
    handle = client.lay(founded.statement("key.give", body))
    shown = as_read(client, handle, "propose", first)

    assert (shown.sort, shown.kind, shown.state) == ("statement", "key.give", "laid")
    assert (shown.concerned, shown.title, shown.purpose) == (NAME, "Bí thư", "person")
    assert (shown.leads, shown.needs_number, shown.waits_hours) == (True, True, 0)
    assert [one.credential_id for one in shown.passkeys] == [founded.passkeys[first].id]
    founded.answer(handle, "propose", first, made.number)
    shown = as_read(client, handle, "confirm", second)
    assert (shown.state, shown.proposed_by) == ("proposed", founded.names[0])
    assert shown.proposed_at is not None
    assert shown.until is not None
    assert shown.proposed_at < shown.until
    assert shown.tries_left == 5
    refusal(founded.answer, handle, "confirm", second, "00000000")
    assert as_read(client, handle, "confirm", second).tries_left == 4
    assert not as_read(client, handle, "refuse", second).needs_number


def test_who_agrees_reads_that_another_key_waits_a_day(founded: Founded) -> None:
    founded.give("clerk", "clerk", NAME, person=PERSON)
    made = founded.client.enrol(founded.client.invite(PERSON, NAME), PIN)
    body = founded.key_body("newer", "clerk", NAME, made, PERSON)
    handle = founded.client.lay(founded.statement("key.replace", body))
    founded.answer(handle, "propose", ADMINISTRATORS[0], made.number)

    shown = as_read(founded.client, handle, "confirm", ADMINISTRATORS[1])
    assert shown.replaces
    assert shown.waits_hours == 24


def test_who_agrees_reads_where_an_organisation_is_placed_and_what_it_was_called(
    founded: Founded,
) -> None:
    client = founded.client
    seal = {"key": "seal-2", "name": "Đảng ủy xã An Thành", "organisation": "LT-2"}
    path = [*founded.path(TOP), {"id": "LT-2", "name": "Đảng ủy xã An Thành"}]
    handle = client.lay(founded.statement("seal.give", {**seal, "path": path, "replaces": False}))
    shown = as_read(client, handle, "propose", ADMINISTRATORS[0])

    assert (shown.organisation, shown.under) == ("Đảng ủy xã An Thành", founded.name)
    assert shown.named_anew == (NamedAnew("Đảng ủy xã An Thành", founded.name),)

    founded.add_organisation("LT-2", "Đảng ủy xã An Thành")
    founded.give("clerk-2", "clerk", NAME, organisation="LT-2")
    seal["name"] = "Đảng ủy phường An Thành"
    path = [*founded.path(TOP), {"id": "LT-2", "name": seal["name"]}]
    handle = client.lay(founded.statement("seal.give", {**seal, "path": path, "replaces": False}))
    shown = as_read(client, handle, "propose", ADMINISTRATORS[0])
    assert shown.named_anew == (
        NamedAnew(seal["name"], founded.name, "Đảng ủy xã An Thành", founded.name),
    )
    path = founded.path("LT-2")
    seal["name"] = path[-1]["name"]
    handle = client.lay(founded.statement("seal.give", {**seal, "path": path, "replaces": False}))
    assert as_read(client, handle, "propose", ADMINISTRATORS[0]).named_anew == ()


# ---- what the web learns


def test_the_web_learns_who_answered_what_and_the_receipt(house: Agreeing) -> None:
    client, (first, _second) = house.client, ADMINISTRATORS
    pdf = a_form()
    handle = client.lay(house.to_sign(pdf), pdf)
    assert client.take(handle).answers == ()
    house.desk.answer(handle, "sign", "leader")

    taken = client.take(handle)
    assert taken.was_answered("sign", "leader")
    assert not taken.was_answered("sign", "clerk")
    house.desk.add_organisation("LT-2", "Đảng ủy xã Một")
    body = {
        "key": "seal-2",
        "name": "Đảng ủy xã Một",
        "organisation": "LT-2",
        "path": house.desk.path("LT-2"),
        "replaces": False,
    }
    handle = client.lay(house.desk.statement("seal.give", body))
    house.desk.answer(handle, "propose", first)
    house.desk.answer(handle, "refuse", CHAIR)

    taken = client.take(handle)
    assert [(one.verb, one.key) for one in taken.answers] == [("propose", first), ("refuse", CHAIR)]
    assert taken.receipt is not None
    assert taken.receipt["outcome"] == "refused"


def test_what_is_shown_is_asked_by_the_window_alone() -> None:
    for act in ("show", "file", "show_invitation"):
        assert MAY_ASK[act] == {Part.WINDOW}
    assert MAY_ASK["invite"] == {Part.WEB}
    # The worker enters what was made by a holder who did not come back.
    assert MAY_ASK["invited"] == {Part.WEB, Part.WORKER}
