"""The daily check of receipts, and of the signer's journal."""

import pytest

from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.people.public import Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.records.signing import demo
from lienthong.records.signing.comparing import journal_is_not_whole, proposals_without_receipt
from lienthong.records.signing.signer.journal import JOURNAL_FILE
from lienthong.records.signing.tests.behind_pages import found_signer, signer_at

pytestmark = pytest.mark.django_db
PIN = "135790"


@pytest.fixture
def given(settings, tmp_path):
    """Two keys that two persons gave, and the signer that saw it."""
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with signer_at(tmp_path):
        province = a_unit(kind="provincial_committee")
        founders = [a_post(province, Role.ORG_ADMIN) for _ in range(2)]
        found_signer(province, *founders)
        two = dict(zip(("proposer", "confirmer"), map(actor_in, founders), strict=True))
        for role in (Role.SECRETARY, Role.DEPUTY_SECRETARY):
            demo.key_by_two(a_post(province, role), PIN, **two)
        yield list(Proposal.objects.filter(kind="key.give").order_by("pk"))


def named():
    return [fault.facts["proposal"] for fault in proposals_without_receipt()]


def test_what_two_gave_has_its_receipt_and_the_journal_is_whole(given):
    assert len(given) == 2
    assert named() == []
    assert list(journal_is_not_whole()) == []


@pytest.mark.parametrize(
    "receipt",
    [
        "NULL",
        'receipt || \'{{"outcome": "confirmed"}}\'',
        "(SELECT receipt FROM confirmations_proposal WHERE id = {other})",
    ],
)
def test_a_receipt_that_is_not_the_signers_is_named(given, receipt):
    first, other = given
    said = receipt.format(other=other.pk)

    as_superuser(f"UPDATE confirmations_proposal SET receipt = {said} WHERE id = %s", first.pk)

    assert named() == [first.pk]


def test_a_journal_that_was_changed_is_named_though_the_signer_runs(given, settings):
    journal = settings.KEYS / JOURNAL_FILE
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2] + lines[3:]))

    (fault,) = journal_is_not_whole()

    assert fault.check == "journal"
