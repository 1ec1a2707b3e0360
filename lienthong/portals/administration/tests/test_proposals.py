"""What needs two persons, on the pages: proposed here, confirmed there, both seen by whom it concerns."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.people.public import Account, Post, Role, actor_in, end_post
from lienthong.kernel.people.tests.factories import (
    PASSWORD,
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.units.public import Unit

pytestmark = pytest.mark.django_db
DECISION = {
    "decision_number": "12-QĐ/ĐU",
    "decision_on": "20/11/2024",
    "decision_about": "Phân công cán bộ",
    "decision_issuer": "Đảng ủy xã",
}


def page(name: str, *args: int) -> str:
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def commune(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return a_unit(a_unit(kind="provincial_committee"))


def signed_in(unit: Unit, role: str) -> Client:
    client = Client()
    sign_in_with_factor(client, an_account(a_post(unit, role).person))
    return client


@pytest.fixture
def admin(commune: Unit) -> Client:
    return signed_in(commune, Role.ORG_ADMIN)


@pytest.fixture
def secretary(commune: Unit) -> Client:
    return signed_in(commune, Role.SECRETARY)


def clerk_asked_for(commune: Unit) -> dict[str, object]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    return {"full_name": "Nguyễn Văn Thư", "role": "clerk", "title": "Văn thư", "on": day}


def test_a_clerk_is_registered_by_two(commune: Unit, admin: Client, secretary: Client) -> None:
    address = page("person_register", commune.pk)
    without = admin.post(address, clerk_asked_for(commune))
    assert (without.status_code, Proposal.objects.count()) == (409, 0)
    assert without.context["form"].has_error("decision_number")

    proposed = admin.post(address, clerk_asked_for(commune) | DECISION)
    proposal = Proposal.objects.get()
    its_page = page("proposal", proposal.pk)
    assert proposed.headers["Location"] == its_page
    assert not Post.objects.filter(person__full_name="Nguyễn Văn Thư").exists()

    confirming = page("proposal_confirm", proposal.pk)
    assert confirming not in admin.get(its_page).content.decode()
    assert admin.post(confirming).status_code == 409
    shown = secretary.get(its_page).content.decode()
    assert "Nguyễn Văn Thư" in shown
    assert "12-QĐ/ĐU" in shown
    assert confirming in shown
    assert secretary.post(confirming).headers["Location"] == its_page

    assert Post.objects.get(person__full_name="Nguyễn Văn Thư").role == Role.CLERK
    assert its_page in secretary.get(page("proposals"), {"tab": "answered"}).content.decode()


def test_somebody_known_is_appointed_by_two_and_may_read_it(
    commune: Unit, admin: Client, secretary: Client
) -> None:
    person = a_post(commune).person
    given = {"unit": commune.pk, **clerk_asked_for(commune), **DECISION}
    admin.post(page("person_appoint", person.pk), given)
    proposal = Proposal.objects.get()

    concerned, stranger = Client(), Client()
    concerned.force_login(an_account(person))
    stranger.force_login(an_account(a_post(commune).person))
    its_page = page("proposal", proposal.pk)
    assert concerned.get(its_page).status_code == 200
    assert stranger.get(its_page).status_code == 404
    assert notices_of(person.pk).get().path == its_page

    refused = secretary.post(
        page("proposal_refuse", proposal.pk), {"proposal_refuse-reason": "Sai"}
    )
    assert refused.status_code == 302
    assert "Sai" in concerned.get(its_page).content.decode()


def test_the_proposer_withdraws(commune: Unit, admin: Client, secretary: Client) -> None:
    admin.post(page("person_register", commune.pk), clerk_asked_for(commune) | DECISION)
    withdrawing = page("proposal_withdraw", Proposal.objects.get().pk)
    assert secretary.post(withdrawing).status_code == 403
    assert admin.post(withdrawing).status_code == 302
    assert Proposal.objects.get().state == "withdrawn"


def test_an_account_with_power_is_recovered_by_two_halves(
    commune: Unit, admin: Client, secretary: Client
) -> None:
    account = an_account(a_post(commune, Role.CLERK).person, username="van.thu")
    alone = page("account_recover", account.pk)
    assert alone not in admin.get(page("person", account.person_id)).content.decode()
    assert admin.post(alone).status_code == 409
    admin.post(page("account_propose_recovery", account.pk))
    proposal = Proposal.objects.get()
    half = page("proposal_half", proposal.pk)
    assert admin.post(half).status_code == 409
    secretary.post(page("proposal_confirm", proposal.pk))

    halves = [one.post(half).context["result"].code for one in (admin, secretary)]
    assert admin.post(half).status_code == 409
    new = "Một mật khẩu khác hẳn 9"
    entering = {"username": "van.thu", "password": new, "again": new}
    with_one = Client().post(reverse("account:enter"), entering | {"code": halves[0]})
    both = Client().post(reverse("account:enter"), entering | {"code": "-".join(halves)})

    assert (with_one.status_code, both.status_code) == (409, 302)
    assert Account.objects.get(pk=account.pk).check_password(new)


def test_no_half_is_shown_once_one_of_the_two_has_lost_the_post(
    commune: Unit, admin: Client, secretary: Client
) -> None:
    account = an_account(a_post(commune, Role.CLERK).person, username="van.thu")
    admin.post(page("account_propose_recovery", account.pk))
    proposal = Proposal.objects.get()
    secretary.post(page("proposal_confirm", proposal.pk))
    other = a_post(commune, Role.ORG_ADMIN)
    proposal.refresh_from_db()
    assert proposal.confirmed_by_id is not None
    end_post(proposal.confirmed_by_id, on=timezone.localdate(), actor=actor_in(other))

    refused = admin.post(page("proposal_half", proposal.pk))

    assert refused.status_code == 409
    assert "no longer holds the post" in refused.content.decode()


def test_a_holder_of_power_is_invited_by_two(
    commune: Unit, admin: Client, secretary: Client
) -> None:
    person = a_post(commune, Role.CLERK).person
    address = page("person_propose_invitation", person.pk)
    assert address in admin.get(page("person", person.pk)).content.decode()
    answer = admin.post(address, {"username": "van.thu"})
    assert answer.headers["Location"] == page("proposal", Proposal.objects.get().pk)
    assert not Account.objects.filter(person=person).exists()

    secretary.post(page("proposal_confirm", Proposal.objects.get().pk))
    assert not Account.objects.get(person=person).check_password(PASSWORD)


def test_one_administrator_is_said_aloud(commune: Unit, admin: Client, settings) -> None:
    admin.post(page("person_register", commune.pk), clerk_asked_for(commune) | DECISION)
    its_page = page("proposal", Proposal.objects.get().pk)
    assert "Single-administrator mode" not in admin.get(its_page).content.decode()
    settings.SINGLE_ADMINISTRATOR = True
    assert "Single-administrator mode" in admin.get(its_page).content.decode()
