import unicodedata
from io import StringIO

from django.core.management import call_command

from lienthong.kernel.people import codes, factors, keys
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import a_person, an_account


def said(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


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
