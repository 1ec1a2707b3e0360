import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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


def test_the_first_administrator_enters_with_the_printed_code_and_there_is_only_one(db):
    username, code, *_expiry = said("first_administrator", "Lê Thị Mai", "mai").split()

    account = access.enter_with_code(username, code, "Một mật khẩu khác hẳn 9", address="10.0.0.7")

    actor = actor_for(account.person)
    assert Unit.objects.get(path=actor.path).parent is None
    assert "people.manage" in permissions_of(actor.role)
    with pytest.raises(CommandError, match="invite others"):
        said("first_administrator", "Lê Thị Mận", "man")


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
