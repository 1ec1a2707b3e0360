"""People registered one by one and by a sheet: their names and days as they are kept."""

import datetime as dt
import html
import io
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Font

from lienthong.kernel.people.public import Account, Person, Post, Role
from lienthong.kernel.people.tests.factories import (
    a_person,
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.units.public import Unit, UnitKind

pytestmark = pytest.mark.django_db
HEADS = ["Full name", "Born on", "Role", "Title", "From"]
BORN = dt.date(1970, 1, 2)


@pytest.fixture
def branch() -> Unit:
    province = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    return a_unit(a_unit(province), kind=UnitKind.BRANCH)


@pytest.fixture
def admin(client: Client, branch: Unit, settings, tmp_path) -> Client:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    assert branch.parent is not None
    sign_in_with_factor(client, an_account(a_post(branch.parent, Role.ORG_ADMIN).person))
    return client


def address(name: str, unit: Unit) -> str:
    return reverse(f"administration:{name}", args=[unit.pk])


def a_sheet(
    *rows: Sequence[Any], dressed: Callable[[Any], object] = lambda sheet: None
) -> SimpleUploadedFile:
    book, written = Workbook(), io.BytesIO()
    for row in [HEADS, *rows]:
        book.active.append(row)
    dressed(book.active)
    book.save(written)
    return SimpleUploadedFile("people.xlsx", written.getvalue())


def member(name: str, born_on: Any = BORN, since: Any = "05/03/2026") -> list[Any]:
    return [name, born_on, "Party member", "", since]


def names_in(unit: Unit) -> set[str]:
    return set(Post.objects.filter(unit=unit).values_list("person__full_name", flat=True))


DIRTY = [
    ("Tòng Văn\nBảy", "Tòng Văn Bảy"),
    ("Bạc Thị_x000D_\nTám", "Bạc Thị Tám"),
    ("Cầm\u00a0Văn\u00a0Chín", "Cầm Văn Chín"),
    ("Hà\u200bVăn Mười", "Hà Văn Mười"),
    ("Đèo  Văn   Sáu ", "Đèo Văn Sáu"),
    ("Ðinh Thị Ðào", "Đinh Thị Đào"),
]


def test_a_sheet_with_unseen_signs_registers_clean_names_and_nobody_twice(admin, branch):
    sheet = address("people_import", branch)
    clean = {kept for _brought, kept in DIRTY}

    tried = admin.post(sheet, {"file": a_sheet(*(member(one) for one, _kept in DIRTY))})
    assert {row.given["full_name"] for row in tried.context["rehearsal"].good} == clean
    assert admin.post(sheet, {"rows": tried.context["signed"]}).status_code == 302
    assert names_in(branch) == clean

    again = admin.post(sheet, {"file": a_sheet(*map(member, sorted(clean)))})
    assert not again.context["rehearsal"].good
    assert again.content.decode().count("already holds a post here") >= len(clean)


@pytest.mark.parametrize(("brought", "kept"), DIRTY)
def test_a_single_form_keeps_the_same_name_as_a_sheet(admin, branch, brought, kept):
    given = {"full_name": brought, "born_on": "02/01/1970", "role": "member", "on": "05/03/2026"}

    assert admin.post(address("person_register", branch), given).status_code == 302
    assert names_in(branch) == {kept}


def test_a_name_of_nothing_that_is_seen_is_none(admin, branch):
    given = {"full_name": "\u200b\u00a0", "role": "member", "on": "05/03/2026"}

    assert admin.post(address("person_register", branch), given).status_code == 422


def test_names_kept_before_are_cleaned_so_that_a_sheet_knows_them(admin, branch):
    person = a_post(branch, Role.MEMBER, person=a_person("Hà Văn Mười")).person
    Person.objects.filter(pk=person.pk).update(
        full_name="Hà\u200bVăn_x000D_\nMười", name_folded="havan_x000d_ muoi", born_on=BORN
    )

    module = "lienthong.kernel.people.migrations.0005_names_in_one_line"
    import_module(module).clean_names(apps, None)
    brought = admin.post(address("people_import", branch), {"file": a_sheet(member("Hà Văn Mười"))})

    assert names_in(branch) == {"Hà Văn Mười"}
    assert not brought.context["rehearsal"].good


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        ("5/3/55", "Write the year in four figures"),
        ("17.8.68", "Write the year in four figures"),
        ("17-8-24", "Write the year in four figures"),
        ("05/04/1067", "this day is before 1900"),
        (dt.date(1900, 3, 1), "Check the year of birth"),
        ("17/8/2024", "Check the year of birth"),
        (dt.date(2030, 4, 5), "must lie in the past"),
        ("12/31/1967", "There is no such day"),
        (24567, "day/month/year"),
        (1967, "day/month/year"),
    ],
)
def test_no_sheet_brings_a_guessed_or_implausible_birth(admin, branch, born_on, said):
    sheet = {"file": a_sheet(member("Lò Văn Thử", born_on))}

    refused = admin.post(address("people_import", branch), sheet)

    assert (refused.status_code, list(refused.context["good"])) == (422, [])
    (row,) = refused.context["rehearsal"].faulty
    assert said in row.errors["born_on"]


@pytest.mark.parametrize("since", ["1/3/45", "01/01/2062", "01/01/1067"])
def test_no_post_begins_on_an_implausible_day(admin, branch, since):
    sheet = {"file": a_sheet(member("Lò Văn Thử", since=since))}
    form = {"full_name": "Lò Văn Thử", "role": "member", "on": since}

    assert (
        "on"
        in admin.post(address("people_import", branch), sheet).context["rehearsal"].faulty[0].errors
    )
    assert admin.post(address("person_register", branch), form).status_code == 422
    assert names_in(branch) == set()


@pytest.mark.parametrize("born_on", ["01/02/25", "01/02/2025", "05/04/1067"])
def test_a_single_form_guesses_no_birth(admin, branch, born_on):
    form = {"full_name": "Lò Văn Thử", "born_on": born_on, "role": "member", "on": "05/03/2026"}

    assert admin.post(address("person_register", branch), form).status_code in (422, 409)
    assert names_in(branch) == set()


def test_a_rehearsal_shows_the_day_it_understood(admin, branch):
    sheet = {"file": a_sheet(member("Lò Văn Thử", "5.3.1955", "1-3-2026"))}

    tried = admin.post(address("people_import", branch), sheet)

    (row,) = tried.context["rehearsal"].good
    assert (row.given["born_on"], row.given["on"]) == ("05/03/1955", "01/03/2026")
    assert "05/03/1955" in tried.content.decode()


def test_a_sheet_in_an_old_font_is_read_in_unicode_and_says_so(admin, branch):
    def in_the_old_font(sheet: Any) -> None:
        sheet["A2"].font = Font(name=".VnTime")

    rows = [member("NguyÔn V¨n B¶o"), member("Lò Văn Thử")]
    brought = {"file": a_sheet(*rows, dressed=in_the_old_font)}
    tried = admin.post(address("people_import", branch), brought)
    shown = tried.content.decode()

    assert "Read from the letters of an old font: “NguyÔn V¨n B¶o”." in shown
    assert "1 cell is struck out or typed in an old font" in shown
    admin.post(address("people_import", branch), {"rows": tried.context["signed"]})
    assert names_in(branch) == {"Nguyễn Văn Bảo", "Lò Văn Thử"}


@pytest.mark.parametrize("typed", ["NguyÔn V¨n B¶o", "Nguyeãn Vaên Baûo"])
def test_a_single_form_names_old_letters_and_says_them_in_unicode(admin, branch, typed):
    given = {"full_name": typed, "role": "member", "on": "05/03/2026"}

    refused = admin.post(address("person_register", branch), given)

    assert refused.status_code == 422
    assert "letters of an old font" in refused.content.decode()
    assert "Nguyễn Văn Bảo" in refused.content.decode()
    assert names_in(branch) == set()


def test_hidden_and_struck_rows_are_named_before_they_are_written(admin, branch):
    def dressed(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        for cell in sheet[4]:
            cell.font = Font(strike=True)

    rows = [member("Mùa A Một"), member("Mùa A Hai"), member("Sùng A Chuyển")]
    shown = admin.post(
        address("people_import", branch), {"file": a_sheet(*rows, dressed=dressed)}
    ).content.decode()

    assert "1 row is hidden in the sheet and is taken too." in shown
    assert "The column “Title” is hidden in the sheet" in shown
    assert "Struck out in the sheet: “Sùng A Chuyển”." in shown
    assert "Hidden in the sheet." in shown


def rows_sent(answer: Any) -> dict[str, str]:
    """What the button under the good rows sends."""
    shown = answer.content.decode()
    form = shown[shown.index('class="many-rows"') :]
    fields = ("rows", "form_of", "idempotency_key")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in fields}
    return {name: html.unescape(value[1]) for name, value in found.items() if value}


def test_a_rehearsal_is_there_again_after_the_session_has_ended(admin, branch):
    sheet = address("people_import", branch)
    account = Account.objects.get(pk=admin.session["_auth_user_id"])
    sent = rows_sent(admin.post(sheet, {"file": a_sheet(member("Lò Văn Thử"))}))
    admin.logout()

    assert admin.post(sheet, sent, follow=True).status_code == 200
    sign_in_with_factor(admin, account)
    again = admin.get(sheet)

    shown = again.content.decode()
    assert "What you last sent is here again." in shown
    assert f'data-discards="{sheet}"' in shown
    assert [row.given["full_name"] for row in again.context["rehearsal"].good] == ["Lò Văn Thử"]
    assert names_in(branch) == set()
    assert admin.post(sheet, rows_sent(again)).status_code == 302
    assert names_in(branch) == {"Lò Văn Thử"}
    assert not admin.get(sheet).context["rehearsal"].rows


def test_a_rehearsal_is_there_again_for_nobody_else(admin, branch):
    sheet = address("people_import", branch)
    sent = rows_sent(admin.post(sheet, {"file": a_sheet(member("Lò Văn Thử"))}))
    admin.logout()
    admin.post(sheet, sent)

    assert branch.parent is not None
    sign_in_with_factor(admin, an_account(a_post(branch.parent, Role.ORG_ADMIN).person))

    assert "Lò Văn Thử" not in admin.get(sheet).content.decode()


@pytest.mark.parametrize(
    "name",
    ["123", "-", "Nguyễn Văn A; Trần Văn B", "1. Lê Văn Số", "Đ/c Lê Văn Chí", "Lê Văn (mất)"],
)
def test_what_is_no_name_of_one_person_registers_nobody(admin, branch, name):
    tried = admin.post(address("people_import", branch), {"file": a_sheet(member(name))})

    assert not tried.context["good"]
    assert "letters only" in tried.content.decode()


@pytest.mark.parametrize("name", ["H'Ñuh Niê", "K’Brêu", "Y Bơ̆ng Êban", "Maria-Anna N. Đỗ"])
def test_names_of_all_peoples_are_taken(admin, branch, name):
    tried = admin.post(address("people_import", branch), {"file": a_sheet(member(name))})

    assert [row.given["full_name"] for row in tried.context["rehearsal"].good] == [name]
