"""Who gets a signing key, by whose proofs, and who loses it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.confirmations.jobs import carry_out
from lienthong.kernel.confirmations.models import LaidAnswer, Proposal
from lienthong.kernel.confirmations.public import (
    ProposalMoved,
    confirm,
    lay_to_propose,
    propose,
)
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.public import AccountRecovered, PostEnded, PostGiven, Role
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_actor
from lienthong.kernel.permissions.public import NotAnswered, RuleBroken
from lienthong.kernel.procedures.public import desk_of, lines_of
from lienthong.records.signing import demo, jobs
from lienthong.records.signing.actions.making import invite_to_make_key, make_key
from lienthong.records.signing.actions.withdrawing import list_withdrawn
from lienthong.records.signing.client import PinAndCode, SignerClient
from lienthong.records.signing.documents import SignerDown
from lienthong.records.signing.models import KeyInvitation, KeyRequest
from lienthong.records.signing.public import (
    Certificate,
    SigningRefused,
    ToSeal,
    ToSign,
    certificate_of_post,
    certificates_seen_by,
    greeting,
    has_agreed_to_seal,
    has_signed,
    key_proposed,
    lay_to_seal,
    lay_to_sign,
    open_request,
    prepare_form,
    seal_of,
    seal_proposed,
    sealed,
    signed,
    verify,
    withdraw_certificate,
)
from lienthong.records.signing.reactions import (
    ask_for_key,
    ask_while_nothing_is_proposed,
    withdraw_keys,
    withdraw_signing_authority,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import clock as signers_clock
from lienthong.records.signing.tests.agreeing import TERM, TYPE, today
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at
from lienthong.records.signing.tests.factories import a_document, a_typeset
from lienthong.records.signing.witness import own_key

pytestmark = pytest.mark.django_db
PIN = "135790"


@pytest.fixture
def signer(settings, tmp_path):
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path):
        yield SignerClient(tmp_path)


@pytest.fixture
def province(signer):
    return a_unit(kind="provincial_committee")


@pytest.fixture
def founders(province):
    posts = [a_post(province, Role.ORG_ADMIN) for _ in range(2)]
    found_signer(province, *posts)
    return posts


@pytest.fixture
def two(founders):
    """The administrator who proposes, and the other one who confirms."""
    proposer, confirmer = map(actor_in, founders)
    return {"proposer": proposer, "confirmer": confirmer}


@pytest.fixture
def administrator(two):
    return two["proposer"]


@pytest.fixture
def secretary(province):
    return a_post(province, Role.SECRETARY, title="Bí thư")


@pytest.fixture
def clerk(province):
    return a_post(province, Role.CLERK)


@pytest.fixture
def a_key(two):
    return lambda post: demo.key_by_two(post, PIN, **two)


@pytest.fixture
def a_seal(two, a_key):
    """An administrator proposes it, a leader who has a key confirms it."""

    def made(unit):
        leader = a_post(unit, Role.DEPUTY_SECRETARY)
        a_key(leader)
        confirmer = actor_in(leader)
        return demo.seal_by_two(unit, proposer=two["proposer"], confirmer=confirmer)

    return made


def made_by(post):
    """The check number that the holder is shown."""
    return demo.begin_key(post, PIN)


def laid(leaders):
    """A form that lies before a leader."""
    post = leaders.post
    printed = {"issuer": str(post.unit), "signer_title": post.title}
    document = a_document(signer_name=post.person.full_name, **printed)
    form = prepare_form(a_typeset(document))
    to_sign = ToSign("ab" * 16, form, TYPE, document.title, TERM)
    return lay_to_sign(to_sign, leaders)


def test_secretary_and_clerk_issue_a_document(province, secretary, clerk, a_key, a_seal):
    leaders = a_key(secretary)
    clerks = a_key(clerk)
    a_seal(province)
    own_seal = seal_of(province.pk)

    handle = laid(leaders)
    assert not has_signed(handle, leaders)
    demo.answers(handle, "sign", leaders)
    assert has_signed(handle, leaders)
    to_seal = ToSeal("cd" * 16, signed(handle), TYPE, "05-NQ/TU", today(), TERM)
    handle = lay_to_seal(to_seal, clerks, own_seal)
    demo.answers(handle, "seal", clerks)
    assert has_agreed_to_seal(handle, clerks)

    verdict = verify(sealed(handle))
    assert verdict.valid, verdict.reasons
    assert [found.who for found in verdict.signatures] == [
        secretary.person.full_name,
        str(own_seal),
    ]


def test_a_refusal_of_the_signer_is_a_broken_rule(secretary, a_key):
    made = a_key(secretary)
    handle = laid(made)

    with pytest.raises(SigningRefused, match="holds no file"):
        signed(handle)


def test_without_the_signer_nothing_is_signed_and_it_is_said(secretary, settings, tmp_path, a_key):
    made = a_key(secretary)
    handle = laid(made)
    settings.VAR = tmp_path / "elsewhere"

    assert greeting() is None
    with pytest.raises(SignerDown):
        has_signed(handle, made)


def test_a_certificate_of_a_post_is_registered_as_trial(secretary, a_key):
    made = a_key(secretary)

    assert (made.purpose, made.holder, made.is_trial) == (
        "person",
        secretary.person.full_name,
        True,
    )
    assert made in Certificate.objects.in_force()
    assert made.serial
    assert certificate_of_post(secretary.pk) == made
    verbs = [entry.verb for entry in history_of(made)]
    assert verbs == ["signing.post_certified", "confirmations.done"]


def test_a_certificate_that_has_run_out_signs_no_more_and_is_withdrawn_before_a_new_one(
    secretary, a_key
):
    made = a_key(secretary)
    Certificate.objects.filter(pk=made.pk).update(valid_to=timezone.now())

    assert certificate_of_post(secretary.pk) is None
    with pytest.raises(RuleBroken, match="withdraw it"):
        a_key(secretary)


def test_nobody_makes_a_key_for_somebody_elses_post(secretary, clerk, founders):
    with pytest.raises(PermissionDenied):
        invite_to_make_key(secretary.pk, actor=actor_in(clerk))
    assert not KeyRequest.objects.filter(ended_at=None).exists()


def test_the_holder_makes_the_key_and_two_others_agree_with_the_number(secretary, two):
    made = made_by(secretary)
    assert certificate_of_post(secretary.pk) is None
    assert len(made) == 8

    power, matter = key_proposed(secretary)
    proposer, confirmer = two.values()
    wrong = f"{(int(made) + 1) % 10**8:08}"
    for number in ("", wrong):
        with pytest.raises(Refused, match="not the check number"):
            demo.proposed_by(proposer, power, matter, number)
    assert not Proposal.objects.exists()

    proposal = demo.proposed_by(proposer, power, matter, made)
    with pytest.raises(Refused, match="not the check number"):
        demo.confirmed_by(confirmer, proposal, wrong)
    with pytest.raises(RuleBroken, match="for themselves"):
        confirm(proposal.pk, actor=actor_in(secretary))
    done = demo.confirmed_by(confirmer, proposal, made)

    assert done.state == "done", done.because
    assert done.receipt["outcome"] == "done"
    certificate = certificate_of_post(secretary.pk)
    assert certificate.holder == secretary.person.full_name
    assert open_request(secretary.pk) is None


def test_five_wrong_numbers_end_what_the_holder_made(secretary, two, administrator):
    made = made_by(secretary)
    wrong = f"{(int(made) + 1) % 10**8:08}"
    for _ in range(5):
        with pytest.raises(Refused, match="not the check number"):
            demo.proposed_by(administrator, *key_proposed(secretary), wrong)
    with pytest.raises(SigningRefused, match="too many wrong numbers"):
        demo.proposed_by(administrator, *key_proposed(secretary), made)

    anew = demo.key_by_two(secretary, PIN, **two)
    assert certificate_of_post(secretary.pk) == anew


def test_who_proposes_needs_a_key_and_answers_with_it(province, secretary, founders, signer):
    number = made_by(secretary)
    newcomer, founder = an_actor(province, Role.ORG_ADMIN), actor_in(founders[0])
    power, matter = key_proposed(secretary)
    with pytest.raises(RuleBroken, match="signing key of your own"):
        lay_to_propose(power, matter, actor=newcomer)

    lay_to_propose(power, matter, actor=founder)
    handle, key = LaidAnswer.objects.get().hash, certificate_of_post(founder.post_id).key_id
    with pytest.raises(Refused):
        signer.answer(handle, "propose", key, PinAndCode(PIN, "000000"), number=number)
    with pytest.raises(NotAnswered, match="not answered this on the signing page"):
        propose(power, matter, actor=founder)
    assert not Proposal.objects.exists()


def test_the_answer_of_one_is_not_the_answer_of_another(province, secretary, two, founders):
    """The other administrator answers at the window; nothing is proposed in the name of this one."""
    number, (one, other) = made_by(secretary), map(actor_in, founders)
    power, matter = key_proposed(secretary)
    lay_to_propose(power, matter, actor=one)
    demo.answers(LaidAnswer.objects.get().hash, "propose", own_key(other), number)

    with pytest.raises(NotAnswered):
        propose(power, matter, actor=one)


def test_what_was_shown_at_the_window_is_what_is_proposed(secretary, two, signer):
    number = made_by(secretary)
    power, matter = key_proposed(secretary)
    proposer, confirmer = two.values()
    lay_to_propose(power, matter, actor=proposer)
    shown = bytes(LaidAnswer.objects.get().statement)

    # Proposed again before it is answered: the same lies there, whatever key it is to be called by now.
    lay_to_propose(*key_proposed(secretary), actor=proposer)
    assert bytes(LaidAnswer.objects.get().statement) == shown
    proposal = demo.proposed_by(proposer, *key_proposed(secretary), number)

    assert bytes(Proposal.objects.get(pk=proposal.pk).statement) == shown
    demo.confirmed_by(confirmer, proposal, number)
    assert certificate_of_post(secretary.pk) is not None


def test_nobody_is_sent_to_the_window_with_what_is_proposed_already(secretary, two):
    number = made_by(secretary)
    proposer, confirmer = two.values()
    demo.proposed_by(proposer, *key_proposed(secretary), number)

    with pytest.raises(RuleBroken, match="proposed already"):
        lay_to_propose(*key_proposed(secretary), actor=confirmer)


def test_a_key_made_by_who_did_not_come_back_is_entered(secretary, founders):
    invite_to_make_key(secretary.pk, actor=actor_in(secretary))
    with pytest.raises(NotAnswered, match="not made a key"):
        make_key(secretary.pk, actor=actor_in(secretary))
    made = demo.the_window().enrol(KeyInvitation.objects.get().token, PIN)
    jobs.enter_keys_made_on_the_signing_page()

    request = open_request(secretary.pk)
    assert request.enrolment == made.id
    # The holder comes back at last: nothing is made twice.
    assert make_key(secretary.pk, actor=actor_in(secretary)) == request
    assert not KeyInvitation.objects.exists()


def test_who_was_invited_before_a_restart_of_the_signer_is_invited_anew(
    secretary, founders, settings
):
    invite_to_make_key(secretary.pk, actor=actor_in(secretary))
    with signer_at(settings.VAR):
        jobs.enter_keys_made_on_the_signing_page()
        assert not KeyInvitation.objects.exists()
        assert len(made_by(secretary)) == 8


def test_a_key_withdrawn_on_the_signing_page_is_withdrawn_here_and_told(
    province, secretary, founders, a_key
):
    auditor, deputy = (
        a_post(province, role) for role in (Role.SECURITY_AUDITOR, Role.DEPUTY_SECRETARY)
    )
    made = a_key(secretary)
    window, browser = demo.the_window(), "ab" * 32
    handle = laid(made)
    proof = demo.proof_of(made, lambda: window.ask(handle, "sign", made.key_id))
    window.answer(handle, "sign", made.key_id, proof, browser=browser)
    window.not_me(made.key_id, browser=browser)
    jobs.show_the_signer_what_is_known()

    made.refresh_from_db()
    assert (made.withdrawn_because, certificate_of_post(secretary.pk)) == ("not me", None)
    assert made.listed_at == made.withdrawn_at
    told = {secretary.person_id, auditor.person_id, deputy.person_id}
    told |= {post.person_id for post in founders}
    sentence = "said on the signing page"
    heard = {
        one.person_id for one in Notice.objects.filter(message__contains=sentence, stands=True)
    }
    assert heard == told
    assert "signing.certificate_withdrawn" in [entry.verb for entry in history_of(made)]

    jobs.show_the_signer_what_is_known()
    assert Notice.objects.filter(message__contains=sentence).count() == len(told)


@pytest.mark.parametrize("by", ["an administrator", "the end of the post", "the worker's user"])
def test_everybody_concerned_hears_of_a_key_that_one_person_takes(
    province, secretary, founders, signer, a_key, by
):
    near = [a_post(province, role) for role in (Role.SECURITY_AUDITOR, Role.DEPUTY_SECRETARY)]
    made = a_key(secretary)

    if by == "an administrator":
        withdraw_certificate(made.pk, reason="mất thiết bị", actor=actor_in(founders[0]))
    elif by == "the worker's user":
        # Past the pages, at the signer's socket.
        signer.revoke(made.key_id, "mất thiết bị")
        jobs.show_the_signer_what_is_known()
        jobs.show_the_signer_what_is_known()
        assert certificate_of_post(secretary.pk) is None
    else:
        withdraw_signing_authority(PostEnded(secretary.pk))

    heard = Notice.objects.filter(message__contains="is withdrawn", stands=True)
    told = {post.person_id for post in (secretary, *near, *founders)}
    assert sorted(one.person_id for one in heard) == sorted(told)


def test_not_me_is_heard_of_a_key_that_was_withdrawn_before(secretary, founders, a_key):
    made = a_key(secretary)
    window, browser = demo.the_window(), "ab" * 32
    handle = laid(made)
    proof = demo.proof_of(made, lambda: window.ask(handle, "sign", made.key_id))
    window.answer(handle, "sign", made.key_id, proof, browser=browser)
    withdraw_certificate(made.pk, reason="post ended", actor=actor_in(founders[0]))
    list_withdrawn(made.pk)
    window.not_me(made.key_id, browser=browser)
    for _time in range(2):
        jobs.show_the_signer_what_is_known()

    made.refresh_from_db()
    assert made.withdrawn_because == "not me"
    heard = Notice.objects.filter(message__contains="said on the signing page")
    assert heard.filter(person=secretary.person).count() == 1


def test_an_administrator_does_not_say_not_me_for_the_holder(secretary, founders, a_key):
    made = a_key(secretary)

    with pytest.raises(RuleBroken, match="Only the holder says"):
        withdraw_certificate(made.pk, reason="Not me", actor=actor_in(founders[0]))


def test_what_is_made_anew_is_not_what_was_proposed(secretary, two):
    proposer, confirmer = two.values()
    former = made_by(secretary)
    proposal = demo.proposed_by(proposer, *key_proposed(secretary), former)
    made_by(secretary)

    failed = demo.confirmed_by(confirmer, proposal, former)

    assert (failed.state, certificate_of_post(secretary.pk)) == ("failed", None)
    assert "made the key anew" in failed.because


def test_what_a_holder_made_is_good_for_seven_days(secretary, administrator):
    made_by(secretary)
    KeyRequest.objects.update(made_at=timezone.now() - timedelta(days=7))

    with pytest.raises(RuleBroken, match="makes the key first"):
        key_proposed(secretary)
    assert not secretary.certificates.exists()


def test_a_refusal_reaches_the_signer(secretary, two, signer):
    proposer, confirmer = two.values()
    made = made_by(secretary)
    proposal = demo.proposed_by(proposer, *key_proposed(secretary), made)
    demo.refused_by(confirmer, proposal, "Không gặp")

    assert signer.take(proposal.hash).state == "refused"


@pytest.mark.parametrize("above", [False, True], ids=["own leader", "leader above"])
def test_a_replaced_key_waits_a_day_or_for_the_leader_above(
    province, two, a_key, above, monkeypatch
):
    commune = a_unit(province)
    own_admin, own_deputy = a_post(commune, Role.ORG_ADMIN), a_post(commune, Role.DEPUTY_SECRETARY)
    post = a_post(commune, Role.CLERK)
    for one in (own_admin, own_deputy, post):
        a_key(one)
    made = certificate_of_post(post.pk)
    withdraw_certificate(made.pk, reason="mất", actor=actor_in(own_admin))

    number = made_by(post)
    power, matter = key_proposed(post)
    proposer = actor_in(own_admin)
    proposal = demo.proposed_by(proposer, power, matter, number)
    confirmer = two["confirmer"] if above else actor_in(own_deputy)
    demo.confirmed_by(confirmer, proposal, number)

    assert power.kind == "key.replace"
    assert (certificate_of_post(post.pk) is not None) == above
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    carry_out()
    # The signer has a clock of its own.
    assert (certificate_of_post(post.pk) is not None) == above
    monkeypatch.setattr(signers_clock, "now", lambda: later.replace(microsecond=0, tzinfo=UTC))
    carry_out()
    assert certificate_of_post(post.pk) is not None


def test_what_fails_after_both_agreed_signs_nothing(secretary, two, signer, monkeypatch):
    """The post is lost in the very moment: the signer has made the key, and withdraws it again."""
    proposer, confirmer = two.values()
    made = made_by(secretary)
    proposal = demo.proposed_by(proposer, *key_proposed(secretary), made)

    def lost(*_args, **_how):
        raise RuleBroken("This post is no longer held.")

    monkeypatch.setattr("lienthong.records.signing.powers.give_key", lost)
    failed = demo.confirmed_by(confirmer, proposal, made)

    assert failed.state == "failed"
    assert signer.key(proposal.matter.key)["suspended_at"]
    run_jobs()
    assert signer.key(proposal.matter.key)["revoked_at"]


def test_one_administrator_founds_and_each_key_waits(province, signer, secretary):
    alone = a_post(province, Role.ORG_ADMIN)
    found_signer(province, alone)
    assert greeting().mode == "single"
    made = made_by(secretary)
    proposer = actor_in(alone)

    proposal = demo.proposed_by(proposer, *key_proposed(secretary), made)

    assert (proposal.state, proposal.is_single) == ("confirmed", True)
    assert timedelta(hours=23) < proposal.waits_until - datetime.now(UTC) < timedelta(hours=25)
    assert proposal.receipt["mode"] == "single"


def test_before_it_is_founded_the_signer_makes_no_key(province, signer, secretary):
    assert not greeting().is_founded
    for code in ("", "AAAAA"):
        with pytest.raises(Refused, match="not been founded"):
            demo.made_at_window(secretary, PIN, founding_code=code)


def test_holder_and_administrators_find_it_on_their_desks(province, founders, secretary):
    def asked(post):
        return [line.title for line in lines_of(desk_of(actor_in(post)))]

    ask_for_key(PostGiven(secretary.pk))
    assert asked(secretary) == ["Signing key of the post Bí thư"]
    made_by(secretary)
    said = f"Signing key of {secretary.person.full_name}"
    assert (asked(secretary), [asked(one) for one in founders]) == ([], [[said], [said]])

    withdraw_signing_authority(PostEnded(secretary.pk))
    assert [asked(one) for one in founders] == [[], []]


def test_administrators_are_asked_while_nothing_is_proposed(secretary, two, founders):
    def asked():
        return len(lines_of(desk_of(actor_in(founders[0]))))

    proposer, confirmer = two.values()
    made = made_by(secretary)
    proposal = demo.proposed_by(proposer, *key_proposed(secretary), made)
    ask_while_nothing_is_proposed(ProposalMoved(proposal.pk))
    assert asked() == 0
    demo.refused_by(confirmer, proposal, "Không gặp")
    ask_while_nothing_is_proposed(ProposalMoved(proposal.pk))
    assert asked() == 1

    KeyRequest.objects.update(made_at=timezone.now() - timedelta(days=7))
    jobs.let_requests_of_last_week_run_out()
    assert asked() == 0
    assert not KeyRequest.objects.filter(ended_at=None).exists()
    assert "signing.key_ran_out" in [
        entry.verb for entry in history_of(secretary.key_requests.get())
    ]


def test_a_recovered_account_signs_nothing(secretary, a_key):
    made = a_key(secretary)

    withdraw_keys(AccountRecovered(secretary.person_id))

    assert certificate_of_post(secretary.pk) is None
    made.refresh_from_db()
    assert made.withdrawn_because == "account recovered"


def test_an_administrator_elsewhere_gives_out_nothing(province, founders, secretary):
    stranger = an_actor(a_unit(province), Role.ORG_ADMIN)
    made_by(secretary)

    with pytest.raises(PermissionDenied):
        propose(*seal_proposed(province), actor=stranger)
    with pytest.raises(PermissionDenied):
        propose(*key_proposed(secretary), actor=stranger)


def test_a_post_has_one_key_and_a_unit_one_seal(province, secretary, a_key, a_seal):
    a_key(secretary)
    a_seal(province)

    with pytest.raises(RuleBroken):
        a_key(secretary)
    with pytest.raises(RuleBroken):
        a_seal(province)


def test_a_post_that_neither_signs_nor_issues_needs_no_key(province, a_key):
    for post in (
        a_post(province, Role.SPECIALIST),
        a_post(province, Role.SECRETARY, until=date(2025, 1, 1)),
    ):
        with pytest.raises(RuleBroken):
            a_key(post)


def test_a_unit_without_register_has_no_seal(province, administrator):
    branch = a_unit(province, kind="branch")

    with pytest.raises(RuleBroken, match="keeps no register"):
        demo.proposed_by(administrator, *seal_proposed(branch))


def test_a_withdrawn_key_is_withdrawn_at_the_signer_too(administrator, secretary, signer, a_key):
    made = a_key(secretary)
    withdraw_certificate(made.pk, reason="mất thiết bị", actor=administrator)
    assert certificate_of_post(secretary.pk) is None

    list_withdrawn(made.pk)
    list_withdrawn(made.pk)

    assert signer.key(made.key_id)["revoked_at"]
    with pytest.raises(RuleBroken):
        withdraw_certificate(made.pk, reason="", actor=administrator)


def test_a_lost_post_loses_its_key(secretary, a_key):
    made = a_key(secretary)

    withdraw_signing_authority(PostEnded(secretary.pk))
    withdraw_signing_authority(PostEnded(secretary.pk))

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert certificate_of_post(secretary.pk) is None


def test_the_register_is_seen_where_certificates_are_given_out(
    province, administrator, secretary, a_key
):
    made = a_key(secretary)

    assert made in certificates_seen_by(administrator)
    assert not certificates_seen_by(actor_in(secretary)).exists()
    assert not certificates_seen_by(an_actor(a_unit(province), Role.ORG_ADMIN)).exists()


def test_demo_codes_are_never_shown_twice(secretary, a_key, monkeypatch):
    made = a_key(secretary)
    steps = iter(range(100_000, 100_100))
    monkeypatch.setattr(demo, "current_step", lambda: next(steps))
    monkeypatch.setattr(demo.time, "sleep", lambda _seconds: None)

    codes = [demo.demo_code(made.key_id) for _count in range(4)]

    assert len(set(codes)) == 4
    assert demo.demo_pin(made.key_id) == PIN
