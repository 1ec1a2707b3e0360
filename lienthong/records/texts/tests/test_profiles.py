"""The two profiles by the day of issue, measured on the page (rule sheet "documents whole", §3)."""

import ctypes
import datetime as dt
import itertools
import re

import pypdfium2 as pdfium
import pytest

from lienthong.records.texts.layout import PROFILES, TEMPLATES, profile_on
from lienthong.records.texts.sense_breaks import sense_lines
from lienthong.records.texts.typesetting import typeset

from .test_typesetting import SENTENCE, node, official, pages

OLD, NEW = (profile.name for profile in PROFILES)
MM = 72 / 25.4


def letters_of(pdf, page=0):
    """Every letter of a page with its size and whether it is bold."""
    textpage = pdfium.PdfDocument(pdf)[page].get_textpage()
    return [
        (textpage.get_text_range(at, 1), _size(textpage, at), _is_bold(textpage, at))
        for at in range(textpage.count_chars())
    ]


def _size(textpage, at):
    return round(pdfium.raw.FPDFText_GetFontSize(textpage.raw, at), 1)


def _is_bold(textpage, at):
    name = ctypes.create_string_buffer(100)
    pdfium.raw.FPDFText_GetFontInfo(textpage.raw, at, name, 100, ctypes.byref(ctypes.c_int()))
    return b"Bold" in name.value


def look_of(pdf, words, page=0):
    """Size and weight of the letters of some words, each only once."""
    found = letters_of(pdf, page)
    text = "".join(letter for letter, _size, _bold in found)
    at = text.index(words)
    return {(size, bold) for letter, size, bold in found[at : at + len(words)] if letter.strip()}


def lines_of(pdf, page=0):
    text = pdfium.PdfDocument(pdf)[page].get_textpage().get_text_bounded()
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("day", "name"),
    [("2017-01-01", OLD), ("2026-05-26", OLD), ("2026-05-27", NEW), ("2030-01-01", NEW)],
)
def test_the_day_of_issue_decides_the_profile(day, name):
    assert profile_on(dt.date.fromisoformat(day)).name == name


def test_every_value_says_how_sure_it_is():
    for profile in PROFILES:
        assert profile.legal_basis
        for measure in profile.measures.values():
            assert measure.mark in {"sure", "likely", "verify", "own"}


@pytest.mark.parametrize(
    ("template", "type_size", "title_is_bold", "page_size"),
    [(OLD, 16.0, True, 14.0), (NEW, 15.0, False, 13.0)],
)
def test_sizes_and_weights_are_those_of_the_profile(template, type_size, title_is_bold, page_size):
    long = [node(marker=f"{n}.", text=SENTENCE) for n in range(1, 25)]
    pdf = typeset(official(template=template, body=long)).pdf

    assert look_of(pdf, "ĐẢNG CỘNG SẢN VIỆT NAM") == {(15.0, True)}
    assert look_of(pdf, "TỈNH ỦY ĐỒNG XUÂN") == {(14.0, True)}
    assert look_of(pdf, "NGHỊ QUYẾT") == {(type_size, True)}
    assert look_of(pdf, "về giữ rừng") == {(14.0, True)}
    assert look_of(pdf, "Chi bộ thôn") == {(14.0, False)}
    last = len(pdfium.PdfDocument(pdf)) - 1
    assert look_of(pdf, "T/M BAN CHẤP HÀNH", last) == {(14.0, True)}
    assert look_of(pdf, "BÍ THƯ", last) == {(14.0, title_is_bold)}
    assert look_of(pdf, "Nguyễn Văn Mẫu", last) == {(14.0, True)}
    assert look_of(pdf, "Nơi nhận", last) == {(14.0, False)}
    assert look_of(pdf, "Các đảng ủy trực thuộc", last) == {(12.0, False)}
    assert look_of(pdf, "2", last) == {(page_size, False)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_lines_lie_eighteen_points_apart_within_the_margins(template):
    pdf = typeset(official(template=template, body=[node(text=SENTENCE * 3)])).pdf
    page = pdfium.PdfDocument(pdf)[0]
    textpage = page.get_textpage()
    words = textpage.get_text_range()
    start = words.index("Chi bộ thôn bàn")
    range_ = range(start, words.index("Nơi nhận") - 2)
    boxes = [textpage.get_charbox(at) for at in range_ if words[at].strip()]
    feet = sorted({round(textpage.get_charbox(at)[1]) for at in range_ if words[at] == "n"})
    assert {high - low for low, high in itertools.pairwise(feet)} == {18}
    assert min(box[0] for box in boxes) >= 30 * MM - 1
    assert max(box[2] for box in boxes) <= page.get_width() - 15 * MM + 1
    assert boxes[0][0] == pytest.approx(40 * MM, abs=1.5)  # 10 mm behind the margin


def test_dashes_stand_under_the_abstract_only_in_the_new_profile():
    assert "-----" not in pages(typeset(official(template=OLD)).pdf)[0]
    assert "-----" in pages(typeset(official(template=NEW)).pdf)[0]


@pytest.mark.parametrize(("template", "word"), [(OLD, "Kính gửi"), (NEW, "Kính trình")])
def test_a_submission_is_addressed_in_the_word_of_the_profile(template, word):
    paper = official(template=template, type_name="Tờ trình", addressees=["Ban Thường vụ"])

    assert f"{word}: Ban Thường vụ." in pages(typeset(paper).pdf)[0]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("type_name", ["", "Tờ trình"])
@pytest.mark.parametrize("word", ["Kính gửi", "Kính trình"])
def test_the_word_that_was_written_is_printed_under_every_profile(template, type_name, word):
    paper = official(
        template=template, type_name=type_name, addressees=["Ban Thường vụ"], address_word=word
    )

    assert f"{word}: Ban Thường vụ." in " ".join(pages(typeset(paper).pdf)[0].split())


def test_a_row_with_more_cells_than_columns_and_a_table_without_names_keep_their_words():
    rows = [["1", "Giữ rừng", "Chi bộ", "ô thứ tư"]]
    short = {"kind": "table", "columns": ["TT", "Việc"], "groups": [{"rows": rows}]}
    bare = {"kind": "appendix", "marker": "Phụ lục", "groups": [{"rows": [["ô", "không tên"]]}]}
    text = " ".join("\n".join(pages(typeset(official(body=[short, bare])).pdf)).split())

    for words in ("Giữ rừng", "Chi bộ", "ô thứ tư", "không tên"):
        assert words in text


def test_a_programme_of_action_keeps_its_whole_name():
    paper = official(
        type_name="CHƯƠNG TRÌNH", abstract="hành động thực hiện Nghị quyết số 18-NQ/TU"
    )
    lines = lines_of(typeset(paper).pdf)

    assert "CHƯƠNG TRÌNH HÀNH ĐỘNG" in lines
    assert "thực hiện Nghị quyết số 18-NQ/TU" in lines


def test_a_lead_in_is_not_bold_and_a_heading_is():
    body = [node(marker="1.", heading="Mục tiêu"), node(marker="2.", heading="Giao Văn phòng:")]
    pdf = typeset(official(body=body)).pdf

    assert look_of(pdf, "Mục tiêu") == {(14.0, True)}
    assert look_of(pdf, "Giao Văn phòng") == {(14.0, False)}


@pytest.mark.parametrize("words", ["QUYẾT NGHỊ", "QUYẾT ĐỊNH:", "BAN THƯỜNG VỤ QUYẾT ĐỊNH"])
def test_what_is_resolved_is_announced_in_the_middle(words):
    pdf = typeset(official(body=[node(text=f"Xét đề nghị,\n{words}"), node(text=SENTENCE)])).pdf
    page = pdfium.PdfDocument(pdf)[0]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    at = text.index(words)
    left, right = textpage.get_charbox(at)[0], textpage.get_charbox(at + len(words) - 1)[2]

    assert (left + right) / 2 == pytest.approx((30 * MM + page.get_width() - 15 * MM) / 2, abs=2)


NOTATIONS = ["18-NQ/TU", "31-CV/ĐU", "(05-QĐ/ĐU),", "31/12/2027;", "2026-2030"]
DAYS = ["ngày 05 tháng 02 năm 2026", "2026 - 2030"]


@pytest.mark.parametrize("whole", [*NOTATIONS, *DAYS])
def test_notations_and_days_never_break(whole):
    body = [
        node(text=" ".join(["thôn"] * 12 + ["n" * length, whole] * 3 + ["thôn"] * 3))
        for length in range(1, 26)
    ]
    pdf = typeset(official(body=body)).pdf
    lines = [line for page in range(len(pdfium.PdfDocument(pdf))) for line in lines_of(pdf, page)]

    assert sum(line.replace("\u00a0", " ").count(whole) for line in lines) == 3 * len(body)


def test_an_abstract_breaks_at_its_sense():
    abstract = (
        "về tăng cường sự lãnh đạo của Đảng đối với công tác bảo vệ rừng ngập mặn ven đầm, "
        "giai đoạn 2026 - 2030"
    )
    lines = sense_lines(abstract)

    assert " ".join(lines) == abstract
    assert lines[-1].endswith("giai đoạn 2026 - 2030")
    assert not any(re.search(r"(?:về|của|giai|-|năm|các)$", line) for line in lines)
    assert [
        line for line in lines_of(typeset(official(abstract=abstract)).pdf) if line in lines
    ] == lines


def test_typed_lines_of_an_abstract_stay():
    assert sense_lines("về giữ rừng\nvà giữ đầm") == ["về giữ rừng", "và giữ đầm"]


def below_the_head(pdf: bytes) -> list[str]:
    """The lines of a paper but for the mark of a draft and its open number and day."""
    return [line for line in lines_of(pdf) if line != "DỰ THẢO" and not line.startswith("Số ")]


def test_draft_and_document_break_their_lines_alike():
    body = [node(marker=f"{n}.", text=SENTENCE) for n in range(1, 12)]
    final = typeset(official(body=body, check_address="https://a.example/kiem-tra/abc"))
    draft = typeset(official(body=body, draft_mark="Dự thảo"))

    assert draft.boxes == final.boxes
    assert below_the_head(draft.pdf) == below_the_head(final.pdf)


def test_who_leads_stands_on_few_lines():
    rows = [[str(n), SENTENCE, "Văn phòng Đảng ủy", "Ban Tổ chức", "30/6/2026"] for n in (1, 2)]
    names = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]
    table = {"kind": "table", "columns": names, "groups": [{"rows": rows}]}
    lines = lines_of(typeset(official(body=[table])).pdf)

    assert sum("Văn phòng" in line for line in lines if "Lưu" not in line) == 2
    assert sum("30/6/2026" in line for line in lines) == 2
