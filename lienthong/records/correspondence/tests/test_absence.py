"""A clerk on holiday with 40 papers: one act gives them to a colleague, and they come back with the clerk."""

import datetime as dt

import pytest
from django.utils import timezone

from lienthong.kernel.audiences.public import Addressing, Purpose
from lienthong.kernel.people.public import Delegation, actors_of
from lienthong.kernel.procedures.public import desk_of
from lienthong.records.correspondence.actions.owing import owe_what_was_issued
from lienthong.records.correspondence.actions.registering import register_incoming
from lienthong.records.correspondence.queries.lists import counts_of

from .factories import an_issued_document

TODAY, DAY = timezone.localdate(), dt.timedelta(days=1)
PAPERS = 40


@pytest.fixture
def papers(house):
    """Forty documents that wait for the clerk's number of arrival."""
    made = []
    for _number in range(PAPERS):
        to = Addressing(units={house.commune.pk: Purpose.CARRY_OUT})
        document = an_issued_document(house.province, to, house.posts["province_clerk"])
        owe_what_was_issued(document.pk)
        made.append(document)
    return made


def lent(house, until):
    """The clerk's post, lent to the specialist of the office that serves the same committee."""
    colleague = house.posts["chief"].person
    return Delegation.objects.create(
        post=house.posts["clerk"],
        to_person=colleague,
        valid_from=TODAY - DAY,
        valid_to=until,
        basis="Quyết định nghỉ phép 12-QĐ/ĐU",
    )


def acting(house):
    actors = actors_of(house.posts["chief"].person)
    return next((one for one in actors if one.for_post_id == house.posts["clerk"].pk), None)


def waiting(actor):
    return desk_of(actor).filter(step="correspondence.register").count()


def test_the_colleague_finds_all_of_them_and_does_them_in_the_clerks_place(house, papers):
    assert waiting(house.actor("chief")) == 0
    lent(house, TODAY + 7 * DAY)

    stand_in = acting(house)

    assert waiting(stand_in) == PAPERS
    entry = register_incoming(papers[0].audience_id, house.commune.pk, actor=stand_in)
    assert entry.registered_by_name.startswith(house.posts["chief"].person.full_name)
    assert waiting(stand_in) == PAPERS - 1


def test_on_the_day_of_the_return_they_lie_with_the_clerk_alone(house, papers):
    lent(house, TODAY + 7 * DAY)
    register_incoming(papers[0].audience_id, house.commune.pk, actor=acting(house))

    Delegation.objects.get().delete()
    lent(house, TODAY)

    assert acting(house) is None
    assert waiting(house.actor("clerk")) == PAPERS - 1
    assert counts_of(house.commune)["to_register"] == PAPERS - 1
