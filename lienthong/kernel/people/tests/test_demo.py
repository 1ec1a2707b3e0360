from lienthong.kernel.people import demo, factors
from lienthong.kernel.people.models import Account

from .factories import a_person


def test_the_cast_signs_in_with_the_same_things_after_the_demo_is_built_anew(
    db, settings, tmp_path
):
    settings.DEMO_SIGN_INS = tmp_path / "demo.json"
    first = demo.open_demo_account(a_person(), "binh")
    sign_in = demo.demo_sign_ins()[0]
    Account.objects.all().delete()

    second = demo.open_demo_account(a_person(), "binh")

    assert demo.demo_sign_ins() == [sign_in]
    assert first.check_password(sign_in.password)
    assert second.check_password(sign_in.password)
    assert settings.DEMO_SIGN_INS.stat().st_mode & 0o777 == 0o600


def test_a_later_start_leaves_sessions_and_passkeys_but_opens_what_was_changed(
    db, settings, tmp_path
):
    settings.DEMO_SIGN_INS = tmp_path / "demo.json"
    person = a_person()
    opened = demo.open_demo_account(person, "binh").get_session_auth_hash()

    account = demo.open_demo_account(person, "binh")
    assert account.get_session_auth_hash() == opened

    factors.remove_factors(account)
    account.set_password("mot mat khau khac 2026")
    account.save()
    account = demo.open_demo_account(person, "binh")
    assert account.check_password(demo.demo_sign_ins()[0].password)
    assert factors.check_code(account, demo.demo_code("binh"), address="10.0.0.7")


def test_the_code_printed_is_one_that_works_even_twice_within_a_minute(db, settings, tmp_path):
    settings.DEMO_SIGN_INS = tmp_path / "demo.json"
    account = demo.open_demo_account(a_person(), "binh")

    assert factors.check_code(account, demo.demo_code("binh"), address="10.0.0.7")
    assert factors.check_code(account, demo.demo_code("binh"), address="10.0.0.7")
