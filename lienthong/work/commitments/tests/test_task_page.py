"""The page of a task: what one owes there, one main button, and rows that offer what one may do."""

import datetime as dt

import pytest
from django.urls import reverse

from lienthong.kernel.audit.public import sentence
from lienthong.kernel.notices.models import Notice
from lienthong.work.commitments.actions import answering, changing, reporting
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.queries import about

from .factories import CONTENT, a_received, an_assigned, done_words, handed_in

pytestmark = pytest.mark.django_db
DUE = dt.date(2099, 12, 20)


def page_of(client, task) -> str:
    return client.get(reverse("commitments:task", args=[task.pk])).content.decode()


def test_who_leads_reads_what_is_owed_and_presses_one_button(house, enter):
    task = a_received(house, due=DUE)
    shown = page_of(enter("secretary"), task)

    assert "You need to carry out this task and hand in its result" in shown
    assert "Deadline: 20/12/2099." in shown
    form = shown[shown.index('id="act-form"') :]
    assert shown.count('form="act-form"') == 0
    assert form[: form.index("</form>")].count('class="btn btn-main') == 1
    assert shown.count('class="record-bar"') == 1


def test_a_returned_result_says_why_first(house, enter):
    task = handed_in(house, due=DUE)
    reporting.return_result(
        task.pk, reason="Thiếu biên bản", actor=house.actor("province_secretary")
    )
    assert "Sent back: Thiếu biên bản" in page_of(enter("secretary"), task)


def test_progress_is_that_of_the_accepted_line(house):
    task = a_received(house, due=DUE, rhythm="month")
    province, secretary = house.actor("province_secretary"), house.actor("secretary")
    period = reporting.open_period(
        house.province.pk,
        rhythm="month",
        name="Tháng 11/2026",
        ends_on=dt.date(2026, 11, 30),
        closes_on=dt.date(2026, 11, 30),
        actor=province,
    )
    reporting.send_result(task.pk, done_words(), actor=secretary)
    line = period.lines.get()
    reporting.send_line(line.pk, Told(result="Đã xong", percent=90), actor=secretary)
    task.refresh_from_db()
    assert task.percent == 0

    reporting.decide_line(line.pk, accepted=True, actor=province)
    task.refresh_from_db()
    assert (task.percent, task.state) == (90, "awaiting")


def test_a_label_stands_over_nothing_nowhere(house, enter):
    task = handed_in(house, due=DUE)
    shown = page_of(enter("province_secretary"), task)
    assert 'data-label="Difficulties and their causes"' not in shown


def test_persons_are_chosen_by_name_and_post(house, enter):
    task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    shown = page_of(enter("secretary"), task)
    post = house.posts["deputy"]
    assert f"{post.person.full_name}, {post.get_role_display()}" in shown
    assert ">Not chosen yet<" in shown
    assert "---------" not in shown


def test_rows_offer_what_one_may_do_with_them(house, enter):
    """ "Nhắc" for what one has given, "Nhận" only for what one was given and has not received."""
    task = an_assigned(house.province, house.commune, by=house.actor("province_secretary"), due=DUE)
    address = reverse("commitments:list")
    gave, leads = enter("province_secretary"), {"tab": "given"}
    given = gave.get(address, leads).content.decode()
    assert 'value="remind"' in given
    assert 'value="receive"' not in given
    gave.post(f"{address}?tab=given", {"row": [str(task.pk)], "do": "remind"})
    assert task.urgings.count() == 1

    client = enter("secretary")
    ours = client.get(address).content.decode()
    assert 'value="receive"' in ours
    assert 'value="remind"' not in ours
    answering.receive(task.pk, actor=house.actor("secretary"))
    ours = client.get(address).content.decode()
    assert 'name="row"' not in ours
    assert CONTENT in ours


def test_a_result_and_a_request_for_time_read_differently(house):
    task = a_received(house, due=DUE)
    secretary, province = house.actor("secretary"), house.actor("province_secretary")
    changing.ask_extension(
        task.pk, asked_day=dt.date(2099, 12, 31), reason="Mưa lũ", actor=secretary
    )
    asked = Notice.objects.filter(params__task=CONTENT).latest("pk")
    assert asked.params["day"] == "31/12/2099"
    assert "asks for time until" in asked.message
    reporting.send_result(task.pk, done_words(), actor=secretary)
    sent = Notice.objects.latest("pk")
    assert "handed in the result" in sent.message
    reporting.return_result(task.pk, reason="Thiếu biên bản", actor=province)
    returned = Notice.objects.latest("pk")
    said = returned.message % returned.params
    assert f"sent back the report on the task “{CONTENT}”: Thiếu biên bản" in said


def test_the_history_says_days_in_figures(house):
    task = a_received(house, due=DUE)
    changing.ask_extension(
        task.pk, asked_day=dt.date(2099, 12, 31), reason="Mưa lũ", actor=house.actor("secretary")
    )
    said = [sentence(one) for one in about.history(task)]
    assert any("31/12/2099" in one for one in said)
    assert not any("2099-12-31" in one for one in said)
