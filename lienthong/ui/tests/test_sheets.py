"""An import sheet: every fault by its cell before anything is written; then the good rows, all or none."""

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from openpyxl import Workbook, load_workbook

from lienthong.kernel.people.models import Person
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.ui.fields import DateField
from lienthong.ui.sheets import views
from lienthong.ui.sheets.sheet import ImportSheet
from lienthong.ui.sheets.views import show_sheet

pytestmark = pytest.mark.django_db
ADDRESS = "/people/import/"


class PersonRow(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=40)
    born_on = DateField(label="Ngày sinh", required=False)
    role = forms.ChoiceField(
        label="Chức vụ", choices=[("secretary", "Bí thư"), ("deputy", "Phó bí thư")]
    )


def register(given, actor):
    if given["full_name"] == "Trần Văn Trùng":
        raise RuleBroken("Chi bộ đã có bí thư.", field="role")
    if given["full_name"] == "Lê Văn Lạ":
        raise RuleBroken("Không thuộc đảng bộ này.")
    if Person.objects.filter(full_name=given["full_name"]).exists():
        raise RuleBroken("Đã có tên này.", field="full_name")
    Person.objects.create(full_name=given["full_name"], born_on=given["born_on"])


PEOPLE = ImportSheet(
    name="people",
    title="Nhập danh sách",
    form=PersonRow,
    do=register,
    said=lambda count: f"Đã nhập {count} đồng chí.",
    example={"full_name": "Nguyễn Văn An", "born_on": "23/11/1990", "role": "Bí thư"},
)
HEADS = ["Họ và tên", "Ngày sinh", "Chức vụ"]
AN, BINH = ["Nguyễn Văn An", "23/11/1990", "Bí thư"], ["Phạm Thị Bình", "", "phó BÍ THƯ"]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def people():
    before = set(Person.objects.values_list("pk", flat=True))
    return lambda: sorted(Person.objects.exclude(pk__in=before).values_list("full_name", flat=True))


@pytest.fixture
def page(monkeypatch):
    """What the page of the sheet answers: its status and context, or an answer of its own."""
    monkeypatch.setattr(views, "render", lambda _request, _name, context, status: (status, context))
    monkeypatch.setattr(views, "done", lambda _request, to, said: (to, said))

    def answer(data=None, *, person_id=7, **post):
        request = RequestFactory().get(ADDRESS)
        if data is not None:
            post["file"] = SimpleUploadedFile("danh sách.xlsx", data)
        if post:
            request = RequestFactory().post(ADDRESS, post)
        request.actor = SimpleNamespace(person_id=person_id)
        return show_sheet(request, PEOPLE, back="/people/")

    return answer


def faults(answer):
    status, context = answer
    rows = {row.number: row.errors for row in context["rehearsal"].faulty}
    return status, rows


def test_a_right_sheet_is_rehearsed_and_only_then_written(page, people):
    status, context = page(workbook(HEADS, AN, BINH))
    assert status == 200
    assert people() == []

    assert page(rows=context["signed"]) == ("/people/", "Đã nhập 2 đồng chí.")
    assert people() == ["Nguyễn Văn An", "Phạm Thị Bình"]


def test_every_fault_is_said_at_its_cell_and_nothing_is_written(page, people):
    status, rows = faults(
        page(
            workbook(
                HEADS,
                AN,
                ["", "31/02/1990", "Chánh tổng"],
                [],
                ["Trần Văn Trùng", None, "Bí thư"],
                ["Lê Văn Lạ", None, "Bí thư"],
                ["=1+1", None, "Bí thư"],
                list(AN),
                ["Cao Văn Thừa", None, "Bí thư", "ghi chú"],
            )
        )
    )

    assert status == 422
    assert set(rows) == {3, 5, 6, 7, 8, 9}
    assert "full_name" in rows[3]
    assert rows[3]["born_on"]
    assert rows[3]["role"] == (
        "“Chánh tổng” cannot be chosen here. Choose one of: Bí thư, Phó bí thư"
    )
    assert rows[5] == {"role": "Chi bộ đã có bí thư."}
    assert rows[6] == {"": "Không thuộc đảng bộ này."}
    assert rows[7] == {"full_name": "This cell is computed. Put its value there as text."}
    assert rows[8] == {"": "The same as row 2. Remove one of them."}
    assert rows[9] == {"": "There is something in a column without a head. Remove it."}
    assert people() == []


@pytest.mark.parametrize("formula", ["=1+1", "+84123", "-2", "@cmd"])
def test_what_looks_like_a_formula_is_text_in_the_template(page, formula):
    sheet = replace(PEOPLE, example={"full_name": formula, "role": "Bí thư"})
    book = load_workbook(io.BytesIO(sheet.template()))
    cell = book.worksheets[0]["A2"]

    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", formula, True)


def test_the_good_rows_alone_are_written_if_the_person_chooses_so(page, people):
    status, context = page(workbook(HEADS, AN, ["", "", "Bí thư"], BINH))
    assert (status, len(context["good"])) == (422, 2)
    assert people() == []

    assert page(rows=context["signed"]) == ("/people/", "Đã nhập 2 đồng chí.")
    assert people() == ["Nguyễn Văn An", "Phạm Thị Bình"]


def test_a_sheet_without_a_good_row_offers_nothing_to_write(page):
    _status, context = page(workbook(HEADS, ["", "", "Bí thư"]))

    assert context["signed"] == ""


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (["Họ và tên", "Ngày sinh"], "The column “Chức vụ” is missing."),
        ([*HEADS, "Ghi chú"], "The column “Ghi chú” is not part of this sheet."),
        ([*HEADS, "chuc vu"], "The column “chuc vu” is there twice."),
    ],
)
def test_heads_that_do_not_fit_are_said(page, heads, said):
    status, context = page(workbook(heads, ["a", "b", "c", "d"]))

    assert status == 422
    assert any(said in trouble for trouble in context["rehearsal"].troubles)


def test_heads_stand_in_any_order_and_marks_are_no_matter(page, people):
    _status, context = page(workbook(["CHUC VU", "họ và tên"], ["bi thu", "Nguyễn Văn An"]))

    page(rows=context["signed"])

    assert people() == ["Nguyễn Văn An"]


def test_a_title_above_the_heads_is_named_and_a_star_is_no_matter(page, people):
    _status, context = page(workbook(["DANH SÁCH ĐẢNG VIÊN"], ["(đến 30/11)"], HEADS, AN))
    assert context["rehearsal"].troubles == [
        "The heads are expected in the first row; they are in row 3. Remove what is above."
    ]

    _status, context = page(workbook(["Họ và tên (*)", "Chức vụ *"], ["Nguyễn Văn An", "Bí thư"]))
    page(rows=context["signed"])
    assert people() == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: workbook(HEADS), "There is no row under the heads."),
        (lambda: workbook(HEADS, *[[f"Người {n}", "", "Bí thư"] for n in range(501)]), "500 rows"),
        (lambda: b"no workbook", "The content of the file is not a workbook"),
    ],
)
def test_a_sheet_that_cannot_be_taken_says_why(page, data, said):
    status, context = page(data())

    assert status == 422
    assert said in context["rehearsal"].troubles[0]


def test_what_has_changed_since_the_rehearsal_keeps_everything_from_being_written(page, people):
    _status, context = page(workbook(HEADS, AN, ["Lê Văn Mới", "", "Bí thư"]))
    Person.objects.create(full_name="Lê Văn Mới")

    status, rows = faults(page(rows=context["signed"]))

    assert (status, rows) == (409, {3: {"full_name": "Đã có tên này."}})
    assert people() == ["Lê Văn Mới"]


def test_a_rehearsal_is_good_for_whom_it_was_made_and_for_a_day(page, people, monkeypatch):
    _status, context = page(workbook(HEADS, AN))
    for sent in ({"person_id": 8, "rows": context["signed"]}, {"rows": context["signed"] + "x"}):
        status, answer = page(**sent)
        assert status == 422
        assert "not yours" in answer["rehearsal"].troubles[0]
    monkeypatch.setattr(views, "GOOD_FOR", -1)
    assert page(rows=context["signed"])[0] == 422
    assert people() == []


def test_the_template_is_a_sheet_that_can_be_brought_again(page, people):
    request = RequestFactory().get(ADDRESS + "?template")
    request.actor = SimpleNamespace(person_id=7)
    template = show_sheet(request, PEOPLE, back="/people/")

    book = load_workbook(io.BytesIO(template.content))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADS
    assert book["choices"]["A1"].value == "Bí thư"
    assert page(template.content)[0] == 200


def test_no_file_is_said(page):
    status, context = page(other="x")

    assert (status, context["rehearsal"].troubles) == (422, ["No file was chosen."])


def test_further_sheets_are_named_since_nothing_of_them_is_read(page):
    book = load_workbook(io.BytesIO(workbook(HEADS, AN)))
    book.create_sheet("Phụ lục")["A1"] = "Khác"
    written = io.BytesIO()
    book.save(written)

    _status, shown = page(written.getvalue())

    (said,) = shown["rehearsal"].to_look_at
    assert "“Phụ lục”" in said
