"""Telegrams, titles of office over two lines, notes called in a title, an appendix that ends a sentence."""

import pytest

from lienthong.records.texts.importing.drafts import draft_of
from lienthong.records.texts.importing.papers import printed_of
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.layout import PROFILES
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.typesetting import typeset

from .factories import paragraph, run
from .test_notes import call, in_word
from .test_typesetting import pages

_TELEGRAM = """ĐẢNG BỘ TỈNH ĐỒNG XUÂN
ĐẢNG ỦY XÃ BẾN CÁT
*
Số 03-CĐ/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM

Bến Cát, ngày 11 tháng 9 năm 2026

CÔNG ĐIỆN
về việc sơ tán dân ở bãi bồi

{label}
{list}
Nước sông đang lên nhanh. Ban Thường vụ Đảng ủy yêu cầu:
1. Đưa các hộ ở bãi bồi lên nhà văn hóa trước 17 giờ.
2. Cử người trực ở bến đò.

Nơi nhận:
- Như trên,
- Lưu Đảng ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Lù Thị Chẩn
"""


@pytest.mark.parametrize(
    "label", ["BAN THƯỜNG VỤ ĐẢNG ỦY điện:", "Ban Thường vụ Đảng ủy điện:", "BÍ THƯ ĐẢNG ỦY ĐIỆN:"]
)
def test_a_telegram_names_its_addressees_after_who_sends_it(label):
    listed = "- Công an xã;\n- Ban Chỉ huy Quân sự xã;\n- Các chi bộ thôn."
    (found,) = recognise(_TELEGRAM.format(label=label, list=listed))

    assert found.addressed_as == label.rstrip(":")
    assert found.addressees == ["Công an xã", "Ban Chỉ huy Quân sự xã", "Các chi bộ thôn"]
    assert found.title == "về việc sơ tán dân ở bãi bồi"
    assert [node["marker"] for node in found.body] == [None, "1.", "2."]


def test_what_a_telegram_has_before_its_addressees_is_printed_as_it_stands():
    label = "BAN THƯỜNG VỤ ĐẢNG ỦY điện"
    text = _TELEGRAM.format(label=f"{label}: Các chi bộ thôn.", list="")
    (document,) = read_plain(text.encode())["documents"]
    printed = "\n".join(pages(typeset(draft_of(printed_of(document), PROFILES[-1].since)).pdf))

    assert f"{label}: Các chi bộ thôn" in " ".join(printed.split())
    assert "Kính gửi" not in printed


def test_a_letter_about_electricity_has_no_such_line():
    text = _TELEGRAM.format(label="Văn phòng sửa đường dây điện:", list="- Ở nhà văn hóa.")
    (found,) = recognise(text.replace("CÔNG ĐIỆN", "THÔNG BÁO").replace("CĐ/", "TB/"))

    assert found.addressees is None


def test_the_second_line_of_a_title_is_no_name_where_the_name_stands_below():
    signed = (
        "       CHỦ NHIỆM                                  TRƯỞNG BAN\n"
        "     ỦY BAN KIỂM TRA                             XÂY DỰNG ĐẢNG\n\n\n"
        "       Lù Thị Chẩn                                Đèo Văn Páo\n"
    )
    (found,) = recognise("KẾ HOẠCH\nxác minh hồ sơ\n\n1. Hai bên cùng làm./.\n\n" + signed)

    assert [(one["title"], one["name"]) for one in found.signings] == [
        ("CHỦ NHIỆM ỦY BAN KIỂM TRA", "Lù Thị Chẩn"),
        ("TRƯỞNG BAN XÂY DỰNG ĐẢNG", "Đèo Văn Páo"),
    ]


def test_a_name_in_capitals_below_a_title_stays_a_name():
    (found,) = recognise("KẾ HOẠCH\nxác minh\n\n1. Cùng làm./.\n\nTRƯỞNG BAN\nĐÈO VĂN PÁO\n")

    assert [(one["title"], one["name"]) for one in found.signings] == [
        ("TRƯỞNG BAN", "ĐÈO VĂN PÁO")
    ]


def test_a_sentence_that_ends_at_an_appendix_begins_none():
    text = (
        "PHƯƠNG ÁN\ntrực bến đò\n\nI. TỔ CHỨC\n"
        "Văn phòng Đảng ủy xã theo dõi và báo cáo; người trực ở từng bến đò được ghi tại\nPhụ lục.\n\n"
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLù Thị Chẩn\n\nPHỤ LỤC\nNgười trực\n\n1. Bến trên: Công an xã.\n"
    )
    (found,) = recognise(text)

    assert [node["kind"] for node in found.body] == ["section", "appendix"]
    assert found.body[0]["children"][0]["text"].endswith("được ghi tại Phụ lục.")


def test_a_title_is_read_without_the_figure_of_its_note():
    title = paragraph(run("NGHỊ QUYẾT", bold=True)) + paragraph(
        run("về giữ 800 m² rừng ngập mặn", bold=True), call(2), run(" ven đầm", bold=True)
    )
    read = in_word(paragraph("1. Rà soát quỹ rừng."), title=title)

    assert read["documents"][0]["title"] == "về giữ 800 m² rừng ngập mặn ven đầm"
    said = [one["text"] for one in read["account"]["set_aside"]]
    assert "¹ Theo Nghị quyết số 05-NQ/TU." in said
    assert not [one for one in read["account"]["set_aside"] if one["reason"] == "unplaced"]
