"""Processes die at named points and nothing is lost; and the looking itself sees what is wrong."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from chaos.findings import DOUBLED, GAP, KINDS, LOST, STUCK
from chaos.points import points
from lienthong.kernel.audiences.public import Audience, Receipt
from lienthong.kernel.events.hearing import heard_in_batches
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.events.tests.crash_points import events
from lienthong.kernel.files.public import store
from lienthong.kernel.files.tests.crash_points import files
from lienthong.kernel.jobs.tests.crash_points import jobs
from lienthong.kernel.numbering.public import TakenNumber, cancel_number
from lienthong.kernel.numbering.tests.crash_points import numbers
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.procedures.tests.crash_points import cases
from lienthong.records.correspondence.public import register_incoming
from lienthong.records.correspondence.tests.crash_points import receipts_of_entries, registers
from lienthong.records.correspondence.tests.factories import House
from lienthong.records.documents.public import Document
from lienthong.records.documents.tests.crash_points import published

BASE = Path(__file__).resolve().parent.parent
PLAYED = ("issue.after_agreement", "seal.after_file_stored", "register.after_number+database")


def test_web_worker_and_database_die_and_nothing_is_lost_doubled_or_skipped(
    django_db_setup, tmp_path
):
    chosen = [part for name in PLAYED for part in ("--point", name)]
    tables = django_db_setup.tables(tmp_path / "dump")
    # The private installation has its own settings; those of the tests are not for it.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LIENTHONG_")}
    done = subprocess.run(
        [BASE / "script" / "chaos", "--json", "--tables", tables, *chosen],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 0, done.stderr
    found = {r["name"]: r["value"] for r in map(json.loads, done.stdout.splitlines())}
    assert found["chaos.points"] == len(PLAYED)
    assert [found[f"chaos.{kind}"] for kind in KINDS] == [0, 0, 0, 0], done.stderr


def test_every_point_in_the_program_has_its_trial():
    program = "\n".join(path.read_text() for path in (BASE / "lienthong").rglob("actions/*.py"))
    written = set(re.findall(r'crash_point\("([a-z_.]+)"\)', program))

    assert written == {point.at for point in points().values() if point.name == point.at}
    assert len(points()) >= 20


def kinds(findings) -> list[str]:
    return [finding.kind for finding in findings]


@pytest.fixture
def house(founded, settings, tmp_path) -> House:
    settings.FILES_ROOT = tmp_path
    return founded("records.correspondence")


def test_a_number_on_no_document_is_an_unexplained_gap_until_it_is_cancelled_with_a_reason(house):
    document = house.resolution()
    taken = document.number
    assert kinds(numbers()) == []

    Document.objects.filter(pk=document.pk).update(number=None, issued_on=None, state="signed")
    assert kinds(numbers()) == [GAP]

    cancel_number(taken.pk, reason="The document could not be sealed.", actor=None)
    assert kinds(numbers()) == []


def test_a_register_that_jumps_is_seen(house):
    document = house.resolution()

    TakenNumber.objects.filter(pk=document.number_id).update(number=3)

    assert GAP in kinds(numbers())


def test_a_number_that_is_cancelled_and_stands_on_a_document_is_doubled(house):
    document = house.resolution()

    cancel_number(document.number_id, reason="Taken back.", actor=None)

    assert kinds(numbers()) == [DOUBLED]


def test_a_document_published_twice_is_seen(house):
    document = house.resolution()
    assert kinds(published()) == []

    Audience.objects.create(
        issuer=document.issuer, frozen_on=document.issued_on, published_at=document.issued_at
    )

    assert kinds(published()) == [DOUBLED]


def test_an_entry_without_its_receipt_and_a_lost_line_of_history_are_seen(house):
    document = house.resolution()
    incoming = register_incoming(document.audience_id, house.commune.pk, actor=house.actor("clerk"))
    assert kinds([*registers(), *receipts_of_entries(), *cases()]) == []

    Receipt.objects.filter(audience=document.audience, unit=house.commune).update(
        registered_at=None
    )
    assert kinds(receipts_of_entries()) == [LOST]

    WorkItem.objects.filter(case__subject_id=incoming.pk).delete()
    assert kinds(cases()) == [STUCK]


def test_an_event_nobody_has_heard_and_its_waiting_job_are_seen(house):
    document = house.resolution()
    register_incoming(document.audience_id, house.commune.pk, actor=house.actor("clerk"))

    unheard = OutboxEntry.objects.filter(relayed_at=None)
    one_by_one = unheard.exclude(event__in=heard_in_batches())
    assert unheard.count() > one_by_one.count() > 0
    assert kinds(events()).count(STUCK) == unheard.count()
    # What is heard in batches has no job of its own: the clock brings it.
    assert kinds(jobs()) == [STUCK] * one_by_one.count()


def test_lost_bytes_and_half_a_file_are_seen(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    stored = store(b"%PDF-1.7", media_type="application/pdf")
    assert kinds(files()) == []

    stored.path.with_name(".half").write_bytes(b"%PDF")
    stored.path.unlink()

    assert kinds(files()) == [LOST, LOST]
