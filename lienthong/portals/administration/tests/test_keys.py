"""Keys on the pages: the holder makes it, two prove to the signer that they agree; nobody alone gets one."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.confirmations.jobs import take_up_what_was_answered
from lienthong.kernel.confirmations.models import Telling
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.public import notices_of
from lienthong.kernel.people.actions.persons import register_first_administrators
from lienthong.kernel.people.models import AccessCode
from lienthong.kernel.people.public import Account, NewPerson, Post, Role, actor_in
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit
from lienthong.records.signing import demo
from lienthong.records.signing.actions.comparing import compare_heads
from lienthong.records.signing.actions.making import take_up_keys
from lienthong.records.signing.demo import the_window
from lienthong.records.signing.models import KeyRequest
from lienthong.records.signing.public import (
    Certificate,
    certificate_of_post,
    key_proposed,
    lift_proposed,
    organisation_id,
    seal_of,
    suspend_key,
    the_signer,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.behind_pages import (
    answered_at,
    back_of,
    enrolled_at,
    found_signer,
    signer_at,
)
from lienthong.records.signing.tests.founding import enrol

pytestmark = pytest.mark.django_db
DECISION = {
    "decision_number": "12-QĐ/ĐU",
    "decision_on": "20/11/2026",
    "decision_about": "Phân công cán bộ",
    "decision_issuer": "Đảng ủy xã",
}


def page(name: str, *args: int) -> str:
    return reverse(f"administration:{name}", args=args)


@pytest.fixture
def commune(settings, tmp_path) -> Iterator[Unit]:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path):
        unit = a_unit(a_unit(kind="provincial_committee"))
        Unit.objects.filter(pk=unit.pk).update(has_register=True)
        yield Unit.objects.get(pk=unit.pk)


@pytest.fixture
def founders(commune: Unit) -> list[Post]:
    posts = [a_post(commune.parent, Role.ORG_ADMIN) for _ in range(2)]
    found_signer(commune.parent, *posts)
    return posts


def signed_in(post: Post) -> Client:
    client = Client()
    account = Account.objects.filter(person=post.person).first() or an_account(post.person)
    sign_in_with_factor(client, account)
    return client


def in_form(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}-{field}": value for field, value in fields.items()}


def made_by_holder(post: Post) -> str:
    """The check number the holder is shown at the window."""
    holder = signed_in(post)
    address = holder.post(page("key_make", post.pk))["Location"]
    made = enrolled_at(address)
    assert holder.get(back_of(address)).status_code == 302
    return made.number


def proposed_by(client: Client, name: str, key: int, number: str = "") -> str:
    """The page of what this person has proposed, by way of the window."""
    address = client.post(page(name, key))["Location"]
    return str(client.get(answered_at(address, number))["Location"])


def said_by(client: Client, name: str, proposal: Proposal, number: str = "", **sent: str) -> str:
    address = client.post(page(name, proposal.pk), in_form(name, sent))["Location"]
    return str(client.get(answered_at(address, number))["Location"])


def test_the_holder_makes_a_key_and_two_prove_that_they_agree(
    commune: Unit, founders: list[Post]
) -> None:
    post, (one, other) = a_post(commune, Role.CLERK), founders
    admin, second = signed_in(one), signed_in(other)
    address = page("post_certify", post.pk)
    early = admin.get(address).content.decode()
    assert "makes the key first" in early
    assert f'action="{address}"' not in early

    number = made_by_holder(post)
    posts = admin.get(page("certificates"), {"tab": "posts"}).content.decode()
    assert address in posts
    assert "Made, to be proposed" in posts

    led = admin.post(address)
    assert (led.status_code, Proposal.objects.count()) == (303, 0)
    assert led["Location"].startswith(f"{settings.WINDOW}/answer/")
    with pytest.raises(Refused, match="not the check number"):
        answered_at(led["Location"], "12345678")
    unanswered = admin.get(back_of(led["Location"]))
    assert (unanswered.status_code, Proposal.objects.count()) == (302, 0)
    led_back = admin.get(unanswered["Location"]).content.decode()
    assert "not answered this on the signing page yet" in led_back

    its_page = admin.get(answered_at(led["Location"], number))["Location"]
    proposal = Proposal.objects.get()
    assert its_page == page("proposal", proposal.pk)
    assert page("proposal_confirm", proposal.pk) in second.get(its_page).content.decode()
    assert said_by(second, "proposal_confirm", proposal, number) == its_page

    assert certificate_of_post(post.pk).holder == post.person.full_name
    heard = [one.text for one in notices_of(post.person_id)]
    assert any(f"effect: Give a signing key, {post.person}, " in one for one in heard), heard
    of_key = admin.get(page("certificate", certificate_of_post(post.pk).pk)).content.decode()
    column = of_key.partition("As recorded")[2]
    assert f"{one.person}, {one.label}" in column.partition("Proposed by")[2]
    assert f"{other.person}, {other.label}" in column.partition("Confirmed by")[2]
    withdrawal = page("certificate_withdraw", certificate_of_post(post.pk).pk)
    assert "What was issued before stays valid" in admin.get(withdrawal).content.decode()
    proposal.refresh_from_db()
    assert proposal.receipt["by"] == [certificate_of_post(one.pk).key_id for one in founders]


def test_those_are_notified_of_a_proposed_key_who_can_confirm_it(
    commune: Unit, founders: list[Post]
) -> None:
    post, keyless = a_post(commune, Role.CLERK), a_post(commune, Role.ORG_ADMIN)
    number = made_by_holder(post)
    proposed_by(signed_in(founders[0]), "post_certify", post.pk, number)
    told = set(Telling.objects.values_list("person_id", flat=True))

    assert founders[1].person_id in told
    assert keyless.person_id not in told


def test_the_own_account_leads_to_what_was_done_with_the_key_and_asks_no_signer(
    commune: Unit, founders: list[Post]
) -> None:
    holder = signed_in(founders[0])
    with patch.object(type(the_signer()), "_asked") as asked:
        shown = holder.get(reverse("account:account")).content.decode()

    key = certificate_of_post(founders[0].pk).key_id
    assert f"{settings.WINDOW}/key/{key}/?" in shown
    assert f"{settings.WINDOW}/passkey/{key}/" in shown
    assert not asked.called


def test_no_page_of_ours_asks_for_a_proof(commune: Unit, founders: list[Post]) -> None:
    post, admin = a_post(commune, Role.CLERK), signed_in(founders[0])
    number = made_by_holder(post)
    its_page = proposed_by(admin, "post_certify", post.pk, number)
    read = [
        signed_in(post).get(page("key_make", post.pk)),
        admin.get(page("post_certify", post.pk)),
        admin.get(page("seal_certify", commune.pk)),
        signed_in(founders[1]).get(its_page),
    ]
    for shown in read:
        fields = set(re.findall(r'name="(?:\w+-)?(\w+)"', shown.content.decode()))
        assert not fields & {"pin", "pin_again", "code", "check_number", "credential"}
        assert number not in shown.content.decode()


def test_who_answers_and_does_not_come_back_finds_it_done(
    commune: Unit, founders: list[Post]
) -> None:
    post, (admin, second) = a_post(commune, Role.CLERK), map(signed_in, founders)
    holder = signed_in(post)
    number = enrolled_at(holder.post(page("key_make", post.pk))["Location"]).number
    run_jobs()
    take_up_keys()
    led = admin.post(page("post_certify", post.pk))["Location"]
    back = answered_at(led, number)
    # Who reads a page enters nothing; the job does, and the return finds it done, though it comes late.
    admin.get(page("post_certify", post.pk))
    assert not Proposal.objects.exists()
    take_up_what_was_answered()
    assert "proposed already" in admin.get(page("post_certify", post.pk)).content.decode()
    proposal = Proposal.objects.get()
    assert admin.get(back)["Location"] == page("proposal", proposal.pk)

    answered_at(second.post(page("proposal_confirm", proposal.pk))["Location"], number)
    take_up_what_was_answered()
    assert "Confirmed and done" in second.get(page("proposal", proposal.pk)).content.decode()
    assert certificate_of_post(post.pk) is not None


@pytest.mark.parametrize(("days_ago", "open_for"), [(0, 6), (5, 1)])
def test_a_key_is_proposed_no_longer_than_what_its_holder_made_lives(
    commune: Unit, founders: list[Post], days_ago: int, open_for: int
) -> None:
    post = a_post(commune, Role.CLERK)
    number = made_by_holder(post)
    made_at = timezone.now() - dt.timedelta(days=days_ago)
    KeyRequest.objects.filter(post=post).update(made_at=made_at)

    proposed_by(signed_in(founders[0]), "post_certify", post.pk, number)

    proposal = Proposal.objects.get()
    assert proposal.last_day == timezone.localdate() + dt.timedelta(days=open_for)
    assert proposal.until == KeyRequest.objects.get(post=post).until


def test_who_may_confirm_but_has_no_key_is_told_where_to_get_it(
    commune: Unit, founders: list[Post]
) -> None:
    post, secretary = a_post(commune, Role.CLERK), a_post(commune, Role.SECRETARY)
    number = made_by_holder(post)
    its_page = proposed_by(signed_in(founders[0]), "post_certify", post.pk, number)

    shown = signed_in(secretary).get(its_page).content.decode()
    assert "You need a signing key of your own" in shown
    assert page("key_make", secretary.pk) in shown
    assert page("proposal_confirm", Proposal.objects.get().pk) not in shown
    assert "no signing key yet" in shown


def test_a_seal_is_proposed_by_one_and_confirmed_by_a_leader(
    commune: Unit, founders: list[Post]
) -> None:
    leader = a_post(commune, Role.SECRETARY)
    two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
    demo.key_by_two(leader, "135790", **two)
    admin = signed_in(founders[0])
    its_page = proposed_by(admin, "seal_certify", commune.pk)
    proposal = Proposal.objects.latest("pk")
    confirming = page("proposal_confirm", proposal.pk)
    assert confirming not in signed_in(founders[1]).get(its_page).content.decode()

    said_by(signed_in(leader), "proposal_confirm", proposal)
    assert seal_of(commune.pk) is not None


def test_only_a_key_with_a_certificate_is_marked_as_one_for_trial(
    commune: Unit, founders: list[Post]
) -> None:
    admin = signed_in(founders[0])
    keys = admin.get(page("certificates")).content.decode()
    assert founders[0].person.full_name in keys
    marked = re.compile(r"Trial certificate\b")
    assert not marked.search(keys)

    two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
    demo.key_by_two(a_post(commune, Role.SECRETARY), "135790", **two)
    assert len(marked.findall(admin.get(page("certificates")).content.decode())) == 1


def test_a_refusal_and_a_withdrawal_go_by_way_of_the_window(
    commune: Unit, founders: list[Post]
) -> None:
    admin, second = map(signed_in, founders)
    for client, name, sent in (
        (second, "proposal_refuse", {"reason": "Không gặp"}),
        (admin, "proposal_withdraw", {}),
    ):
        post = a_post(commune, Role.CLERK)
        proposed_by(admin, "post_certify", post.pk, made_by_holder(post))
        proposal = Proposal.objects.latest("pk")
        said_by(client, name, proposal, **sent)
        proposal.refresh_from_db()
        assert proposal.state == {"proposal_refuse": "refused"}.get(name, "withdrawn")
        assert the_signer().take(proposal.hash).state in ("refused", "stopped")


def test_who_comes_back_from_the_list_of_a_disowned_key_reads_that_it_is_withdrawn(
    commune: Unit, founders: list[Post]
) -> None:
    holder, key = signed_in(founders[0]), certificate_of_post(founders[0].pk)
    address, window = holder.post(page("seal_certify", commune.pk))["Location"], the_window()
    _answer, handle, verb, _key = urlsplit(address).path.strip("/").split("/")
    proof = demo.proof_of(key, lambda: window.ask(handle, verb, key.key_id, browser="ab" * 32))
    window.answer(handle, verb, key.key_id, proof, browser="ab" * 32)
    window.not_me(key.key_id, browser="ab" * 32)
    assert "In force" in holder.get(reverse("account:account")).content.decode()

    back = holder.get(reverse("account:key_back"))
    assert back["Location"] == reverse("account:account")
    assert "In force" not in holder.get(back["Location"]).content.decode()


def test_the_own_account_says_at_once_that_a_key_was_made(
    commune: Unit, founders: list[Post]
) -> None:
    post = a_post(commune, Role.CLERK)
    holder = signed_in(post)
    enrolled_at(holder.post(page("key_make", post.pk))["Location"])

    shown = holder.get(reverse("account:account")).content.decode()
    assert "You have made a key" in shown
    assert all(f"{one.person}, {one.label}" in shown for one in founders), "to whom to read it"


def test_a_signer_that_is_only_read_is_said_aloud(commune: Unit, founders: list[Post]) -> None:
    admin = signed_in(founders[0])
    path = the_signer().var / "keys" / "signer.journal"
    path.write_bytes(path.read_bytes()[:-1] + b" \n")
    with signer_at(the_signer().var):
        shown = admin.get(page("certificates")).content.decode()

    assert "The signer can only be read" in shown
    assert "lines were changed, cut or added" in shown
    assert "manage.py restore" not in shown


def test_what_two_do_about_a_signer_that_was_set_back_is_said(
    commune: Unit, founders: list[Post], settings
) -> None:
    before = settings.VAR / "yesterday"
    shutil.copytree(settings.KEYS, before)
    enrol(the_signer(), "p-9", "Ai Đó", "135790")
    compare_heads()
    shutil.rmtree(settings.KEYS)
    before.rename(settings.KEYS)
    with signer_at(settings.VAR):
        compare_heads()
        shown = signed_in(founders[0]).get(page("certificates")).content.decode()

    assert "The signer has been set back" in shown
    assert "manage.py restore" in shown


def test_what_the_keys_are_worth_is_said_aloud(commune: Unit, founders: list[Post]) -> None:
    shown = signed_in(founders[0]).get(page("certificates")).content.decode()
    assert "in no hardware" in shown
    assert "the signer is not separated from the system" in shown
    assert "not founded" not in shown


def test_a_signer_founded_by_one_is_said_aloud(commune: Unit) -> None:
    alone = a_post(commune.parent, Role.ORG_ADMIN)
    found_signer(commune.parent, alone)
    shown = signed_in(alone).get(page("certificates")).content.decode()
    assert "Single-administrator mode" in shown


def test_before_it_is_founded_the_page_says_how(commune: Unit, settings) -> None:
    admin = a_post(commune.parent, Role.ORG_ADMIN)
    shown = signed_in(admin).get(page("certificates")).content.decode()
    assert "script/found-signer" in shown

    # Where the signer is another user with a folder of its own, the whole command is said.
    settings.SIGNER = str(settings.VAR)
    shown = signed_in(admin).get(page("certificates")).content.decode()
    assert "signing.signer found --var" in shown
    assert f"LT-{commune.parent_id}:" in shown
    led = signed_in(admin).post(page("key_make", admin.pk))["Location"]
    assert the_window().show_invitation(led.split("/")[4]).is_founding


def test_two_found_the_signer_each_with_a_code_from_its_console(commune: Unit) -> None:
    """As an office begins: registered at the console, founded at the signer's, signed in as themselves."""
    province = commune.parent
    new = [NewPerson("Lê Quản Trị"), NewPerson("Vũ Quản Trị")]
    persons = register_first_administrators(new, unit=province, title="Quản trị đơn vị")
    posts = [person.posts.get() for person in persons]
    run_jobs()
    organisation = (organisation_id(province.pk), province.name)
    codes = found(settings.KEYS, organisation, [person.full_name for person in persons])

    for post, code in zip(posts, codes, strict=True):
        own, making = signed_in(post), page("key_make", post.pk)
        assert making in own.get("/").content.decode()
        led = own.post(making)["Location"]
        with pytest.raises(Refused):
            enrolled_at(led, founding_code="AAAAA-BBBBB-CCCCC-DDDDD")
        enrolled_at(led, founding_code=code)
        own.get(back_of(led))
        assert (certificate_of_post(post.pk) is None) == (post is posts[0])

    for post in posts:
        assert certificate_of_post(post.pk).purpose == Certificate.Purpose.ADMINISTRATOR
        assert page("key_make", post.pk) not in signed_in(post).get("/").content.decode()
    made_by_holder(a_post(commune, Role.CLERK))


def clerk_asked_for() -> dict[str, object]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    return {"full_name": "Phạm Văn Bịa", "role": "clerk", "title": "Văn thư", "on": day}


def test_one_administrator_alone_gets_no_key_no_code_and_no_clerk(
    commune: Unit, founders: list[Post]
) -> None:
    """The way by which one administrator issued a document in the secretary's name."""
    alone, secretary = founders[0], a_post(commune, Role.SECRETARY)
    admin, account = signed_in(alone), an_account(secretary.person)
    two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
    leaders = demo.key_by_two(secretary, "246801", **two)
    password, known = account.password, set(Certificate.objects.values_list("key_id", flat=True))

    # One suffices to take a key away; to give another one, the holder and a second person are needed.
    admin.post(page("certificate_withdraw", leaders.pk), {"reason": "đổi khóa"})
    assert admin.post(page("key_make", secretary.pk)).status_code == 404
    assert admin.post(page("post_certify", secretary.pk)).status_code == 409
    for name, key, sent in (
        ("account_recover", account.pk, {}),
        ("account_propose_recovery", account.pk, {}),
        ("person_register", commune.pk, clerk_asked_for() | DECISION),
    ):
        admin.post(page(name, key), sent)
    proposed_by(admin, "seal_certify", commune.pk)
    waiting = Proposal.objects.filter(state=Proposal.State.PROPOSED)
    assert waiting.count() == 3
    for proposal in waiting:
        for act in ("confirm", "half"):
            assert admin.post(page(f"proposal_{act}", proposal.pk)).status_code == 409

    account.refresh_from_db()
    assert account.password == password
    assert not AccessCode.objects.exists()
    assert not Post.objects.filter(unit=commune, role=Role.CLERK).exists()
    assert set(Certificate.objects.values_list("key_id", flat=True)) == known
    assert certificate_of_post(secretary.pk) is None
    assert all(notice.stands for notice in notices_of(secretary.person_id))


def test_one_administrator_gets_no_key_from_the_signer_itself(
    commune: Unit, founders: list[Post]
) -> None:
    """As if the pages were the administrator's own: the enrolment in the secretary's name, and both answers."""
    alone, secretary = founders[0], a_post(commune, Role.SECRETARY)
    signer = the_signer()
    number = demo.begin_key(secretary, "246801")
    handle = demo.proposed_by(actor_in(alone), *key_proposed(secretary), number).hash
    with pytest.raises(Refused, match="Nobody confirms what they have proposed"):
        demo.answers(handle, "confirm", certificate_of_post(alone.pk), number)

    assert signer.take(handle).state == "proposed"
    assert signer.take(handle).certificate == ""


def a_key_of(post: Post, founders: list[Post]) -> Certificate:
    one, other = map(actor_in, founders)
    return demo.key_by_two(post, "246810", proposer=one, confirmer=other)


def heard(sentence: str) -> set[int]:
    return {
        person
        for person in Post.objects.values_list("person_id", flat=True)
        for one in notices_of(person)
        if one.stands and sentence in one.message
    }


def test_a_holder_suspends_the_own_key_and_two_let_it_sign_again(
    commune: Unit, founders: list[Post]
) -> None:
    secretary, auditor = a_post(commune, Role.SECRETARY), a_post(commune, Role.SECURITY_AUDITOR)
    made, holder = a_key_of(secretary, founders), signed_in(secretary)
    assert page("key_suspend", secretary.pk) in holder.get("/account/").content.decode()
    holder.post(page("key_suspend", secretary.pk))

    made.refresh_from_db()
    assert made.suspended_at is not None
    assert the_signer().key(made.key_id)["suspended_at"]
    assert certificate_of_post(secretary.pk) is None
    assert heard("is suspended") >= {secretary.person_id, auditor.person_id}
    account = holder.get("/account/").content.decode()
    assert "Suspended" in account
    assert f"/key/{made.key_id}/" in account, "the holder still reads what was signed with it"
    assert page("key_make", secretary.pk) not in account

    _power, drawn_up = lift_proposed(made)
    admin, second = (signed_in(one) for one in founders)
    proposed_by(admin, "certificate_lift", made.pk)
    said_by(second, "proposal_confirm", Proposal.objects.get(kind="key.lift"))

    made.refresh_from_db()
    assert made.suspended_at is None
    assert certificate_of_post(secretary.pk) == made
    assert not the_signer().key(made.key_id)["suspended_at"]

    holder.post(page("key_suspend", secretary.pk))
    with pytest.raises(RuleBroken, match="suspended anew"):
        drawn_up.check()


def test_an_administrator_suspends_a_key_within_reach(commune: Unit, founders: list[Post]) -> None:
    made = a_key_of(a_post(commune, Role.CLERK), founders)
    elsewhere = signed_in(a_post(a_unit(commune.parent), Role.ORG_ADMIN))
    assert elsewhere.post(page("certificate_suspend", made.pk)).status_code == 404

    admin = signed_in(founders[0])
    admin.post(page("certificate_suspend", made.pk), {"reason": "mất máy"})
    listed = admin.get(page("certificates")).content.decode()

    made.refresh_from_db()
    assert made.suspended_because == "mất máy"
    assert page("certificate_lift", made.pk) in listed
    assert page("certificate_suspend", made.pk) not in listed


def test_what_the_signer_says_of_a_suspension_counts(commune: Unit, founders: list[Post]) -> None:
    """Suspended past the pages it rests here too; what rests here rests there, and two alone lift it."""
    made, other = (
        a_key_of(a_post(commune, role), founders) for role in (Role.CLERK, Role.ORG_ADMIN)
    )
    the_signer().suspend(made.key_id, "past the pages")
    long_ago = timezone.now() - dt.timedelta(hours=1)
    Certificate.objects.filter(pk=other.pk).update(suspended_at=long_ago)

    compare_heads()

    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.suspended_because, other.suspended_at) == ("past the pages", long_ago)
    assert the_signer().key(other.key_id)["suspended_at"]


def test_who_comes_back_late_from_the_window_lifts_it_all_the_same(
    commune: Unit, founders: list[Post]
) -> None:
    made = a_key_of(a_post(commune, Role.CLERK), founders)
    suspend_key(made.pk, reason="mất máy", actor=actor_in(founders[0]))
    admin, second = (signed_in(one) for one in founders)
    proposed_by(admin, "certificate_lift", made.pk)
    proposal = Proposal.objects.get(kind="key.lift")
    back = answered_at(second.post(page("proposal_confirm", proposal.pk))["Location"])
    compare_heads()

    second.get(back)

    proposal.refresh_from_db()
    made.refresh_from_db()
    assert (proposal.state, made.suspended_at) == (Proposal.State.DONE, None)


def test_what_two_lifted_is_lifted_in_a_register_that_is_older(
    commune: Unit, founders: list[Post]
) -> None:
    made = a_key_of(a_post(commune, Role.CLERK), founders)
    suspend_key(made.pk, reason="mất máy", actor=actor_in(founders[0]))
    before = Certificate.objects.get(pk=made.pk)
    admin, second = (signed_in(one) for one in founders)
    proposed_by(admin, "certificate_lift", made.pk)
    said_by(second, "proposal_confirm", Proposal.objects.get(kind="key.lift"))
    before.save(update_fields=["suspended_at", "suspended_because"])

    compare_heads()

    made.refresh_from_db()
    assert made.suspended_at is None
    assert not the_signer().key(made.key_id)["suspended_at"]
