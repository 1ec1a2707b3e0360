"""Kinds of documents an office writes once a year: what stands printed in them, and no more."""

import pytest

from lienthong.records.texts.recognition.documents import recognise

from .offices import outline

HEAD = "TỈNH ỦY ĐỒNG XUÂN\n{office}*\nSố {number}\n\nĐẢNG CỘNG SẢN VIỆT NAM\nĐồng Xuân, ngày 09 tháng 7 năm 2026\n\n"
END = "\nNơi nhận:\n- Như trên,\n- Lưu Văn phòng.\n\nCHÁNH VĂN PHÒNG\n\n\nLò Thị Mẫu\n"


def only(number: str, text: str, office: str = ""):
    (document,) = recognise(HEAD.format(number=number, office=office) + text + END)
    return document


@pytest.mark.parametrize("number", ["04-TBố/ĐH", "04-TBô/ĐH", "03-TC/TU", "21-GĐĐ/UBKTTU"])
def test_rarer_symbols_are_read_as_printed(number):
    assert only(number, "THÔNG CÁO\nvề mùa cá\n\nCá về nhiều.\n").number == number


@pytest.mark.parametrize("blank", ["\n", ""])
def test_what_is_filled_in_line_by_line_is_no_title(blank):
    filled = f"GIẤY ĐI ĐƯỜNG\n{blank}Cấp cho đồng chí: Lò Văn Thử\nĐến làm việc tại: Đảng bộ xã Khe Nậm và Đảng bộ xã Bản Lừa\nTừ ngày 16/3/2026.\n"
    document = only("21-GĐĐ/TU", filled)
    assert document.title is None
    assert [one["text"] for one in document.body] == [
        "Cấp cho đồng chí: Lò Văn Thử",
        "Đến làm việc tại: Đảng bộ xã Khe Nậm và Đảng bộ xã Bản Lừa",
        "Từ ngày 16/3/2026.",
    ]


def test_a_school_below_a_place_is_the_issuer():
    document = only("8-GCN/TCT", "GIẤY CHỨNG NHẬN\nhoàn thành lớp học\n", "TRƯỜNG CHÍNH TRỊ\n")
    assert document.superior["name"] == "Tỉnh ủy Đồng Xuân"
    assert document.issuer["name"] == "Trường Chính trị"


def test_the_head_of_a_copy_names_its_kind_beside_the_office():
    document = only("24-BS/TU", "", "TRÍCH SAO\n")
    assert document.issuer["name"] == "Tỉnh ủy Đồng Xuân"
    assert "TRÍCH SAO" in [one.text for one in document.set_aside]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Hội nghị quyết định:\n\n1. Thông qua báo cáo.\n\n2. Bầu hai đồng chí.\n\nHội nghị kêu gọi toàn Đảng bộ đoàn kết.\n", "¶ 1. 2. ¶"),
        ("Hội nghị bàn:\n\n1. Báo cáo\n\nBáo cáo được thông qua.\n\n2. Nhân sự\n\nBầu hai đồng chí.\n", "¶ 1.(¶) 2.(¶)"),
        ("Phần A. Nguyên tắc\n\n1. Quy hoạch mở.\n\nPhần B. Danh sách\n\nRà soát hằng năm.\n", "Phần A.(1.) Phần B.(¶)"),
        ("1. Đã phát 23 phiếu.\n\n2. Kết quả:\n\n- Hợp lệ: 22;\n\n- Không hợp lệ: 01.\n\nBiên bản này được lập thành 02 bản.\n", "1. 2.(- -) ¶"),
    ],
)  # fmt: skip
def test_the_tree_is_that_of_the_page(text, tree):
    assert outline(only("03-TC/TU", f"THÔNG CÁO\nvề mùa cá\n\n{text}").body) == tree
