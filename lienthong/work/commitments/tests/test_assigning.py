"""From the office to who carries out: T-10, T-11, T-20 to T-25, T-27."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.work.commitments.actions import answering, below, reporting, tasks
from lienthong.work.commitments.models import Coordination, Standing, State, Task
from lienthong.work.commitments.queries.deadlines import usual_deadline
from lienthong.work.commitments.queries.seen import tasks_seen_by

from .factories import a_draft, a_received, an_assigned, done_words, given, handed_in, on

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 20)


def verbs_on_desk(actor):
    return [item.step for item in desk_of(actor)]


def test_content_lead_and_day_are_three_of_six_and_may_be_assigned(house):  # T-10
    secretary = house.actor("province_secretary")
    draft = a_draft(
        house.province, house.commune, by=secretary, due_kind=Task.DueKind.DATE, due_on=DUE
    )

    assert draft.unclear(products=0) == ["person", "product", "authority"]
    assert tasks.assign(draft.pk, actor=secretary).state == State.ASSIGNED


def test_without_a_lead_nothing_is_assigned(house):  # T-10
    secretary = house.actor("province_secretary")
    draft = a_draft(house.province, None, by=secretary)

    with pytest.raises(RuleBroken, match="no leading organisation"):
        tasks.assign(draft.pk, actor=secretary)
    with pytest.raises(RuleBroken, match="Write what is to be done"):
        a_draft(house.province, house.commune, by=secretary, content="  ")


@pytest.mark.parametrize(
    ("letter", "due"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 12)),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 16)),
    ],
)
def test_where_no_day_is_named_it_is_ten_days_and_never_a_weekend(house, letter, due):  # T-11
    assert usual_deadline(letter) == due
    with on(letter):
        task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"))
    assert task.due_on == due


def test_the_office_enters_and_a_member_of_the_standing_board_assigns(house):  # T-20 T-21 T-22
    clerk, secretary = house.actor("province_clerk"), house.actor("province_secretary")
    draft = a_draft(house.province, house.commune, by=clerk, due_kind="date", due_on=DUE)

    with pytest.raises(PermissionDenied):
        tasks.assign(draft.pk, actor=clerk)
    assert not tasks_seen_by(house.actor("secretary")).exists()  # a draft obliges nobody

    tasks.assign(draft.pk, actor=secretary)

    assert tasks_seen_by(house.actor("secretary")).get() == draft
    assert "commitments.receive" in verbs_on_desk(house.actor("secretary"))
    with pytest.raises(RuleBroken, match="already been assigned"):
        tasks.assign(draft.pk, actor=secretary)


@pytest.mark.parametrize("who", ["secretary", "other_secretary", "province_specialist"])
def test_nobody_else_assigns(house, who):
    draft = a_draft(house.province, house.commune, by=house.actor("province_clerk"))
    with pytest.raises(PermissionDenied):
        tasks.assign(draft.pk, actor=house.actor(who))


def test_the_lead_receives_and_names_one_person(house):  # T-23
    task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    assert task.state == State.ASSIGNED  # silence is no acceptance

    clerk = house.actor("clerk")
    received = answering.receive(task.pk, responsible_id=house.posts["deputy"].pk, actor=clerk)

    assert received.state == State.RECEIVED
    assert received.responsible_id == house.posts["deputy"].pk
    with pytest.raises(RuleBroken, match="already been answered"):
        answering.receive(task.pk, actor=clerk)
    with pytest.raises(PermissionDenied):
        answering.receive(task.pk, actor=house.actor("other_secretary"))


def test_who_is_responsible_belongs_to_the_lead(house):  # T-23
    task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    with pytest.raises(RuleBroken, match="of your own organisation"):
        answering.receive(
            task.pk, responsible_id=house.posts["other_clerk"].pk, actor=house.actor("secretary")
        )


@pytest.mark.parametrize(
    ("answer", "state"),
    [("insist", State.ASSIGNED), ("withdraw", State.CANCELLED), ("other", State.ASSIGNED)],
)
def test_a_refusal_goes_back_and_is_decided(house, answer, state):  # T-23 T-24
    province = house.actor("province_secretary")
    task = an_assigned(house.province, house.commune, by=province, due=DUE)
    with pytest.raises(RuleBroken, match="Say why the task is not accepted"):
        answering.refuse(task.pk, reason=" ", actor=house.actor("secretary"))
    answering.refuse(task.pk, reason="Không thuộc thẩm quyền", actor=house.actor("secretary"))
    assert "commitments.decide" in verbs_on_desk(province)

    lead = house.other.pk if answer == "other" else None
    decided = answering.answer_refusal(
        task.pk, answer=answer, reason="Theo phân công", lead_id=lead, actor=province
    )

    assert decided.state == state
    assert decided.lead_id == (lead or house.commune.pk)
    assert ("commitments.receive" in verbs_on_desk(house.actor("other_secretary"))) is bool(lead)


def test_refused_by_everybody_it_still_waits_for_who_gave_it(house):  # T-24
    province = house.actor("province_secretary")
    task = an_assigned(house.province, house.commune, by=province, due=DUE)
    for who, other in (("secretary", house.other), ("other_secretary", house.commune)):
        answering.refuse(task.pk, reason="Không đủ người", actor=house.actor(who))
        answering.answer_refusal(
            task.pk, answer="other", reason="Giao lại", lead_id=other.pk, actor=province
        )
    assert Task.objects.get(pk=task.pk).state == State.ASSIGNED
    assert task.refusals.count() == 2


def test_those_beside_confirm_and_their_silence_holds_nobody_up(house):  # T-25
    province = house.actor("province_secretary")
    task = an_assigned(
        house.province,
        house.commune,
        by=province,
        due=DUE,
        coordinator_ids=(house.province_body.pk, house.other.pk),
    )
    head = house.actor("province_head")
    assert "commitments.confirm" in verbs_on_desk(head)
    answering.confirm_part(task.pk, note="Cử 2 đồng chí", actor=head)
    assert "commitments.confirm" not in verbs_on_desk(head)
    with pytest.raises(RuleBroken, match="already been confirmed"):
        answering.confirm_part(task.pk, actor=head)
    with pytest.raises(PermissionDenied):
        answering.confirm_part(task.pk, actor=house.actor("branch_secretary"))

    answering.receive(task.pk, actor=house.actor("secretary"))
    reporting.send_result(task.pk, done_words(), actor=house.actor("secretary"))
    assert Coordination.objects.filter(task=task, confirmed_at=None).count() == 1


def test_a_class_as_lead_becomes_one_task_for_each_directly_beneath(house):  # T-27
    province = house.actor("province_secretary")
    draft = tasks.enter_task(
        house.province.pk,
        given(None, to_all_below=True, due_kind="date", due_on=DUE, products=("Báo cáo",)),
        actor=province,
    )
    head = tasks.assign(draft.pk, actor=province)

    children = list(head.children.order_by("lead__path"))
    assert [one.lead for one in children] == [house.commune, house.other]
    assert [one.code for one in children] == [f"{head.code}.1", f"{head.code}.2"]
    assert {one.state for one in children} == {State.ASSIGNED}
    assert [one.products.get().words for one in children] == ["Báo cáo", "Báo cáo"]
    assert Standing.objects.filter(task__in=children, is_counted=True).count() == 2
    assert not Standing.objects.filter(task=head, is_counted=True).exists()
    assert "commitments.receive" in verbs_on_desk(house.actor("other_secretary"))


def test_each_level_gives_on_and_sees_its_own_and_its_direct_children(house):  # T-27
    task = a_received(house, due=DUE)
    secretary = house.actor("secretary")
    below.give_on(task.pk, unit_ids=[house.base.pk, house.branch.pk], actor=secretary)
    ours = task.children.get(lead=house.base)
    base = house.actor("base_secretary")
    answering.receive(ours.pk, actor=base)
    below.give_on(ours.pk, unit_ids=[house.part.pk], actor=base)
    last = ours.children.get()

    assert tasks_seen_by(house.actor("part_secretary")).get() == last
    assert set(tasks_seen_by(base)) == {ours, last}
    assert last not in tasks_seen_by(secretary)
    assert set(tasks_seen_by(house.actor("province_secretary"))) == {task}
    with pytest.raises(RuleBroken, match="have this task already"):
        below.give_on(task.pk, unit_ids=[house.base.pk], actor=secretary)
    with pytest.raises(RuleBroken, match="directly beneath you"):
        below.give_on(task.pk, unit_ids=[house.part.pk], actor=secretary)


def test_done_is_not_said_while_a_child_is_open_unless_with_a_reason(house):  # T-27
    task = a_received(house, due=DUE)
    secretary = house.actor("secretary")
    below.give_on(task.pk, unit_ids=[house.branch.pk], actor=secretary)

    with pytest.raises(RuleBroken, match="1 tasks given on"):
        reporting.send_result(task.pk, done_words(), actor=secretary)
    reporting.send_result(task.pk, done_words(reason="Chi bộ chỉ phối hợp"), actor=secretary)
    assert Task.objects.get(pk=task.pk).state == State.AWAITING


def test_children_of_one_s_own_and_of_a_superior_never_share_a_code(house):  # rules §2
    secretary = house.actor("secretary")
    own = a_draft(house.commune, house.branch, by=secretary)
    task = a_received(house, due=DUE)
    below.give_on(task.pk, unit_ids=[house.branch.pk], actor=secretary)
    later = a_draft(house.commune, house.branch, by=secretary)

    codes = [own.code, task.children.get().code, later.code]
    assert codes == ["1", "2.1", "3"]


def test_what_is_done_is_written_in_the_history(house):
    task = handed_in(house, due=DUE)
    done = AuditEntry.objects.filter(subject_type="commitments.task", subject_id=str(task.pk))
    assert [one.verb for one in done.order_by("id")] == [
        "commitments.entered",
        "commitments.assigned",
        "commitments.received",
        "commitments.result_sent",
    ]
