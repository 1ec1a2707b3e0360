"""The history on the page of a document: every deed, with person, post and unit."""

import pytest
from django.urls import reverse

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor

from ..actions import drafting

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_for(client, province, settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"

    def page_for(who, document):
        post = province.posts[who]
        account = Account.objects.create(person=post.person, username=f"n{post.pk}")
        sign_in_with_factor(client, account)
        return client.get(reverse("documents:document", args=[document.pk])).content.decode()

    return page_for


def test_the_page_tells_every_deed_however_many(province, page_for):
    document = province.draft()
    actor = province.actor("specialist")
    for _ in range(40):
        drafting.edit_reach(document.pk, Scope.BRANCHES, None, actor=actor)
    page = page_for("specialist", document)

    assert history_of(document).count() > 40
    assert f"{history_of(document).count()} entries" in page
    assert "Began the draft" in page
    assert f"{actor.name}, {actor.title}, {province.posts['specialist'].unit}" in page
