"""A list as data: what narrows it, its order, its cells, its files, one action over many rows."""

import datetime as dt
import io
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from lienthong.kernel.database.tests.statements import statements
from lienthong.kernel.people.models import Person
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.ui.lists import paging, views
from lienthong.ui.lists.asked import Asked
from lienthong.ui.lists.columns import Column, Due, Mark, drawn, exported, printed
from lienthong.ui.lists.filters import Days
from lienthong.ui.lists.narrowing import any_of, in_order, with_words
from lienthong.ui.lists.page import Bulk, ListPage, Tab
from lienthong.ui.lists.paging import page_of

from .letters import HOSTILE, LETTERS, LIST, MANY, READ, list_answer


def asked(query: str) -> Asked:
    return Asked(LIST, QueryDict(query))


def found(query: str) -> list[int]:
    return [one.pk for one in asked(query).narrowed(LETTERS)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [1, 2, 3]),
        ("q=kinh+TE", [1]),
        ("q=Đồng+xuân", [1, 3]),
        ("q=dong+xuan+the", [1]),
        ("q=12-kh/đu", [2]),
        ("q=nothing", []),
        ("urgency=urgent", [2]),
        ("urgency=unheard", [1, 2, 3]),
        ("issued_from=01/03/2026", [1, 2]),
        ("issued_from=02/03/2026", [2]),
        ("issued_until=1/3/2026", [1]),
        ("issued_from=yesterday", [1, 2, 3]),
        ("from=tinh+uy", [1, 3]),
        ("from=tinh&urgency=urgent", []),
        ("sort=number", [1, 2, 3]),
        ("sort=-number", [3, 2, 1]),
        ("sort=issued", [1, 2, 3]),
        ("sort=-issued", [2, 1, 3]),
        ("sort=sender", [1, 2, 3]),
        ("sort=pk", [1, 2, 3]),
    ],
)
def test_the_address_narrows_and_sorts(query, rows):
    assert found(query) == rows


def test_what_is_chosen_is_said_and_can_be_taken_away_alone():
    reader = asked("tab=all&q=kinh&urgency=urgent&issued_from=01/03/2026&page=4")

    chips = {chip.label: (chip.said, chip.url) for chip in reader.chips}

    assert chips["Độ khẩn"] == ("Khẩn", "?tab=all&q=kinh&issued_from=01%2F03%2F2026")
    assert chips["Ban hành"] == ("01/03/2026 – …", "?tab=all&q=kinh&urgency=urgent")
    assert set(chips) == {"Độ khẩn", "Ban hành"}
    assert reader.is_narrowed
    assert not asked("tab=all&sort=number").is_narrowed


def test_a_wrong_day_is_said_at_its_field_and_narrows_nothing():
    assert "issued_from" in asked("issued_from=31/02/2026").form.errors


def test_the_head_of_a_column_sorts_upwards_and_then_downwards():
    number, subject, sender, *_rest = LIST.columns

    assert asked("q=a&page=3").sort_url(number) == "?q=a&sort=number"
    assert asked("sort=number").sort_url(number) == "?sort=-number"
    assert asked("sort=-number").sort_url(number) == "?sort=number"
    assert asked("sort=number").direction(number) == "ascending"
    assert asked("sort=-number").direction(number) == "descending"
    assert asked("sort=number").direction(subject) == ""
    assert asked("").sort_url(sender) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("down", [False, True])
def test_the_database_and_the_rows_at_hand_narrow_and_sort_alike(down):
    days = [dt.date(1990, 1, 2), None, dt.date(1970, 5, 6)]
    names = ["Đỗ Thị Ánh", "Nguyễn Văn Ba", "Đỗ Văn Công"]
    made = [
        Person.objects.create(full_name=name, born_on=day).pk
        for name, day in zip(names, days, strict=True)
    ]
    stored = Person.objects.filter(pk__in=made)
    at_hand = list(stored)

    for fields in (["sort_key"], ["born_on"]):
        assert list(in_order(stored, fields, down=down)) == in_order(at_hand, fields, down=down)
    for words in ("do", "Đỗ văn", "xyz", "van ba"):
        kept = with_words(stored, ["name_folded", "full_name"], words)
        assert set(kept) == set(with_words(at_hand, ["name_folded", "full_name"], words))
    for condition in [
        ("born_on__gte", dt.date(1980, 1, 1)),
        ("born_on__lte", dt.date(1980, 1, 1)),
        ("full_name", "Nguyễn Văn Ba"),
    ]:
        assert set(any_of(stored, [condition])) == set(any_of(at_hand, [condition]))


@pytest.mark.django_db
def test_a_page_and_how_many_there_are_cost_one_statement(django_assert_num_queries):
    made = [Person.objects.create(full_name=f"Nguyễn Văn {number}").pk for number in range(120)]
    people = Person.objects.filter(pk__in=made).order_by("pk")

    with django_assert_num_queries(1):
        third = page_of(people, "3")
        assert (third.number, third.paginator.count, len(third)) == (3, 120, 20)
    with django_assert_num_queries(1):
        assert len(page_of(people, "2", count=120)) == 50
    assert page_of(people, "99").number == 3
    assert page_of(people, "no").number == 1
    with django_assert_num_queries(1):
        assert page_of(people.filter(full_name="nobody"), "1").paginator.count == 0
    assert [len(page_of(list(people), number)) for number in ("1", "3")] == [50, 20]


@pytest.mark.django_db
def test_rows_cut_to_the_first_page_are_read_as_they_are():
    made = [Person.objects.create(full_name=f"Nguyễn Văn {number}").pk for number in range(51)]
    people = Person.objects.filter(pk__in=made).order_by("pk")
    with statements() as asked:
        first = page_of(people, "1", 120, is_cut=True)

    assert [one.pk for one in first] == made[:50]
    assert (first.paginator.count, first.has_next()) == (120, True)
    assert len(asked) == 1
    assert "ANY (ARRAY" not in asked[0]


@pytest.mark.django_db
def test_beyond_a_number_rows_are_no_longer_counted(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 60)
    made = [Person.objects.create(full_name=f"Nguyễn Văn {number}").pk for number in range(120)]
    people = Person.objects.filter(pk__in=made).order_by("pk")
    few = people.filter(pk__in=made[:60])

    def said(page):
        return len(page), page.paginator.count, page.paginator.num_pages, paging.is_open(page)

    counts = paging.how_many(Person.objects.filter(pk=made[0]), {"all": people, "few": few})
    assert counts == {"all": 61, "few": 60}
    assert [paging.said_count(counts[name]) for name in ("all", "few")] == ["60+", "60"]
    for count in (None, counts["all"]):
        assert said(page_of(people, "1", count)) == (50, 60, 2, True)
        assert said(page_of(people, "2", count)) == (50, 101, 3, True)
        assert said(page_of(people, "3", count)) == (20, 120, 3, False)
        assert page_of(people, "9", count).number == 3
    assert said(page_of(few, "2")) == (10, 60, 2, False)


def test_a_value_says_the_same_on_the_screen_on_paper_and_in_a_file():
    day = dt.date(2026, 11, 23)
    mark = Mark(HOSTILE, "warn", "flag")

    assert (drawn(day), printed(day), exported(day)) == ("23/11/2026", "23/11/2026", day)
    assert exported(1246) == 1246
    assert (drawn(None), printed(None), exported(None)) == ("", "", None)
    assert "&lt;script&gt;" in drawn(mark)
    assert "tag warn" in drawn(mark)
    assert (printed(mark), exported(mark)) == (HOSTILE, HOSTILE)
    assert exported(Due(day)) == day
    assert printed((Mark("Hủy"), "trùng số", None)) == "Hủy trùng số"
    assert "&lt;script&gt;" in drawn(HOSTILE)


def test_a_path_that_ends_early_says_nothing():
    assert Column("sender", "Nơi gửi", "sender.name").of(LETTERS[1]) is None
    with pytest.raises(AttributeError):
        Column("sender", "Nơi gửi", "sender.nmae").of(LETTERS[0])


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch):
    return list_answer(monkeypatch)


def test_the_page_shows_rows_tabs_and_how_many(page):
    name, context = page(tabs=[Tab("all", "Tất cả", 3), Tab("new", "Mới")], current="all")

    assert name == "ui/list_page.html"
    assert context["total"] == "3 văn bản"
    assert context["tabs"][1][1] == "?tab=new"
    first, second, third = context["rows"]
    assert '<a href="/letters/1/">Kinh tế tập thể</a>' in first.cells[1]
    assert "Khẩn" in second.cells[1]
    assert "<script>" not in third.cells[1]
    labels = [re.findall('data-label="([^"]*)"', cell) for cell in first.cells]
    assert labels == [["Số, ký hiệu"], [], ["Nơi gửi"], ["Ban hành"]]


def test_the_print_holds_all_rows_and_the_columns_for_the_pen(page):
    name, context = page("print=1&from=tinh", rows=LETTERS * 40)

    assert name == "ui/list_print.html"
    assert len(context["rows"]) == 80
    assert [column.name for column in context["columns"]][-1] == "signature"


def test_the_files_hold_what_the_list_is_narrowed_to_and_compute_nothing(page):
    answer = page("as=xlsx&from=tinh")

    today = timezone.localdate().strftime("%d-%m-%Y")
    plain, known = answer["Content-Disposition"].removeprefix("attachment; ").split("; ")
    assert plain == f'filename="Van ban den - {today}.xlsx"'
    name = unquote(known.removeprefix("filename*=UTF-8''"))
    assert name == f"Văn bản đến - {today}.xlsx"
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Số, ký hiệu", "Trích yếu", "Nơi gửi", "Ban hành"]
    assert rows[1] == ["01-NQ/TU", "Kinh tế tập thể", "Tỉnh ủy Đồng Xuân", dt.datetime(2026, 3, 1)]
    assert sheet["A3"].data_type == "s"
    assert "'=7" in page("as=csv").content.decode()


def test_print_and_file_say_of_which_tab_they_are(page):
    tabs = {"tabs": [Tab("all", "Tất cả"), Tab("late", "Quá hạn")], "current": "late"}
    _name, context = page("print=1&tab=late", **tabs)
    assert context["listing"].view == "Quá hạn"

    header = page("as=csv&tab=late", **tabs)["Content-Disposition"]
    assert "Van ban den - Qua han - " in header
    # A title that says it already, as that of the register of a year.
    _name, context = page("print=1", tabs=[Tab("", "Văn bản đến")])
    assert context["listing"].view == ""


@pytest.mark.parametrize("day", ["31/02/2026", "abc"])
@pytest.mark.parametrize("taken", ["", "print=1&", "as=xlsx&"])
def test_a_day_nobody_can_read_is_said_and_nothing_is_taken_along_without_it(page, day, taken):
    name, context = page(f"{taken}from=tinh&issued_from={day}")

    assert name == "ui/list_page.html"
    ((label, _fault),) = context["asked"].faults
    assert label == "Ban hành from"
    assert context["asked"].form["issued_from"].value() == day
    assert len(context["rows"]) == 2
    # Another order than there is narrows nothing and is no fault.
    assert asked("sort=pk").faults == []


def fields_of(filters, query="", language="vi"):
    with override(language):
        return Asked(replace(LIST, filters=filters), QueryDict(query)).fields


def test_the_fields_of_a_panel_are_drawn_once_as_long_as_the_same_stands_in_them():
    empty = fields_of(LIST.filters)

    assert fields_of(LIST.filters, "tab=all&page=2") is empty
    assert 'value="05/12/2026"' in fields_of(LIST.filters, "issued_from=05/12/2026")
    assert "selected" in fields_of(LIST.filters, "sort=-number")
    assert fields_of(LIST.filters, "issued_from=05/12/2026") != empty
    assert fields_of(LIST.filters) == empty
    assert "Tất cả" in empty
    assert "All" in fields_of(LIST.filters, language="en")


def test_the_panel_offers_what_may_be_chosen_now():
    (urgency, _issued, sender) = LIST.filters
    offered = [("normal", "Thường")]
    now = replace(urgency, choices=lambda: offered)

    assert "Hỏa tốc" not in fields_of((now,))
    offered.append(("at_once", "Hỏa tốc"))
    assert "Hỏa tốc" in fields_of((now,))
    assert fields_of((sender,)) != fields_of((Days("from", sender.label, "issued_on"),))


@pytest.mark.parametrize("query", ["print=1", "as=xlsx"])
def test_a_list_too_long_to_be_taken_along_says_so(page, query, monkeypatch):
    monkeypatch.setattr(views, "MOST_PRINTED", 2)
    monkeypatch.setattr(views, "MOST_EXPORTED", 2)

    with pytest.raises(RuleBroken, match="more than 2 lines"):
        page(query)


@pytest.mark.django_db
def test_one_action_over_many_does_what_it_can_and_says_what_was_refused(page):
    for letter in LETTERS:
        letter.log.clear()

    name, context = page(post={"do": "read", "row": ["1", "2", "99"]}, shown=MANY)

    assert name == "ui/list_page.html"
    assert [len(letter.log) for letter in LETTERS] == [1, 0, 0]
    assert context["done_with"] == "Đã đọc 1 văn bản."
    assert context["refusals"] == {"2": "Đã thu hồi.", "": "1 of them are no longer in this list."}
    assert [row.refusal for row in context["rows"]] == ["", "Đã thu hồi.", ""]


@pytest.mark.django_db
def test_a_row_that_one_may_not_act_on_is_left_out_and_the_others_are_done(page):
    def read(letter, _actor):
        if letter.pk == 1:
            raise PermissionDenied("letters.read")
        return letter

    name, context = page(
        post={"do": "read", "row": ["1", "3"]},
        shown=replace(MANY, bulk=(replace(READ, do=read),)),
    )

    assert (name, context["done_with"]) == ("ui/list_page.html", "Đã đọc 1 văn bản.")
    assert context["refusals"] == {"1": "You may not do this here."}


@pytest.mark.django_db
def test_when_nothing_is_refused_one_comes_back_to_the_list(page, monkeypatch):
    monkeypatch.setattr(views, "done", lambda _request, to, said: (to, said))

    answer = page("tab=all", post={"do": "read", "row": ["1", "3"]}, shown=MANY)

    assert answer == ("/letters/?tab=all", "Đã đọc 2 văn bản.")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["row", "only"])
def test_no_more_rows_than_a_page_has_are_taken_at_once_and_in_the_order_of_their_keys(
    page, name, monkeypatch
):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(views, "done", lambda _request, _to, said: said)
    taken = []
    read = replace(READ, do=lambda letter, _actor: taken.append(letter.pk))
    backwards = replace(MANY, bulk=(read,))

    page(post={"do": "read", name: ["3", "1", "2"]}, shown=backwards, rows=LETTERS[::-1])

    assert taken == [1, 3]


def test_nothing_chosen_is_said(page):
    _name, context = page(post={"do": "read"}, shown=MANY)

    assert context["refused_otherwise"] == "Nothing was chosen."


@pytest.mark.parametrize("what", ["", "read", "unheard"])
def test_what_a_list_does_not_offer_is_another_method(page, what):
    """No action at all; one that the actor may not take; one that there is not."""
    forbidden = ListPage(
        **{**MANY.__dict__, "bulk": (Bulk(**{**READ.__dict__, "needs": "forbidden"}),)}
    )

    answer = page(post={"do": what, "row": ["1"]}, shown=forbidden)

    assert answer.status_code == 405


def counted_with(some, rows):
    count = paging.how_many_with(some, rows)
    return Person.objects.order_by("pk").annotate(how_many=count).values_list("how_many")[0][0]


@pytest.mark.django_db
def test_where_a_part_is_too_many_to_be_counted_the_rest_is_not_asked(monkeypatch):
    made = [Person.objects.create(full_name=f"Nguyễn Văn {number}").pk for number in range(4)]
    everybody, nobody = Person.objects.filter(pk__in=made), Person.objects.filter(pk=0)
    assert counted_with(nobody, everybody) == 4
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)

    assert counted_with(everybody, nobody) == 3
    assert counted_with(everybody.filter(full_name__contains="1"), everybody) == 3


@pytest.mark.django_db
def test_rows_beside_a_page_are_counted_in_the_simpler_question():
    made = [Person.objects.create(full_name=f"Nguyễn Văn {number}").pk for number in range(3)]
    rows = Person.objects.filter(pk__in=made).order_by("pk")
    with statements() as asked_of_the_database:
        shown = page_of(rows, "", as_many=rows.exclude(full_name=""))

    assert (shown.paginator.count, len(list(shown))) == (3, 3)
    assert len(asked_of_the_database) == 1
    assert "full_name" in asked_of_the_database[0].partition("count(*)")[2].partition("in_all")[0]
