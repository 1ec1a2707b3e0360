"""From the lines of those below to the official report, and the standard forms: T-26, T-42, T-50 to T-55."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.documents.public import Document
from lienthong.work.commitments.actions import reporting, urging
from lienthong.work.commitments.actions.compiling import compile_report
from lienthong.work.commitments.actions.plans import open_plan
from lienthong.work.commitments.actions.sheets import C1Row, enter_row
from lienthong.work.commitments.actions.told import Told
from lienthong.work.commitments.models import CompiledReport, Task, TaskReport
from lienthong.work.commitments.queries.board import board_of, summed

from .factories import a_received, an_assigned, handed_in, on

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)
MONTH = {
    "rhythm": "month",
    "name": "Tháng 11/2026",
    "ends_on": dt.date(2026, 11, 30),
    "closes_on": dt.date(2026, 11, 30),
}

# By hand: it knows nothing of the queries of the room.
COUNTED = """
SELECT count(*),
       count(*) FILTER (WHERE state = 'done' AND (due_on IS NULL OR sent_on <= due_on)),
       count(*) FILTER (WHERE state NOT IN ('done', 'awaiting') AND due_on < %(day)s)
  FROM commitments_standing
 WHERE unit_id = %(unit)s AND is_counted AND state NOT IN ('draft', 'cancelled')
   AND since <= %(at)s AND (until IS NULL OR until > %(at)s)
"""


def opened(house, **about):
    return reporting.open_period(
        house.province.pk, **MONTH | about, actor=house.actor("province_clerk")
    )


@pytest.fixture
def told(house):
    """A month in which one organisation has reported, one task is late, one is done."""
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 12, 20), rhythm="month")
        a_received(house, due=dt.date(2026, 11, 20), rhythm="month", content="Nạo vét kênh")
        handed_in(house, due=dt.date(2026, 11, 20), content="Trồng cây đầu xuân")
        done = Task.objects.get(content="Trồng cây đầu xuân")
        reporting.accept_result(done.pk, actor=house.actor("province_secretary"))
    with on(TODAY):
        period = opened(house)
        reporting.send_line(
            TaskReport.objects.get(period=period, task=task).pk,
            Told(
                result="Đã trồng 2 ha",
                percent=60,
                difficulties="Thiếu cây giống",
                requests="Cấp thêm cây giống",
                coming="Trồng 3 ha còn lại",
            ),
            actor=house.actor("secretary"),
        )
    return period


def words_in(nodes):
    for node in nodes:
        yield from (node["heading"] or "", node["text"])
        for group in node.get("groups") or ():
            for row in group["rows"]:
                yield from row["cells"]
        yield from words_in(node["children"])


def compiled(house, period):
    with on(TODAY):
        return compile_report(period.pk, actor=house.actor("province_clerk"))


def test_the_number_in_the_report_is_that_of_an_independent_count(house, told):  # T-53 T-55
    document = compiled(house, told)
    about = CompiledReport.objects.get(document=document)
    with connection.cursor() as cursor:
        parameters = {"unit": house.province.pk, "day": TODAY, "at": about.as_of}
        cursor.execute(COUNTED, parameters)
        total, done, late = cursor.fetchone()

    assert (total, done, late) == (3, 1, 1)
    said = " ".join(words_in(document.text.body))
    assert f"Tổng số {total} nhiệm vụ" in said
    assert f"trong đó đúng hạn {done}" in said
    assert f"quá hạn {late} (33,3 %)" in said
    (figures,) = [one for one in document.text.body[1]["children"] if one["kind"] == "table"]
    assert figures["groups"][0]["rows"][-1]["cells"][2] == str(total)


def test_the_words_of_those_below_stand_with_their_origin(house, told):  # T-50
    document = compiled(house, told)

    assert document.type.code == "report"
    assert document.subject == "Kết quả thực hiện nhiệm vụ tháng 11/2026"
    said = list(words_in(document.text.body))
    code = Task.objects.get(due_on=dt.date(2026, 12, 20)).code
    assert (
        f"Rà soát, chăm sóc rừng ngập mặn: Đã trồng 2 ha; tiến độ 60 % (nhiệm vụ {code}, gửi ngày 27/11/2026)."
        in said
    )
    assert f"{house.commune}: Thiếu cây giống. (nhiệm vụ {code}, gửi ngày 27/11/2026)" in said
    assert f"{house.commune}: Cấp thêm cây giống. (nhiệm vụ {code}, gửi ngày 27/11/2026)" in said
    assert "Chưa báo cáo" in said
    assert "Danh sách nhiệm vụ quá hạn" in said


def test_a_correction_stands_in_the_report_with_its_number(house, told):  # T-50
    line = told.lines.get(state="sent")
    with on(TODAY):
        reporting.correct_line(
            line.pk,
            Told(result="Đã trồng 1,5 ha", percent=50, reason="Đếm lại"),
            actor=house.actor("secretary"),
        )
    said = " ".join(words_in(compiled(house, told).text.body))
    assert "Đã trồng 1,5 ha; tiến độ 50 %" in said
    assert "đính chính lần 1" in said
    assert "Đã trồng 2 ha" not in said


def test_a_period_is_compiled_once_and_by_its_own_office(house, told):
    for who in ("clerk", "province_secretary"):
        with pytest.raises(PermissionDenied):
            compile_report(told.pk, actor=house.actor(who))
    document = compiled(house, told)
    with pytest.raises(RuleBroken, match="compiled already"):
        compiled(house, told)
    Document.objects.filter(pk=document.pk).update(state="cancelled")
    assert compiled(house, told).pk != document.pk


def test_where_nobody_has_reported_nothing_is_compiled(house):
    with on(TODAY):
        a_received(house, due=dt.date(2026, 12, 20), rhythm="month")
        period = opened(house)
        with pytest.raises(RuleBroken, match="nothing to compile"):
            compile_report(period.pk, actor=house.actor("province_clerk"))


def test_the_same_moment_gives_the_same_figures_later(house, told):  # T-55
    before = list(words_in(compiled(house, told).text.body))
    report = CompiledReport.objects.get()
    with on(dt.date(2026, 12, 15)):
        again = summed(board_of(house.province, TODAY, report.as_of))
    assert f"Tổng số {again.total} nhiệm vụ" in " ".join(before)
    assert again.late == 1


def test_the_office_compiles_on_the_page_and_finds_both_ends(house, told, enter):
    client = enter("province_clerk")
    page = reverse("commitments:period", args=[told.pk])
    with on(TODAY):
        assert reverse("commitments:compile", args=[told.pk]) in client.get(page).content.decode()
        answer = client.post(reverse("commitments:compile", args=[told.pk]))
        document = CompiledReport.objects.get().document
        assert answer["Location"] == reverse("documents:document", args=[document.pk])
        assert answer["Location"] in client.get(page).content.decode()
        again = client.get(reverse("commitments:compile", args=[told.pk])).content.decode()
    assert "This period has been compiled already." in again


# --- The standard forms -------------------------------------------------------------------------


def heads(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [cell.value for cell in sheet[1]], sheet.max_row


@pytest.fixture
def plan(house):
    return open_plan(
        house.province.pk, title="Chương trình", year=2026, actor=house.actor("province_clerk")
    )


@pytest.mark.parametrize("name", ["c2", "c5", "c6", "c7"])
def test_every_form_is_shown_printed_and_written_as_a_workbook(house, enter, plan, name):
    with on(dt.date(2026, 11, 2)):
        task = a_received(house, due=dt.date(2026, 11, 10))
    Task.objects.filter(pk=task.pk).update(plan=plan)
    ids = {"c6": [plan.pk], "c7": [house.commune.pk]}.get(name, [])
    client, url = enter("province_clerk"), reverse(f"commitments:{name}", args=ids)
    assert "Rà soát, chăm sóc" in client.get(url).content.decode()
    assert "Rà soát, chăm sóc" in client.get(url, {"print": "1"}).content.decode()
    columns, rows = heads(client.get(url, {"as": "xlsx"}))
    assert rows == 2
    assert "Task" in columns


def test_the_sheet_for_urging_lists_only_tasks_of_its_addressee(house, enter):  # T-42
    with on(dt.date(2026, 11, 2)):
        a_received(house, due=dt.date(2026, 11, 10))
        an_assigned(
            house.province,
            house.other,
            by=house.actor("province_secretary"),
            due=dt.date(2026, 11, 10),
            content="Việc của xã khác",
        )
    page = enter("province_clerk").get(reverse("commitments:c7", args=[house.commune.pk]))
    assert "Rà soát, chăm sóc" in page.content.decode()
    assert "Việc của xã khác" not in page.content.decode()
    letter = urging.begin_urging_letter(
        house.province.pk, house.commune.pk, actor=house.actor("province_clerk")
    )
    (table,) = [one for one in letter.text.body if one["kind"] == "table"]
    assert table["columns"][-2:] == ["Tình trạng gần nhất", "Đề nghị"]
    assert len(table["groups"][0]["rows"]) == 1


# --- C1, brought --------------------------------------------------------------------------------


def brought(client, plan, columns, *rows):
    book = openpyxl.Workbook()
    for row in (columns, *rows):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    file = io.BytesIO(data.getvalue())
    file.name = "phu-luc.xlsx"
    return client.post(reverse("commitments:import_c1", args=[plan.pk]), {"file": file})


C1 = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời hạn"]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (C1, ["1", "Trồng rừng", "{lead}", "Hội Nông dân", "Báo cáo", "quý III/2026"]),
        (
            ["Nội dung", "Diễn giải", "Chủ trì", "Phối hợp", "Thời gian"],
            ["Trồng rừng", "ven biển", "{lead}", "Hội Nông dân", "quý III/2026"],
        ),
    ],
)
def test_an_appendix_typed_elsewhere_is_shown_before_it_is_entered(
    house, enter, plan, columns, row
):
    client = enter("province_clerk")
    row = [one.format(lead=house.commune) for one in row]
    shown = brought(client, plan, columns, row)
    assert shown.status_code == 200, shown.content.decode()
    assert not Task.objects.exists()
    signed = shown.content.decode().split('name="rows" value="')[1].split('"')[0]
    client.post(reverse("commitments:import_c1", args=[plan.pk]), {"rows": signed})
    task = Task.objects.get()
    assert task.content.startswith("Trồng rừng")
    assert (task.lead, task.due_on, task.state) == (house.commune, dt.date(2026, 9, 30), "draft")
    assert task.coordinator_words == "Hội Nông dân"
    assert task.due_words == "quý III/2026"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"lead": "Xã không có thật"}, "lead"),
        ({"due": "30/02/2026"}, "due"),
        ({"due": "bao giờ xong thì xong"}, "due"),
    ],
)
def test_what_cannot_be_read_in_a_row_is_said(house, plan, row, field):
    with pytest.raises(RuleBroken) as broken:
        enter_row(
            plan.pk, C1Row(**{"content": "Trồng rừng"} | row), actor=house.actor("province_clerk")
        )
    assert broken.value.field == field


def test_of_several_leads_the_first_leads(house, plan):  # T-19
    task = enter_row(
        plan.pk,
        C1Row(content="Trồng rừng", lead=f"{house.commune}, {house.other}", due="thường xuyên"),
        actor=house.actor("province_clerk"),
    )
    assert task.lead == house.commune
    assert [one.unit for one in task.coordinations.all()] == [house.other]
    assert (task.due_kind, task.due_on) == ("standing", None)


def test_a_class_leads_as_all_beneath_and_a_sheet_brought_twice_is_refused(house, plan):  # T-27
    row = C1Row(content="Trồng rừng", lead="Các đảng ủy xã, phường", due="31/12/2026")
    clerk = house.actor("province_clerk")
    assert enter_row(plan.pk, row, actor=clerk).to_all_below
    with pytest.raises(RuleBroken, match="already"):
        enter_row(plan.pk, row, actor=clerk)


def test_a_month_behind_and_the_month_ahead(house, enter):  # C5
    with on(dt.date(2026, 10, 20)):
        task = a_received(house, due=dt.date(2026, 12, 20))
    with on(dt.date(2026, 11, 12)):
        reporting.report_progress(
            task.pk, Told(result="Đã trồng 2 ha", percent=40), actor=house.actor("secretary")
        )
    client, url = enter("secretary"), reverse("commitments:c5")
    behind = client.get(url, {"on": "30/11/2026"}).content.decode()
    assert "Đã trồng 2 ha" in behind
    assert "Received" in behind
    assert "12/2026" in client.get(url, {"tab": "ahead"}).content.decode()
