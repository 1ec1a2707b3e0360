"""One person alone gets nowhere, on an installation whose parts are other OS users: each attempt once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.kernel.permissions.powers import powers
from lienthong.records.signing.tests.other_user import NEEDS_ROOT

BASE = Path(__file__).resolve().parent.parent
RUN = "import sys; from attack.__main__ import insiders; sys.exit(not insiders.run(as_json=True, each_once=True))"


@pytest.fixture(scope="module")
def said() -> list[dict[str, object]]:
    if os.getuid() != 0:
        pytest.skip(NEEDS_ROOT)
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=BASE, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, [*filter(has_failed, lines), done.stderr[-2000:]]
    return lines


def has_failed(line: dict[str, object]) -> bool:
    return bool(line.get("succeeded") or line.get("fault") or line.get("ok") is False)


def test_no_attempt_succeeds_alone_and_none_breaks(said):
    attempts = [line for line in said if "tries" in line]

    assert len(attempts) >= 80
    assert [line for line in attempts if has_failed(line)] == []


def test_what_must_fail_fails_for_its_reason(said):
    """A few that would also fail if nothing worked at all."""
    reasons = {line["tries"]: str(line["said"]) for line in said if "tries" in line}

    assert "Nobody confirms what they have proposed" in reasons["proposes it and confirms it"]
    assert "belongs to another signed document" in reasons["gives two files one number"]
    assert (
        "something else than this document"
        in reasons["has another file signed than the leader read"]
    )
    assert "only Party groups" in reasons["moves a commune beneath a leader they invented"]
    assert "not the check number" in reasons["makes the key in the holder's name"]
    assert "not asked of the signer" in reasons["hands in a leader's true answer past the window"]
    assert "not asked of the signer" in reasons["lays a document itself"]
    assert "not asked of the signer" in reasons["withdraws a leader's key"]
    assert "already been used" in reasons["uses one code for two acts"]


def test_every_power_is_used_by_two_and_everybody_named_hears_of_it(said):
    by_two = [line for line in said if "by" in line]

    assert {line["power"] for line in by_two} >= {power.kind for power in powers()}
    assert all(line["done"] and not line["not_notified"] for line in by_two)
