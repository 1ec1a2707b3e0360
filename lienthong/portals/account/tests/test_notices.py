import pytest
from django.urls import reverse

from lienthong.kernel.notices.public import notices_of, notify
from lienthong.kernel.people.tests.factories import a_post

from .test_sign_in import sign_in


@pytest.fixture
def inside(client, specialist):
    sign_in(client, "chuyen.vien")
    return client


def test_notices_are_listed_and_opening_one_marks_it_read(inside, specialist, client):
    notify([specialist.person_id], "Document %(number)s has arrived", "/incoming/7/", number=12)
    (notice,) = notices_of(specialist.person_id)

    shown = inside.get(reverse("account:notices")).content.decode()
    opened = inside.post(reverse("account:read_notice", args=[notice.pk]))

    assert "Document 12 has arrived" in shown
    assert opened.headers["Location"] == "/incoming/7/"
    assert notices_of(specialist.person_id).get().is_read


def test_all_are_marked_read_at_once_and_those_of_others_are_not_found(inside, specialist, commune):
    other = a_post(commune).person_id
    notify([specialist.person_id, other], "Something happened")
    theirs = notices_of(other).get()

    refused = inside.post(reverse("account:read_notice", args=[theirs.pk]))
    inside.post(reverse("account:read_all"))

    assert refused.status_code == 404
    assert notices_of(specialist.person_id).get().is_read
    assert not notices_of(other).get().is_read
