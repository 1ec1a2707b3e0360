"""Holders are told at once of passkeys and browsers that are new to their keys, and nobody mutes that."""

import pytest

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.notices.models import Notice
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.records.signing import demo
from lienthong.records.signing.actions.comparing import compare_heads, tell_of_the_glass
from lienthong.records.signing.models import Certificate, KnownHead
from lienthong.records.signing.queries import the_signer
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at
from lienthong.records.signing.tests.factories import Passkey

pytestmark = pytest.mark.django_db
OTHER = "ab" * 32


@pytest.fixture
def key(settings, tmp_path):
    """That of one of the two who have founded a signer."""
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path):
        province = a_unit(kind="provincial_committee")
        found_signer(province, *(a_post(province, Role.ORG_ADMIN) for _ in range(2)))
        compare_heads()
        yield Certificate.objects.first()


def add_a_passkey(key):
    challenge = the_signer().ask_to_add(key.key_id, browser=OTHER).challenge
    given = demo.proof_of(key, lambda: challenge)
    the_signer().add_passkey(key.key_id, Passkey().registration, given, browser=OTHER)


def told():
    return [(one.person_id, one.stands, one.message) for one in Notice.objects.order_by("pk")]


def test_the_holder_is_told_once_of_a_passkey_that_waits_and_of_the_browser(key):
    assert told() == []
    add_a_passkey(key)
    for _again in range(2):
        compare_heads()

    (passkey, browser) = told()
    assert passkey[:2] == browser[:2] == (key.post.person_id, True)
    assert "it proves nothing before" in passkey[2]
    assert "in a browser for the first time" in browser[2]
    assert Notice.objects.order_by("pk")[0].params["until"]
    assert KnownHead.objects.get().told_n == the_signer().news((0, 0))[-1].place[1]


def test_who_was_never_told_before_is_not_told_of_all_that_was(key):
    """An installation from before holders were told."""
    add_a_passkey(key)
    KnownHead.objects.update(told_epoch=None, told_n=None)
    compare_heads()
    assert told() == []

    one = the_signer().passkeys(key.key_id).passkeys[-1].credential_id
    asked = the_signer().ask_to_remove(key.key_id, one, browser=OTHER)
    given = demo.proof_of(key, lambda: asked.challenge)
    the_signer().remove_passkey(key.key_id, one, given, browser=OTHER)
    compare_heads()
    assert ["was removed" in message for _person, _stands, message in told()] == [True]


def test_while_somebody_is_said_to_be_lost_both_hear_it_every_day(key):
    the_signer().break_glass(key.holder)
    Notice.objects.all().delete()

    for days in (1, 2):
        tell_of_the_glass()
        heard = Notice.objects.filter(message__contains="one administrator", stands=True)
        assert heard.count() == 2 * days
        assert AuditEntry.objects.filter(verb="signing.glass_broken").count() == days

    the_signer().keep_glass()
    tell_of_the_glass()
    assert AuditEntry.objects.filter(verb="signing.glass_broken").count() == 2
