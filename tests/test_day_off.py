"""The remark beside a deadline, as the page asks for it while somebody types."""

import pytest
from django.urls import reverse

from lienthong.kernel.people.tests.factories import a_person, an_account, sign_in_with_factor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"due_on": "20/12/2026"}, "Sunday, 20/12/2026 is a day off."),
        ({"extend-due_on": "2/9/2027"}, "Thursday, 02/09/2027 is a day off (National Day)."),
        ({"due_on": "21/12/2026"}, ""),
        ({"due_on": "31/02/2026"}, ""),
        ({"due_on": "tomorrow"}, ""),
        ({}, ""),
    ],
)
def test_a_page_asks_whether_the_day_typed_is_a_day_off(client, typed, words):
    sign_in_with_factor(client, an_account(a_person()))
    answer = client.get(reverse("day_off"), typed)

    assert (answer.status_code, answer.content.decode()) == (200, words)


def test_who_is_not_signed_in_is_not_answered(client):
    assert client.get(reverse("day_off"), {"due_on": "20/12/2026"}).status_code == 302
