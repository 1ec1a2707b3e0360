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
PARTS = ("web", "worker", "window", "signer")
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
    users = {unit: of(unit, "User") for unit in PARTS}

    assert users == {unit: [f"lienthong-{unit}"] for unit in users}
    made = (OPS / "lienthong.sysusers").read_text()
    assert all(f"u lienthong-{unit} " in made for unit in users)


def test_the_signers_unit_keeps_it_in() -> None:
    unit = (OPS / "lienthong-signer.service").read_text().splitlines()

    assert [line for line in KEPT if line not in unit] == []


def test_nothing_but_the_signing_group_joins_the_others_and_signer() -> None:
    (shared,) = of("signer", "Group")

    assert shared == "lienthong-signing"
    own = {"web": "lienthong", "worker": "lienthong", "window": "lienthong-window"}
    for unit, group in own.items():
        assert of(unit, "SupplementaryGroups") == [shared]
        assert of(unit, "Group") == [group]


def test_the_signer_is_told_who_is_who() -> None:
    unit = (OPS / "lienthong-signer.service").read_text()

    assert all(f"--{part}-user lienthong-{part}" in unit for part in PARTS if part != "signer")


def test_nobody_else_may_listen_in_the_windows_place() -> None:
    """A port of this machine is given to whoever asks first."""
    (command,) = of("window", "ExecStart")
    unit = (OPS / "lienthong-window.service").read_text()

    assert "--port" not in unit
    assert "--uds /run/lienthong-window/" in unit, command
    assert of("window", "RuntimeDirectory") == ["lienthong-window"]
    assert of("window", "RuntimeDirectoryMode") == ["0711"]


def test_the_windows_unit_gives_it_neither_database_nor_files() -> None:
    assert "DATABASE_URL" in of("window", "UnsetEnvironment")[0].split()
    hidden = " ".join(of("window", "InaccessiblePaths")).split()
    shared = re.findall(r"^d (\S+) [23]770 ", (OPS / "lienthong.tmpfiles").read_text(), re.M)
    assert shared
    assert {f"-{path}" for path in (*shared, "/opt/lienthong/.env")} <= set(hidden)
    assert of("window", "ReadWritePaths") == []
    assert of("window", "PrivateNetwork") == ["true"]


def test_the_proxy_gives_the_window_a_host_and_no_log() -> None:
    blocks = re.findall(r"^server \{\n(.*?)^\}", (OPS / "nginx.conf").read_text(), re.M | re.S)
    (window,) = [block for block in blocks if "/run/lienthong-window/" in block]
    (pages,) = [block for block in blocks if ":8000" in block]

    named = [re.findall(r"server_name (.*);", block) for block in (window, pages)]
    assert named[0] != named[1]
    assert "access_log off;" in window


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


def test_a_window_on_the_host_of_the_pages_or_without_https_is_named(settings):
    settings.WEB, settings.WINDOW = "https://lienthong.example", "https://ky.lienthong.example"
    assert found(checks.the_window_is_elsewhere) == []

    settings.WINDOW = "http://ky.lienthong.example"
    assert found(checks.the_window_is_elsewhere) == ["config.W006"]

    settings.WINDOW = "https://lienthong.example:8443"
    assert found(checks.the_window_is_elsewhere) == ["config.W007"]


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
