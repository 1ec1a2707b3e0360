"""Kinds of papers from outside that were once read wrongly, each in a few words of our own."""

import pytest
import typst

from lienthong.records.texts.commitments.paper import paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.typeface import OFFICIAL_FONTS

from .factories import docx, paragraph, walk
from .test_word_files import CLOSING as WORD_CLOSING
from .test_word_files import HEAD as WORD_HEAD
from .test_word_files import TITLE

PAGE = '#set page(paper: "a4", margin: 25mm)\n#set text(size: 13pt, lang: "vi", font: "Tinos")\n'
HEAD = """\
ĐẢNG BỘ TỈNH ĐỒNG XUÂN
ĐẢNG ỦY XÃ KHE NẬM
*
Số 21-{code}/ĐU

ĐẢNG CỘNG SẢN VIỆT NAM

Khe Nậm, ngày 12 tháng 3 năm 2027

{type}
{title}

"""
CLOSING = """

Nơi nhận:
- Các chi bộ,
- Lưu VP.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Lù Thị Chẩn
"""


def paper(text, *, kind="QUY CHẾ", code="QC", title="về nhà sinh hoạt chung", closing=CLOSING):
    (read,) = recognise(HEAD.format(type=kind, code=code, title=title) + text + closing)
    return read


def outline(nodes):
    """ "1.(a))": the marks alone."""
    return " ".join(
        (node["marker"] or "¶") + (f"({outline(node['children'])})" if node["children"] else "")
        for node in nodes
    )


def in_pdf(source: str):
    return read_pdf(typst.compile((PAGE + source).encode(), font_paths=[str(OFFICIAL_FONTS)]))


def test_an_upright_font_made_to_lean_is_no_watermark():
    lean = (
        "#skew(ax: -14deg, reflow: true)[2. Nhà sinh hoạt chung mở cửa ngày 12 tháng 3 năm 2027.]"
    )
    words = "1\\. Các chi bộ họp hằng tháng và gửi biên bản về Văn phòng Đảng ủy xã Khe Nậm.\n\n"
    across = "#place(rotate(-35deg)[BẢN NHÁP])\n\n"
    read = in_pdf(f"{across}{words * 4}{lean}\n\n{words}")
    texts = " ".join(one["text"] for doc in read["documents"] for one in walk(doc["body"]))
    assert "ngày 12 tháng 3 năm 2027" in texts
    aside = [(one["reason"], one["text"]) for one in read["account"]["set_aside"]]
    assert aside == [("watermark", "BẢN NHÁP")]


@pytest.mark.parametrize(
    "office",
    ["BÍ THƯ", "THƯỜNG TRỰC ĐẢNG ỦY", "CHÁNH VĂN PHÒNG ĐẢNG ỦY", "VĂN PHÒNG ĐẢNG ỦY\nCHỦ TỊCH"],
)
@pytest.mark.parametrize("label", ["Chương II", "Mục 2", "PHẦN THỨ HAI"])
def test_the_office_a_chapter_is_about_signs_nothing(label, office):
    first = {"Chương II": "Chương I", "Mục 2": "Mục 1", "PHẦN THỨ HAI": "PHẦN THỨ NHẤT"}[label]
    text = f"{first}\nCÁC CHI BỘ\n\nĐiều 1. Họp hằng tháng.\n\n{label}\n{office}\n\nĐiều 2. Trực hằng tuần."
    read = paper(text)
    assert outline(read.body) == f"{first}(Điều 1.) {label}(Điều 2.)"
    assert read.body[1]["heading"] == office.replace("\n", " ")
    assert [one["name"] for one in read.signings] == ["Lù Thị Chẩn"]
    assert read.set_aside == []


def test_a_narrow_page_is_one_paper():
    """Lines so short that each could stand in one of two columns."""
    read = recognise(
        "   ĐẢNG ỦY XÃ KHE NẬM      ĐẢNG CỘNG SẢN VIỆT NAM\n"
        "            *      Khe Nậm, ngày 12 tháng 3 năm 2027\n"
        "    Số 21-KL/ĐU\n"
        "     KẾT LUẬN CỦA BAN THƯỜNG VỤ ĐẢNG ỦY\n"
        "     về nhà sinh hoạt chung\n"
        "   Ban Thường vụ Đảng ủy xã thảo luận và kết luận:\n"
        "   1- Đồng ý sửa nhà sinh hoạt chung của ba thôn.\n"
        "   2- Các chi bộ góp công trong năm 2027.\n"
        "Nơi nhận:      T/M BAN THƯỜNG VỤ\n"
        "- Các chi bộ,      BÍ THƯ\n"
        "- Lưu VP.      Lù Thị Chẩn\n"
    )
    assert len(read) == 1
    assert (read[0].date, read[0].place) == ("2027-03-12", "Khe Nậm")
    assert outline(read[0].body) == "¶ 1- 2-"
    assert [one["name"] for one in read[0].signings] == ["Lù Thị Chẩn"]


@pytest.mark.parametrize("gap", [" ", "        "])
def test_two_who_sign_near_each_other_are_two(gap):
    rows = (
        f" T/M ĐẢNG ỦY QUÂN SỰ XÃ{gap}T/M ĐẢNG ỦY CÔNG AN XÃ\n"
        "      PHÓ BÍ THƯ            BÍ THƯ\n\n"
        "      Lù Thị Chẩn           Mã Văn Páo\n"
    )
    read = paper("1. Tuần tra chung.\n", closing=f"\n{rows}")
    assert [(one["body"], one["title"], one["name"]) for one in read.signings] == [
        ("ĐẢNG ỦY QUÂN SỰ XÃ", "PHÓ BÍ THƯ", "Lù Thị Chẩn"),
        ("ĐẢNG ỦY CÔNG AN XÃ", "BÍ THƯ", "Mã Văn Páo"),
    ]


def test_a_second_body_below_the_first_has_its_own_signer():
    below = "\nT/M ĐOÀN CHỦ TỊCH\n\nT/M BAN KIỂM PHIẾU\nTRƯỞNG BAN\n\nLù Thị Chẩn\nMã Văn Páo\n"
    read = paper("1. Phiếu hợp lệ: 30.", closing=below)
    assert [(one["body"], one["title"], one["name"]) for one in read.signings] == [
        ("ĐOÀN CHỦ TỊCH", None, "Lù Thị Chẩn"),
        ("BAN KIỂM PHIẾU", "TRƯỞNG BAN", "Mã Văn Páo"),
    ]


def test_a_cover_page_is_set_aside():
    cover = "ĐẢNG BỘ TỈNH ĐỒNG XUÂN\nĐẢNG ỦY XÃ KHE NẬM\n***\n\nĐỀ ÁN\nmở chợ phiên\n\nKhe Nậm, tháng 3 năm 2027\n"
    head = HEAD.format(type="ĐỀ ÁN", code="ĐA", title="mở chợ phiên")
    (read,) = recognise(f"{cover}{head}I. SỰ CẦN THIẾT\n1. Bà con cần chợ.{CLOSING}")
    assert (read.number, read.date, read.place) == ("21-ĐA/ĐU", "2027-03-12", "Khe Nậm")
    assert read.title == "mở chợ phiên"
    assert outline(read.body) == "I.(1.)"
    aside = [one.text for one in read.set_aside if one.reason == "cover"]
    assert aside == [line for line in cover.splitlines() if line.strip("* ")]


def test_a_title_above_its_own_number_is_no_cover():
    (read,) = recognise(
        "ĐẢNG ỦY XÃ KHE NẬM\n\nQUYẾT ĐỊNH\nvề nhà sinh hoạt chung\n\nSố 21-QĐ/ĐU\n\n"
        "Căn cứ Điều lệ Đảng;\n\nQUYẾT ĐỊNH\n\nĐiều 1. Sửa nhà." + CLOSING
    )
    assert read.number == "21-QĐ/ĐU"
    assert not [one for one in read.set_aside if one.reason == "cover"]


@pytest.mark.parametrize(
    "rows",
    [
        "ĐẢNG ỦY XÃ KHE NẬM      ĐẢNG CỘNG SẢN VIỆT\n*      NAM\nSố 21-QC/ĐU      Khe Nậm, ngày 12 tháng 3\n"
        f"{' ' * 30}năm 2027\n",
        "ĐẢNG ỦY XÃ KHE NẬM      ĐẢNG CỘNG SẢN VIỆT NAM\n*      Khe Nậm, ngày 12 tháng 3\nSố 21-QC/ĐU      năm 2027\n",
        "ĐẢNG ỦY XÃ KHE NẬM      ĐẢNG CỘNG SẢN VIỆT NAM\nSố 21-QC/ĐU      Khe Nậm, ngày 12 tháng 3 năm\n*      2027\n",
    ],
)
def test_what_a_narrow_cell_of_the_head_wraps_is_one(rows):
    (read,) = recognise(f"{rows}\nQUY CHẾ\nvề nhà sinh hoạt chung\n\n1. Giữ sạch.{CLOSING}")
    assert (read.number, read.date, read.place) == ("21-QC/ĐU", "2027-03-12", "Khe Nậm")
    assert read.issuer["name"] == "Đảng ủy xã Khe Nậm"


def test_the_short_name_of_a_peoples_committee_names_a_superior():
    (read,) = recognise(
        "UBND TỈNH ĐỒNG XUÂN\nSỞ NỘI VỤ\n\nSố: 8/QĐ-SNV\n\nQUYẾT ĐỊNH\nvề trực lễ\n\nĐiều 1. Trực lễ.\n"
        + CLOSING
    )
    assert read.superior["name"] == "UBND tỉnh Đồng Xuân"
    assert read.issuer["name"] == "Sở Nội vụ"


def test_the_term_of_a_congress_in_bold_belongs_to_its_name():
    (read,) = recognise(
        "ĐẢNG BỘ XÃ KHE NẬM\nĐẠI HỘI CHI BỘ THÔN PẮC LỪ\n**NHIỆM KỲ 2027 - 2030**\n*\n\nBIÊN BẢN\nkiểm phiếu\n\n"
        "1. Phiếu hợp lệ: 30.\n"
    )
    assert read.superior["name"] == "Đảng bộ xã Khe Nậm"
    assert read.issuer["name"].lower() == "đại hội chi bộ thôn pắc lừ nhiệm kỳ 2027 - 2030"


def test_who_is_invited_is_addressed():
    text = "Kính mời: - Đồng chí Chủ tịch Hội Nông dân xã,\n- Các đồng chí bí thư chi bộ.\n\n1. Họp lúc 8 giờ."
    read = paper(text, kind="GIẤY MỜI", code="GM", title="dự giao ban")
    assert read.addressed_as == "Kính mời"
    assert read.addressees == ["Đồng chí Chủ tịch Hội Nông dân xã", "Các đồng chí bí thư chi bộ"]
    assert outline(read.body) == "1."


def test_a_second_body_set_in_below_the_first_is_addressed_too():
    (read,) = recognise(
        "ĐẢNG ỦY XÃ KHE NẬM\n*\nSố 21-CV/ĐU\nV/v trực lễ\n\n"
        "                 Kính gửi: Công an xã,\n"
        "               Đảng ủy các thôn trong xã.\n"
        "1. Trực lễ.\n" + CLOSING
    )
    assert read.addressees == ["Công an xã", "Đảng ủy các thôn trong xã"]


def test_a_count_in_brackets_that_runs_on_stays_below_the_new_parent():
    text = "1. Về kinh tế\n(1) Làm đường.\n(2) Mở chợ.\n2. Về văn hóa\n(3) Dựng cờ.\n(4) Mở hội.\n3. Khác."
    assert outline(paper(text).body) == "1.((1) (2)) 2.((3) (4)) 3."


def test_a_comma_inside_a_name_is_printed_once():
    closing = CLOSING.replace("Các chi bộ", "Ban Chính sách, chiến lược Tỉnh ủy")
    read = paper("1. Giữ sạch.", closing=closing)
    assert [one["name"] for one in read.recipients] == ["Ban Chính sách, chiến lược Tỉnh ủy"]


def test_a_line_at_the_margin_that_begins_with_a_figure_goes_on():
    text = (
        "    1. Tổng số đảng viên được triệu tập trong toàn xã: 40 đồng chí; có mặt:\n"
        "38 đồng chí.\n"
        "    2. Số phiếu phát ra: 38; số phiếu thu về: 38; số phiếu hợp lệ: 37;\n"
        "không hợp lệ: 01.\n"
        "    3. Hội nghị kết thúc cùng ngày."
    )
    read = paper(text)
    assert outline(read.body) == "1. 2. 3."
    assert read.body[0]["text"].endswith("có mặt: 38 đồng chí.")


def tasks(text):
    read = paper(text, kind="KẾT LUẬN", code="KL", title="về việc cấp bách")
    return commitments_of(paper_of(read.as_json()))


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Giao Phòng Nghiệp vụ III xác minh đơn", "Phòng Nghiệp vụ III"),
        ("Giao Đảng ủy các xã Khe Nậm, Pắc Lừ bàn giao đất", "Đảng ủy các xã Khe Nậm, Pắc Lừ"),
        ("Giao Sở Xây dựng thẩm định dự án", "Sở Xây dựng"),
        ("Giao Chi bộ May 2 rà soát hộ nghèo", "Chi bộ May 2"),
        ("Các chi bộ khu phố 1, 2, 3 rà soát hộ nghèo", "Các chi bộ khu phố 1, 2, 3"),
        ("Giao đồng chí Mã Hoàng Quyết rà soát hộ nghèo", "đồng chí Mã Hoàng Quyết"),
    ],
)
def test_a_name_is_not_cut_before_a_figure_a_place_or_a_word_of_a_paper(words, lead):
    (task,) = tasks(f"1. {words}, xong trước ngày 30/6/2027.")
    assert (task.lead, task.coordinators) == (lead, ())


def test_two_bodies_behind_one_comma_stay_two():
    (task,) = tasks(
        "1. Giao Đảng ủy các xã Khe Nậm, Văn phòng Đảng ủy rà soát, xong trước ngày 30/6/2027."
    )
    assert (task.lead, task.coordinators) == ("Đảng ủy các xã Khe Nậm", ("Văn phòng Đảng ủy",))


@pytest.mark.parametrize("joint", [", ", " - "])
def test_the_office_of_a_person_is_nobody_else(joint):
    words = f"Giao đồng chí Lò Thị Mẫu{joint}Phó Chủ tịch Ủy ban nhân dân xã kiểm tra chợ"
    (task,) = tasks(f"1. {words}, xong trước ngày 30/6/2027.")
    assert (task.lead, task.coordinators) == ("đồng chí Lò Thị Mẫu", ())


def test_who_takes_part_keeps_no_verb():
    words = "Ban Xây dựng Đảng chủ trì, phối hợp với Ban Tổ chức Tỉnh ủy tham mưu tổ chức hội thi"
    (task,) = tasks(f"1. {words}, xong trước ngày 30/6/2027.")
    assert task.coordinators == ("Ban Tổ chức Tỉnh ủy",)


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("Đảng ủy các xã, phường có rừng:", "Đảng ủy các xã, phường có rừng"),
        ("Yêu cầu Đảng ủy Công an xã:", "Đảng ủy Công an xã"),
    ],
)
def test_a_heading_hands_its_body_down(heading, lead):
    found = tasks(f"1. {heading}\na) Lập danh sách hộ gần rừng;\nb) Xây dựng kế hoạch trực.")
    assert [one.lead for one in found] == [lead, lead]


def test_before_an_hour_of_a_day_is_that_day():
    (task,) = tasks(
        "1. Giao Văn phòng Đảng ủy tổng hợp, xong trước 16 giờ 30 phút, ngày 30/6/2027."
    )
    assert str(task.deadline.day) == "2027-06-30"


@pytest.mark.parametrize(
    ("rhythm", "period"), [("hằng tuần", "continuous"), ("định kỳ 6 tháng", "months:6,12")]
)
def test_weeks_and_half_years_are_a_rhythm(rhythm, period):
    (task,) = tasks(f"1. Văn phòng Đảng ủy {rhythm} báo cáo Ban Thường vụ.")
    assert task.period == period


def test_what_a_decision_rests_on_is_no_task():
    found = tasks(
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ\n\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
        "Xét đề nghị của Trưởng phòng Văn hóa.\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Tặng giấy khen."
    )
    assert found == []


def test_what_was_reached_last_month_is_no_target():
    found = tasks(
        "I. Đánh giá tháng 2\n- Thu đảng phí đạt 100%.\nII. Nhiệm vụ tháng 3\n- Thu đảng phí đạt 100%."
    )
    assert [one.clause[:2] for one in found] == ["II"]


def test_the_prompt_of_an_empty_field_is_set_aside():
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{paragraph('Bấm vào đây để nhập.')}</w:sdtContent></w:sdt>"
    )
    read = read_docx(docx(WORD_HEAD, TITLE, paragraph("1. Họp chợ."), prompt, WORD_CLOSING))
    assert [one["text"] for one in read["documents"][0]["body"]] == ["Họp chợ."]
    aside = [(one["reason"], one["text"]) for one in read["account"]["set_aside"]]
    assert aside == [("prompt", "Bấm vào đây để nhập.")]


def test_letters_written_by_their_numbers_are_letters():
    head = HEAD.format(type="QUY CHẾ", code="QC", title="giữ chợ")
    (read,) = recognise(
        head.replace("Đ", "&#272;").replace("ậ", "&#x1EAD;") + "1. Gi&#7919; ch&#7907;." + CLOSING
    )
    assert (read.number, read.place) == ("21-QC/ĐU", "Khe Nậm")
    assert read.body[0]["text"] == "Giữ chợ."


def test_a_number_with_stroke_and_dash_marks_a_clause():
    assert outline(paper("I/ VIỆC CHUNG\n1/- Giữ chợ.\n2/- Giữ đường.").body) == "I/(1/- 2/-)"


def test_a_square_before_a_wide_gap_is_a_bullet():
    read = paper("Các chi bộ:\n☐\tGiữ chợ.\n☐\tGiữ đường.")
    assert [one["text"] for one in read.body] == ["Các chi bộ:", "Giữ chợ.", "Giữ đường."]


def test_of_two_bodies_the_one_named_first_answers():
    (read,) = recognise(
        "ĐẢNG ỦY CÔNG AN XÃ - ĐẢNG ỦY QUÂN SỰ XÃ\n*\nSố 4-QC/ĐUCA-ĐUQS\n\nQUY CHẾ\nvề tuần tra\n\n1. Tuần tra.\n\n"
        "T/M ĐẢNG ỦY QUÂN SỰ XÃ\nPHÓ BÍ THƯ\n\nLù Thị Chẩn\n\nT/M ĐẢNG ỦY CÔNG AN XÃ\nBÍ THƯ\n\nMã Văn Páo\n"
    )
    assert read.as_json()["signing"]["name"] == "Mã Văn Páo"
