"""The pages of the opinions: what a body may leave empty, and what the drafter still owes."""

import datetime as dt

import pytest
from django.utils import timezone

from ..actions import appraisal, opinions, taking_in
from .test_pages import address, get

pytestmark = pytest.mark.django_db


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def test_what_is_owed_after_the_opinions_is_said_and_leads_there(signed_in, province):
    document = province.draft()
    specialist = province.actor("specialist")
    day = timezone.localdate() + dt.timedelta(days=5)
    opinions.ask_opinions(document.pk, [province.organisation.pk], day, actor=specialist)
    wids = [node["wid"] for node in document.text.body[0]["children"][:1]]
    head = signed_in("head")
    clause = {f"clause-{wid}": "Thêm số liệu năm 2025." for wid in wids}
    given = {"stance": "amend", "text": "Sửa tên.", **clause}
    assert head.post(address("give_opinion", document.pk), given).status_code == 302

    client = signed_in("specialist")
    page = get(client, "document", document.pk)
    leads = f'<a href="{address("opinions", document.pk)}">'
    assert "2 opinions are still" in page[page.index(leads) :].split("</a>")[0]
    page = main_of(get(client, "opinions", document.pk))
    assert page.count("btn-main") == 1
    assert "Keep the answer" in page[page.index("btn-main") :].split("</button>")[0]
    assert page.index("btn-main") < page.index("Sửa tên."), "the first that is read, on a clause"
    assert "Back to the document" in page

    for opinion in document.opinion_requests.get().opinions.all():
        taking_in.take_in(opinion.pk, "accepted", "", actor=specialist)
    assert "are still to be taken in" not in get(client, "document", document.pk)
    page = main_of(get(client, "opinions", document.pk))
    assert page.count("btn-main") == 1
    assert "Ask the bodies" in page[page.index("btn-main") :].split("</button>")[0]


def test_a_proposal_on_a_clause_alone_is_an_answer(signed_in, province):
    document = province.draft()
    day = timezone.localdate() + dt.timedelta(days=5)
    bodies = [province.organisation.pk]
    opinions.ask_opinions(document.pk, bodies, day, actor=province.actor("specialist"))
    wid = document.text.body[0]["children"][0]["wid"]

    given = {"stance": "amend", "text": "", f"clause-{wid}": "Thêm số liệu năm 2025."}
    answer = signed_in("head").post(address("give_opinion", document.pk), given)

    assert answer.status_code == 302
    assert document.opinion_requests.get().opinions.get().wid == wid


def test_who_finalised_too_early_reads_how_to_ask_the_bodies_after_all(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")
    assert "Ask the bodies" in get(client, "opinions", document.pk)

    appraisal.finalise(document.pk, actor=province.actor("specialist"))

    page = get(client, "opinions", document.pk)
    assert "Ask the bodies" not in page
    assert "have it returned first" in page


def test_the_text_page_warns_of_initials_only_where_there_are_any(signed_in, province):
    document = province.draft()
    specialist = province.actor("specialist")
    appraisal.finalise(document.pk, actor=specialist)
    client = signed_in("specialist")
    assert "makes the initials void" not in get(client, "text", document.pk)

    appraisal.appraise_and_initial(document.pk, actor=province.actor("chief"))

    assert "makes the initials void" in get(client, "text", document.pk)


def test_a_draft_that_lacks_something_is_finalised_only_after_a_question(signed_in, province):
    document = province.draft()
    client = signed_in("specialist")
    assert "data-confirm" not in main_of(get(client, "document", document.pk))

    document.recipients.all().delete()

    assert "still finds something missing" in main_of(get(client, "document", document.pk))
