"""A post in which papers are read is given by one administrator alone, and never in silence."""

import pytest
from django.test import Client

from lienthong.kernel.events.actions import relay_batches
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.public import Account, Person, Post, Role
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.kernel.units.public import Unit

from .newcomers import page
from .test_bringing_an_organisation import (
    AN,
    DECIDED,
    SINCE,
    admin,
    brought,
    commune,
    signed_in,
    taken,
)
from .test_proposals import DECISION

__all__ = ["admin", "commune"]
pytestmark = pytest.mark.django_db
NAMES = [(2, "Hai"), (3, "Ba"), (4, "Bốn")]
STRAW = {"full_name": "Lê Thị Rơm", "role": "committee_member", "title": "Ủy viên", "on": SINCE}


@pytest.fixture
def watchers(commune: Unit) -> set[int]:
    leader = a_post(commune, Role.SECRETARY)
    auditor = a_post(commune.parent, Role.SECURITY_AUDITOR)
    a_post(commune)
    return {leader.person_id, auditor.person_id}


def told() -> list[Notice]:
    """What has been said to whom since the last time, leading to where the posts stand."""
    relay_batches()
    notices = list(Notice.objects.filter(path=page("posts_given"), stands=True))
    Notice.objects.all().delete()
    return notices


def registered(admin: Client, commune: Unit) -> Post:
    answer = admin.post(page("person_register", commune.pk), STRAW | DECISION)
    assert answer.status_code == 302, answer.text
    return Post.objects.get(person__full_name=STRAW["full_name"])


def test_nobody_invented_sits_on_a_committee_without_decision_and_in_silence(
    commune, admin, watchers
):
    refused = admin.post(page("person_register", commune.pk), STRAW)
    assert refused.status_code == 409
    assert "Name the decision" in refused.text
    giver = Post.objects.get(unit=commune, role=Role.ORG_ADMIN)

    registered(admin, commune)

    notices = told()
    assert {one.person_id for one in notices} == watchers
    said = notices[0].message % notices[0].params
    for words in (
        "Lê Thị Rơm",
        "Member of the committee",
        str(commune),
        "12-QĐ/ĐU",
        str(giver.person),
    ):
        assert words in said


@pytest.mark.parametrize("way", ["invite", "slip", "recover"])
def test_a_code_for_such_a_post_is_told_too(commune, admin, watchers, way):
    post = registered(admin, commune)
    person = post.person
    told()
    if way == "slip":
        given = {"people": [person.pk]}
        assert admin.post(page("unit_slips", commune.pk), given).status_code == 200
    else:
        invited = admin.post(page("person_invite", person.pk), {"username": "rom"})
        assert invited.status_code == 200
    if way == "recover":
        told()
        account = Account.objects.get(person=person)
        assert admin.post(page("account_recover", account.pk)).status_code == 200

    notices = told()

    assert {one.person_id for one in notices} == watchers
    assert "one-time code" in notices[0].message
    assert notices[0].params["name"] == "Lê Thị Rơm"


def test_a_member_and_a_members_code_are_told_to_nobody(commune, admin, watchers):
    branch = a_unit(commune, kind="branch")
    given = {"full_name": "Trần Văn Đảng", "role": "member", "on": SINCE}
    assert admin.post(page("person_register", branch.pk), given).status_code == 302
    person = Person.objects.get(full_name="Trần Văn Đảng")
    assert admin.post(page("person_invite", person.pk), {"username": "dang"}).status_code == 200

    assert told() == []


def test_a_workbook_of_people_is_one_notice_with_the_number(commune, admin, watchers):
    people = [AN, *((str(n), f"Trần Văn Số {name}", "", "") for n, name in NAMES)]
    posts = [(one[0], "", "Specialist", "Chuyên viên", SINCE, *DECIDED) for one in people]
    assert taken(admin, brought(admin, commune, [], people, posts)).state == "done"

    notices = told()

    assert {one.person_id for one in notices} == watchers
    assert len(notices) == len(watchers)
    assert (notices[0].params["n"], notices[0].params["unit"]) == (len(people), str(commune))


def test_where_nobody_leads_another_administrator_is_told(commune, admin):
    other = a_post(commune.parent, Role.ORG_ADMIN)

    registered(admin, commune)

    assert [one.person_id for one in told()] == [other.person_id]


def test_who_watches_reads_the_posts_given_and_nobody_else_does(commune, admin, watchers):
    registered(admin, commune)
    secretary = signed_in(Post.objects.get(unit=commune, role=Role.SECRETARY))

    shown = secretary.get(page("posts_given")).text

    assert "Lê Thị Rơm" in shown
    assert "12-QĐ/ĐU" in shown
    stranger = signed_in(a_post(commune, Role.SPECIALIST))
    assert stranger.get(page("posts_given")).status_code == 404
