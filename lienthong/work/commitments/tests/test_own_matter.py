"""Nobody decides in their own matter (docs/adr/0071): T-24, T-34, T-36, T-50, T-70, F133."""

import datetime as dt

import pytest

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.work.commitments.actions import answering, changing, reporting
from lienthong.work.commitments.actions.difficulties import answer_difficulty, raise_difficulty
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import State

from .factories import a_received, an_assigned, done_words

pytestmark = pytest.mark.django_db
DUE, LATER = dt.date(2026, 11, 20), dt.date(2026, 12, 15)


@pytest.fixture
def own(house):
    """A task that the commune has taken upon itself."""
    return an_assigned(
        house.commune, house.commune, by=house.actor("secretary"), due=DUE, rhythm="month"
    )


@pytest.fixture
def above(house):
    """The secretary of the commune, who is a deputy secretary of the province besides."""
    person = house.posts["secretary"].person
    return actor_in(a_post(house.province, Role.DEPUTY_SECRETARY, person=person))


def line_of(house, unit, who):
    period = reporting.open_period(
        unit.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 12, 3),
        actor=house.actor(who),
    )
    return period.lines.get()


# --- Lines and results ----------------------------------------------------------------------------


def test_whoever_corrected_a_line_does_not_accept_it(house, own):  # T-50
    line = line_of(house, house.commune, "secretary")
    reporting.send_line(line.pk, Told(result="Mới làm", percent=10), actor=house.actor("deputy"))
    reporting.correct_line(
        line.pk, Told(result="Xong", percent=100, reason="Nhầm"), actor=house.actor("secretary")
    )
    for who in ("secretary", "deputy"):
        with pytest.raises(RuleBroken, match="Somebody else accepts"):
            reporting.decide_line(line.pk, accepted=True, actor=house.actor(who))

    member = actor_in(a_post(house.commune, Role.STANDING_MEMBER))
    assert reporting.decide_line(line.pk, accepted=True, actor=member).state == "accepted"


def test_who_is_responsible_does_not_accept_what_a_clerk_handed_in(house, own):  # T-30
    secretary = house.actor("secretary")
    answering.name_responsible(own.pk, responsible_id=secretary.post_id, actor=secretary)
    reporting.send_result(own.pk, done_words(), actor=house.actor("clerk"))
    with pytest.raises(RuleBroken, match="are responsible for"):
        reporting.accept_result(own.pk, actor=secretary)
    assert reporting.accept_result(own.pk, actor=house.actor("deputy")).state == State.DONE


def test_nobody_finds_their_own_task_beyond_what_was_required(house, own):  # T-70
    secretary, deputy = house.actor("secretary"), house.actor("deputy")
    reporting.send_result(own.pk, done_words(), actor=secretary)
    reporting.accept_result(own.pk, actor=deputy)
    with pytest.raises(RuleBroken, match="beyond the requirement"):
        reporting.find_beyond(own.pk, reason="Vượt mức", actor=secretary)
    assert reporting.find_beyond(own.pk, reason="Vượt mức", actor=deputy).beyond == "Vượt mức"


# --- Time -----------------------------------------------------------------------------------------


def test_a_pause_gives_no_time_to_ones_own_task(house, own):  # T-34
    secretary = house.actor("secretary")
    with pytest.raises(RuleBroken, match="not given time by a pause"):
        changing.pause(own.pk, reason="Kết luận 5-KL/ĐU", due_on=LATER, actor=secretary)
    own.refresh_from_db()
    assert (own.state, own.due_on) == (State.RECEIVED, DUE)
    assert changing.pause(own.pk, reason="Kết luận 5-KL/ĐU", actor=secretary).due_on == DUE


def test_a_pause_that_moves_the_day_is_limited_like_an_extension(house):  # T-34 T-36
    task, province = a_received(house, due=DUE), house.actor("province_secretary")
    for day in (1, 5):
        due = dt.date(2026, 12, day)
        changing.pause(task.pk, reason="Kết luận 5-KL/TU", due_on=due, actor=province)
        changing.resume(task.pk, actor=province)
    with pytest.raises(RuleBroken, match="Extended 2 times") as broken:
        changing.pause(task.pk, reason="Kết luận 5-KL/TU", due_on=LATER, actor=province)
    assert broken.value.field == "due_on"
    task.refresh_from_db()
    assert task.due_on == dt.date(2026, 12, 5)


def test_who_was_responsible_when_time_was_asked_does_not_decide_on_it(house, own):  # T-36
    secretary, deputy, clerk = (house.actor(who) for who in ("secretary", "deputy", "clerk"))
    answering.name_responsible(own.pk, responsible_id=secretary.post_id, actor=secretary)
    changing.ask_extension(own.pk, asked_day=LATER, reason="Mưa lũ", actor=clerk)
    answering.name_responsible(own.pk, responsible_id=deputy.post_id, actor=secretary)

    for who in (secretary, deputy):
        with pytest.raises(RuleBroken, match="you are responsible"):
            changing.decide_extension(own.pk, granted_day=LATER, actor=who)
    member = actor_in(a_post(house.commune, Role.STANDING_MEMBER))
    assert changing.decide_extension(own.pk, granted_day=LATER, actor=member).granted_day == LATER


def test_whoever_heads_the_lead_gives_it_no_time_in_another_post(house, above):  # T-34 T-36
    task = a_received(house, due=DUE)
    with pytest.raises(RuleBroken, match="you are responsible"):
        changing.pause(task.pk, reason="Kết luận 5-KL/TU", due_on=LATER, actor=above)
    changing.ask_extension(
        task.pk, asked_day=LATER, reason="Mưa lũ", actor=house.actor("secretary")
    )
    with pytest.raises(RuleBroken, match="asked for yourself"):
        changing.decide_extension(task.pk, granted_day=LATER, actor=above)


# --- Refusals and difficulties --------------------------------------------------------------------


def test_nobody_decides_on_their_own_refusal(house, above):  # T-24
    task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    answering.refuse(task.pk, reason="Không đúng thẩm quyền", actor=house.actor("secretary"))
    for answer in ("withdraw", "insist"):
        with pytest.raises(RuleBroken, match="refusal that is your own"):
            answering.answer_refusal(task.pk, answer=answer, reason="Đồng ý", actor=above)
    with pytest.raises(RuleBroken, match="Somebody else withdraws"):
        changing.withdraw(task.pk, reason="Đồng ý", actor=above)
    province = house.actor("province_secretary")
    done = answering.answer_refusal(task.pk, answer="withdraw", reason="Đúng", actor=province)
    assert done.state == State.CANCELLED


def test_nobody_answers_their_own_difficulty(house, above):  # F133
    one = raise_difficulty(house.commune.pk, words="Thiếu giống", actor=house.actor("secretary"))
    with pytest.raises(RuleBroken, match="your own"):
        answer_difficulty(one.pk, answer="Tự lo", actor=above)
    answer_difficulty(one.pk, answer="Cấp 2.000 cây", actor=house.actor("province_secretary"))
    person = house.posts["secretary"].person_id
    assert Notice.objects.filter(person=person, message__contains="answered the difficulty")
