"""At the console, after a restore: two agree, then signer and history go on and nothing withdrawn is in force again."""

import shutil
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.sealing import last_place, seal_round
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.records.signing import demo
from lienthong.records.signing.actions import compare_heads, list_withdrawn, withdraw_certificate
from lienthong.records.signing.client import PinAndCode, SignerClient
from lienthong.records.signing.documents import SigningRefused
from lienthong.records.signing.management.commands import agree_to_restore
from lienthong.records.signing.queries import certificate_of_post
from lienthong.records.signing.restoring import agree, how_they_stand, who_may
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at
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


def key_of(post):
    return certificate_of_post(post.pk)


def proof(post):
    key = key_of(post).key_id
    return PinAndCode(demo.demo_pin(key), demo.demo_code(key, used_at_once=True))


@pytest.fixture
def apart(founders, server, settings):
    """The signer is that of the day before: since then one key was given and another one withdrawn."""
    province = founders[0].unit
    two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
    gone = demo.key_by_two(a_post(province, Role.SECRETARY), PIN, **two)
    seal_round()
    before = settings.VAR / "yesterday"
    shutil.copytree(settings.KEYS, before)

    lost = demo.key_by_two(a_post(province, Role.DEPUTY_SECRETARY), PIN, **two)
    withdraw_certificate(gone.pk, reason="mất", actor=two["proposer"])
    list_withdrawn(gone.pk)
    seal_round()
    compare_heads()
    secrets = (settings.KEYS / "demo-signing.json").read_bytes()
    shutil.rmtree(settings.KEYS)
    before.rename(settings.KEYS)
    (settings.KEYS / "demo-signing.json").write_bytes(secrets)
    server.desk = Desk(settings.KEYS, fonts=FONTS)
    return SimpleNamespace(gone=gone, lost=lost, signer=SignerClient(settings.VAR))


def test_what_was_lost_is_said(apart):
    stand = how_they_stand()

    assert stand.is_so
    assert stand.signer.is_behind
    assert [one.pk for one in stand.unknown] == [apart.lost.pk]
    assert [one.pk for one in stand.to_withdraw] == [apart.gone.pk]
    assert stand.kept.number > stand.signers_history.number


def test_two_agree_and_both_go_on(apart, founders):
    first, second = founders
    assert agree(key_of(first), proof(first)) == "proposed"
    with pytest.raises(SigningRefused, match="what they have proposed"):
        agree(key_of(first), PinAndCode("000000", "000000"))
    kept = last_place().number
    assert agree(key_of(second), proof(second)) == "done"

    said = apart.signer.hello()
    assert (said.is_behind, said.journal[0]) == (False, 2)
    assert apart.signer.key(apart.gone.key_id)["revoked_at"]
    apart.lost.refresh_from_db()
    assert apart.lost.withdrawn_at is not None
    assert AuditEntry.objects.filter(verb="signing.restored").count() == 1
    assert not how_they_stand().is_so
    # The history goes on where the database had kept it.
    assert not seal_round().refused
    assert last_place().number > kept
    assert last_place().epoch == 2


def test_the_console_asks_and_says_what_follows(apart, founders, monkeypatch):
    said = StringIO()
    for post, words in zip(founders, ("A second person", "new epoch"), strict=True):
        given = proof(post)
        place = [one.post_id for one in who_may()].index(post.pk) + 1
        answers = iter([str(place), given.code])
        monkeypatch.setattr("builtins.input", lambda _asked, answers=answers: next(answers))
        monkeypatch.setattr(
            agree_to_restore.getpass, "getpass", lambda _asked, given=given: given.pin
        )
        call_command("agree_to_restore", stdout=said)
        assert words in said.getvalue()

    assert f"has lost the key of {apart.lost.holder}" in said.getvalue()
    call_command("agree_to_restore", stdout=said)
    assert "nothing to restore" in said.getvalue()


def test_who_is_nobody_agrees_to_nothing(apart, monkeypatch):
    for answer in ("", "0", "99", "x"):
        monkeypatch.setattr("builtins.input", lambda _asked, answer=answer: answer)
        with pytest.raises(CommandError, match="Nobody"):
            call_command("agree_to_restore", stdout=StringIO())


def test_a_signer_that_is_away_is_told_in_a_sentence(settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(CommandError, match="cannot be reached"):
        call_command("agree_to_restore", stdout=StringIO())


def test_a_database_that_was_set_back_goes_on_as_well(founders, server):
    """The signer has signed a head that the database has lost; alone, neither goes on."""
    seal_round()
    kept = last_place()
    start, signer = (kept.number, kept.link), SignerClient(server.desk.vault.place.parent)
    signer.extend("audit", kept.epoch, start, ["ab" * 32])
    stand = how_they_stand()
    assert stand.is_so
    assert not stand.signer.is_behind

    for post in founders:
        state = agree(key_of(post), proof(post))

    assert state == "done"
    assert not seal_round().refused
    assert (last_place().epoch, how_they_stand().is_so) == (2, False)
