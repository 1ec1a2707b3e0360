"""How answers travel: text compressed, pictures kept by the browser of one session alone."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.web.public import (
    ActorRequest,
    cache_for_session,
    file_answer,
    page,
    public_page,
    session_mark,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TEXT, PICTURE, SHA = "Đồng chí " * 500, b"\x89PNG" + b"\0" * 5000, "ab" * 32
GZIP = {"accept-encoding": "gzip, deflate"}


@public_page
def text(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


@page(READ)
def picture(request: ActorRequest) -> HttpResponse:
    return cache_for_session(request, file_answer(PICTURE, "image/png", "1.png", inline=True), SHA)


@page(READ)
def key(request: ActorRequest) -> HttpResponse:
    return HttpResponse(session_mark(request, request.GET["of"]))


urlpatterns = [path("text/", text), path("picture/", picture), path("key/", key)]


def reader() -> Client:
    client = Client()
    client.force_login(an_account(a_post(a_unit(), "branch_secretary").person))
    return client


def key_of(client: Client, sha256: str = SHA) -> str:
    return client.get("/key/", {"of": sha256}).content.decode()


def kept(client: Client, mark: str) -> str:
    answer = client.get("/picture/", {"v": mark})
    assert answer.content == PICTURE
    return answer["Cache-Control"]


def test_a_page_is_compressed_for_who_can_read_that(client: Client) -> None:
    answer = client.get("/text/", headers=GZIP)

    assert gzip.decompress(answer.content).decode() == TEXT
    assert len(answer.content) < len(TEXT) / 10
    assert "Content-Encoding" not in client.get("/text/").headers


def test_the_size_of_a_page_is_never_quite_the_same(client: Client) -> None:
    sizes = {len(client.get("/text/", headers=GZIP).content) for _ in range(20)}
    assert len(sizes) > 1


def test_a_picture_is_not_compressed_again() -> None:
    assert "Content-Encoding" not in reader().get("/picture/", headers=GZIP).headers


def test_a_picture_is_kept_at_the_address_of_ones_own_session() -> None:
    own = reader()
    assert kept(own, key_of(own)) == "private, max-age=43200, immutable"


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's", "another file's"])
def test_a_picture_is_not_kept_at_any_other_address(whose: str) -> None:
    own = reader()
    marks = {
        "nobody's": lambda: "",
        "somebody else's": lambda: key_of(reader()),
        "another file's": lambda: key_of(own, "cd" * 32),
    }
    assert kept(own, marks[whose]()) == "no-store"


def test_who_may_not_see_a_picture_gets_nothing_to_keep(client: Client, settings) -> None:
    settings.LOGIN_URL = "/sign-in/"
    own = reader()
    mark = key_of(own)
    own.logout()

    answer = own.get("/picture/", {"v": mark})

    assert answer.status_code == 302
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_in_the_next_session_the_same_picture_has_another_address() -> None:
    account = an_account(a_post(a_unit(), "branch_secretary").person)
    marks = set()
    for _ in range(2):
        client = Client()
        client.force_login(account)
        marks.add(key_of(client))
    assert len(marks) == 2


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("01-NQ-TU.pdf", 'attachment; filename="01-NQ-TU.pdf"'),
        (
            "Sổ đến.xlsx",
            "attachment; filename=\"So den.xlsx\"; filename*=UTF-8''S%E1%BB%95%20%C4%91%E1%BA%BFn.xlsx",
        ),
        ('a/b\\c:"d"\r\n.csv', 'attachment; filename="a-b-c--d---.csv"'),
    ],
)
def test_a_file_keeps_its_vietnamese_name_and_has_one_in_plain_letters(name, header):
    assert file_answer(b"", "text/csv", name)["Content-Disposition"] == header
