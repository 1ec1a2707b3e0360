"""Recall, replacement and amendment: by a new document of the same issuer, and what becomes of the old one."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audiences.public import publish
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.numbering.public import series_for_outgoing, take_number
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.search.public import Question, find
from lienthong.records.documents.actions import effects, recipients
from lienthong.records.documents.actions.finding import let_it_be_found
from lienthong.records.documents.against_history import effects_nobody_began
from lienthong.records.documents.models import Document, Effect, EffectKind, Recipient, State
from lienthong.records.documents.queries.addressing import addressing_of
from lienthong.records.documents.queries.document import content_sha256, text_sha256
from lienthong.records.documents.queries.form_check import errors_of, form_check
from lienthong.records.documents.queries.in_force import in_force_of, names, plain
from lienthong.records.documents.queries.readers import reach_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(certified):
    """An issued document; here only its register matters, not its seal."""
    document = certified.numbered("plan")
    run_jobs()
    document.refresh_from_db()
    assert document.state == State.ISSUED
    return document


def acting(province, earlier, kind="recalls") -> Document:
    return effects.start_acting_on(earlier.pk, kind, actor=province.actor("specialist"))


def as_issued(document: Document, notation: str = "07-QĐ/TU") -> Document:
    """As its issue leaves what is asked here."""
    earlier = document.effects.get().earlier
    fields = ("number", "form_file", "signed_file", "sealed_file", "audience", "version")
    later = {name: getattr(earlier, name) for name in fields if name not in ("number", "audience")}
    today = timezone.localdate()
    taken = take_number(
        series_for_outgoing(document.issuer, document.type_id, earlier.term), actor=None
    )
    audience = publish(addressing_of(document, today), issuer=document.issuer, on=today, actor=None)
    Document.objects.filter(pk=document.pk).update(
        state=State.ISSUED, number=taken, notation=notation, issued_on=today,
        issued_at=timezone.now(), audience=audience, **later,
    )  # fmt: skip
    return Document.objects.get(pk=document.pk)


@pytest.mark.parametrize("kind", EffectKind.values)
def test_the_draft_names_what_it_acts_on_and_goes_to_all_who_have_it(certified, earlier, kind):
    document = acting(certified, earlier, kind)

    assert names(document, earlier)
    assert (document.issuer, document.scope) == (earlier.issuer, earlier.scope)
    today = timezone.localdate()
    before, now = reach_of(earlier, today), reach_of(document, today)
    assert (now.units, now.persons) == (before.units, before.persons)
    assert list(now.below) == list(before.below)
    said = [one.sentence for one in errors_of(form_check(document))]
    assert not [one for one in said if earlier.notation in one], said


def test_nothing_has_become_of_it_until_the_new_document_is_issued(certified, earlier):
    document = acting(certified, earlier)
    assert in_force_of(earlier).effects == ()

    document = as_issued(document)

    standing = in_force_of(earlier)
    assert not standing.is_in_force
    assert standing.decisive.document == document
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert in_force_of(earlier, yesterday).is_in_force, "the state is that of a day"
    assert Document.objects.filter(pk=earlier.pk).exists(), "nothing is deleted"


def test_amended_a_document_is_still_in_force_and_recalled_it_is_not(certified, earlier):
    as_issued(acting(certified, earlier, "amends"))
    assert in_force_of(earlier).is_in_force
    assert in_force_of(earlier).decisive.kind == EffectKind.AMENDS

    as_issued(acting(certified, earlier, "recalls"), "08-QĐ/TU")

    assert not in_force_of(earlier).is_in_force
    assert in_force_of(earlier).decisive.kind == EffectKind.RECALLS
    with pytest.raises(RuleBroken, match="not in force any more"):
        acting(certified, earlier, "replaces")


def test_a_replacement_begins_with_the_words_of_what_it_replaces(certified, earlier):
    document = acting(certified, earlier, "replaces")

    old, new = earlier.version.body, document.text.body
    assert [one.get("heading") for one in new[:-1]] == [one.get("heading") for one in old]
    assert new[-1]["text"].startswith("Kế hoạch này thay thế Kế hoạch số 01-KH/TU")
    assert not {one["wid"] for one in new} & {one["wid"] for one in old}


def test_a_draft_that_does_not_say_what_it_does_is_not_submitted(certified, earlier):
    document = acting(certified, earlier)
    document.text.body[0]["text"] = "Thu hồi văn bản đã gửi."
    document.text.save()
    document.subject = "về việc thu hồi"

    said = [one.sentence for one in errors_of(form_check(document))]

    assert any("names" in one and "01-KH/TU" in one for one in said), said


def test_who_was_sent_the_earlier_document_is_not_left_out(certified, earlier):
    document = acting(certified, earlier)
    line = Recipient(kind="outside", label="Như trên", purpose="know")
    copy = Recipient(kind="file", label="Lưu Văn phòng Tỉnh ủy")
    recipients.set_recipients(document.pk, [line, copy], actor=certified.actor("specialist"))

    said = [one.sentence for one in errors_of(form_check(Document.objects.get(pk=document.pk)))]

    assert any("was sent to" in one for one in said), said


def test_a_second_document_does_not_end_what_another_has_ended(certified, earlier):
    late = acting(certified, earlier, "replaces")
    as_issued(acting(certified, earlier, "recalls"))

    said = [one.sentence for one in errors_of(form_check(late))]

    assert any("is not in force any more" in one for one in said), said


def test_only_who_drafts_for_the_issuer_begins_one_and_only_on_what_is_issued(certified, earlier):
    with pytest.raises(PermissionDenied):
        effects.start_acting_on(earlier.pk, "recalls", actor=certified.stranger)
    with pytest.raises(RuleBroken, match="Only an issued document"):
        acting(certified, certified.draft())
    with pytest.raises(RuleBroken, match="Say what"):
        acting(certified, earlier, "forgets")


def test_initials_and_vote_stand_for_what_the_document_does_too(certified, earlier):
    document = acting(certified, earlier)
    before = content_sha256(document), text_sha256(document)

    effects.let_be(document.pk, document.effects.get().pk, actor=certified.actor("specialist"))

    document = Document.objects.get(pk=document.pk)
    after = content_sha256(document), text_sha256(document)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_its_page_its_list_and_a_search_say_what_has_become_of_it(certified, earlier, signed_in):
    later = as_issued(acting(certified, earlier))
    let_it_be_found(earlier.pk, later.pk)
    client = signed_in("specialist")

    page = client.get(reverse("documents:document", args=[earlier.pk])).content.decode()
    listed = client.get(reverse("documents:documents"), {"tab": "issued"}).content.decode()
    (hit,) = [
        one
        for one in find(certified.actor("clerk"), Question(words="01-KH/TU")).hits
        if one.title.startswith("01-KH/TU")
    ]

    reading = client.get(reverse("documents:reading", args=[earlier.pk])).content.decode()
    for said in (page, reading):
        assert f"Recalled by Decision {later.notation}" in said
        assert "Issued</span>" not in said, "what is recalled is not called issued"
    assert reverse("documents:document", args=[later.pk]) in page
    assert "Recalled" in listed
    assert hit.state == "recalled"


def test_an_effect_nobody_began_is_named_by_the_daily_check(certified, earlier):
    acting(certified, earlier)
    assert not list(effects_nobody_began())

    draft = certified.draft("plan")
    false = Effect.objects.create(document=draft, earlier=earlier, kind="recalls")

    assert [fault.facts["effect"] for fault in effects_nobody_began()] == [false.pk]


def test_numbers_are_compared_whatever_hyphen_is_typed() -> None:
    assert plain("số 01–KH/TU") == plain("số 01-KH/TU") == plain("số 01 - KH/TU")
