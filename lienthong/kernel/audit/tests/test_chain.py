import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from procrastinate.contrib.django import app

from lienthong.kernel.audit import chain
from lienthong.kernel.audit.actions import seal_entries
from lienthong.kernel.audit.models import AuditEntry, SealHead
from lienthong.kernel.audit.public import record
from lienthong.kernel.audit.sealing import audit_public_key, exported_lines
from lienthong.kernel.audit.tests.factories import an_actor

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).parents[4] / "script" / "verify-audit"


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS = tmp_path / "keys"


@pytest.fixture
def export():
    """Ten entries sealed in two rounds, as exported."""
    thing = ContentType.objects.create(app_label="kettle", model="kettle")
    for number in range(6):
        record(an_actor(), "kettles.boiled", thing, number=number, nơi="Đồng Xuân")
    assert seal_entries() == 6
    for number in range(4):
        record(None, "kettles.cooled", thing, number=number)
    assert seal_entries() == 4
    return [json.loads(json.dumps(line)) for line in exported_lines()]


def check(lines, **options):
    return chain.verify(lines, trusted_keys=frozenset({audit_public_key()}), **options)


def test_a_sealed_audit_is_whole(export):
    verdict = check(export)

    assert verdict.is_whole
    assert (verdict.entries, verdict.heads, verdict.unsigned) == (10, 2, 0)


def test_seals_are_numbered_without_gaps_and_nothing_is_sealed_twice(export):
    seals = AuditEntry.objects.order_by("seal_number").values_list("seal_number", flat=True)

    assert list(seals) == list(range(1, 11))
    assert seal_entries() == 0
    assert SealHead.objects.count() == 2


def test_a_round_that_seals_much_works_in_batches(export, monkeypatch):
    monkeypatch.setattr("lienthong.kernel.audit.actions._BATCH", 2)
    thing = ContentType.objects.get(app_label="kettle")
    for _ in range(5):
        record(None, "kettles.boiled", thing)

    assert seal_entries() == 5
    assert check(exported_lines()).is_whole


def forge(lines):
    lines[3]["entry"]["facts"]["number"] = 99


def forge_and_rehash(lines):
    """Somebody with the database but without the key computes the whole chain anew."""
    forge(lines)
    hash_ = chain.GENESIS
    for line in lines:
        if "entry" in line:
            line["hash"] = hash_ = chain.link(hash_, line["entry"])
        elif line["head"]["number"] == 10:
            line["head"]["hash"] = hash_


def remove_from_the_middle(lines):
    del lines[4]


def cut_off_the_end(lines):
    del lines[8:10]


def swap(lines):
    lines[2], lines[3] = lines[3], lines[2]


def double(lines):
    lines.insert(3, lines[2])


def forge_a_head(lines):
    lines[-1]["head"]["sealed_at"] = "2020-01-01T00:00:00"


def sign_with_another_key(lines):
    key = chain.key_from_secret("somebody else")
    lines[-1]["public_key"] = key.public_key().public_bytes_raw().hex()
    lines[-1]["signature"] = chain.sign_head(key, lines[-1]["head"])


def break_the_signature(lines):
    lines[-1]["signature"] = "zz"


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (forge, r"seal 4 .* was changed"),
        (forge_and_rehash, r"(signature|chain)"),
        (remove_from_the_middle, r"Seals 5 to 5 are missing"),
        (cut_off_the_end, r"Seals 9 to 10 were cut off"),
        (swap, r"missing|out of order"),
        (double, r"seal 3 stands out of order or twice"),
        (forge_a_head, r"signature of head 10"),
        (sign_with_another_key, r"key that is not trusted"),
        (break_the_signature, r"signature of head 10"),
    ],
)
def test_tampering_is_found(export, tamper, finding):
    tamper(export)

    verdict = check(export)

    assert not verdict.is_whole
    assert any(re.search(finding, fault) for fault in verdict.faults)


def test_the_fault_is_found_where_it_is_and_nowhere_else(export):
    forge(export)

    assert len(check(export).faults) == 1


def test_a_head_noted_elsewhere_shows_an_end_cut_off_with_its_heads(export):
    known = (10, export[9]["hash"])
    shortened = [
        line for line in export if line.get("entry", line.get("head", {})) and "head" not in line
    ][:6]
    shortened.append(export[10])

    assert check(shortened).is_whole
    assert not check(shortened, known_head=known).is_whole
    assert check(export, known_head=known).is_whole


def test_sealing_happens_by_itself_every_minute():
    assert ("audit.seal", "") in app.periodic_registry.periodic_tasks


def test_the_verifier_works_alone_on_an_export(export, tmp_path):
    file = tmp_path / "audit.jsonl"
    call_command("export_audit", file)

    def run(*options):
        done = subprocess.run(
            [sys.executable, VERIFIER, file, *options], capture_output=True, text=True, env={}
        )
        return done.returncode, done.stdout

    status, said = run("--key", audit_public_key())
    assert status == 0, said
    assert "10 entries, 2 signed heads, 0 not signed." in said
    file.write_text(file.read_text().replace('"number": 3', '"number": 4', 1))
    status, said = run("--key", audit_public_key())
    assert status == 1
    assert "seal 4" in said
    file.write_text("not an export")
    assert run()[0] == 2
