"""A notation or a date that the end of a line tears is read whole; typed blanks stay."""

import pytest

from lienthong.records.texts.clauses.identity import pieces
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.recognition.wrapping import in_one

from .test_words_are_kept import CLOSING, HEAD

TORN = [
    ("218-", "QĐ/TW"),
    ("218", "-QĐ/TW"),
    ("218-QĐ", "/TW"),
    ("218-QĐ/", "TW"),
    ("03b-", "CTr/ĐU"),
    ("31/", "12/2027"),
    ("31/12/", "2027"),
    ("31/12", "/2027"),
    ("30/2020/NĐ-", "CP"),
]
LONG = "Chi bộ phân công đảng viên phụ trách từng đoạn bờ và báo cáo theo"


@pytest.mark.parametrize(("above", "below"), TORN)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["line", "page"])
def test_what_the_end_of_a_line_tears_is_read_whole(above, below, gap):
    text = "\n".join(["I. VIỆC THỨ NHẤT", f"1. {LONG} {above}{gap}{below} của cấp trên."])
    (document,) = recognise(text)

    said = [piece.get("text") for piece in pieces(document.body)]
    assert f"{LONG} {above}{below} của cấp trên." in said


@pytest.mark.parametrize(("above", "below"), TORN)
def test_the_abstract_is_read_whole_too(above, below):
    head = [line for line in HEAD if line != "về giữ rừng ngập mặn ven đầm, giai đoạn 2026 - 2030"]
    at = head.index("NGHỊ QUYẾT") + 1
    head[at:at] = [f"về giữ rừng theo {above}", f"{below} của cấp trên"]
    (document,) = recognise("\n".join([*head, "1. Chi bộ giữ rừng.", *CLOSING]))

    assert document.title == f"về giữ rừng theo {above}{below} của cấp trên"


@pytest.mark.parametrize(
    "lines",
    [
        ("giai đoạn 2026 -", "2030"),
        ("theo Quyết định số", "218-QĐ/TW"),
        ("năm 2026", "Đảng ủy"),
        ("Điều 5", "của Quy chế"),
        ("218- QĐ/TW và", "kế hoạch"),
    ],
)
def test_other_lines_are_joined_with_a_blank(lines):
    assert in_one(lines) == " ".join(lines)
