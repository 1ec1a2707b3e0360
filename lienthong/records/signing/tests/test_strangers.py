"""Files of other offices and programs: not called broken ones of ours, and their signers are named."""

import json

import pytest

from lienthong.records.signing import pki
from lienthong.records.signing.command import verify_command
from lienthong.records.signing.signers import OTHER
from lienthong.records.signing.tests.factories import Office, a_form
from lienthong.records.signing.tests.strangers import WHERE, WHO, a_page, locked, signed_elsewhere
from lienthong.records.signing.verdict import verify_file


@pytest.fixture(scope="module")
def issued(office: Office) -> bytes:
    return office.issued(None, 5)


def test_a_document_of_another_office_is_called_so_and_its_signer_named(office: Office) -> None:
    verdict = verify_file(signed_elsewhere(a_page()), office.trust)

    assert not verdict.valid
    assert "This is not a document of this system." in str(verdict.reasons[0])
    (found,) = verdict.signatures
    assert (found.role, found.who, found.organisation) == (OTHER, WHO, WHERE)
    assert not found.valid


def test_who_signs_an_issued_file_besides_is_named_with_those_who_issued_it(
    office: Office, issued: bytes
) -> None:
    verdict = verify_file(signed_elsewhere(issued), office.trust)

    assert not verdict.valid
    assert [found.role for found in verdict.signatures] == ["leader", "seal", OTHER]
    assert verdict.signatures[-1].who == WHO
    assert "The part that was issued is whole: 05-NQ/TU of 22/11/2026." in map(str, verdict.notes)
    assert "Added after the seal: a further signature, on page 1." in map(str, verdict.notes)


def test_who_signs_between_the_leader_and_the_seal_is_named(office: Office) -> None:
    verdict = verify_file(signed_elsewhere(office.signed(a_form())), office.trust)

    assert not verdict.valid
    assert [found.role for found in verdict.signatures] == ["leader", OTHER]


def test_a_name_of_ours_makes_no_document_of_ours(office: Office) -> None:
    verdict = verify_file(signed_elsewhere(a_page(), "leader"), office.trust)

    assert not verdict.valid
    assert [found.who for found in verdict.signatures] == [WHO]


@pytest.mark.parametrize("what", ["issued", "page"])
def test_a_locked_file_is_called_locked_and_not_broken(
    office: Office, issued: bytes, what: str
) -> None:
    verdict = verify_file(locked(issued if what == "issued" else a_page()), office.trust)

    assert not verdict.valid
    assert "locked with a password" in str(verdict.reasons[0])


def test_the_command_line_names_every_signer(
    office: Office, issued: bytes, tmp_path, capsys
) -> None:
    file, root = tmp_path / "a.pdf", tmp_path / "root.pem"
    file.write_bytes(signed_elsewhere(issued))
    root.write_text(pki.certificate_pem(office.root.certificate))
    asked = [str(file), "--trust", str(root), "--language", "en"]

    assert verify_command(asked) == 1
    lines = capsys.readouterr().out.splitlines()
    (line,) = [one for one in lines if WHO in one]
    assert line.strip().startswith("Signature made outside this system")
    assert line.endswith("NOT CHECKED")
    assert sum(one.endswith("NOT VALID") for one in lines) == 2

    assert verify_command([*asked, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [one["role"] for one in said["signatures"]] == ["leader", "seal", "other"]
    assert not any(one["valid"] for one in said["signatures"])
