import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.actions import access, posts
from lienthong.kernel.people.attempts import begin_attempt
from lienthong.kernel.people.codes import code_at, step_now
from lienthong.kernel.people.models import Role
from lienthong.kernel.people.tests.factories import (
    PASSWORD,
    a_post,
    agreed_by,
    an_actor,
    halves_for,
)

TODAY = timezone.localdate()
NEW = "Một mật khẩu khác hẳn 9"


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def is_in(client):
    return client.get(reverse("account:account")).status_code == 200


def acting(client):
    return client.get(reverse("account:account")).context["actor"]


def plain(response):
    """The page without what differs from one rendering to the next, the typed name included."""
    text = response.content.decode()
    text = re.sub(r'value="[^"]{20,}"', "", text)
    return re.sub(r'name="login" value="[^"]*"', 'name="login"', text)


def test_name_and_password_sign_in_and_lead_to_the_desk(client, specialist):
    answer = sign_in(client, "Chuyên.Viên ")

    assert answer.headers["Location"] == reverse("desk:desk")
    assert is_in(client)


def test_one_is_led_back_to_the_page_asked_for_but_never_away(client, specialist):
    here = sign_in(client, "chuyen.vien", next="/account/security/")
    away = sign_in(Client(), "chuyen.vien", next="https://example.org/")

    assert here.headers["Location"] == "/account/security/"
    assert away.headers["Location"] == reverse("desk:desk")


@pytest.mark.parametrize("case", ["unknown name", "barred account", "never accepted invitation"])
def test_nobody_can_tell_a_wrong_password_from_an_account_that_is_not_there(
    client, specialist, clerk, case
):
    if case == "barred account":
        clerk.is_active = False
        clerk.save()
    if case == "never accepted invitation":
        clerk.set_unusable_password()
        clerk.save()
    name = "khong.co" if case == "unknown name" else "van.thu"

    wrong = sign_in(client, "chuyen.vien", "Sai mật khẩu rồi 1")
    other = sign_in(Client(), name, PASSWORD)

    assert plain(wrong) == plain(other)
    assert (wrong.status_code, other.status_code) == (200, 200)
    assert "The sign-in name or the password is not right." in plain(
        wrong
    ) or "không đúng" in plain(wrong)


def test_an_unknown_name_costs_the_hash_that_a_wrong_password_costs(specialist, monkeypatch):
    """Nearly all of the time goes there, so the time does not give away which names there are."""
    hashed = []

    def counted(way):
        return lambda self, *given: hashed.append(self.algorithm) or way(self, *given)

    for name in ("encode", "verify"):
        way = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(way))

    for name in ("chuyen.vien", "khong.co"):
        hashed.clear()
        sign_in(Client(), name, "Sai mật khẩu rồi 1")
        assert hashed == ["argon2"], name


@pytest.mark.parametrize("name", ["chuyen.vien", "khong.co"])
def test_after_five_wrong_passwords_the_right_one_is_not_looked_at(client, specialist, name):
    for _attempt in range(5):
        sign_in(Client(), name, "Sai mật khẩu rồi 1")

    answer = sign_in(client, name)

    assert re.search(r"\d\d:\d\d", plain(answer))
    assert not is_in(client)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], [f"10.0.0.{n}" for n in range(6)]])
def test_strangers_do_not_shut_out_a_browser_that_has_signed_in_before(
    client, specialist, addresses
):
    sign_in(client, "chuyen.vien")
    client.post(reverse("account:sign_out"))
    for address in addresses:
        for _attempt in range(5):
            sign_in(Client(REMOTE_ADDR=address), "chuyen.vien", "Sai mật khẩu rồi 1")

    sign_in(stranger := Client(), "chuyen.vien")
    sign_in(client, "chuyen.vien")

    assert not is_in(stranger)
    assert is_in(client)


def test_wrong_names_from_an_office_shut_no_colleague_out(client, specialist):
    for number in range(62):
        begin_attempt("password", f"ai{number}", "127.0.0.1")

    answer = sign_in(client, "chuyen.vien")

    assert answer.headers["Location"] == reverse("desk:desk")
    assert is_in(client)


def test_a_lock_does_not_touch_others(client, specialist, clerk):
    for _attempt in range(6):
        sign_in(Client(), "van.thu", "Sai mật khẩu rồi 1")

    sign_in(client, "chuyen.vien")

    assert is_in(client)


def test_the_second_factor_is_asked_for_and_a_code_is_good_once(client, clerk, code_of):
    first = sign_in(client, "van.thu")
    before = is_in(client)
    code = code_of()
    done = client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    sign_in(other, "van.thu")
    replay = other.post(reverse("mfa_authenticate"), {"code": code})

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert not before
    assert done.headers["Location"] == reverse("desk:desk")
    assert is_in(client)
    assert replay.status_code == 200
    assert not is_in(other)


def test_between_password_and_code_one_may_sign_in_as_somebody_else(
    client, clerk, code_of, specialist
):
    sign_in(client, "van.thu")
    client.post(reverse("account:sign_out"))

    late = client.post(reverse("mfa_authenticate"), {"code": code_of()})
    sign_in(client, "chuyen.vien")

    assert late.status_code == 302
    assert acting(client).person_id == specialist.person_id


def test_wrong_codes_lock_the_second_factor(client, clerk, code_of):
    sign_in(client, "van.thu")
    for _attempt in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert re.search(r"\d\d:\d\d", plain(answer))
    assert not is_in(client)


def test_who_needs_a_second_factor_is_led_to_set_one_up_at_the_first_sign_in(client, clerk):
    first = sign_in(client, "van.thu")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    stored = str(dict(client.session.items()))
    done = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, step_now())})
    codes = client.get(done.headers["Location"])

    assert first.headers["Location"] == reverse("mfa_activate_totp")
    assert "data:image/svg+xml" in page.content.decode()
    assert secret not in stored
    assert len(codes.context["unused_codes"]) == 10
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


@pytest.mark.parametrize("how", ["app", "recovery code"])
def test_who_signs_in_with_a_second_factor_has_shown_it(client, clerk, code_of, how):
    code = code_of() if how == "app" else RecoveryCodes.activate(clerk).get_unused_codes()[0]
    sign_in(client, "van.thu")
    client.post(reverse("mfa_authenticate"), {"code": code})

    answer = client.get(reverse("account:second_factor"), {"next": "/account/readings/"})

    assert answer.headers["Location"] == "/account/readings/"


def test_a_wrong_code_does_not_switch_the_second_factor_on(client, clerk):
    sign_in(client, "van.thu")
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_recovery_codes_are_shown_once_and_one_signs_in_once(client, clerk):
    sign_in(client, "van.thu")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, step_now())})
    shown = client.get(reverse("mfa_view_recovery_codes"))
    again = client.get(reverse("mfa_view_recovery_codes"))
    code = shown.context["unused_codes"][0]

    entered = []
    for _attempt in range(2):
        other = Client()
        sign_in(other, "van.thu")
        other.post(reverse("mfa_authenticate"), {"code": code})
        entered.append(is_in(other))

    assert code not in again.content.decode()
    assert entered == [True, False]


def test_an_invited_person_enters_with_the_code_on_the_slip(client, commune):
    person = a_post(commune, Role.CLERK).person
    both = an_actor(commune), an_actor(commune, Role.SECRETARY)
    access.invite_agreed(person.pk, "moi", agreed=agreed_by(*both))
    code = halves_for(person, *both)
    given = {"username": "moi", "code": code, "password": NEW, "again": NEW}

    differing = client.post(reverse("account:enter"), given | {"again": "khác"})
    weak = client.post(reverse("account:enter"), given | {"password": "123", "again": "123"})
    entered = client.post(reverse("account:enter"), given)
    twice = Client().post(reverse("account:enter"), given)

    assert (differing.status_code, weak.status_code, twice.status_code) == (422, 409, 409)
    assert entered.headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("account:account"))["Location"].startswith(
        reverse("account:second_factor")
    )


def test_recovery_lets_the_person_in_again_and_takes_the_old_factors_away(
    client, clerk, code_of, commune
):
    sign_in(client, "van.thu")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    was_in = is_in(client)
    both = an_actor(commune), an_actor(commune, Role.SECRETARY)
    access.recover_agreed(clerk.pk, agreed=agreed_by(*both))
    code = halves_for(clerk.person, *both)
    out_at_once = not is_in(client)

    other = Client()
    answer = other.post(
        reverse("account:enter"),
        {"username": "van.thu", "code": code, "password": NEW, "again": NEW},
    )

    assert was_in
    assert out_at_once
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert not Authenticator.objects.filter(user=clerk).exists()


def test_losing_the_last_post_signs_out_everywhere_at_once(client, specialist, commune):
    phone = Client()
    sign_in(client, "chuyen.vien")
    sign_in(phone, "chuyen.vien")
    post = specialist.person.posts.get()

    posts.end_post(post.pk, on=TODAY, actor=an_actor(commune))

    assert [is_in(one) for one in (client, phone)] == [False, False]


def test_losing_one_of_two_posts_leaves_one_acting_in_the_other(client, specialist, commune):
    chosen = a_post(commune, Role.COMMITTEE_MEMBER, person=specialist.person)
    sign_in(client, "chuyen.vien")
    client.post(reverse("account:switch_post"), {"post_id": chosen.pk})
    before = acting(client).post_id

    posts.end_post(chosen.pk, on=TODAY, actor=an_actor(commune))
    after = acting(client).post_id

    assert before == chosen.pk
    assert after == specialist.person.posts.get(role="specialist").pk


def test_who_holds_no_post_does_not_come_in_even_with_the_right_password(client, specialist):
    for post in specialist.person.posts.all():
        post.valid_to = TODAY
        post.save()

    answer = sign_in(client, "chuyen.vien")

    assert answer.headers["Location"] == reverse("account_login")
    assert not is_in(client)


def test_the_session_changes_at_sign_in(client, specialist):
    client.get(reverse("account_login"))
    client.session["x"] = 1
    before = client.session.session_key

    sign_in(client, "chuyen.vien")

    assert client.session.session_key != before


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "login/", "2fa/"])
def test_no_other_door_of_the_library_is_open(client, db, path):
    assert client.get(f"/account/{path}").status_code == 404
