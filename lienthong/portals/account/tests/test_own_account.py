import time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from lienthong.kernel.people.actions import posts
from lienthong.kernel.people.codes import code_at, step_now
from lienthong.kernel.people.models import Account, Delegation, Role
from lienthong.kernel.people.public import known_device
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.people.tests.factories import (
    PASSWORD,
    a_post,
    an_account,
    sign_in_with_factor,
)
from lienthong.portals.account.queries import device_of

from .test_sign_in import NEW, TODAY, acting, is_in, sign_in

PAGES = ["account:account", "account:security", "account:readings", "account:password"]


@pytest.fixture
def inside(client, specialist):
    sign_in(client, "chuyen.vien")
    return client


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_the_own_account_open_for_oneself_only(
    inside, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        assert inside.get(reverse(name)).status_code == 200
    assert Client().get(reverse(name)).status_code == 302


def test_the_password_is_changed_after_confirming_and_other_sessions_end(inside, specialist):
    other = Client()
    sign_in(other, "chuyen.vien")

    answer = inside.post(reverse("account:password"), {"password": NEW, "again": NEW})

    specialist.refresh_from_db()
    assert answer.headers["Location"] == reverse("account:security")
    assert specialist.check_password(NEW)
    assert is_in(inside)
    assert not is_in(other)


def test_long_after_signing_in_one_confirms_before_changing_the_password(inside):
    session = inside.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    asked = inside.get(reverse("account:password"))
    wrong = inside.post(asked.headers["Location"], {"password": "Sai mật khẩu rồi 1"})
    right = inside.post(asked.headers["Location"], {"password": PASSWORD})

    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert wrong.status_code == 200
    assert right.headers["Location"] == reverse("account:password")
    assert inside.get(reverse("account:password")).status_code == 200


def test_who_has_a_second_factor_confirms_with_it(client, clerk, code_of):
    sign_in(client, "van.thu")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()

    asked = client.get(reverse("account:password"))
    confirmed = client.post(asked.headers["Location"], {"code": code_of()})

    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert confirmed.headers["Location"] == reverse("account:password")


def test_one_ends_one_session_or_all_but_not_those_of_others(inside, commune):
    phone, stranger = Client(headers={"user-agent": "Mozilla (iPhone) Safari"}), Client()
    sign_in(phone, "chuyen.vien")
    an_account(a_post(commune, Role.SPECIALIST).person, username="nguoi.khac")
    sign_in(stranger, "nguoi.khac")
    listed = inside.get(reverse("account:security")).context["sessions"]
    theirs = stranger.get(reverse("account:security")).context["sessions"][0]

    refused = inside.post(reverse("account:end_session", args=[theirs.id]))
    inside.post(reverse("account:end_session", args=[listed[1].id]))

    assert [one.current for one in listed] == [True, False]
    assert (listed[1].device, listed[1].on_phone) == ("Safari, iPhone", True)
    assert refused.status_code == 404
    assert not is_in(phone)
    assert is_in(stranger)
    inside.post(reverse("account:sign_out_everywhere"))
    assert not is_in(inside)


def test_who_only_reads_the_address_of_the_way_out_stays_in(inside):
    answer = inside.get(reverse("account:sign_out"))

    assert answer.headers["Location"] == reverse("account:account")
    assert is_in(inside)


def test_signing_out_ends_the_session(inside):
    answer = inside.post(reverse("account:sign_out"))

    assert answer.headers["Location"] == reverse("account_login")
    assert not is_in(inside)


@pytest.mark.parametrize("way_out", ["sign_out", "sign_out_everywhere"])
def test_whoever_signs_out_leaves_nothing_in_the_browser(inside, way_out):
    answer = inside.post(reverse(f"account:{way_out}"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(inside)


@pytest.mark.parametrize("chosen", ["", "²", "9" * 5000])
def test_what_is_no_post_is_not_found(inside, chosen):
    assert inside.post(reverse("account:switch_post"), {"post_id": chosen}).status_code == 404


def test_one_switches_only_to_posts_one_holds_or_acts_for(inside, specialist, commune):
    secretary = a_post(commune, Role.SECRETARY)
    mine = a_post(commune, Role.COMMITTEE_MEMBER, person=specialist.person)

    def switched_to(post):
        answer = inside.post(reverse("account:switch_post"), {"post_id": post.pk})
        return answer.status_code == 302

    assert switched_to(mine)
    assert not switched_to(secretary)
    Delegation.objects.create(
        post=secretary, to_person=specialist.person, valid_from=TODAY, basis="Giấy ủy quyền số 1"
    )
    assert switched_to(secretary)
    assert inside.get(reverse("desk:desk"))["Location"].startswith(reverse("account:second_factor"))
    sign_in_with_factor(inside, specialist)
    assert switched_to(secretary)
    assert acting(inside).for_post_id == secretary.pk


def test_who_has_a_factor_and_no_recovery_codes_is_led_to_them(client, clerk, code_of):
    sign_in_with_factor(client, clerk)
    page = client.get(reverse("account:security")).content.decode()

    assert reverse("mfa_generate_recovery_codes") in page
    assert "each code stands once" in page
    assert "0 codes" not in page


def test_the_last_second_factor_stays_where_the_post_needs_one(client, clerk, code_of):
    sign_in(client, "van.thu")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert answer.status_code == 200
    assert clerk.authenticator_set.filter(type="totp").exists()


def test_who_needs_none_may_take_the_second_factor_away(client, clerk, code_of, commune):
    post = clerk.person.posts.get()
    post.role = Role.SPECIALIST
    post.save()
    sign_in(client, "van.thu")
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    client.post(reverse("mfa_deactivate_totp"))

    assert not clerk.authenticator_set.exists()


def test_without_any_factor_left_none_counts_as_shown(client, clerk, code_of, commune):
    posts.end_post(
        clerk.person.posts.get().pk, on=TODAY, actor=actor_in(a_post(commune, "org_admin"))
    )
    a_post(commune, Role.SPECIALIST, person=clerk.person)
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "van.thu")
        browser.post(reverse("mfa_authenticate"), {"code": code_of()})

    client.post(reverse("mfa_deactivate_totp"))
    needed = client.get(reverse("account:second_factor"))

    assert needed.status_code == 200
    assert reverse("mfa_activate_totp") in needed.content.decode()
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_browser_stays_known_when_the_password_is_changed_in_it(inside, specialist):
    inside.post(reverse("account:password"), {"password": NEW, "again": NEW})

    assert known_device(
        SimpleNamespace(COOKIES={"device": inside.cookies["device"].value}), "chuyen.vien"
    )


@pytest.mark.parametrize(
    ("to", "way_on"),
    [("/account/readings/", "/account/readings/"), ("https://elsewhere.example/", None)],
)
def test_from_the_first_factor_and_its_recovery_codes_one_goes_on_to_ones_page(
    client, clerk, to, way_on
):
    sign_in(client, "van.thu")
    client.get(reverse("account:second_factor"), {"next": to})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    done = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, step_now())})
    shown = client.get(done.headers["Location"])

    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert f'href="{way_on or reverse("desk:desk")}"' in shown.content.decode()


def test_a_new_second_factor_ends_the_sessions_opened_without_it(client, clerk):
    other = Client()
    sign_in(other, "van.thu")
    sign_in(client, "van.thu")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, step_now())})

    assert is_in(client)
    assert not is_in(other)


def test_the_display_is_kept_in_cookies_of_known_values(client, db):
    specialist_free = client.post(reverse("account:preferences"), {"theme": "dark"})

    assert specialist_free.status_code == 302
    assert "theme" not in client.cookies


@pytest.mark.parametrize(("value", "kept"), [("dark", True), ("<b>", False)])
def test_only_known_ways_of_display_are_kept(inside, value, kept):
    inside.post(reverse("account:preferences"), {"theme": value})

    assert ("theme" in inside.cookies) is kept


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/128", "Firefox, Linux"),
    ],
)
def test_devices_are_named_in_words_people_know(user_agent, words):
    assert device_of(user_agent) == words


def test_the_history_of_ones_data_is_shown(inside, specialist):
    entries = inside.get(reverse("account:readings")).context["entries"]

    assert entries
    assert Account.objects.count() == 1


def test_who_has_not_shown_the_second_factor_shows_it_and_goes_on(client, clerk, code_of):
    sign_in_with_factor(client, clerk)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    asked = f"{reverse('account:second_factor')}?next=/account/readings/"

    page = client.get(asked)
    way = page.context["ways"][0]["url"]
    confirmed = client.post(way, {"code": code_of()})

    assert way == f"{reverse('mfa_reauthenticate')}?next=%2Faccount%2Freadings%2F"
    assert 'href="/account/confirm/code/?next=%2Faccount%2Freadings%2F"' in page.content.decode()
    assert confirmed.headers["Location"] == "/account/readings/"
    assert client.get(asked).headers["Location"] == "/account/readings/"


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org/", ""])
def test_after_the_second_factor_nobody_is_led_away(client, clerk, to):
    sign_in_with_factor(client, clerk)

    answer = client.get(reverse("account:second_factor"), {"next": to})

    assert answer.headers["Location"] == reverse("account:security")


def test_a_password_alone_adds_no_further_factor_beside_the_first(client, clerk, code_of):
    client.force_login(clerk)

    answer = client.get(reverse("mfa_add_webauthn"))

    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_nothing_is_said_of_passkeys_that_are_not_ones_own(client, clerk):
    sign_in_with_factor(client, clerk)
    address = reverse("mfa_remove_webauthn", args=[987_654_321])

    assert client.get(address).status_code == 404
    assert client.options(address).status_code == 405
