"""A signer set back to an earlier day is found by what the database has kept of its journal."""

import shutil

import pytest

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.people.public import Role
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.records.signing.actions.comparing import compare_heads
from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.models import KnownHead
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at
from lienthong.records.signing.tests.factories import FONTS
from lienthong.records.signing.tests.founding import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, tmp_path):
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path) as server:
        yield server


@pytest.fixture
def signer(server, settings):
    province = a_unit(kind="provincial_committee")
    found_signer(province, *(a_post(province, Role.ORG_ADMIN) for _ in range(2)))
    return SignerClient(settings.VAR)


def test_the_newest_head_is_kept(signer):
    compare_heads()
    enrol(signer, "p-9", "Ai Đó", "135790")
    compare_heads()

    assert KnownHead.objects.get().head == signer.hello().head


def test_a_signer_that_was_set_back_is_found_and_written_down_once(signer, server, settings):
    kept = settings.VAR / "yesterday"
    shutil.copytree(settings.KEYS, kept)
    enrol(signer, "p-9", "Ai Đó", "135790")
    compare_heads()
    newest = KnownHead.objects.get().head
    shutil.rmtree(settings.KEYS)
    kept.rename(settings.KEYS)
    server.desk = Desk(settings.KEYS, fonts=FONTS)

    for _again in range(2):
        compare_heads()

    assert signer.hello().is_behind
    known = KnownHead.objects.get()
    assert (known.head, known.is_set_back) == (newest, True)
    assert AuditEntry.objects.filter(verb="signing.signer_set_back").count() == 1


def test_a_signer_that_is_away_or_not_founded_changes_nothing(server, settings, tmp_path):
    compare_heads()
    settings.VAR = tmp_path / "elsewhere"
    compare_heads()

    assert not KnownHead.objects.exists()
