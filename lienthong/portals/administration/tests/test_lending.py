"""A post is lent on its holder's own page, confirmed where it carries power, listed, and taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.people.public import Delegation, Post, Role, actor_for
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.units.public import Unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=13)


def page(name: str, *args: int) -> str:
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def commune(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    return a_unit(a_unit(kind="provincial_committee"))


def at_work(post: Post) -> Client:
    client = Client()
    sign_in_with_factor(client, an_account(post.person))
    return client


def lent_to(post: Post) -> dict[str, object]:
    return {
        "to_person": post.person_id,
        "on": f"{TODAY:%d/%m/%Y}",
        "until": f"{LATER:%d/%m/%Y}",
        "basis": "Giấy ủy quyền số 3-GUQ/ĐU ngày 20/11/2026",
    }


def lend(post: Post, to: Post) -> Delegation:
    return Delegation.objects.create(
        post=post, to_person=to.person, valid_from=TODAY, basis="Giấy ủy quyền số 1"
    )


def test_a_clerk_lends_the_post_and_the_secretary_confirms_it(commune: Unit) -> None:
    clerk, other = a_post(commune, Role.CLERK), a_post(commune)
    at_clerk = at_work(clerk)
    address = page("post_lend", clerk.pk)

    asked = at_clerk.get(address).content.decode()
    led = at_clerk.post(address, lent_to(other))
    proposal = Proposal.objects.get()
    its_page = at_clerk.get(page("proposal", proposal.pk)).content.decode()
    waits = at_clerk.get(reverse("account:account")).content.decode()
    at_work(a_post(commune, Role.SECRETARY)).post(page("proposal_confirm", proposal.pk))

    assert "Propose the delegation" in asked
    assert led["Location"] == page("proposal", proposal.pk)
    assert f"{LATER:%d/%m/%Y}" in its_page
    assert "pass the post on" in its_page
    assert page("proposal", proposal.pk) in waits
    assert actor_for(other.person, clerk.pk).for_post_id == clerk.pk
    assert Delegation.objects.get().last_day == LATER


def test_a_post_without_power_is_lent_at_once(commune: Unit) -> None:
    specialist, other = a_post(commune, Role.SPECIALIST), a_post(commune)
    at_specialist = at_work(specialist)
    address = page("post_lend", specialist.pk)

    asked = at_specialist.get(address).content.decode()
    led = at_specialist.post(address, lent_to(other))

    assert "without a second person" in asked
    assert led["Location"] == reverse("account:account")
    assert actor_for(other.person, specialist.pk).for_post_id == specialist.pk


@pytest.mark.parametrize("case", ["of somebody else", "a membership", "acted for"])
def test_one_lends_ones_own_post_only_and_acting_in_it(commune: Unit, case: str) -> None:
    own, other = a_post(commune, Role.SPECIALIST), a_post(commune, Role.SPECIALIST)
    posts = {
        "of somebody else": other,
        "a membership": a_post(commune, Role.MEMBER, person=own.person),
        "acted for": other,
    }
    client = at_work(own)
    if case == "acted for":
        lend(other, own)
        client.post(reverse("account:switch_post"), {"post_id": other.pk})

    assert client.get(page("post_lend", posts[case].pk)).status_code == 404


def test_where_nobody_else_holds_a_post_the_page_says_so(commune: Unit) -> None:
    alone = a_post(commune, Role.SPECIALIST)

    said = at_work(alone).get(page("post_lend", alone.pk)).content.decode()

    assert "Nobody else holds a post" in said
    assert "<form method" not in said.partition("<main")[2].partition("</main>")[0]


def test_a_day_before_the_first_is_refused_and_what_was_typed_stays(commune: Unit) -> None:
    specialist, other = a_post(commune, Role.SPECIALIST), a_post(commune)
    early = lent_to(other) | {"until": f"{TODAY - timedelta(days=1):%d/%m/%Y}"}

    refused = at_work(specialist).post(page("post_lend", specialist.pk), early)

    assert refused.status_code == 409
    assert "at least one day" in refused.content.decode()
    assert "3-GUQ" in refused.content.decode()


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.ORG_ADMIN, "here", 200),
        (Role.ORG_ADMIN, "above", 200),
        (Role.ORG_ADMIN, "elsewhere", 404),
        (Role.SECRETARY, "here", 404),
        (Role.MEMBER, "here", 404),
    ],
)
def test_holder_and_administrators_take_it_back(
    commune: Unit, role: Role, where: str, status: int
) -> None:
    assert commune.parent is not None
    places = {"here": commune, "above": commune.parent, "elsewhere": a_unit(commune.parent)}
    specialist, other = a_post(commune, Role.SPECIALIST), a_post(commune)
    lent = lend(specialist, other)
    client = at_work(a_post(places[where], role))

    assert client.get(page("delegation_end", lent.pk)).status_code == status
    client.post(page("delegation_end", lent.pk))

    lent.refresh_from_db()
    assert lent.is_over is (status == 200)


@pytest.mark.parametrize("who", ["holder", "administrator"])
def test_both_hear_that_it_was_taken_back(commune: Unit, who: str) -> None:
    clerk, other = a_post(commune, Role.CLERK), a_post(commune)
    lent = lend(clerk, other)
    client = at_work(clerk if who == "holder" else a_post(commune, Role.ORG_ADMIN))

    client.post(page("delegation_end", lent.pk))
    run_jobs()

    heard = Notice.objects.filter(stands=True, message__contains="no longer acts for")
    assert {one.person_id for one in heard} == {clerk.person_id, other.person_id}
    assert heard[0].params["holder"] == str(clerk.person)


def test_the_holder_takes_it_back_from_the_own_page(commune: Unit) -> None:
    specialist, other = a_post(commune, Role.SPECIALIST), a_post(commune)
    lent, at_specialist = lend(specialist, other), at_work(specialist)

    shown = at_specialist.get(reverse("account:account")).content.decode()
    led = at_specialist.post(page("delegation_end", lent.pk))

    assert page("delegation_end", lent.pk) in shown
    assert led["Location"] == reverse("account:account")
    assert actor_for(other.person, specialist.pk).for_post_id is None


def test_those_in_force_are_listed_within_reach_apart_from_those_that_ended(commune: Unit) -> None:
    assert commune.parent is not None
    here, there = a_post(commune, Role.SPECIALIST), a_post(a_unit(commune.parent))
    running, ended = lend(here, a_post(commune)), lend(a_post(commune), a_post(commune))
    lend(there, a_post(there.unit))
    ended.valid_to = TODAY
    ended.save()
    at_secretary = at_work(a_post(commune, Role.SECRETARY))

    shown = at_secretary.get(page("lending"))
    before = at_secretary.get(page("lending"), {"tab": "ended"})

    assert len(shown.context["rows"]) == 1
    assert str(running.to_person) in shown.content.decode()
    assert page("delegation_end", running.pk) not in shown.content.decode()
    assert str(ended.to_person) in before.content.decode()


def test_the_delegate_hears_for_whom_and_until_when_and_reads_it_on_every_page(
    commune: Unit,
) -> None:
    specialist, other = a_post(commune, Role.SPECIALIST), a_post(commune)
    at_work(specialist).post(page("post_lend", specialist.pk), lent_to(other))
    run_jobs()
    at_other = at_work(other)
    desk = at_other.get(reverse("desk:desk")).content.decode()
    at_other.post(reverse("account:switch_post"), {"post_id": specialist.pk})
    acting = at_other.get(reverse("account:account")).content.decode()

    (heard,) = Notice.objects.filter(person=other.person)
    said = f"to the end of {LATER:%d/%m/%Y} you act for {specialist.person}, {commune}"
    assert said in heard.text
    whose = f"for {specialist.person}, by delegation until {LATER:%d/%m/%Y}"
    assert "Work in posts lent to you" in desk
    assert whose in desk
    assert "You are acting as" not in desk
    assert "You are acting as" in acting
    assert acting.count(whose) >= 2, "in the switch of posts, and on the page"


def test_from_the_list_one_lends_ones_own_post(commune: Unit) -> None:
    secretary = a_post(commune, Role.SECRETARY)

    shown = at_work(secretary).get(page("lending")).content.decode()

    assert page("post_lend", secretary.pk) in shown
    assert "If the holder is away and cannot delegate" in shown
