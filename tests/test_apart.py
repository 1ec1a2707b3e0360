"""An installation whose parts are users apart: what the units say, and what `check --deploy` misses."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from config import checks
from lienthong.records.signing.tests.other_user import (
    NEEDS_ROOT,
    SIGNER,
    WEB,
    as_user,
    signer_of_another_user,
)

OPS = Path(__file__).resolve().parent.parent / "ops"
needs_root = pytest.mark.skipif(os.getuid() != 0, reason=NEEDS_ROOT)
# Each line of the signer's unit keeps something out, or something in.
KEPT = (
    "PrivateNetwork=true", "RestrictAddressFamilies=AF_UNIX", "ProtectSystem=strict",
    "StateDirectory=lienthong-signer", "CapabilityBoundingSet=", "LimitCORE=0", "MemorySwapMax=0",
    "ProtectProc=invisible", "SystemCallFilter=@system-service", "NoNewPrivileges=true",
    "SystemCallFilter=landlock_create_ruleset landlock_add_rule landlock_restrict_self",
)  # fmt: skip


def of(unit: str, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", (OPS / f"lienthong-{unit}.service").read_text(), re.M)


def test_every_part_has_a_user_of_its_own() -> None:
    users = {unit: of(unit, "User") for unit in ("web", "worker", "signer")}

    assert users == {unit: [f"lienthong-{unit}"] for unit in users}
    made = (OPS / "lienthong.sysusers").read_text()
    assert all(f"u lienthong-{unit} " in made for unit in users)


def test_the_signers_unit_keeps_it_in() -> None:
    unit = (OPS / "lienthong-signer.service").read_text().splitlines()

    assert [line for line in KEPT if line not in unit] == []


def test_nothing_but_the_signing_group_joins_web_and_signer() -> None:
    (shared,) = of("signer", "Group")

    assert shared == "lienthong-signing"
    for unit in ("web", "worker"):
        assert of(unit, "SupplementaryGroups") == [shared]
        assert of(unit, "Group") == ["lienthong"]


def found(check: Any) -> list[str]:
    return [one.id for one in check(None)]


def test_a_signer_of_the_same_user_is_named(settings, tmp_path):
    settings.SIGNER = str(tmp_path)
    assert found(checks.the_signer_is_apart) == ["config.W001"], "it does not listen"

    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "signer.sock").touch()
    assert found(checks.the_signer_is_apart) == ["config.W002"]


@needs_root
def test_a_signer_apart_passes_and_an_open_folder_is_named(settings):
    with signer_of_another_user() as other:
        settings.SIGNER = str(other.var)
        assert as_user(WEB, found, checks.the_signer_is_apart) == []
        assert as_user(SIGNER, found, checks.the_signer_is_apart) == ["config.W002"]

        (other.var / "keys" / "signer.keys").chmod(0o644)
        assert as_user(WEB, found, checks.the_signer_is_apart) == ["config.W003"]


@needs_root
def test_code_that_the_web_may_change_is_named(settings, tmp_path):
    code = Path("/tmp") / f"lienthong-code-{os.getpid()}"
    (code / "lienthong").mkdir(parents=True)
    settings.BASE_DIR = code
    try:
        assert found(checks.the_code_is_roots) == ["config.W004"], "root may change any"
        assert as_user(WEB, found, checks.the_code_is_roots) == []

        os.chown(code / "lienthong", WEB, WEB)
        assert as_user(WEB, found, checks.the_code_is_roots) == ["config.W005"]
    finally:
        (code / "lienthong").rmdir()
        code.rmdir()
