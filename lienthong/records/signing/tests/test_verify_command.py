"""`script/verify`, which needs neither database nor settings where there is no register."""

import json
import subprocess
from pathlib import Path

import pytest

from lienthong.records.signing import pki
from lienthong.records.signing.command import verify_command
from lienthong.records.signing.drawing import PROJECT
from lienthong.records.signing.tests.factories import Office


def verify(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(PROJECT / "script" / "verify"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, office: Office) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    issued = office.issued()
    (folder / "good.pdf").write_bytes(issued)
    (folder / "bad.pdf").write_bytes(issued + b"\n")
    (folder / "root.pem").write_text(pki.certificate_pem(office.root.certificate))
    return folder


def test_a_good_file_is_called_valid(folder: Path) -> None:
    done = verify(folder / "good.pdf", "--trust", folder / "root.pem", "--language", "en")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Valid: the whole file")
    assert "05-NQ/TU" in done.stdout
    assert "22/11/2026" in done.stdout
    assert "Nguyễn Văn Mẫu" in done.stdout
    assert "trial certificate" in done.stdout


def test_an_altered_file_is_called_invalid_with_the_reason(folder: Path) -> None:
    done = verify(folder / "bad.pdf", "--trust", folder / "root.pem", "--language", "en")

    assert done.returncode == 1
    assert "Something was added to the file after it was sealed." in done.stdout
    signers = [line for line in done.stdout.splitlines() if "Nguyễn Văn Mẫu" in line]
    assert len(signers) == 1
    assert signers[0].endswith("NOT VALID")


def test_json_says_the_same(folder: Path) -> None:
    done = verify(folder / "good.pdf", "--trust", folder / "root.pem", "--json")
    said = json.loads(done.stdout)

    assert (said["valid"], said["number"], said["date"], said["revisions"]) == (
        True,
        "05-NQ/TU",
        "2026-11-22",
        5,
    )
    assert [found["role"] for found in said["signatures"]] == ["leader", "seal"]


def test_signers_of_an_altered_file_are_marked_in_json(folder: Path) -> None:
    said = json.loads(verify(folder / "bad.pdf", "--trust", folder / "root.pem", "--json").stdout)

    assert [found["valid"] for found in said["signatures"]] == [False, False]
    assert said["registered"] is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("05-NQ/TU", "Whole, and registered here under 05-NQ/TU."),
        ("", "Whole, but not in this register."),
        (None, "No register was asked"),
    ],
)
def test_it_says_what_the_register_answers(
    folder: Path, capsys: pytest.CaptureFixture[str], number: str | None, said: str
) -> None:
    asked: list[bytes] = []

    def register(data: bytes) -> str | None:
        asked.append(data)
        return number

    trust = ["--trust", str(folder / "root.pem"), "--language", "en"]
    assert verify_command([str(folder / "good.pdf"), *trust], register) == 0

    assert said in capsys.readouterr().out
    assert asked == [(folder / "good.pdf").read_bytes()]


def test_the_register_is_not_asked_about_an_altered_file(folder: Path) -> None:
    def register(data: bytes) -> str | None:
        raise AssertionError("asked")

    trust = ["--trust", str(folder / "root.pem")]
    assert verify_command([str(folder / "bad.pdf"), *trust], register) == 1


def test_what_cannot_be_checked_is_neither_valid_nor_invalid(folder: Path, tmp_path: Path) -> None:
    assert verify(tmp_path / "none.pdf", "--trust", folder / "root.pem").returncode == 2
    assert verify(folder / "good.pdf", "--trust", tmp_path).returncode == 2
