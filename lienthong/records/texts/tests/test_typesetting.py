"""The official document: its parts, and its words as they were written."""

import io
from pathlib import Path

import pypdf
import pypdfium2 as pdfium
import pytest

from lienthong.records.texts.layout import TEMPLATES
from lienthong.records.texts.typeface import OFFICIAL_FONTS as FONTS
from lienthong.records.texts.typeface import FontsMissing
from lienthong.records.texts.typesetting import OfficialDocument, SignerBeside, typeset

SENTENCE = (
    "Chi bộ thôn bàn việc giữ rừng ngập mặn ven đầm, phân công đảng viên phụ trách từng đoạn bờ và "
    "ghi kết quả vào nghị quyết hằng tháng."
)


def node(kind="clause", marker=None, heading=None, text="", children=()):
    return {
        "kind": kind,
        "marker": marker,
        "heading": heading,
        "text": text,
        "children": list(children),
    }


def table(rows):
    cells = [
        {"marker": str(n), "cells": [str(n), text, "Đảng ủy xã", "2026-2030"]}
        for n, text in enumerate(rows, 1)
    ]
    groups = [
        {"marker": "I", "heading": "VIỆC ĐẦU", "rows": cells[:2]},
        {"marker": "II", "heading": "VIỆC SAU", "rows": cells[2:]},
    ]
    return {
        "kind": "table",
        "columns": ["TT", "Nội dung", "Chủ trì", "Thời gian"],
        "groups": groups,
    }


def official(**changes):
    values = {
        "issuer": "Tỉnh ủy Đồng Xuân",
        "symbol": "NQ/TU",
        "place": "Đồng Xuân",
        "type_name": "Nghị quyết",
        "abstract": "về giữ rừng ngập mặn ven đầm",
        "body": [
            node(
                "section",
                "I-",
                "MỤC TIÊU",
                "",
                [node(marker="1", text=SENTENCE), node(marker="2.", text=SENTENCE)],
            )
        ],
        "authority": "T/M Ban Chấp hành",
        "signer_title": "Bí thư",
        "signer_name": "Nguyễn Văn Mẫu",
        "recipients": ["Các đảng ủy trực thuộc (để thực hiện);", "- Lưu Văn phòng Tỉnh ủy"],
    }
    return OfficialDocument(**{**values, **changes})


def pages(pdf):
    document = pdfium.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_every_part_stands_on_the_document_in_its_form():
    (text,) = pages(typeset(official(), fonts=FONTS).pdf)

    for part in (
        "TỈNH ỦY ĐỒNG XUÂN",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "NGHỊ QUYẾT",
        "về giữ rừng ngập mặn ven đầm",
        "I- MỤC TIÊU",
        "1. Chi bộ thôn",
        "hằng tháng.",
        "Nơi nhận:",
        "- Các đảng ủy trực thuộc (để thực hiện),",
        "- Lưu Văn phòng Tỉnh ủy.",
        "T/M BAN CHẤP HÀNH",
        "BÍ THƯ",
        "Nguyễn Văn Mẫu",
    ):
        assert part in text, part


def test_number_and_date_are_left_empty_and_have_their_places():
    typeset_document = typeset(official(), fonts=FONTS)

    assert "NQ/TU" not in pages(typeset_document.pdf)[0]
    assert "ngày" not in pages(typeset_document.pdf)[0].split("NGHỊ QUYẾT")[0]
    assert set(typeset_document.boxes) == {"number", "date", "leader", "seal"}
    assert typeset_document.boxes["number"].y == typeset_document.boxes["date"].y
    assert typeset_document.number_tail == "-NQ/TU"


def test_signature_and_seal_stand_on_the_page_of_the_signing_block():
    body = [node(marker=f"{n}.", text=SENTENCE) for n in range(1, 40)]
    typeset_document = typeset(official(body=body), fonts=FONTS)
    leader, seal = typeset_document.boxes["leader"], typeset_document.boxes["seal"]

    last = [n for n, text in enumerate(pages(typeset_document.pdf)) if "Nguyễn Văn Mẫu" in text]
    assert [leader.page] == last == [seal.page]
    # §2.4 row 8: the seal over the left third of the signature.
    assert seal.x + seal.width == pytest.approx(leader.x + leader.width / 3, abs=0.1)


@pytest.mark.parametrize("template", TEMPLATES)
def test_who_signs_beside_the_signer_is_printed_at_the_left(template):
    """05-HD/VPTW: minutes are signed at the left by their writer, at the right by who presided."""
    writer = SignerBeside("T/M Ban Thư ký", "Thư ký", "Lù Thị Chẩn")
    set_ = typeset(official(beside=[writer], template=template), fonts=FONTS)
    (page,) = pdfium.PdfDocument(set_.pdf)
    letters = page.get_textpage()
    text = letters.get_text_bounded()
    for words in ("T/M BAN THƯ KÝ", "THƯ KÝ", "Lù Thị Chẩn", "Nơi nhận:", "BÍ THƯ"):
        assert words in text
    left, right = (letters.get_charbox(text.index(name)) for name in ("Lù Thị", "Nguyễn Văn"))
    assert left[0] < right[0]
    assert left[1] == pytest.approx(right[1], abs=2)
    assert set_.boxes["leader"].x > left[2]


def test_a_signing_block_never_stands_alone_on_a_page():
    for count in range(12, 24):
        body = [node(marker=f"{n}.", text=SENTENCE) for n in range(1, count)]
        for text in pages(typeset(official(body=body), fonts=FONTS).pdf):
            assert "Nguyễn Văn Mẫu" not in text or "nghị quyết hằng tháng." in text


def test_pages_are_numbered_from_the_second_on():
    body = [node(marker=f"{n}.", text=SENTENCE) for n in range(1, 30)]
    first, second, *_rest = pages(typeset(official(body=body), fonts=FONTS).pdf)

    assert not first.startswith("1 ")
    assert second.startswith("2 ")


def test_a_lower_committee_prints_its_superior_and_a_letter_its_own_form():
    letter = official(
        superior="Tỉnh ủy Đồng Xuân",
        issuer="Đảng ủy xã An Thành",
        type_name="",
        abstract="V/v giữ rừng ngập mặn",
        addressees=["Chi bộ thôn Đông", "Chi bộ thôn Tây"],
        urgency="Khẩn",
        draft_mark="Dự thảo lần 2",
    )
    (text,) = pages(typeset(letter, fonts=FONTS).pdf)

    assert "TỈNH ỦY ĐỒNG XUÂN" in text
    assert "V/v giữ rừng ngập mặn" in text
    assert "Kính gửi: - Chi bộ thôn Đông, - Chi bộ thôn Tây." in text
    assert "KHẨN" in text
    assert "DỰ THẢO LẦN 2" in text
    assert "-----" not in text


def test_a_draft_leaves_its_number_and_its_day_open_and_a_form_has_room_for_them():
    (draft,) = pages(typeset(official(draft_mark="Dự thảo"), fonts=FONTS).pdf)
    (form,) = pages(typeset(official(), fonts=FONTS).pdf)

    assert "Đồng Xuân, ngày … tháng … năm …" in draft
    assert f"-{official().symbol}" in draft.split("ĐẢNG CỘNG SẢN")[1][:80]
    assert "ngày …" not in form
    assert f"-{official().symbol}" not in form.split("I- MỤC TIÊU")[0]


@pytest.mark.parametrize(
    "abstract", ["giữ rừng ngập mặn", "V/v giữ rừng ngập mặn", "Về việc giữ rừng ngập mặn"]
)
def test_the_abstract_of_a_letter_is_printed_as_it_is_written(abstract):
    (text,) = pages(typeset(official(type_name="", abstract=abstract), fonts=FONTS).pdf)

    assert f"Đồng Xuân, {abstract} I- MỤC TIÊU" in text


@pytest.mark.parametrize("closing", ["./.", ".", "", ";", "…"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_end_of_the_text_is_printed_as_it_is_written(closing, template):
    body = [node(text=f"Chi bộ thôn bàn việc giữ rừng{closing}")]
    (text,) = pages(typeset(official(body=body, template=template)).pdf)

    assert f"bàn việc giữ rừng{closing} Nơi nhận" in text


def test_an_appendix_has_its_own_page_and_its_table_repeats_its_header():
    appendix = node(
        "appendix",
        "PHỤ LỤC",
        "Danh mục nhiệm vụ",
        "(kèm theo Nghị quyết)",
        [table([SENTENCE] * 30)],
    )
    text = pages(typeset(official(body=[*official().body, appendix]), fonts=FONTS).pdf)

    assert "PHỤ LỤC" not in text[0]
    assert text[1].startswith("2 PHỤ LỤC Danh mục nhiệm vụ (kèm theo Nghị quyết)")
    assert "I. VIỆC ĐẦU" in text[1]
    assert all("TT Nội dung Chủ trì Thời gian" in page for page in text[1:])
    assert "hằng tháng." in text[0]


def test_a_wide_table_turns_its_page():
    wide = {"kind": "table", "columns": list("ABCDEFGH"), "groups": [{"rows": [list("12345678")]}]}
    document = pdfium.PdfDocument(
        typeset(official(body=[node("appendix", children=[wide])]), fonts=FONTS).pdf
    )

    assert document[1].get_width() > document[1].get_height()


def test_hostile_text_stays_text():
    hostile = '#read("/etc/passwd") $x$ *a* _b_ `c` ----- @ref <x> \\ // http://x [y] = z'
    (text,) = pages(typeset(official(body=[node(text=hostile)], abstract=hostile), fonts=FONTS).pdf)

    assert (
        text.count('#read("/etc/passwd") $x$ *a* _b_ `c` ----- @ref <x> \\ // http://x [y] = z')
        == 2
    )


def test_odd_bodies_are_set_all_the_same():
    for body in (
        [],
        [node(text="")],
        [node(marker="a)")],
        [{"kind": "table", "columns": [], "groups": []}],
        [{"kind": "table", "columns": ["A"], "groups": [{"rows": [["1", "2"], []]}]}],
        [node("appendix")],
        [node("part", "Phần thứ nhất", "Chung", "", [node("chapter", "Chương I", "Riêng")])],
        [node(text=SENTENCE * 60)],
    ):
        assert typeset(official(body=body, recipients=[]), fonts=FONTS).boxes.keys() >= {
            "number",
            "seal",
        }


def test_the_same_document_gives_the_same_bytes():
    assert typeset(official(), fonts=FONTS).pdf == typeset(official(), fonts=FONTS).pdf


def test_the_file_is_an_archive_pdf_in_vietnamese_with_its_own_fonts():
    reader = pypdf.PdfReader(io.BytesIO(typeset(official(), fonts=FONTS).pdf))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "vi"
    assert "/OutputIntents" in root
    assert b"pdfaid:part>2<" in root["/Metadata"].get_data().replace(b" ", b"")
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descendant = font["/DescendantFonts"][0].get_object()
        assert "Tinos" in descendant["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & descendant["/FontDescriptor"].get_object().keys()


def test_a_missing_typeface_is_said(tmp_path: Path):
    with pytest.raises(FontsMissing, match="npm ci"):
        typeset(official(), fonts=tmp_path)
