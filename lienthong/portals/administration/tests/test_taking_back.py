"""What two agreed to is neither undone by one nor carried out when they are gone; what is not needed is not kept."""

import datetime as dt
import os
import time

import pytest
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.files.actions import sweep
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.models import Post
from lienthong.kernel.people.public import actor_in, end_post
from lienthong.kernel.people.tests.factories import a_post, an_account
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.units.public import Unit

from .. import actions
from ..models import Intake
from .newcomers import page
from .test_bringing_an_organisation import (
    ALL,
    AN,
    CLERK,
    DECIDED,
    SINCE,
    admin,
    brought,
    commune,
    signed_in,
    taken,
)

__all__ = ["admin", "commune"]
pytestmark = pytest.mark.django_db
SCHOOL = "Đảng ủy trường học"
KEYED = ("C1", "Đảng bộ trường", SCHOOL, "Grassroots committee", "", "ĐU", "", "Yes", "", SINCE)


def by_two(client, second, unit, *rows) -> Intake:
    intake = taken(client, brought(client, unit, *rows))
    assert intake.state == "proposed"
    assert second.post(page("proposal_confirm", Proposal.objects.get().pk)).status_code == 302
    return intake


def test_an_organisation_with_keys_is_not_taken_back_by_one(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    intake = by_two(admin, second, commune, [(*KEYED, *DECIDED)])
    run_jobs()
    assert Intake.objects.get().state == "done"
    shown = admin.get(page("intake", intake.pk)).text
    assert "Take the whole workbook back" not in shown
    assert "End single posts and organisations on their pages" in shown

    assert admin.post(page("intake_withdraw", intake.pk)).status_code == 409

    with pytest.raises(RuleBroken, match="one person does not take back"):
        actions.withdraw(intake.pk, actor=actor_in(intake.brought_by))
    assert Unit.objects.filter(parent=commune, name_committee=SCHOOL).exists()
    assert Intake.objects.get().state == "done"


def test_an_organisation_that_got_keys_later_is_not_taken_back_by_one(commune, admin):
    intake = taken(admin, brought(admin, commune, *ALL))
    Unit.objects.filter(serves=commune).update(has_register=True)
    assert Unit.objects.get(serves=commune).has_keys

    refused = admin.post(page("intake_withdraw", intake.pk))

    assert refused.status_code == 409
    assert "one person does not take back" in refused.text
    assert Unit.objects.filter(serves=commune).exists()


def test_who_watches_is_told_of_what_one_takes_back(commune, admin):
    leader = a_post(commune, Role.SECRETARY)
    auditor = a_post(commune.parent, Role.SECURITY_AUDITOR)
    intake = taken(admin, brought(admin, commune, *ALL))

    assert admin.post(page("intake_withdraw", intake.pk)).status_code == 302

    told = Notice.objects.filter(message__startswith="%(name)s has taken back", stands=True)
    assert {one.person_id for one in told} == {leader.person_id, auditor.person_id}
    assert {one.params["posts"] for one in told} == {2}


@pytest.mark.parametrize("lost", [(0,), (1,), (0, 1)])
def test_power_agreed_to_in_a_post_lost_since_is_not_given(commune, lost):
    both = a_post(commune, Role.ORG_ADMIN), a_post(commune, Role.ORG_ADMIN)
    third = a_post(commune, Role.ORG_ADMIN)
    fourth = a_post(commune, Role.ORG_ADMIN)
    leader = a_post(commune, Role.SECRETARY)
    an_account(fourth.person)
    still = signed_in(third)
    first, second = map(signed_in, both)
    intake = by_two(first, second, commune, [], [AN], [CLERK])
    for number in lost:
        end_post(both[number].pk, on=timezone.localdate(), actor=actor_in(third))

    run_jobs()

    lapsed = Intake.objects.get()
    assert (lapsed.state, lapsed.made) == ("lapsed", {})
    assert not Post.objects.filter(unit=commune, role=Role.CLERK).exists()
    assert list(history_of(intake))[-1].verb == "administration.lapsed"
    told = Notice.objects.filter(message__startswith="Nothing was written of a workbook")
    assert leader.person_id in {one.person_id for one in told}
    assert "no longer holds the post" in still.get(page("intake", intake.pk)).text

    anew = taken(still, lapsed)
    assert anew.state == "proposed"


def test_rows_one_agreed_to_are_not_written_in_a_post_lost_since(commune):
    post = a_post(commune, Role.ORG_ADMIN)
    others = [a_post(commune, Role.ORG_ADMIN) for _number in range(2)]
    for one in others:
        an_account(one.person)
    client = signed_in(post)
    intake = brought(client, commune, *ALL)
    assert client.post(page("intake_take", intake.pk)).status_code == 302
    end_post(post.pk, on=timezone.localdate(), actor=actor_in(others[0]))

    run_jobs()

    assert Intake.objects.get().state == "lapsed"
    assert not Unit.objects.filter(serves=commune).exists()


@pytest.mark.parametrize("way", ["intake_give_up", "intake_withdraw"])
def test_a_workbook_that_is_not_needed_goes_with_the_sweep(commune, admin, way):
    intake = brought(admin, commune, *ALL)
    if way == "intake_withdraw":
        taken(admin, intake)
    file = intake.file
    assert admin.post(page(way, intake.pk)).status_code == 302
    yesterday = timezone.now() - dt.timedelta(days=2)
    StoredFile.objects.filter(pk=file.pk).update(created_at=yesterday)
    os.utime(file.path, (time.time() - 200_000, time.time() - 200_000))

    sweep()

    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not file.path.exists()
    assert Intake.objects.get().is_marked()
    assert admin.get(page("intake", intake.pk)).status_code == 200
    assert admin.get(page("intake_faults", intake.pk)).status_code == 200


def test_the_second_person_reads_of_which_committee_an_office_is(commune):
    top = commune.parent
    client = signed_in(a_post(top, Role.ORG_ADMIN))

    def committee(code, name):
        names = (f"Đảng bộ xã {name}", f"Đảng ủy xã {name}")
        return (code, *names, "Commune committee", "", "ĐU", "", "Yes", "", SINCE, *DECIDED)

    def office(code, above):
        name = "Văn phòng Đảng ủy"
        return (code, name, "", "Advisory body", above, "VP", "", "", "Yes", SINCE)

    units = [committee("C1", "Một"), office("V1", "C1"), committee("C2", "Hai"), office("V2", "C2")]
    chief = ("1", "V2", "Chief of the office", "Chánh Văn phòng", SINCE, *DECIDED)
    intake = brought(client, top, units, [AN], [chief])

    assert intake.findings == []
    said = [words for _label, words, _whose in intake.counts["named"] if AN[1] in words]
    assert "Văn phòng Đảng ủy, Đảng ủy xã Hai" in said[0]
