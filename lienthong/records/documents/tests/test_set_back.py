"""After the signer was set back: two agree, then signer and history go on and nothing withdrawn is in force again."""

import re
import shutil
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.sealing import last_place, seal_round
from lienthong.kernel.confirmations.public import lay_to_confirm
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.documents.powers import RESTORE, Restore
from lienthong.records.signing import demo
from lienthong.records.signing.actions.comparing import compare_heads
from lienthong.records.signing.actions.suspending import suspend_key
from lienthong.records.signing.actions.withdrawing import list_withdrawn, withdraw_certificate
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.restoring import how_they_stand
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.behind_pages import answered_at, found_signer, signer_at
from lienthong.records.signing.tests.factories import FONTS

pytestmark = pytest.mark.django_db
PIN = "135790"


@pytest.fixture
def server(settings, tmp_path):
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path) as server:
        yield server


@pytest.fixture
def founders(server):
    province = a_unit(kind="provincial_committee")
    posts = [a_post(province, Role.ORG_ADMIN) for _ in range(2)]
    found_signer(province, *posts)
    return posts


@pytest.fixture
def apart(founders, server, settings):
    """The signer is that of the day before: since then one key was given, another withdrawn and a third suspended."""
    province = founders[0].unit
    two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
    gone = demo.key_by_two(a_post(province, Role.SECRETARY), PIN, **two)
    resting = demo.key_by_two(a_post(province, Role.CLERK), PIN, **two)
    seal_round()
    before = settings.VAR / "yesterday"
    shutil.copytree(settings.KEYS, before)

    lost = demo.key_by_two(a_post(province, Role.DEPUTY_SECRETARY), PIN, **two)
    withdraw_certificate(gone.pk, reason="mất", actor=two["proposer"])
    list_withdrawn(gone.pk)
    suspend_key(resting.pk, reason="mất điện thoại", actor=two["proposer"])
    seal_round()
    compare_heads()
    secrets = (settings.KEYS / "demo-signing.json").read_bytes()
    shutil.rmtree(settings.KEYS)
    before.rename(settings.KEYS)
    (settings.KEYS / "demo-signing.json").write_bytes(secrets)
    server.desk = Desk(settings.KEYS, fonts=FONTS)
    return SimpleNamespace(gone=gone, lost=lost, resting=resting, signer=SignerClient(settings.VAR))


def test_what_was_lost_is_said(apart):
    stand = how_they_stand()

    assert stand.is_so
    assert stand.signer.is_behind
    assert [one.pk for one in stand.unknown] == [apart.lost.pk]
    assert [one.pk for one in stand.to_withdraw] == [apart.gone.pk]
    apart.resting.refresh_from_db()
    assert apart.resting.suspended_at is not None
    assert stand.kept.number > stand.signers_history.number


def proposed(founders):
    matter = Restore.made_for(founders[0].unit)
    return demo.proposed_by(actor_in(founders[0]), RESTORE, matter)


def agreed(founders):
    return demo.confirmed_by(actor_in(founders[1]), proposed(founders))


def test_two_agree_and_both_go_on(apart, founders):
    kept = last_place().number
    done = agreed(founders)

    assert done.state == done.State.DONE, done.because
    said = apart.signer.hello()
    assert (said.is_behind, said.journal[0]) == (False, 2)
    # What was withdrawn before is withdrawn there anew, by the worker.
    run_jobs()
    assert apart.signer.key(apart.gone.key_id)["revoked_at"]
    assert apart.signer.key(apart.resting.key_id)["suspended_at"]
    apart.lost.refresh_from_db()
    apart.resting.refresh_from_db()
    assert apart.lost.withdrawn_at is not None
    assert apart.resting.suspended_at is not None
    assert AuditEntry.objects.filter(verb="signing.restored").count() == 1
    assert not how_they_stand().is_so
    # The history goes on where the database had kept it.
    assert not seal_round().refused
    assert last_place().number > kept
    assert last_place().epoch == 2


def test_one_alone_does_not_let_them_go_on(apart, founders):
    proposal = proposed(founders)

    with pytest.raises(RuleBroken, match="what they have proposed"):
        lay_to_confirm(proposal.pk, actor=actor_in(founders[0]))
    assert how_they_stand().is_so


def led_to(said: StringIO) -> str:
    """The address of the window that the console has named last."""
    return re.findall(r"Answer here, .*: (\S+)", said.getvalue())[-1]


def test_the_console_leads_to_the_window_and_says_what_follows(apart, founders, monkeypatch):
    said = StringIO()
    monkeypatch.setattr("builtins.input", lambda _asked: answered_at(led_to(said)))
    acts = (("propose", "waits to be confirmed"), ("confirm", "confirmed and done"))
    for post, (act, words) in zip(founders, acts, strict=True):
        call_command("restore", act, an_account(post.person).username, stdout=said)
        assert words in said.getvalue()

    assert f"has lost the key of {apart.lost.holder}" in said.getvalue()
    call_command("restore", stdout=said)
    assert "nothing to restore" in said.getvalue()


def test_who_answers_after_the_console_was_left_goes_on_later(apart, founders, monkeypatch):
    said = StringIO()
    monkeypatch.setattr("builtins.input", lambda _asked: "")
    with pytest.raises(CommandError, match="No restore was proposed"):
        call_command("restore", go_on=True, stdout=said)
    with pytest.raises(CommandError, match="restore --go-on"):
        call_command("restore", "propose", an_account(founders[0].person).username, stdout=said)

    answered_at(led_to(said))
    call_command("restore", go_on=True, stdout=said)
    assert "waits to be confirmed" in said.getvalue()


def test_nothing_is_confirmed_that_nobody_proposed(apart, founders):
    with pytest.raises(CommandError, match="Propose it first"):
        call_command(
            "restore", "confirm", an_account(founders[1].person).username, stdout=StringIO()
        )


def test_who_is_nobody_agrees_to_nothing(apart):
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("restore", "propose", "khong.co.ai", stdout=StringIO())
    person = a_post(a_unit(), Role.CLERK).person
    with pytest.raises(CommandError, match="has no signing key"):
        call_command("restore", "propose", an_account(person).username, stdout=StringIO())


def test_a_signer_that_is_away_is_told_in_a_sentence(settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(CommandError, match="cannot be reached"):
        call_command("restore", stdout=StringIO())


def test_a_database_that_was_set_back_goes_on_as_well(founders, server):
    """The signer has signed a head that the database has lost; alone, neither goes on."""
    seal_round()
    kept = last_place()
    start, signer = (kept.number, kept.link), SignerClient(server.desk.vault.place.parent)
    signer.extend(kept.epoch, start, ["ab" * 32])
    stand = how_they_stand()
    assert stand.is_so
    assert not stand.signer.is_behind

    done = agreed(founders)

    assert done.state == done.State.DONE, done.because
    assert not seal_round().refused
    assert (last_place().epoch, how_they_stand().is_so) == (2, False)
