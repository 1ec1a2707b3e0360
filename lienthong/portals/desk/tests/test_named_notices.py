"""A notice names the document to who may read it when it is shown, and is read by the act itself."""

import pytest
from django.urls import reverse

from lienthong.kernel.notices.public import Notice, notify
from lienthong.kernel.search.public import index
from lienthong.portals.desk.tests.test_desk import DESK
from lienthong.records.documents.public import SEARCHED_AS

ARRIVED = "01-NQ/TUA has arrived."


@pytest.fixture
def document(house):
    document = house.resolution()
    index(SEARCHED_AS, [document.pk])
    return document


@pytest.fixture
def told(house, document):
    def told(who):
        where = reverse("correspondence:received", args=[document.audience_id])
        notify([house.actor(who).person_id], ARRIVED, where)

    return told


@pytest.mark.parametrize(
    ("who", "reads"), [("clerk", True), ("secretary", True), ("head", False), ("inspector", False)]
)
def test_the_document_is_named_to_who_may_read_it_and_to_nobody_else(
    house, enter, document, told, who, reads
):
    told(who)

    desk = enter(who).get(DESK)
    notices = enter(who).get(reverse("account:notices")).content.decode()

    assert ARRIVED in notices
    assert (document.title in notices) is reads
    assert [one["paper"] != "" for one in desk.context["notices"] if one["text"] == ARRIVED] == [
        reads
    ]


def test_who_registers_the_document_has_read_that_it_arrived(house, enter, document, told):
    told("clerk")
    client = enter("clerk")
    address = reverse("correspondence:register", args=[document.audience_id])

    answer = client.post(address, {"idempotency_key": "k1"})

    assert answer.status_code == 302
    notice = Notice.objects.get(person=house.actor("clerk").person_id, message=ARRIVED)
    assert notice.is_read
