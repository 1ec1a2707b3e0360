"""Founding: at the console, once, by two persons; before it nothing else works."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import founding
from lienthong.records.signing.signer.founding import FOUNDING_FILE, found
from lienthong.records.signing.signer.journal import JOURNAL_FILE
from lienthong.records.signing.tests.conftest import Clock
from lienthong.records.signing.tests.founding import PIN, DeskClient, Founded, enrol

TOP = ("LT-1", "Tỉnh ủy Đồng Xuân")
NAMES = ["Phạm Quản Trị", "Lý Hệ Thống"]


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> DeskClient:
    return DeskClient.at(tmp_path)


def prepared(client: DeskClient, names: list[str] = NAMES) -> list[str]:
    return found(client.var / "keys", TOP, names)


def test_two_found_a_signer_together(client: DeskClient) -> None:
    codes = prepared(client)
    enrol(client, "p-1", NAMES[0], PIN, founding_code=codes[0], key="first")
    client.restart()

    assert not client.hello().is_founded
    with pytest.raises(Refused, match="does not know this key"):
        client.key("first")
    made = enrol(client, "p-2", NAMES[1], PIN, founding_code=codes[1].lower().replace("-", " "))

    said = client.hello()
    assert (said.is_founded, said.mode, said.keys, said.journal[:2]) == (True, "two", 2, (1, 1))
    assert client.key(made.key)["purpose"] == "administrator"
    assert client.key("first")["organisation"] == TOP[1]
    line = json.loads((client.var / "keys" / JOURNAL_FILE).read_bytes())
    assert line["installation"] == said.installation
    assert not (client.var / "keys" / FOUNDING_FILE).exists()


def test_before_founding_nothing_else_works(client: DeskClient) -> None:
    with pytest.raises(Refused, match="not been founded"):
        enrol(client, "p-1", NAMES[0], PIN)
    prepared(client)
    with pytest.raises(Refused, match="not a founding code"):
        enrol(client, "p-1", NAMES[0], PIN)


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA-AAAAA-AAAAA", "é"])
def test_a_guessed_code_founds_nothing(client: DeskClient, code: str) -> None:
    prepared(client)

    with pytest.raises(Refused, match="not a founding code"):
        enrol(client, "p-1", NAMES[0], PIN, founding_code=code)


def test_a_code_is_good_for_its_founder_once(client: DeskClient) -> None:
    codes = prepared(client)

    with pytest.raises(Refused, match="somebody else"):
        enrol(client, "p-1", NAMES[1], PIN, founding_code=codes[0])
    enrol(client, "p-1", NAMES[0], PIN, founding_code=codes[0])
    for person, name, code in (("p-3", NAMES[0], codes[0]), ("p-1", NAMES[1], codes[1])):
        with pytest.raises(Refused, match="has been used, or by the same"):
            enrol(client, person, name, PIN, founding_code=code)


def test_codes_are_good_for_an_hour(client: DeskClient, clock: Clock) -> None:
    codes = prepared(client)
    clock.now += 3601

    with pytest.raises(Refused, match="good for an hour"):
        enrol(client, "p-1", NAMES[0], PIN, founding_code=codes[0])


def test_another_founding_forgets_who_had_begun(client: DeskClient) -> None:
    first = prepared(client)
    enrol(client, "p-1", NAMES[0], PIN, founding_code=first[0], key="stranger")
    codes = prepared(client)

    with pytest.raises(Refused, match="not a founding code"):
        enrol(client, "p-2", NAMES[1], PIN, founding_code=first[1])
    for person, name, code in zip(("p-1", "p-2"), NAMES, codes, strict=True):
        enrol(client, person, name, PIN, founding_code=code)
    with pytest.raises(Refused, match="does not know this key"):
        client.key("stranger")


def test_a_signer_is_founded_once(founded: Founded) -> None:
    with pytest.raises(SystemExit, match="founded already"):
        found(founded.client.var / "keys", TOP, NAMES)
    # A code taken from an earlier hour opens nothing either: who enrols now begins an ordinary key.
    assert enrol(founded.client, "p-9", "Ai Đó", PIN, founding_code="AAAAA").key == ""


def test_the_console_prints_a_code_for_each_founder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--var", str(tmp_path), "--organisation", ":".join(TOP)]

    assert founding.main([*given, *NAMES]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in printed] == NAMES
    kept = (tmp_path / "keys" / FOUNDING_FILE).read_text("utf-8")
    assert all(line.partition(": ")[2] not in kept for line in printed)
    assert (tmp_path / "keys" / FOUNDING_FILE).stat().st_mode & 0o777 == 0o600
    for wrong in ([*given, NAMES[0]], [*given, "--single", *NAMES], ["--var", ".", *NAMES]):
        with pytest.raises(SystemExit):
            founding.main(wrong)


def test_a_whole_founding_through_the_program(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "lienthong.records.signing.signer", "found"]
    given = ["--var", str(tmp_path), "--organisation", ":".join(TOP), "--single", NAMES[0]]
    made = subprocess.run([*program, *given], capture_output=True, text=True, check=True)
    code = made.stdout.strip().partition(": ")[2]
    client = DeskClient.at(tmp_path)

    enrol(client, "p-1", NAMES[0], PIN, founding_code=code)
    assert client.hello().mode == "single"
