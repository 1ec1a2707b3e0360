"""Number, seal and dispatch: one effect, whatever happens in between."""

import datetime as dt
import os
import threading
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from lienthong.kernel.audiences.public import Audience
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.jobs.public import queued_jobs, run_jobs
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.permissions.public import NotAnswered, NotNow, RuleBroken
from lienthong.kernel.procedures.public import steps_of, work_item_counts
from lienthong.records.signing.documents import SignerDown
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.public import SigningRefused, compare_heads, verify
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.tests.founding import ADMINISTRATORS

from ..actions import appraisal, entering, issuing, sealing, signature
from ..comparing import sealed_by_their_signer
from ..models import Document, LaidDocument, State
from ..queries.progress import is_signature_disowned
from .crash_points import DYING
from .sealings import never_sealed

HOLDERS = "ab" * 32
NAMED = [point.at for point in DYING.points if point.name == point.at]
ISSUE_POINTS = [point for point in NAMED if point.startswith("issue.")]
SEAL_POINTS = [point for point in NAMED if point.startswith(("seal.", "publish."))]


class Death(BaseException):
    """The process is gone; nothing after this line happens."""


@pytest.fixture
def dies_at(monkeypatch, settings):
    def die(code):
        raise Death(code)

    monkeypatch.setattr(os, "_exit", die)

    def at(point):
        settings.CRASH_AT = point

    return at


def issue(province, document, who="clerk"):
    return province.issue(document, who)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["specialist", "chief", "secretary", "head"])
def test_only_the_clerk_issues(certified, who):
    document = certified.signed()

    with pytest.raises(PermissionDenied):
        issuing.lay_to_issue(document.pk, actor=certified.actor(who))
    with pytest.raises(PermissionDenied):
        issuing.issue(document.pk, actor=certified.actor(who))


@pytest.mark.django_db
def test_an_unsigned_document_is_not_issued(certified):
    document = certified.submitted()

    with pytest.raises(RuleBroken, match="Only a signed document"):
        issue(certified, document)


@pytest.mark.django_db
def test_who_comes_back_without_an_answer_takes_no_number(certified):
    document, clerk = certified.signed(), certified.actor("clerk")

    for led_to in (lambda: None, lambda: issuing.lay_to_issue(document.pk, actor=clerk)):
        led_to()
        with pytest.raises(NotAnswered, match="not agreed at the signing window"):
            issuing.issue(document.pk, actor=clerk)
    assert not TakenNumber.objects.exists()


@pytest.mark.django_db
def test_who_signed_takes_no_number_as_a_clerk_in_another_post(certified):
    """Two posts and two keys of one person issue nothing alone."""
    document = certified.signed()
    clerk = certified.posts["clerk"]
    clerk.person = certified.posts["secretary"].person
    clerk.save()

    with pytest.raises(SigningRefused, match="they signed themselves"):
        issuing.lay_to_issue(document.pk, actor=certified.actor("clerk"))

    assert not TakenNumber.objects.exists()
    assert not LaidDocument.objects.filter(document=document).exists()


@pytest.mark.django_db
def test_each_day_what_one_person_signed_and_sealed_is_named(certified):
    """As it could be issued before the signer refused it."""
    sealing.seal_and_publish(certified.numbered().pk)
    assert list(sealed_by_their_signer()) == []
    keys = certified.signing.server.desk.roster.keys
    leader, clerk = (certified.signing.keys[who] for who in ("secretary", "clerk"))
    keys[clerk] = replace(keys[clerk], person=keys[leader].person)

    (fault,) = sealed_by_their_signer()

    assert str(fault.facts["notation"]) == "01-NQ/TU"


@pytest.mark.django_db
def test_the_form_is_checked_again_before_issue(certified):
    document = certified.signed()
    document.recipients.all().delete()

    with pytest.raises(RuleBroken, match="Nobody receives"):
        issue(certified, document)


@pytest.mark.django_db
def test_a_document_is_issued_once(certified):
    document = certified.numbered()

    with pytest.raises(RuleBroken, match="Only a signed document"):
        issue(certified, document)
    run_jobs()
    sealing.seal_and_publish(document.pk)
    sealing.seal_and_publish(document.pk)

    assert TakenNumber.objects.count() == 1
    assert Audience.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("point", ISSUE_POINTS)
def test_a_death_while_numbering_leaves_the_document_as_it_was(certified, dies_at, point):
    document = certified.signed()
    dies_at(point)

    with pytest.raises(Death):
        issue(certified, document)

    document = Document.objects.get(pk=document.pk)
    assert (document.state, document.number, document.notation) == (State.SIGNED, None, "")
    assert not TakenNumber.objects.exists()
    dies_at("")
    assert issue(certified, document).notation == "01-NQ/TU"


@pytest.mark.django_db
def test_a_number_agreed_to_and_not_yet_entered_stays_its_documents(certified, dies_at):
    """The act died between the clerk's answer and its end; before it is repeated another document comes."""
    first, other = certified.signed(), certified.signed()
    dies_at("issue.after_agreement")
    with pytest.raises(Death):
        issue(certified, first)
    dies_at("")

    with pytest.raises(NotNow, match="Another document of this register"):
        issue(certified, other)
    entering.enter_what_was_agreed()

    notations = [Document.objects.get(pk=one.pk).notation for one in (first, other)]
    assert notations == ["01-NQ/TU", "02-NQ/TU"]
    assert not TakenNumber.objects.exclude(cancelled_at=None).exists()
    assert history_of(first).filter(verb="documents.entered", person_id=None).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "asked"), [(ZeroDivisionError(), 2), (SignerDown(""), 1), (NotAnswered(""), 2)]
)
def test_one_that_breaks_keeps_no_other_back_and_a_signer_away_is_asked_once(
    certified, monkeypatch, broken, asked
):
    tried = []

    def act(document_id, *, actor):
        tried.append(document_id)
        raise broken

    for document in (certified.signed(), certified.signed()):
        issuing.lay_to_issue(document.pk, actor=certified.actor("clerk"))
    monkeypatch.setattr(entering.issuing, "issue", act)

    entering.enter_what_was_agreed()

    assert len(tried) == asked


@pytest.mark.django_db
def test_a_number_is_not_cancelled_if_the_signer_did_seal_the_document(certified, monkeypatch):
    document = certified.numbered()
    certified.signing.client.take(document.agreement)

    def refuse(*_given):
        raise SigningRefused("Không còn giữ")

    with monkeypatch.context() as patched:
        patched.setattr(signature, "sealed", refuse)
        sealing.seal_and_publish(document.pk)

    document.refresh_from_db()
    assert (document.state, document.notation) == (State.ISSUED, "01-NQ/TU")
    assert verify(document.sealed_file.read()).valid


@pytest.mark.django_db
def test_without_the_signer_no_number_is_given_up(certified):
    document = certified.numbered()
    certified.signing.stop()

    sealing.give_up_sealing(document.pk)

    document.refresh_from_db()
    assert document.state == State.SEALING
    assert [one.ids for one in queued_jobs() if one.name == "documents.seal"] == [
        {"document_id": document.pk}
    ] * 2
    assert not TakenNumber.objects.exclude(cancelled_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("point", SEAL_POINTS)
def test_a_death_while_sealing_or_publishing_is_resumed(certified, dies_at, point):
    document = certified.numbered()
    dies_at(point)

    with pytest.raises(Death):
        sealing.seal_and_publish(document.pk)
    dies_at("")
    sealing.seal_and_publish(document.pk)

    document = Document.objects.get(pk=document.pk)
    assert (document.state, document.notation) == (State.ISSUED, "01-NQ/TU")
    assert verify(document.sealed_file.read()).valid
    assert Audience.objects.count() == TakenNumber.objects.count() == 1


@pytest.mark.django_db
def test_a_signer_that_is_away_is_waited_for(certified, monkeypatch):
    document = certified.numbered()

    def away(*_given):
        raise SignerDown("away")

    monkeypatch.setattr(signature, "sealed", away)

    with pytest.raises(SignerDown):
        sealing.seal_and_publish(document.pk)

    document.refresh_from_db()
    assert (document.state, document.notation) == (State.SEALING, "01-NQ/TU")


def lift(signing, key):
    """Two let a suspended key sign again."""
    known, founded = signing.client.key(key), signing.founded
    body = {name: known[name] for name in ("person", "name", "suspension")}
    at = known["organisation_id"]
    body |= {"key": key, "organisation": at, "path": founded.path(at)}
    handle = signing.client.lay(founded.statement("key.lift", body))
    for verb, by in zip(("propose", "confirm"), ADMINISTRATORS, strict=True):
        founded.answer(handle, verb, by)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["secretary", "clerk"])
def test_a_key_that_rests_is_waited_for_and_the_number_is_kept(certified, monkeypatch, who):
    """The signer died after the clerk's answer, and a key was suspended before the document was fetched."""
    document, clerk, signing = certified.signed(), certified.actor("clerk"), certified.signing
    issuing.lay_to_issue(document.pk, actor=clerk)
    with monkeypatch.context() as died:
        died.setattr(signing.server.desk.agreements, "_make", lambda *_given: None)
        signing.agrees(document, "clerk")
    signing.client.suspend(signing.keys[who], "lost phone")

    issuing.issue(document.pk, actor=clerk)
    with pytest.raises(NotNow, match="is suspended"):
        sealing.seal_and_publish(document.pk)
    sealing.give_up_sealing(document.pk)

    document.refresh_from_db()
    assert (document.state, document.notation) == (State.SEALING, "01-NQ/TU")
    lift(signing, signing.keys[who])
    sealing.seal_and_publish(document.pk)
    document.refresh_from_db()
    assert (document.state, document.notation) == (State.ISSUED, "01-NQ/TU")


@pytest.mark.django_db
def test_a_refusal_for_good_cancels_the_number_and_the_next_issue_takes_the_next(
    certified, monkeypatch
):
    with never_sealed(certified, monkeypatch) as document:
        sealing.seal_and_publish(document.pk)

    document = Document.objects.get(pk=document.pk)
    assert (document.state, document.trouble) == (State.SIGNED, "Con dấu bị thu hồi")
    cancelled = TakenNumber.objects.get()
    assert cancelled.cancelled_reason == "Con dấu bị thu hồi"

    again = issue(certified, document)
    sealing.seal_and_publish(again.pk)

    again.refresh_from_db()
    assert (again.state, again.notation) == (State.ISSUED, "02-NQ/TU")


@pytest.mark.django_db
def test_after_the_last_try_the_number_is_cancelled_too(certified, monkeypatch):
    with never_sealed(certified, monkeypatch) as document:
        sealing.give_up_sealing(document.pk)

    document.refresh_from_db()
    assert document.state == State.SIGNED
    assert TakenNumber.objects.get().cancelled_at is not None


@pytest.mark.django_db
def test_what_the_clerk_agreed_to_and_the_signer_can_make_is_not_given_up(certified):
    """Neither after the last try nor because the pages say so."""
    document = certified.numbered()

    sealing.give_up_sealing(document.pk)
    run_jobs()

    document.refresh_from_db()
    assert (document.state, document.notation) == (State.ISSUED, "01-NQ/TU")
    assert TakenNumber.objects.get().cancelled_at is None


@pytest.mark.django_db
def test_a_document_given_up_after_its_sealing_failed_leaves_every_desk(certified, monkeypatch):
    with never_sealed(certified, monkeypatch) as document:
        sealing.give_up_sealing(document.pk)

    issuing.cancel_document(document.pk, "Không ban hành nữa", actor=certified.actor("specialist"))

    assert not steps_of(document).filter(closed_at=None).exists()
    assert work_item_counts(certified.actor("clerk")) == {}


@pytest.mark.django_db
def test_the_sealing_job_carries_nothing_but_the_id(certified):
    document = certified.numbered()

    waiting = [one for one in queued_jobs() if one.name == "documents.seal"]
    assert [one.ids for one in waiting] == [{"document_id": document.pk}]


@pytest.fixture
def two_clerks(certified):
    certified.posts["clerk2"] = certified.post(certified.committee, "clerk", "Văn thư")
    certified.signing.certify("clerk2", certified.posts["clerk2"], "clerk")
    return certified


def at_once(*acts):
    """What each of them says when they are done side by side: nothing, or why not."""
    start, said = threading.Barrier(len(acts)), {}

    def do(number, act):
        try:
            start.wait()
            act()
        except RuleBroken as broken:
            said[number] = broken.sentence
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_take_consecutive_numbers(two_clerks):
    province = two_clerks
    documents = {who: province.signed() for who in ("clerk", "clerk2")}
    for who, document in documents.items():
        issuing.lay_to_issue(document.pk, actor=province.actor(who))
    province.signing.agrees(documents["clerk"], "clerk")
    with pytest.raises(Refused, match="belongs to another signed document"):
        province.signing.agrees(documents["clerk2"], "clerk2")

    issuing.lay_to_issue(documents["clerk2"].pk, actor=province.actor("clerk2"))
    province.signing.agrees(documents["clerk2"], "clerk2")
    with pytest.raises(NotNow, match="Another document of this register"):
        issuing.issue(documents["clerk2"].pk, actor=province.actor("clerk2"))
    entering.enter_what_was_agreed()

    numbers = {who: Document.objects.get(pk=one.pk).notation for who, one in documents.items()}
    assert numbers == {"clerk": "01-NQ/TU", "clerk2": "02-NQ/TU"}
    assert sorted(TakenNumber.objects.values_list("number", flat=True)) == [1, 2]
    run_jobs()  # the queue outlives a test that commits


@pytest.mark.django_db(transaction=True)
def test_who_comes_back_twice_at_once_has_one_effect(certified):
    document, clerk = certified.signed(), certified.actor("clerk")
    issuing.lay_to_issue(document.pk, actor=clerk)
    certified.signing.agrees(document, "clerk")

    said = at_once(*[lambda: issuing.issue(document.pk, actor=clerk)] * 2)

    assert said == {}
    assert TakenNumber.objects.count() == 1
    run_jobs()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_on_one_document_have_one_effect(two_clerks):
    province, document = two_clerks, two_clerks.signed()
    for who in ("clerk", "clerk2"):
        issuing.lay_to_issue(document.pk, actor=province.actor(who))
    province.signing.agrees(document, "clerk2")
    with pytest.raises(Refused):
        province.signing.agrees(document, "clerk")

    with pytest.raises(NotAnswered):
        issuing.issue(document.pk, actor=province.actor("clerk"))
    issuing.issue(document.pk, actor=province.actor("clerk2"))

    assert TakenNumber.objects.count() == 1
    run_jobs()


@pytest.mark.django_db
def test_a_number_agreed_to_for_a_document_that_went_back_is_kept_as_cancelled(certified):
    returned, document = certified.signed(), certified.signed()
    issuing.lay_to_issue(returned.pk, actor=certified.actor("clerk"))
    certified.signing.agrees(returned, "clerk")
    appraisal.return_document(returned.pk, "Sửa lại.", actor=certified.actor("clerk"))

    assert issue(certified, document).notation == "02-NQ/TU"
    first, second = TakenNumber.objects.order_by("number")
    assert first.cancelled_reason == "It was agreed to for a document that was not issued."
    assert second.cancelled_at is None


@pytest.mark.django_db
def test_what_was_agreed_to_in_the_evening_keeps_its_day(certified, monkeypatch):
    document, clerk = certified.signed(), certified.actor("clerk")
    issuing.lay_to_issue(document.pk, actor=clerk)
    certified.signing.agrees(document, "clerk")
    today = timezone.localdate()

    monkeypatch.setattr(issuing.timezone, "localdate", lambda: today + dt.timedelta(days=1))
    issued = issuing.issue(document.pk, actor=clerk)

    assert issued.issued_on == today


def disown(province, who):
    """The holder of a key says at the window that somebody else has used it."""
    key, window = province.signing.keys[who], province.signing.client
    window.not_me(key, browser=HOLDERS)
    compare_heads()
    run_jobs()


@pytest.fixture
def disowned(certified):
    """A signed document whose signer says afterwards that it was somebody else."""
    document = certified.submitted()
    signature.lay_to_sign(document.pk, actor=certified.actor("secretary"))
    certified.signing.agrees(document, "secretary", browser=HOLDERS)
    document = signature.sign(document.pk, actor=certified.actor("secretary"))
    disown(certified, "secretary")
    return document


@pytest.mark.django_db
def test_who_would_issue_a_disowned_document_learns_of_it(certified, disowned):
    told = set(
        Notice.objects.filter(message__contains="not they who signed", stands=True).values_list(
            "person_id", flat=True
        )
    )
    assert told == {certified.posts[who].person_id for who in ("clerk", "chief", "specialist")}


@pytest.mark.django_db
def test_desk_list_and_history_say_that_it_was_disowned_and_what_to_do(
    certified, disowned, signed_in
):
    clerk, holder = signed_in("clerk"), str(certified.posts["secretary"].person)

    desk = clerk.get("/").content.decode()
    listed = clerk.get("/outgoing/?tab=issuing").content.decode()
    its_page = clerk.get(f"/outgoing/{disowned.pk}/?history=all").content.decode()

    assert "The holder of the key says it was not they who signed" in desk
    assert "Return to drafting" in desk
    assert "Signature disowned" in listed
    assert f"{holder} says it was not they who signed. Return it to drafting." in listed
    assert f"{holder} said on the signing page" in its_page
    assert f"Stopped, since {holder} says it was not they who signed" in its_page


@pytest.mark.django_db
def test_what_was_returned_for_it_is_not_called_so_once_it_is_signed_anew(
    certified, disowned, signed_in
):
    signed_in("clerk").post(f"/outgoing/{disowned.pk}/return-disowned/", {"note": "Ký lại."})

    disowned.refresh_from_db()
    assert disowned.trouble == ""


@pytest.mark.django_db
def test_a_disowned_document_offers_its_clerk_the_way_back_alone(certified, disowned, signed_in):
    page = f"/outgoing/{disowned.pk}/"
    shown = signed_in("clerk").get(page).content.decode()
    assert "Signature disowned by the holder of the key" in shown
    assert f'action="{page}issue/"' not in shown
    assert f'action="{page}return-disowned/"' in shown

    with pytest.raises(RuleBroken, match="Return it to drafting"):
        issuing.lay_to_issue(disowned.pk, actor=certified.actor("clerk"))
    signed_in("clerk").post(f"{page}return-disowned/", {"note": "Ký lại."})
    disowned.refresh_from_db()
    assert (disowned.state, disowned.signed_file) == (State.DRAFT, None)


@pytest.mark.django_db
def test_what_is_signed_with_the_next_key_is_issued(certified, disowned):
    before = Certificate.objects.get(post=certified.posts["secretary"])
    Certificate.objects.create(
        key_id="the next one",
        purpose="person",
        unit=before.unit,
        post=before.post,
        holder=before.holder,
        valid_from=timezone.now(),
    )
    disowned.signed_at = timezone.now()
    assert not is_signature_disowned(disowned)
