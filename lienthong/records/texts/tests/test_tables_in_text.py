"""Tables drawn with blanks or bars between the lines of a text."""

import pytest

from lienthong.records.texts.recognition import aligned
from lienthong.records.texts.recognition.aligned import with_rows_of_cells
from lienthong.records.texts.recognition.documents import recognise

from .factories import walk
from .offices import words_lost

_HEAD = "HƯỚNG DẪN\nchế độ báo cáo\n\n1. Các báo cáo định kỳ như sau:\n\n"
_CLOSING = (
    "\n2. Tổ chức thực hiện theo quy định.\n\n"
    "Nơi nhận:                         T/M BAN THƯỜNG VỤ\n"
    "- Các chi bộ (biết),              PHÓ BÍ THƯ\n"
    "- Lưu Văn phòng.\n\n"
    "                                  Đỗ Thị Ví Dụ\n"
)
_DUTIES = (
    ("STT", "Tên báo cáo", "Thời hạn", "Nơi nhận"),
    ("1", "Báo cáo tháng", "Ngày 20", "Văn phòng"),
    ("2", "Báo cáo quý", "Ngày 15", "Ban Xây dựng Đảng"),
)


def _blanks(rows):
    return "".join("".join(cell.ljust(22) for cell in row).rstrip() + "\n" for row in rows)


def _bars(rows):
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _tabs(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def _tables(document):
    return [node for node in walk(document.body) if node["kind"] == "table"]


@pytest.mark.parametrize("drawn", [_blanks, _bars, _tabs])
@pytest.mark.parametrize("rows", [_DUTIES, [row[1:] for row in _DUTIES]], ids=["numbered", "bare"])
def test_recipients_may_be_a_column_of_a_table(drawn, rows):
    (document,) = recognise(_HEAD + drawn(rows) + _CLOSING)
    (table,) = _tables(document)
    assert table["columns"] == list(rows[0])
    assert [row["cells"] for row in table["groups"][0]["rows"]] == [list(row) for row in rows[1:]]
    assert [recipient["name"] for recipient in document.recipients] == ["Các chi bộ"]
    assert [clause["marker"] for clause in document.body] == ["1.", "2."]


def test_the_signing_below_a_numbered_table_is_no_row_of_it():
    (document,) = recognise(_HEAD + _blanks(row[:3] for row in _DUTIES) + _CLOSING[37:])
    assert len(_tables(document)[0]["groups"][0]["rows"]) == 2
    assert document.signings[0]["name"] == "Đỗ Thị Ví Dụ"


_COSTS = (
    "TT    Nội dung              Kinh phí\n"
    "1     Tài liệu              20 triệu đồng\n"
    "2     Tập huấn              30 triệu đồng\n"
)


def test_a_sentence_below_a_table_is_no_part_of_its_last_cell():
    (document,) = recognise(f"{_HEAD}{_COSTS}      Nguồn từ ngân sách xã.\n{_CLOSING}")
    assert [row["cells"][1] for row in _tables(document)[0]["groups"][0]["rows"]] == [
        "Tài liệu",
        "Tập huấn",
    ]
    assert [node["text"] for node in walk(document.body) if node["kind"] == "paragraph"] == [
        "Nguồn từ ngân sách xã."
    ]


@pytest.mark.parametrize("rest", ["cho cán bộ chi bộ.", "Đảng ủy"])
def test_a_cell_goes_on_below(rest):
    (document,) = recognise(f"{_HEAD}{_COSTS}      {rest}\n{_CLOSING}")
    assert _tables(document)[0]["groups"][0]["rows"][1]["cells"][1] == f"Tập huấn {rest}"


_THREE_COLUMNS = "Tên công trình      Địa điểm thi công      Đơn vị làm\n"


@pytest.mark.parametrize(
    ("row", "last"),
    [
        (_THREE_COLUMNS, "Tên công trình      Nơi nhận               Đơn vị làm\n"),
        (_THREE_COLUMNS + "Tên công trình      Nơi nhận               Đơn vị làm\n", ""),
        ("TT      Nội dung      Kinh phí      Ghi chú\nTT      Nội dung\n", ""),
        ("TT      Nội dung      Kinh phí      Ghi chú\nNơi nhận:      T/M CHI BỘ\n", ""),
    ],
    ids=["a word of the layout at the end", "in every second row", "heads", "heads and closings"],
)
def test_the_work_grows_with_the_lines_alone(monkeypatch, row, last):
    read = aligned.pieces_of
    looked_at = []
    monkeypatch.setattr(aligned, "pieces_of", lambda raw: looked_at.append(raw) or read(raw))
    raws = (row * 2_000 + last).splitlines()
    list(with_rows_of_cells(raws))
    assert len(looked_at) <= 4 * len(raws)


def _two_columns(second):
    return (
        "Nội dung công việc      Đơn vị chủ trì\n"
        f"Sơ kết 6 tháng          {second}\n"
        f"Tổng kết năm            {second}\n"
    )


def test_two_columns_below_their_names_are_a_table():
    (document,) = recognise(_HEAD + _two_columns("Văn phòng") + _CLOSING)
    (table,) = _tables(document)
    assert table["columns"] == ["Nội dung công việc", "Đơn vị chủ trì"]
    assert table["groups"][0]["rows"][1]["cells"] == ["Tổng kết năm", "Văn phòng"]


def test_two_columns_that_begin_elsewhere_are_no_table():
    (document,) = recognise(_HEAD + _two_columns("     Văn phòng") + _CLOSING)
    assert _tables(document) == []


@pytest.mark.parametrize(
    "below", ["Chi bộ thống nhất các khoản chi như trên. " * 12, "Ban Tổ chức\tVăn phòng"]
)
def test_what_follows_a_table_is_kept(below):
    (document,) = recognise(f"{_HEAD}{_COSTS}\n{below.strip()}\n{_CLOSING}")
    assert not words_lost(below, [document.as_json()])
