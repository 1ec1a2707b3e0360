"""Anybody may have a file checked, and nothing of it is kept."""

import datetime as dt
from hashlib import sha256
from io import BytesIO
from threading import BoundedSemaphore
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.files.public import FileRefused, StoredFile
from lienthong.portals.verification import queries, views
from lienthong.records.signing.pki import certificate_pem
from lienthong.records.signing.public import handed_to_verifiers
from lienthong.records.signing.tests.factories import Office
from lienthong.records.signing.tests.strangers import WHO, a_page, locked, signed_elsewhere
from lienthong.records.signing.trust import ROOTS_FILE

pytestmark = pytest.mark.django_db


def check(client, data: bytes):
    upload = SimpleUploadedFile("van-ban.pdf", data, content_type="application/pdf")
    return client.post(reverse("verification:verify"), {"file": upload})


@pytest.mark.parametrize("data", [b"not a pdf", b"%PDF-1.7\n%%EOF", b"\0" * 5000])
def test_what_is_no_signed_document_is_called_not_valid_in_plain_words(client, data: bytes) -> None:
    response = check(client, data)
    assert response.status_code == 200
    assert not StoredFile.objects.exists()
    assert response.context["verdict"]["valid"] is False
    assert response.context["verdict"]["reasons"]


def test_the_page_needs_nobody_and_says_when_no_file_was_chosen(client) -> None:
    assert client.get(reverse("verification:verify")).status_code == 200
    assert client.post(reverse("verification:verify"), {}).status_code == 422


def test_nobody_keeps_the_machine_busy(client, monkeypatch) -> None:
    monkeypatch.setattr(queries, "CHECKS", 1)
    monkeypatch.setattr(queries, "verdict_on", lambda data: {"valid": False})
    assert check(client, b"x").status_code == 200
    assert check(client, b"x").status_code == 429


def test_strangers_leave_room_for_those_who_work_here(client, monkeypatch) -> None:
    monkeypatch.setattr(queries, "SECONDS_TO_WAIT", 0.01)
    monkeypatch.setattr(queries, "_places", BoundedSemaphore(1))
    with queries._places:
        response = check(client, b"%PDF-1.7")
    assert response.status_code == 429
    assert "just now" in response.content.decode()


def test_a_scanned_document_that_cannot_be_read_now_is_answered_with_a_sentence(
    client, monkeypatch
) -> None:
    def too_slow(data: bytes):
        raise FileRefused("The file takes too long to read.")

    monkeypatch.setattr(queries, "verdict_on", too_slow)
    document = SimpleNamespace(sealed_file=BytesIO(b"%PDF-1.7"))
    monkeypatch.setattr(views, "issued_document_with", lambda token: document)

    response = client.get(reverse("verification:scanned", args=["token"]))

    assert response.status_code == 503
    assert "takes too long" in response.content.decode()


@pytest.fixture
def whole(monkeypatch):
    """A file that is whole by the trust of this installation."""
    office = Office()
    given = handed_to_verifiers()
    given["trust"] = {ROOTS_FILE: certificate_pem(office.root.certificate)}
    monkeypatch.setattr(queries, "handed_to_verifiers", lambda: given)
    return office.issued()


def test_a_whole_file_that_no_register_knows_is_said_to_be_in_none(client, whole) -> None:
    response = check(client, whole)

    assert response.context["verdict"]["valid"] is True, response.context["verdict"]["reasons"]
    page = response.content.decode()
    assert "Whole, but not in this register" in page
    assert "registered here" not in page


def test_a_whole_file_that_was_issued_here_is_said_to_be_registered(
    client, whole, monkeypatch
) -> None:
    document = SimpleNamespace(pk=0, notation="05-NQ/TU", issuer="Tỉnh ủy Đồng Xuân")
    known = {sha256(whole).hexdigest(): document}
    monkeypatch.setattr(queries, "issued_document_of", known.get)

    page = check(client, whole).content.decode()

    assert "Whole, and registered here under 05-NQ/TU, Tỉnh ủy Đồng Xuân." in page
    assert "not in this register" not in page


@pytest.mark.parametrize("scanned", [False, True])
def test_a_recalled_document_is_said_to_be_so_with_the_day(
    client, whole, monkeypatch, scanned
) -> None:
    kind = SimpleNamespace(word="Decision")
    day = dt.date(2026, 12, 5)
    later = SimpleNamespace(type=kind, notation="07-QĐ/TU", issued_on=day, check_token="")
    done = SimpleNamespace(effects=(SimpleNamespace(kind="recalls", document=later),))
    earlier = SimpleNamespace(
        pk=0, notation="05-NQ/TU", issuer="Tỉnh ủy Đồng Xuân", sealed_file=BytesIO(whole)
    )
    monkeypatch.setattr(views, "issued_document_with", lambda token: earlier)
    monkeypatch.setattr(queries, "issued_document_of", lambda sha: earlier)
    monkeypatch.setattr(queries, "in_force", lambda keys: dict.fromkeys(keys, done))

    by_code = reverse("verification:scanned", args=["token"])
    page = (client.get(by_code) if scanned else check(client, whole)).content.decode()

    assert "05/12/2026" in page
    assert "Recalled" in page
    assert ("07-QĐ/TU" in page) is not scanned, "who scans a code learns no number"


def test_the_signers_of_an_altered_file_are_marked(client, whole) -> None:
    response = check(client, whole + b"\n")

    assert response.context["verdict"]["valid"] is False
    page = response.content.decode()
    assert "Nguyễn Văn Mẫu" in page
    assert page.count("Not valid") == 2
    assert "register" not in page


def test_a_document_of_another_office_is_called_so_and_its_signer_named(client, whole) -> None:
    page = check(client, signed_elsewhere(a_page())).content.decode()

    assert "This is not a document of this system." in page
    assert "Signature made outside this system" in page
    assert WHO in page
    assert page.count("Not checked") == 1


def test_who_signs_an_issued_document_besides_is_named_on_the_page(client, whole) -> None:
    page = check(client, signed_elsewhere(whole)).content.decode()

    assert WHO in page
    assert (page.count("Not valid"), page.count("Not checked")) == (2, 1)


def test_a_locked_document_is_called_locked(client, whole) -> None:
    assert "locked with a password" in check(client, locked(whole)).content.decode()


def test_a_scanned_document_is_said_to_be_registered_without_its_number(
    client, whole, monkeypatch
) -> None:
    document = SimpleNamespace(
        pk=0, notation="05-NQ/TU", issuer="Tỉnh ủy Đồng Xuân", sealed_file=BytesIO(whole)
    )
    monkeypatch.setattr(views, "issued_document_with", lambda token: document)
    monkeypatch.setattr(queries, "issued_document_of", lambda sha: document)

    page = client.get(reverse("verification:scanned", args=["token"])).content.decode()

    assert "Whole, and registered here." in page
    assert "05-NQ/TU" not in page
