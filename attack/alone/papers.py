"""Alone at a valid document: with their own key, with the web's user, with the database."""

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from lienthong.kernel.confirmations.actions import carry_out_due
from lienthong.kernel.confirmations.models import Proposal
from lienthong.kernel.people.public import Account, Role
from lienthong.kernel.people.tests.factories import a_post
from lienthong.records.signing import form
from lienthong.records.signing.client import PinAndCode, Proof
from lienthong.records.signing.demo import begin_key, proposed_by
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.messages import sealing_agreement, signing_agreement
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.pki import certificate_pem
from lienthong.records.signing.public import organisation_id, seal_of
from lienthong.records.signing.tests.factories import Office as Forgers
from lienthong.records.signing.tests.factories import a_document, a_form
from lienthong.records.signing.tests.other_user import WINDOW, as_user

from .attempt import Attempt, Goal, a_key, a_paper
from .house import House
from .keys import a_first_key

TYPE, TERM = "NQ Nghị quyết", "2025-09-28"
TITLE = f"{a_document().type_name} {a_document().abstract}"
NO_PROOF = PinAndCode("000000", "000000")


def rows() -> Iterator[Attempt]:
    for who, what, act in AT_A_PAPER:
        yield Attempt("a valid document", who, what, act, a_paper)
    for what, act, goal in BY_THE_SUPERUSER:
        yield Attempt("a valid document", "database superuser", what, act, goal)


# --- What is laid before the signer


def to_sign(house: House, key: str, pdf: bytes) -> str:
    return house.client.lay(message_to_sign(house, key, pdf), pdf)


def message_to_sign(house: House, key: str, pdf: bytes) -> bytes:
    return signing_agreement(
        installation=house.client.hello().installation,
        key=key,
        type=TYPE,
        abstract=TITLE,
        organisation=organisation_id(house.commune.pk),
        term=TERM,
        form=pdf,
    )


def to_seal(house: House, key: str, signed: bytes, number: str, *, days: int = 0) -> str:
    seal = seal_of(house.commune.pk)
    assert seal is not None
    day = timezone.now().astimezone(VIETNAM).date() + timedelta(days=days)
    message = sealing_agreement(
        installation=house.client.hello().installation,
        key=key,
        seal=seal.key_id,
        organisation=organisation_id(house.commune.pk),
        term=TERM,
        type=TYPE,
        number=number,
        day=form.printed_date(day),
        signed=signed,
    )
    return house.client.lay(message, signed)


def signed_by(house: House, name: str, pdf: bytes | None = None) -> bytes:
    handle = to_sign(house, house.key(name), pdf or a_new_form(house, name))
    house.answer(handle, "sign", name)
    return house.client.take(handle).pdf


def sealed_by(house: House, name: str, signed: bytes, number: str = "", *, days: int = 0) -> bytes:
    handle = to_seal(house, house.key(name), signed, number or a_new_number(), days=days)
    house.answer(handle, "seal", name)
    return house.client.take(handle).pdf


def issued_by_two(house: House, leader: str, clerk: str) -> bytes:
    """Each reads and agrees in a browser."""
    handle = to_sign(house, house.key(leader), a_new_form(house, leader))
    house.answers_in_a_browser(handle, "sign", house.certificate(leader))
    signed = house.client.take(handle).pdf
    handle = to_seal(house, house.key(clerk), signed, a_new_number())
    house.answers_in_a_browser(handle, "seal", house.certificate(clerk))
    return house.client.take(handle).pdf


def a_new_form(house: House, name: str = "secretary", **changes: str) -> bytes:
    """Printed as one of this leader and their organisation; no two of them are the same file."""
    post = house.office.posts[name]
    with override("vi"):
        printed = {
            "issuer": house.commune.name,
            "superior": house.office.province.name,
            "signer_name": post.person.full_name,
            "signer_title": str(post),
            "place": f"Thôn {secrets.token_hex(4)}",
        }
    return a_form(a_document(**{**printed, **changes}))


def a_new_number() -> str:
    return f"{1000 + secrets.randbelow(9000)}-NQ/TU"


# --- With their own key


def _signs_and_seals(house: House) -> object:
    return sealed_by(house, "secretary", signed_by(house, "secretary"))


def _seals_what_nobody_signed(house: House) -> object:
    return sealed_by(house, "clerk", a_new_form(house))


def _seals_what_a_stranger_signed(house: House) -> object:
    return sealed_by(
        house, "clerk", Forgers(organisation_id=organisation_id(house.commune.pk)).signed(a_form())
    )


def _gives_a_second_number(house: House) -> object:
    signed = signed_by(house, "secretary")
    sealed_by(house, "clerk", signed)
    return sealed_by(house, "clerk", signed)


def _gives_a_number_twice(house: House) -> object:
    number = a_new_number()
    sealed_by(house, "clerk", signed_by(house, "secretary"), number)
    return sealed_by(house, "clerk", signed_by(house, "secretary"), number)


def _dates_it_back(house: House) -> object:
    return sealed_by(house, "clerk", signed_by(house, "secretary"), days=-1)


# --- With the window's user


def _answers(house: House, handle: str, verb: str, name: str, proof: Proof) -> bytes:
    key = house.key(name)

    as_user(WINDOW, lambda: house.client.answer(handle, verb, key, proof))
    return house.client.take(handle).pdf


def _without_proof(house: House) -> object:
    handle = to_sign(house, house.key("secretary"), a_new_form(house))
    pdf = _answers(house, handle, "sign", "secretary", NO_PROOF)
    return _answers(
        house, to_seal(house, house.key("clerk"), pdf, a_new_number()), "seal", "clerk", NO_PROOF
    )


def _another_file_than_agreed(house: House) -> object:
    """The leader agrees to one form; the answer is handed in for another one."""
    key = house.key("secretary")
    read, laid = (to_sign(house, key, a_new_form(house)) for _one in range(2))
    given = house.passkeys["secretary"].answer(house.window.ask(read, "sign", key))
    house.window.ask(laid, "sign", key)
    return _answers(house, laid, "sign", "secretary", given)


def _another_seal_than_agreed(house: House) -> object:
    """The clerk agrees to the seal on one file; the answer is handed in for another one."""
    key, files = house.key("clerk"), [signed_by(house, "secretary") for _one in range(2)]
    read, laid = (to_seal(house, key, file, a_new_number()) for file in files)
    given = house.passkeys["clerk"].answer(house.window.ask(read, "seal", key))
    house.window.ask(laid, "seal", key)
    return _answers(house, laid, "seal", "clerk", given)


def _once_more_by_an_old_answer(house: House) -> object:
    key = house.key("secretary")
    handle = to_sign(house, key, a_new_form(house))
    given = house.passkeys["secretary"].answer(house.window.ask(handle, "sign", key))
    signed = _answers(house, handle, "sign", "secretary", given)
    _answers(house, to_sign(house, key, a_new_form(house)), "sign", "secretary", given)
    return signed


AT_A_PAPER: tuple[tuple[str, str, Callable[[House], object]], ...] = (
    ("head", "signs it and seals it", _signs_and_seals),
    ("head", "hands round what only the head has signed", lambda house: signed_by(house, "secretary")),
    ("clerk", "signs it with their own key", lambda house: signed_by(house, "clerk")),
    ("clerk", "seals what nobody signed", _seals_what_nobody_signed),
    ("clerk", "seals what a stranger signed", _seals_what_a_stranger_signed),
    ("clerk", "gives a sealed file a second number", _gives_a_second_number),
    ("clerk", "gives two files one number", _gives_a_number_twice),
    ("clerk", "dates it back", _dates_it_back),
    ("administrator", "signs it with their own key", lambda house: signed_by(house, "org_admin")),
    ("window's user", "signs and seals it without a proof", _without_proof),
    ("window's user", "has another file signed than the leader read", _another_file_than_agreed),
    ("window's user", "has another file sealed than the clerk read", _another_seal_than_agreed),
    ("window's user", "signs once more by an old answer", _once_more_by_an_old_answer),
)  # fmt: skip


# --- With the database


def _as_superuser(*statements: tuple[str, list[Any]]) -> None:
    """No trigger and no key of another table is in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _certifies_himself(house: House) -> object:
    """An authority of his own, and its certificates in the register."""
    forgers = Forgers(organisation_id=organisation_id(house.commune.pk))
    pem = certificate_pem(forgers.leader.chain[0])
    _as_superuser(
        ("UPDATE signing_certificate SET pem = %s WHERE key_id = %s", [pem, house.key("secretary")])
    )
    return forgers.issued()


def _takes_a_post(house: House) -> object:
    """Secretary by a row; the key he then makes is agreed to by nobody."""
    post = a_post(house.commune, Role.DEPUTY_SECRETARY)
    return begin_key(post, "246810")


def _confirms_by_a_row(house: House) -> object:
    """The proposal is written down as confirmed by a leader and due; the worker carries it out."""
    wanted = a_first_key(house)
    actor = house.actor(wanted.proposer)
    proposal = proposed_by(actor, wanted.power, wanted.matter, wanted.number)
    leader = house.post("above secretary")
    row = "UPDATE confirmations_proposal SET state = %s, confirmer_id = %s, confirmed_by_id = %s, waits_until = %s WHERE id = %s"
    due = timezone.now() - timedelta(hours=1)
    _as_superuser((row, [Proposal.State.CONFIRMED, leader.person_id, leader.pk, due, proposal.pk]))
    carry_out_due()
    return Certificate.objects.filter(key_id=wanted.matter.key).count()  # type: ignore[attr-defined]


def _opens_the_account(house: House) -> object:
    """Password and factors of the secretary are his; the PIN lies with the signer."""
    account = Account.objects.get(person=house.post("secretary").person_id)
    _as_superuser(
        (
            "UPDATE people_account SET password = %s WHERE id = %s",
            [make_password("của tôi cả rồi"), account.pk],
        ),
        ("DELETE FROM mfa_authenticator WHERE user_id = %s", [account.pk]),
    )
    handle = to_sign(house, house.key("secretary"), a_new_form(house))
    house.window.answer(handle, "sign", house.key("secretary"), NO_PROOF)
    return house.client.take(handle).pdf


def _lends_a_key(house: House) -> object:
    """The register says that the administrator's key is the secretary's."""
    mine, theirs = house.key("org_admin"), house.key("secretary")
    rename = "UPDATE signing_certificate SET key_id = %s WHERE key_id = %s"
    _as_superuser((rename, ["aside", theirs]), (rename, [theirs, mine]), (rename, [mine, "aside"]))
    house.passkeys["secretary"], former = house.passkeys["org_admin"], house.passkeys["secretary"]
    try:
        return signed_by(house, "secretary")
    finally:
        house.passkeys["secretary"] = former


BY_THE_SUPERUSER: tuple[tuple[str, Callable[[House], object], Goal], ...] = (
    ("certifies an authority of his own", _certifies_himself, a_paper),
    ("writes himself a post and makes its key", _takes_a_post, a_key),
    ("writes down a confirmation and lets it be carried out", _confirms_by_a_row, a_key),
    ("opens the secretary's account", _opens_the_account, a_paper),
    ("lends his key to the secretary's post", _lends_a_key, a_paper),
)
