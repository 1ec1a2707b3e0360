"""Documents that come as PDF with a text layer."""

import io

import pypdf
import pytest
import typst

from lienthong.records.texts.importing.pdf import read_pdf

from .factories import by_eid

SOURCE = """
#set page(width: 210mm, height: 297mm, margin: 25mm)
#set text(size: 11pt, lang: "vi")
#set par(justify: true, spacing: 1.2em)
#grid(columns: (1fr, 1fr), align: center,
  [TỈNH ỦY ĐỒNG XUÂN \\ \\* \\ Số 11-KH/TU],
  [*ĐẢNG CỘNG SẢN VIỆT NAM* \\ \\ _Đồng Xuân, ngày 09 tháng 9 năm 2026_])
#v(1em)
#align(center)[*KẾ HOẠCH* \\ *trồng cây đầu xuân*]
#v(1em)
Căn cứ Nghị quyết của Tỉnh ủy, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch với những nội dung
sau đây, áp dụng cho tất cả các cấp ủy trực thuộc và các chi bộ trong toàn tỉnh trong năm.

I. MỤC TIÊU

1\\. Mỗi chi bộ trồng mười cây tại nơi sinh hoạt, bảo đảm cây sống sau một năm và được
chăm sóc thường xuyên bởi đoàn viên, hội viên trong địa bàn của chi bộ đó.

2\\. Hoàn thành trước ngày 15/02/2027.
#v(1em)
#grid(columns: (1fr, 1fr),
  [Nơi nhận: \\ - Các đảng ủy trực thuộc (để thực hiện), \\ - Lưu VPTU.],
  align(center)[*T/M BAN THƯỜNG VỤ* \\ *PHÓ BÍ THƯ* \\ \\ \\ *Dương Văn Cây*])
"""


@pytest.fixture(scope="module")
def pdf():
    return typst.compile(SOURCE.encode())


def test_a_text_pdf_is_read_line_by_line(pdf):
    read = read_pdf(pdf)
    assert read["refused"] is None
    (document,) = read["documents"]
    assert (document["number"], document["date"], document["type"]["code"]) == (
        "11-KH/TU",
        "2026-09-09",
        "KH",
    )
    assert (document["issuer"]["name"], document["title"]) == (
        "Tỉnh ủy Đồng Xuân",
        "trồng cây đầu xuân",
    )
    assert document["signing"]["name"] == "Dương Văn Cây"
    assert [r["purpose"] for r in document["recipients"]] == ["carry_out"]
    nodes = by_eid(document["body"])
    assert nodes["sec_I__cl_1"]["text"].endswith("trong địa bàn của chi bộ đó.")
    assert nodes["sec_I__cl_2"]["text"] == "Hoàn thành trước ngày 15/02/2027."
    assert document["body"][0]["text"].endswith("trong toàn tỉnh trong năm.")


def _changed(pdf, change):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_an_encrypted_pdf_is_refused(pdf):
    assert read_pdf(_changed(pdf, lambda w: w.encrypt("mật khẩu")))["refused"] == "encrypted"
    assert read_pdf(_changed(pdf, lambda w: w.encrypt("", "chủ")))["refused"] == "encrypted"


def test_a_scan_without_text_is_refused():
    assert read_pdf(typst.compile(b"#rect(width: 5cm, height: 5cm)"))["refused"] == "no_text_layer"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(data):
    assert read_pdf(data)["refused"] == "broken"


TABLE = """
#set page(width: 210mm, height: 120mm, margin: 20mm, numbering: "1")
#set text(size: 12pt, lang: "vi")
#align(center)[*KẾ HOẠCH* \\ *kết nạp đảng viên năm 2027*]

Phân công các chi bộ như trong bảng sau đây:

#table(columns: (auto, 1fr, auto, auto),
  table.header([*TT*], [*Nội dung*], [*Cơ quan chủ trì*], [*Thời gian*]),
  [*I*], table.cell(colspan: 3)[*BỒI DƯỠNG*],
  [1], [Mở 02 lớp bồi dưỡng nhận thức về Đảng cho quần chúng ưu tú trong năm], [Ban Xây dựng Đảng], [Quý I],
  [2], [Rà soát nguồn], table.cell(rowspan: 2)[Các chi bộ], [Hằng tháng],
  [3], [Giao việc thử thách], [Quý II],
  [*II*], table.cell(colspan: 3)[*KẾT NẠP*],
  ..range(1, 13).map(i => ([#i], [Xét hồ sơ đợt #i của các chi bộ, báo cáo kết quả], [Văn phòng], [Tháng #i])).flatten())

Các chi bộ báo cáo trước ngày 25 hằng tháng.
"""


def test_a_ruled_table_is_a_table_over_several_pages():
    (document,) = read_pdf(typst.compile(TABLE.encode()))["documents"]
    before, table, after = document["body"]
    assert table["columns"] == ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"]
    assert [(g["marker"], g["heading"], len(g["rows"])) for g in table["groups"]] == [
        ("I", "BỒI DƯỠNG", 3),
        ("II", "KẾT NẠP", 12),
    ]
    rows = table["groups"][0]["rows"]
    assert rows[0]["cells"][1].endswith("cho quần chúng ưu tú trong năm")
    assert [row["cells"][2] for row in rows[1:]] == ["Các chi bộ"] * 2
    assert (before["text"][-4:], after["text"][:11]) == ("đây:", "Các chi bộ ")


SPLIT = """
#set page(width: 210mm, height: 80mm, margin: 20mm)
#set text(size: 12pt, lang: "vi")
Các chi bộ thực hiện những việc trong bảng dưới đây theo đúng thời hạn.

#table(columns: (auto, 1fr, auto),
  table.header([TT], [Nội dung], [Thời gian]),
  [1], [Họp chi bộ], [Quý I],
  [2], [#range(1, 60).map(i => "việc " + str(i)).join(", ")], [Quý II])
"""


def test_a_row_split_by_a_page_break_is_one_row():
    (document,) = read_pdf(typst.compile(SPLIT.encode()))["documents"]
    (table,) = [node for node in document["body"] if node["kind"] == "table"]
    first, second = table["groups"][0]["rows"]
    assert first["cells"] == ["1", "Họp chi bộ", "Quý I"]
    assert second["cells"][1].startswith("việc 1, việc 2")
    assert second["cells"][1].endswith("việc 58, việc 59")


def test_letters_over_a_background_or_in_a_frame_are_no_table():
    source = "#set page(fill: white)\n#rect(width: 100%)[Khung có chữ bên trong khung này.]\n#block(fill: red)[Chữ trên nền đỏ của trang.]"
    (document,) = read_pdf(typst.compile(source.encode()))["documents"]
    assert [node["kind"] for node in document["body"]] == ["paragraph"] * len(document["body"])


CLOSE_SET = """
#set page(paper: "a4", margin: 25mm, numbering: "1")
#set text(size: 14pt, lang: "vi")
#set par(first-line-indent: (amount: 10mm, all: true))
#grid(columns: (1fr, 1.2fr), align: center,
  [TỈNH ỦY SƠN HÀ \\ BAN DÂN VẬN TỈNH ỦY \\ \\* \\ Số 31-CV/BDVTU \\ V/v tuyên truyền],
  [ĐẢNG CỘNG SẢN VIỆT NAM \\ ~ \\ Sơn Hà, ngày 22 tháng 9 năm 2026])
#align(left)[Kính gửi:]

- Các đảng ủy trực thuộc Tỉnh ủy,

- Tỉnh đoàn.

#range(1, 4).map(i => [Căn cứ Kế hoạch số #i của Tỉnh ủy đã gửi tới các cơ quan, đơn vị trong tỉnh từ đầu năm,]).join(parbreak())

Ban Dân vận Tỉnh ủy đề nghị các cơ quan, đơn vị trong tỉnh thực hiện các nội dung dưới đây:

#range(1, 11).map(i => [#i\\) Việc thứ #i, được nêu trong kế hoạch đã gửi và hoàn thành trước ngày cuối cùng của tháng.]).join(parbreak())

#grid(columns: (1fr, 1fr),
  [Nơi nhận: \\ - Như trên, \\ - Lưu VP.],
  align(center)[*TRƯỞNG BAN* #v(PUSHED) *Bàn Thị Mùi*])
"""


@pytest.mark.parametrize("pushed", ["2cm", "12cm"], ids=["one page", "name on the next page"])
def test_a_head_set_close_above_the_text_ends_at_the_addressees(pushed):
    source = CLOSE_SET.replace("PUSHED", pushed)
    (document,) = read_pdf(typst.compile(source.encode()))["documents"]
    assert (document["date"], document["issuer"]["name"]) == ("2026-09-22", "Ban Dân vận Tỉnh ủy")
    assert document["title"] == "V/v tuyên truyền"
    assert document["addressees"] == ["Các đảng ủy trực thuộc Tỉnh ủy", "Tỉnh đoàn"]
    assert [node["kind"] for node in document["body"]] == ["paragraph"] * 4 + ["clause"] * 10
    assert document["signing"]["name"] == "Bàn Thị Mùi"
    assert [recipient["name"] for recipient in document["recipients"]] == ["Như trên"]
