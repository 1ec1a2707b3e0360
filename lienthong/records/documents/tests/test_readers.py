"""Who may read a document is the question of rights, asked from the document's side."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import READ, Addressing, publish, units_behind
from lienthong.kernel.audiences.public import foreseen as in_scope_if
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.permissions.public import holds
from lienthong.records.documents.actions import opinions
from lienthong.records.documents.models import Document
from lienthong.records.documents.queries.facts import facts_today
from lienthong.records.documents.queries.readers import (
    posts_asked,
    posts_of_the_issuer,
    reach_of,
    readers_of,
)
from lienthong.records.documents.queries.seen import documents_listed_for, documents_seen_by

pytestmark = pytest.mark.django_db


def who_see(document: Document, question) -> set[int]:
    posts = Post.objects.valid_on(timezone.localdate()).select_related("unit", "person")
    return {one.pk for one in posts if question(actor_in(one)).filter(pk=document.pk).exists()}


def test_those_named_as_readers_of_a_draft_are_exactly_those_who_see_it(province):
    province.staff_commune(chief=True)
    document = province.draft()
    today = timezone.localdate()
    opinions.ask_opinions(
        document.pk, [province.mobilisation.pk], today, actor=province.actor("specialist")
    )

    named = {*posts_of_the_issuer(document), *posts_asked(document)}

    assert {one.pk for one in named} == who_see(document, documents_listed_for)


def test_those_named_as_readers_of_an_issued_document_are_exactly_those_who_see_it(certified):
    commune = certified.staff_commune(chief=True)
    certified.post(commune, "member", "Đảng viên")
    document = certified.numbered()
    run_jobs()
    document.refresh_from_db()
    reach = reach_of(document, timezone.localdate())
    places = {*reach.units, *reach.below.values_list("unit", flat=True)}

    named = {one.pk for one in posts_of_the_issuer(document)}
    for post in Post.objects.valid_on(timezone.localdate()).select_related("unit"):
        arrives = post.unit_id in places or post.person_id in reach.persons
        if arrives and holds(actor_in(post), READ):
            named.add(post.pk)

    assert named == who_see(document, documents_seen_by)


@pytest.mark.parametrize("scope", ["none", "committees", "branches"])
def test_the_scope_foreseen_is_the_one_that_is_frozen(province, scope):
    today = timezone.localdate()
    top = province.committee
    addressing = Addressing(scope=scope, scope_paths=frozenset({top.path}))

    before = list(in_scope_if(addressing, today).values_list("unit", flat=True))

    audience = publish(addressing, issuer=top, on=today, actor=None)
    assert before == list(units_behind(audience, top, "units").values_list("unit", flat=True))
    assert bool(before) is (scope != "none")


def test_whom_it_would_reach_before_is_whom_it_has_reached_afterwards(certified):
    document = certified.signed()
    said = [(one.why, one.named, one.count) for one in facts_today(document).recipients]
    foretold = facts_today(document).notation

    certified.issue(document)
    run_jobs()

    document = Document.objects.get(pk=document.pk)
    assert document.notation == foretold == "01-NQ/TU"
    assert [(one.why, one.named, one.count) for one in facts_today(document).recipients] == said


def test_the_page_of_facts_is_read_before_a_document_is_issued(signed_in, certified):
    document = certified.signed()

    page = signed_in("clerk").get(reverse("documents:issue", args=[document.pk]))

    said = page.content.decode()
    assert "01-NQ/TU" in said
    assert "Đảng ủy xã An Thành" in said
    assert "This cannot be undone" in said
    assert Document.objects.get(pk=document.pk).number is None, "looking takes no number"


def test_who_comes_too_late_reads_the_facts_and_finds_no_button(signed_in, certified):
    document = certified.numbered()

    page = signed_in("clerk").get(reverse("documents:issue", args=[document.pk])).content.decode()

    assert "Somebody has brought the document on." in page


def test_the_page_of_readers_names_organisations_and_posts(signed_in, province):
    document = province.draft()

    page = signed_in("specialist").get(reverse("documents:readers", args=[document.pk]))

    said = page.content.decode()
    assert "Trần Minh Quang" in said
    assert "Đảng ủy xã Bình Lạc" in said
    assert [one.count for one in readers_of(document)][0] > 0


def test_before_signing_the_facts_are_a_page_and_a_part_of_one(signed_in, certified):
    document = certified.submitted()
    secretary, address = signed_in("secretary"), reverse("documents:facts", args=[document.pk])

    whole = secretary.get(address).content.decode()
    part = secretary.get(address, headers={"HX-Request": "true"}).content.decode()

    for said in (whole, part):
        assert "01-NQ/TU" in said
        assert "Đảng ủy xã Bình Lạc" in said
    assert "<html" in whole
    assert "<html" not in part


def test_a_phone_reads_the_text_first_and_opens_the_original_by_itself(signed_in, certified):
    document = certified.submitted()

    page = signed_in("secretary").get(reverse("documents:document", args=[document.pk]))

    said = page.content.decode()
    text, pictures = said.index('class="reflowed"'), said.index("data-viewer")
    assert text < pictures
    assert "Mỗi chi bộ nhận chăm sóc một đoạn bờ." in said[text:pictures]
    assert reverse("documents:file", args=[document.pk]) in said[text:pictures]
    assert "data-how-much-read" in said, "the signer hears how much of it was in sight"
