"""What is looked for, typed or brought in is in no log, whatever happens with it."""

import io
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from lienthong.kernel.people.models import Account
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account, sign_in_with_factor
from lienthong.kernel.text.public import LineWithoutContents
from lienthong.portals.desk.views import search as desk

CANARY = "Nguyễn Thị Hoàng Yến"
PLAIN = "hoangyen"
MARKS = (CANARY, CANARY.upper(), "Hoàng Yến", PLAIN, "Ho%C3%A0ng", "\\u1ebf")


@pytest.fixture
def written():
    """Everything that is logged at any level, as the installation writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    dictConfig(project.LOGGING)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineWithoutContents("%(levelname)s %(name)s %(message)s"))
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def browser(db):
    client = Client(raise_request_exception=False)
    sign_in_with_factor(client, an_account(a_post(a_unit(), "clerk").person))
    return client


def broken_by(error):
    def search(*_given):
        raise error

    return search


def of_the_database(*_given):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [CANARY])


def a_name_taken(*_given):
    person = Account.objects.get().person
    try:
        Account.objects.create(username=PLAIN, person=person)
    except IntegrityError as taken:
        raise ValueError(f"{CANARY} has an account") from taken


@pytest.mark.parametrize(
    "search",
    [broken_by(OperationalError(f"word is too long: {CANARY}")), of_the_database, a_name_taken],
    ids=["an error that quotes", "the database", "two errors"],
)
def test_a_server_error_is_written_with_its_place_and_without_its_words(
    browser, written, monkeypatch, search
):
    monkeypatch.setattr(desk, "find", search)

    answer = browser.get(reverse("desk:search"), {"q": CANARY})

    assert answer.status_code >= 500
    said = written.getvalue()
    assert "Internal Server Error: /search/" in said or "Service Unavailable" in said
    assert "portals/desk/views/search.py" in said
    assert not [mark for mark in MARKS if mark in said]


def test_words_looked_for_names_tried_and_files_brought_stand_in_no_log(browser, written, capfd):
    logging.getLogger("lienthong").warning("this log is read")
    browser.get(reverse("desk:search"), {"q": CANARY})
    browser.get(reverse("desk:search"), {"q": PLAIN + "a" * 4000})
    Client().post(reverse("account_login"), {"login": PLAIN, "password": CANARY})
    Client().post(reverse("account:enter"), {"username": PLAIN, "code": CANARY})
    browser.get("/outgoing/987654321/", {"q": CANARY})
    for name in ("documents:import", "documents:new"):
        file = SimpleUploadedFile(f"{CANARY} {PLAIN}.docx", CANARY.encode())
        browser.post(reverse(name), {"file": file, "subject": CANARY, "abstract": CANARY})

    said = written.getvalue() + "".join(capfd.readouterr())
    assert "this log is read" in said
    assert not [mark for mark in MARKS if mark in said]


def test_the_proxy_and_the_web_server_write_no_address_with_its_question():
    proxy = (project.BASE_DIR / "ops" / "nginx.conf").read_text()
    lines = [line.strip() for line in proxy.splitlines() if "log" in line and "#" not in line[:1]]

    assert any(line.startswith("log_format ") and "$uri" in line for line in lines)
    assert any(
        line.startswith("access_log ") and line.endswith(" without_questions;") for line in lines
    )
    assert any(line.startswith("error_log ") and line.endswith(" emerg;") for line in lines)
    assert not [
        name
        for name in ("$request ", '$request_uri"', "$args", "$http_referer")
        if name in " ".join(lines)
    ]
    for program in ("config/processes.py", "script/serve"):
        assert "access-log" not in (project.BASE_DIR / program).read_text()
