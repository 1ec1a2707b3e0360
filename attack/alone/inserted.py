"""Alone with every table of the database: rows written past the product give no right on its pages."""

import json
from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations.actions import carry_out_due, confirm, propose
from lienthong.kernel.people.public import Account, Post, actor_in, actors_of
from lienthong.kernel.people.tests.factories import a_post, an_account
from lienthong.kernel.people.tests.passkeys import Passkey
from lienthong.kernel.permissions.public import Role, power_of

from .attempt import Attempt, Goal, anything
from .attempt import a_post as a_given_post
from .house import House
from .posts import example

WORD = "của tôi cả rồi nhé"
INSERTED = """
    INSERT INTO people_post (person_id, role, unit_id, title, valid_from, mark)
    SELECT person_id, 'secretary', unit_id, '', valid_from, mark FROM people_post WHERE id = %s
"""
LENT = """
    INSERT INTO people_delegation (post_id, to_person_id, valid_from, basis, created_at, mark)
    VALUES (%s, %s, current_date, '12-QĐ/ĐU', now(), %s)
"""
FACTOR = """
    INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'webauthn', %s, now())
"""
VOUCHED = """
    INSERT INTO people_factormark (factor_id, account_id, kind, digest, mark)
    SELECT max(id), %s, 'webauthn', %s, %s FROM mfa_authenticator
"""
CONFIRMED = """
    UPDATE confirmations_proposal SET state = 'confirmed', confirmer_id = %s, confirmed_by_id = %s,
        waits_until = now() - interval '1 hour'
    WHERE id = %s
"""


def rows() -> Iterator[Attempt]:
    for power, what, act, goal in BY_THE_SUPERUSER:
        yield Attempt(power, "database superuser", what, act, goal)


def _acts_as_secretary(post: Post) -> bool:
    """What a page lets the holder do, and what an action makes of the newest row."""
    return any(actor.role == Role.SECRETARY for actor in actors_of(post.person))


def _inserts_a_post(house: House) -> object:
    own = house.post("specialist")
    as_superuser(INSERTED, own.pk)
    return _acts_as_secretary(own) or actor_in(Post.objects.latest("pk"))


def _changes(column: str, value: Callable[[House], object]) -> Callable[[House], object]:
    def act(house: House) -> object:
        own = house.post("specialist")
        as_superuser(f"UPDATE people_post SET {column} = %s WHERE id = %s", value(house), own.pk)
        return actor_in(house.post("specialist"))

    return act


def _takes_the_leaders_post(house: House) -> object:
    own, leader = house.post("specialist"), house.post("secretary")
    as_superuser("UPDATE people_post SET person_id = %s WHERE id = %s", own.person_id, leader.pk)
    return _acts_as_secretary(own)


def _changes_places(house: House) -> object:
    """His organisation stands where the province stands, and the province elsewhere."""
    own, province = house.post("specialist"), house.office.province
    aside = "UPDATE units_unit SET path = %s WHERE id = %s"
    as_superuser(aside, "zz", province.pk)
    as_superuser(aside, province.path, own.unit_id)
    return actors_of(own.person)


def _inserts_a_delegation(house: House) -> object:
    own, leader = house.post("specialist"), house.post("secretary")
    as_superuser(LENT, leader.pk, own.person_id, leader.mark)
    return _acts_as_secretary(own)


def _sets_a_password(house: House) -> object:
    account = house.post("secretary").person.account
    set_it = "UPDATE people_account SET password = %s WHERE id = %s"
    as_superuser(set_it, make_password(WORD), account.pk)
    return authenticate(username=account.username, password=WORD)


def _lends_an_account(house: House) -> object:
    """His own account, with a password he knows, is now the secretary's."""
    own, leader = a_post(house.commune), house.post("secretary")
    account = an_account(own.person, password=WORD)
    move = "UPDATE people_account SET person_id = %s WHERE id = %s"
    as_superuser(move, own.person_id, leader.person.account.pk)
    as_superuser(move, leader.person_id, account.pk)
    return authenticate(username=account.username, password=WORD)


def _signs_in_with(passkey: Passkey, account: Account) -> bool:
    browser, _answer = passkey.signs_in(account)
    return browser.get(reverse("account:account")).status_code == 200


def _own_passkey(house: House) -> tuple[Passkey, Authenticator]:
    """Set up by himself, for himself: with it he signs in."""
    account, passkey = an_account(a_post(house.commune).person), Passkey()
    kept = Authenticator.objects.create(user=account, type="webauthn", data=passkey.data)
    if not _signs_in_with(passkey, account):
        raise AssertionError("the attempt does not know how to sign in")
    return passkey, kept


def _inserts_a_passkey(house: House) -> object:
    account, passkey = house.post("secretary").person.account, Passkey()
    as_superuser(FACTOR, account.pk, json.dumps(passkey.data))
    return _signs_in_with(passkey, account)


def _inserts_a_passkey_with_a_mark(house: House) -> object:
    """With the mark that the product gave his own passkey."""
    account, (passkey, own) = house.post("secretary").person.account, _own_passkey(house)
    as_superuser(FACTOR, account.pk, json.dumps(passkey.data))
    as_superuser(VOUCHED, account.pk, own.written.digest, own.written.mark)
    return _signs_in_with(passkey, account)


def _lends_a_passkey(house: House) -> object:
    """His own passkey, and what vouches for it, is now the secretary's."""
    account, (passkey, own) = house.post("secretary").person.account, _own_passkey(house)
    as_superuser("UPDATE mfa_authenticator SET user_id = %s WHERE id = %s", account.pk, own.pk)
    lend = "UPDATE people_factormark SET account_id = %s WHERE factor_id = %s"
    as_superuser(lend, account.pk, own.pk)
    return _signs_in_with(passkey, account)


def _confirms_by_a_row(house: House) -> object:
    """The proposal is written down as confirmed by a leader and due; the worker carries it out."""
    power = power_of("people.give_post")
    proposal = propose(power, example(house, power), actor=house.actor("org_admin"))
    leader = house.post("above secretary")
    as_superuser(CONFIRMED, leader.person_id, leader.pk, proposal.pk)
    return carry_out_due() and None


def _proposes_as_another(house: House) -> object:
    """What he confirms himself was proposed, says the row, by the other administrator."""
    power = power_of("people.give_post")
    proposal = propose(power, example(house, power), actor=house.actor("org_admin"))
    other = house.post("other_admin")
    as_superuser(
        "UPDATE confirmations_proposal SET proposer_id = %s, proposed_by_id = %s WHERE id = %s",
        other.person_id,
        other.pk,
        proposal.pk,
    )
    return confirm(proposal.pk, actor=house.actor("org_admin"))


BY_THE_SUPERUSER: tuple[tuple[str, str, Callable[[House], object], Goal], ...] = (
    ("post", "inserts a post for himself", _inserts_a_post, anything),
    ("post", "makes his post the secretary's", _changes("role", lambda _house: "secretary"), anything),
    ("post", "puts his post into the province", _changes("unit_id", lambda house: house.office.province.pk), anything),
    ("post", "gives his post another's mark", _changes("mark", lambda house: house.post("secretary").mark), anything),
    ("post", "becomes the holder of the secretary's post", _takes_the_leaders_post, anything),
    ("units.move", "puts his organisation into the place of the province", _changes_places, anything),
    ("delegation", "inserts a delegation to himself", _inserts_a_delegation, anything),
    ("account", "sets the secretary's password", _sets_a_password, anything),
    ("account", "gives his account to the secretary", _lends_an_account, anything),
    ("account", "inserts a passkey of the secretary", _inserts_a_passkey, anything),
    ("account", "inserts a passkey with the mark of his own", _inserts_a_passkey_with_a_mark, anything),
    ("account", "gives his passkey to the secretary", _lends_a_passkey, anything),
    ("people.give_post", "writes down a confirmation and lets it be carried out", _confirms_by_a_row, a_given_post),
    ("people.give_post", "lets another one have proposed what he confirms", _proposes_as_another, a_given_post),
)  # fmt: skip
