"""What is told where a document has arrived that its issuer recalls, replaces or amends."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import Addressing, Purpose
from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.procedures.public import desk_of
from lienthong.records.correspondence.actions.ending import take_off_the_desks
from lienthong.records.correspondence.actions.handling import Instruction, direct
from lienthong.records.correspondence.actions.notifying import notify_who_has_the_earlier
from lienthong.records.correspondence.actions.owing import owe_what_was_issued
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.documents.models import Effect

from .factories import an_issued_document

pytestmark = pytest.mark.django_db


def recalled(house, earlier, *units):
    """Recalled by a decision that reaches these organisations only."""
    addressing = Addressing(units={unit.pk: Purpose.CARRY_OUT for unit in units})
    later = an_issued_document(
        house.province, addressing, house.posts["province_clerk"], code="decision"
    )
    Effect.objects.create(document=later, earlier=earlier, kind="recalls")
    return later


def opened(enter, who, document, page="received"):
    return enter(who).get(reverse(f"correspondence:{page}", args=[document.audience_id]))


@pytest.mark.parametrize("page", ["received", "reading"])
def test_who_may_read_the_later_document_is_led_to_it(house, resolution, enter, page):
    later = recalled(house, resolution, house.commune)

    said = opened(enter, "clerk", resolution, page).content.decode()

    assert f"Recalled by Decision {later.notation}" in said
    assert reverse("correspondence:received", args=[later.audience_id]) in said


def test_who_may_not_read_it_learns_the_day_and_nothing_else_of_it(house, resolution, enter):
    later = recalled(house, resolution, house.other)

    said = opened(enter, "clerk", resolution).content.decode()

    assert f"Recalled on {later.issued_on:%d/%m/%Y}" in said
    assert later.notation not in said
    assert later.title not in said


def test_the_list_marks_what_was_recalled(house, resolution, enter):
    recalled(house, resolution, house.commune)

    said = enter("clerk").get(reverse("correspondence:incoming"), {"tab": "all"}).content.decode()

    assert said.count("Recalled") == 1


def test_who_was_sent_it_and_who_has_dealt_with_it_are_notified_at_once(house, resolution, enter):
    opened(enter, "branch_secretary", resolution)
    later = recalled(house, resolution, house.commune)

    notify_who_has_the_earlier(later.pk)

    told = set(
        Notice.objects.filter(message__contains="recalled").values_list("person_id", flat=True)
    )
    for who in ("clerk", "committee_member", "branch_secretary"):
        assert house.posts[who].person_id in told, who
    notice = Notice.objects.filter(message__contains="recalled").first()
    assert notice.path == reverse("correspondence:received", args=[resolution.audience_id])
    assert notice.params["earlier"] == resolution.notation


def test_who_is_not_sent_the_later_document_is_told_without_its_number(house, resolution):
    notify_who_has_the_earlier(recalled(house, resolution, house.other).pk)

    told = Notice.objects.filter(message__contains="recalled")
    notice = told.get(person=house.posts["clerk"].person_id)
    assert set(notice.params) == {"earlier", "unit"}
    assert "notation" in told.get(person=house.posts["other_clerk"].person_id).params


def steps_on(house, who):
    return set(desk_of(house.actor(who)).values_list("step", flat=True))


def registering(house, document):
    """Whether it lies on the clerk's desk to be registered."""
    items = desk_of(house.actor("clerk")).filter(step="correspondence.register")
    return document.audience_id in items.values_list("subject_id", flat=True)


def test_what_is_recalled_leaves_the_desks_where_it_waits(house, resolution):
    owe_what_was_issued(resolution.pk)
    assert registering(house, resolution)
    later = recalled(house, resolution, house.commune)

    take_off_the_desks(later.pk)

    assert not registering(house, resolution)
    owe_what_was_issued(resolution.pk)
    assert not registering(house, resolution)
    assert registering(house, later)


def test_what_is_replaced_is_handled_no_further_and_its_register_says_why(house, resolution):
    clerk = house.actor("clerk")
    entry = register_incoming(resolution.audience_id, house.commune.pk, actor=clerk)
    given = Instruction(house.building.pk, "Tham mưu.", due_on=timezone.localdate())
    direct(entry.pk, given=given, actor=house.actor("secretary"))
    assert "handle" in steps_on(house, "head")
    later = recalled(house, resolution, house.commune)
    Effect.objects.update(kind="replaces")

    take_off_the_desks(later.pk)
    take_off_the_desks(later.pk)

    assert steps_on(house, "head") == set()
    entry.refresh_from_db()
    assert (entry.state, entry.closed_at is not None) == ("closed", True)
    said = [sentence(one) for one in history_of(entry)]
    assert said.count("Off the desks, since it has been replaced") == 1


def test_what_is_amended_stays_on_the_desks(house, resolution):
    owe_what_was_issued(resolution.pk)
    later = recalled(house, resolution, house.commune)
    Effect.objects.update(kind="amends")

    take_off_the_desks(later.pk)

    assert registering(house, resolution)
