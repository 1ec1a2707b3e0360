"""The history on the page of a document: every action, with person, post and unit."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import sign_in_with_factor

from ..actions import drafting, opinions
from ..queries.progress import NEWEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_for(client, province, settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"

    def page_for(who, document, **asked):
        post = province.posts[who]
        account, _is_new = Account.objects.get_or_create(
            person=post.person, defaults={"username": f"n{post.pk}"}
        )
        sign_in_with_factor(client, account)
        address = reverse("documents:document", args=[document.pk])
        return client.get(address, asked).content.decode()

    return page_for


def changed_often(province):
    document = province.draft()
    for scope in [Scope.BRANCHES, Scope.NONE] * 20:
        drafting.edit_reach(document.pk, scope, None, actor=province.actor("specialist"))
    return document


def test_the_page_tells_the_newest_actions_and_leads_to_all_of_them(province, page_for):
    document = changed_often(province)
    actor = province.actor("specialist")

    page = page_for("specialist", document)
    assert f"The newest {NEWEST} entries" in page
    assert "Began the draft" not in page
    assert "?history=all#history" in page

    whole = page_for("specialist", document, history="all")
    assert f"{history_of(document).count()} entries" in whole
    assert "Began the draft" in whole
    assert f"{actor.name}, {actor.title}, {province.posts['specialist'].unit}" in whole
    assert "?history=all#history" not in whole


def test_a_short_history_is_told_whole(province, page_for):
    document = province.draft()

    page = page_for("specialist", document)

    assert "Began the draft" in page
    assert "?history=all#history" not in page


def test_a_body_that_was_asked_reads_the_whole_history_too(province, page_for):
    document = changed_often(province)
    in_a_week = timezone.localdate() + dt.timedelta(days=7)
    opinions.ask_opinions(
        document.pk, [province.organisation.pk], in_a_week, actor=province.actor("specialist")
    )

    assert "Began the draft" in page_for("head", document, history="all")


def test_every_step_of_a_document_is_in_its_history(certified):
    document = certified.numbered()
    run_jobs()

    verbs = history_of(document).order_by("pk").values_list("verb", flat=True)
    assert [verb.removeprefix("documents.") for verb in verbs] == [
        "started",
        "finalised",
        "initialled",
        "adopted",
        "submitted",
        "signed",
        "numbered",
        "sealed",
        "issued",
    ]
