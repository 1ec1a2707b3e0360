"""From what was read to a plan: T-11, T-16, T-17, T-19, T-27, and what a draft keeps when it is edited."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.records.texts.models import Text, TextVersion
from lienthong.records.texts.public import Commitment, Deadline
from lienthong.work.commitments.actions import below, plans, tasks
from lienthong.work.commitments.models import Plan, Proposal, Task
from lienthong.work.commitments.queries import reading

from .factories import a_draft, a_received

pytestmark = pytest.mark.django_db
DUE = dt.date(2099, 12, 20)
STEPS = "Tỷ lệ hồ sơ điện tử đạt: năm 2027: 60%, năm 2028: 75%, năm 2029: 90%."


@pytest.fixture
def plan(house):
    return Plan.objects.create(
        unit=house.province,
        title="Chương trình năm",
        title_folded="chuong trinh nam",
        year=2027,
        document=house.resolution(),
        opened_by_name="Văn thư",
    )


@pytest.fixture
def propose(plan):
    def propose(**about):
        usual = {"kind": "task", "content": "Rà soát rừng", "position": 0, "wid": "w1"}
        return Proposal.objects.create(plan=plan, **usual | about)

    return propose


@pytest.fixture
def read(plan):
    """The row of one commitment as it was read."""

    def read(**about):
        usual = {"kind": "task", "clause": "II.1", "text": "Rà soát rừng"}
        return reading._Reading(plan, plan.document).row(Commitment(**usual | about))

    return read


@pytest.fixture
def accept(house):
    def accept(proposal):
        return plans.accept_proposal(proposal.pk, actor=house.actor("province_clerk"))

    return accept


def test_a_series_of_three_steps_is_three_proposals(plan):  # T-17
    clause = {"kind": "paragraph", "marker": None, "heading": None, "label": "mục I"}
    body = [clause | {"wid": "w1", "text": STEPS, "children": []}]
    text = Text.objects.create(body=body)
    version = TextVersion.objects.create(text=text, number=1, body=body, sha256="a" * 64)
    type(plan.document).objects.filter(pk=plan.document_id).update(text=text, version=version)
    plan.document.refresh_from_db()

    rows = [one for one in reading.proposals_of(plan) if one.kind == "target"]

    assert [(one.value, one.due_on) for one in rows] == [
        (Decimal("60.0"), dt.date(2027, 12, 31)),
        (Decimal("75.0"), dt.date(2028, 12, 31)),
        (Decimal("90.0"), dt.date(2029, 12, 31)),
    ]
    assert [one.content[-6:] for one in rows] == ["(2027)", "(2028)", "(2029)"]
    assert all(one.series for one in rows)


@pytest.mark.parametrize(
    ("words", "is_class"),
    [
        ("Các đảng ủy xã, phường", True),
        ("các chi bộ trực thuộc", True),
        ("Đảng ủy các cơ quan Đảng tỉnh", False),
        ("UBND các xã", False),
        ("Bí thư các chi bộ", False),
    ],
)
def test_one_organisation_is_not_taken_for_a_class(read, words, is_class):  # T-27
    assert read(lead=words).to_all_below is is_class


def test_the_exact_name_of_an_organisation_wins(read, house):  # T-27
    house.commune.name_committee = "Các chi bộ Cồn Sẻ"
    house.commune.save(update_fields=["name_committee"])
    row = read(lead="Các chi bộ Cồn Sẻ")
    assert (row.lead, row.to_all_below) == (house.commune, False)


def test_those_who_coordinate_and_who_directs_are_kept_on_acceptance(
    propose, accept, read, house
):  # T-19
    leader = house.posts["province_secretary"].person.full_name
    one = read(
        lead=str(house.commune),
        coordinators=(str(house.other), "Sở Tài nguyên", str(house.commune)),
        directing_leader=f"Đồng chí {leader}",
    )
    one.position = 0
    one.save()
    task = accept(one)

    assert [part.unit for part in task.coordinations.all()] == [house.other]
    assert task.coordinator_words == "Sở Tài nguyên"
    assert task.directing == house.posts["province_secretary"]


@pytest.mark.parametrize("first", ["task", "target"])
def test_a_task_leads_to_the_target_of_its_clause_whichever_is_taken_first(
    propose, accept, first
):  # T-16
    both = {kind: propose(kind=kind) for kind in ("task", "target")}
    for one in sorted(both.values(), key=lambda one: one.kind != first):
        accept(one)

    assert Task.objects.get().target == both["target"].target


def test_a_draft_that_is_edited_keeps_its_clause(propose, accept, enter, house):
    task = accept(propose(clause="mục II.3", lead=house.commune, coordinator_words="Sở Nội vụ"))
    client = enter("province_clerk")
    page = client.get(reverse("commitments:change", args=[task.pk]))
    fields = page.context["form"].initial
    sent = {name: "" if value is None else value for name, value in fields.items()}

    client.post(reverse("commitments:change", args=[task.pk]), sent | {"content": "Trồng rừng"})

    task.refresh_from_db()
    assert task.content == "Trồng rừng"
    assert (task.clause, task.coordinator_words) == ("mục II.3", "Sở Nội vụ")


@pytest.mark.parametrize(
    ("period", "rhythm", "months"),
    [
        ("months:3,6,9,12", "quarter", ""),
        ("months:6,12", "half", ""),
        ("months:3,6,9,11", "months", "3, 6, 9, 11"),
        ("months:6", "months", "6"),
        ("once", "once", ""),
    ],
)
def test_months_named_are_a_usual_rhythm_or_kept_as_they_are(
    propose, accept, period, rhythm, months
):
    task = accept(propose(period=period))
    assert (task.rhythm, task.report_months) == (rhythm, months)


@pytest.mark.parametrize(("rhythm", "has_day"), [("once", True), ("quarter", False)])
def test_the_usual_day_is_for_what_is_done_once(house, rhythm, has_day):  # T-11
    secretary = house.actor("province_secretary")
    draft = a_draft(house.province, house.commune, by=secretary, rhythm=rhythm)
    assert bool(tasks.assign(draft.pk, actor=secretary).due_on) is has_day


def test_a_falling_range_is_put_in_order(propose, accept):
    target = accept(propose(kind="target", value=90, value_to=80))
    assert (target.value, target.value_to) == (80, 90)


def test_the_last_of_february_falls_on_the_28th_in_a_common_year(read):
    yearly = Deadline(kind="yearly", month_day=(2, 29))
    assert read(deadline=yearly).due_on == dt.date(2027, 2, 28)


def test_two_tasks_given_on_at_once_wait_for_each_other(house):
    task = a_received(house, due=DUE)
    with CaptureQueriesContext(connection) as said:
        below.give_on(task.pk, unit_ids=[house.branch.pk], actor=house.actor("secretary"))

    asked = [one["sql"] for one in said]
    locked = [n for n, sql in enumerate(asked) if '"units_unit"' in sql and "FOR UPDATE" in sql]
    coded = [n for n, sql in enumerate(asked) if sql.startswith('SELECT "commitments_task"."code"')]
    assert locked
    assert coded
    assert locked[0] < coded[0]
