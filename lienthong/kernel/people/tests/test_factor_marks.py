"""A second factor that a superuser of the database writes opens nothing, and the daily check names it."""

import json
from collections.abc import Callable
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.db import connection
from django.urls import reverse

from lienthong.kernel.audit.further import found_by_rooms
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.people import codes, factors, keys
from lienthong.kernel.people.factor_marks import NOT_OURS, FactorMark, factors_not_ours
from lienthong.kernel.people.models import Account, Role

from .factories import PASSWORD, a_post, a_unit, an_account
from .passkeys import Passkey

pytestmark = pytest.mark.django_db
WRITTEN = """
    INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, %s, %s, now())
"""
VOUCHED = """
    INSERT INTO people_factormark (factor_id, account_id, kind, digest, mark)
    SELECT max(id), %s, 'webauthn', %s, %s FROM mfa_authenticator
"""
Kinds = Authenticator.Type


@pytest.fixture
def account():
    return an_account(a_post(a_unit(), Role.SECRETARY).person)


def a_passkey(account: Account) -> Passkey:
    """Set up by its holder."""
    passkey = Passkey()
    Authenticator.objects.create(user=account, type=Kinds.WEBAUTHN, data=passkey.data)
    return passkey


def written_by_superuser(account: Account, kind: str, data: object) -> None:
    as_superuser(WRITTEN, account.pk, kind, json.dumps(data))


def signs_in(account: Account, passkey: Passkey) -> bool:
    browser, answer = passkey.signs_in(account)
    assert answer.status_code == 302
    return browser.get(reverse("account:account")).status_code == 200


def named() -> list[int]:
    return [fault.facts["factor"] for fault in found_by_rooms() if fault.message == NOT_OURS]


def test_a_passkey_of_ones_own_signs_in(account):
    assert signs_in(account, a_passkey(account))
    assert named() == []


def test_a_passkey_that_was_inserted_signs_nobody_in_and_is_named(account):
    passkey = Passkey()
    written_by_superuser(account, Kinds.WEBAUTHN, passkey.data)

    assert not signs_in(account, passkey)
    assert not factors.has_second_factor(account)
    assert named() == [Authenticator.objects.get().pk]


def test_a_mark_of_another_factor_does_not_vouch_for_it(account):
    own = an_account(a_post(a_unit()).person)
    passkey = a_passkey(own)
    known = FactorMark.objects.get()
    written_by_superuser(account, Kinds.WEBAUTHN, passkey.data)
    as_superuser(VOUCHED, account.pk, known.digest, known.mark)

    assert not signs_in(account, passkey)
    assert len(named()) == 1


CHANGES: dict[str, Callable[[Account], int]] = {
    "another's row": lambda account: as_superuser(
        "UPDATE mfa_authenticator SET user_id = %s", account.pk
    ),
    "another's row and its mark": lambda account: (
        as_superuser("UPDATE mfa_authenticator SET user_id = %s", account.pk)
        and as_superuser("UPDATE people_factormark SET account_id = %s", account.pk)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_ones_own_passkey_does_not_become_anothers(account, change):
    passkey = a_passkey(an_account(a_post(a_unit()).person))

    assert CHANGES[change](account) == 1

    assert not signs_in(account, passkey)


@pytest.mark.parametrize("with_its_mark", [False, True])
def test_a_key_put_into_a_passkey_opens_nothing_and_shuts_nobody_else_out(account, with_its_mark):
    """Under the credential of an honest passkey as well."""
    honest, evil = a_passkey(account), Passkey()
    evil.id = honest.id
    written_by_superuser(account, Kinds.WEBAUTHN, evil.data)
    as_superuser(
        "UPDATE mfa_authenticator SET id = -1 WHERE id = (SELECT max(id) FROM mfa_authenticator)"
    )

    assert not signs_in(account, evil)
    assert signs_in(account, honest)

    changed = Authenticator.objects.get(pk__gt=0)
    as_superuser(
        "UPDATE mfa_authenticator SET data = %s WHERE id = %s", json.dumps(evil.data), changed.pk
    )
    if with_its_mark:
        as_superuser("UPDATE people_factormark SET digest = 'x'")
    assert not signs_in(account, evil)
    assert len(named()) == 2


def test_an_app_that_was_inserted_or_changed_proves_nothing(client, account):
    seed = codes.new_seed()
    written_by_superuser(account, Kinds.TOTP, {"secret": keys.seal(seed)})
    code = codes.code_at(seed, codes.step_now())

    assert factors.check_code(account, code, address="10.0.0.7") is None

    Authenticator.objects.all().delete()
    factors.enrol_app(account, codes.new_seed())
    as_superuser("UPDATE mfa_authenticator SET data = %s", json.dumps({"secret": keys.seal(seed)}))
    assert factors.check_code(account, code, address="10.0.0.7") is None
    assert len(named()) == 1


@pytest.mark.parametrize("part", ["seed", "migrated_codes"])
def test_recovery_codes_that_were_put_in_prove_nothing(account, part):
    """What the installation sealed for another purpose is no code either."""
    mine = RecoveryCodes.activate(an_account(a_post(a_unit()).person))
    code, sealed = mine.get_unused_codes()[0], mine.instance.data["seed"]
    RecoveryCodes.activate(account)
    put = {"used_mask": 0, "seed": sealed}
    if part == "migrated_codes":
        code = keys.unseal(sealed)
        put["migrated_codes"] = [sealed]

    as_superuser(
        "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s", json.dumps(put), account.pk
    )

    assert factors.check_code(account, code, address="10.0.0.7") is None


def test_use_and_another_name_keep_a_factor(account):
    passkey = a_passkey(account)
    assert signs_in(account, passkey)
    factor = Authenticator.objects.get()
    factor.wrap().name = "Máy ở nhà"
    factor.save()

    recovery = RecoveryCodes.activate(account).get_unused_codes()

    assert factors.check_code(account, recovery[0], address="10.0.0.7")
    assert factors.check_code(account, recovery[1], address="10.0.0.7")
    assert signs_in(account, passkey)
    assert named() == []


def test_a_change_of_keys_makes_no_invented_factor_good(account):
    good = factors.enrol_app(an_account(a_post(a_unit()).person), codes.new_seed())
    written_by_superuser(account, Kinds.TOTP, {"secret": keys.seal(codes.new_seed())})
    invented = Authenticator.objects.get(user=account)

    keys.add_key()
    assert factors.reseal_factors() == 1

    assert factors.has_second_factor(good.user)
    assert named() == [invented.pk]


def test_who_finds_an_invented_factor_in_the_way_sets_up_another(client, account):
    """An account has one app: what somebody else wrote goes when its holder sets up their own."""
    written_by_superuser(account, Kinds.TOTP, {"secret": keys.seal(codes.new_seed())})
    sign_in = {"login": account.username, "password": PASSWORD}
    answer = client.post(reverse("account_login"), sign_in)
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    seed = client.get(answer.headers["Location"]).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": codes.code_at(seed, codes.step_now())})

    (app,) = Authenticator.objects.filter(type=Kinds.TOTP)
    assert keys.unseal(app.data["secret"]) == seed
    assert named() == []


def test_what_was_there_before_the_marks_is_taken_over(account):
    passkey = a_passkey(account)
    as_superuser("DELETE FROM people_factormark")
    assert not signs_in(account, passkey)
    migration = import_module("lienthong.kernel.people.migrations.0007_second_factors_with_a_mark")

    with connection.schema_editor() as editor:
        migration.mark_what_is_there(apps, editor)

    assert signs_in(account, passkey)
    assert list(factors_not_ours()) == []
