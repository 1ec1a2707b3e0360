import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.people import codes, factors, keys
from lienthong.kernel.people.actions import access
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.public import actor_for
from lienthong.kernel.people.tests.factories import a_person, an_account
from lienthong.kernel.permissions.public import permissions_of
from lienthong.kernel.units.public import Unit


def said(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


SECOND = ("--second", "Lê Thị Mận", "man")


def test_the_first_two_administrators_enter_with_printed_codes_and_there_are_no_others(db):
    lines = said("first_administrator", "Lê Thị Mai", "mai", *SECOND).splitlines()
    for line in lines:
        username, code, *_expiry = line.split()
        account = access.enter_with_code(
            username, code, "Một mật khẩu khác hẳn 9", address="10.0.0.7"
        )
        actor = actor_for(account.person)
        assert Unit.objects.get(path=actor.path).parent is None
        assert "people.manage" in permissions_of(actor.role)

    assert [line.split()[0] for line in lines] == ["mai", "man"]
    with pytest.raises(CommandError, match="invite others"):
        said("first_administrator", "Lê Thị Ba", "ba", *SECOND)


def test_one_administrator_is_said_in_the_settings_and_in_the_history(db, settings):
    alone = ("first_administrator", "Lê Thị Mai", "mai", "--single")
    with pytest.raises(CommandError, match="LIENTHONG_SINGLE_ADMINISTRATOR"):
        said(*alone)
    settings.SINGLE_ADMINISTRATOR = True
    said(*alone)

    person = Account.objects.get(username="mai").person
    assert "people.single_administrator" in [entry.verb for entry in history_of(person)]


def test_changing_the_key_keeps_every_second_factor(db):
    account, seed = an_account(a_person()), codes.new_seed()
    factor = factors.enrol_app(account, seed)

    said("rotate_second_factor_key")

    factor.refresh_from_db()
    assert keys.unseal(factor.data["secret"]) == seed
    assert Account.objects.count() == 1


def test_a_password_is_the_same_however_its_letters_are_composed(db):
    typed = "mật khẩu thật dài"
    account = an_account(a_person(), password=unicodedata.normalize("NFC", typed))

    assert account.check_password(unicodedata.normalize("NFD", typed))
