"""Whatever is written: brought as a file, read, set and read again from the PDF, its words are the same."""

import datetime as dt
import re
from collections import Counter

import pypdfium2 as pdfium
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.text.public import nfc
from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.drafts import draft_of
from lienthong.records.texts.importing.papers import printed_of
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.layout import PROFILES
from lienthong.records.texts.typesetting import typeset

from .factories import docx, paragraph
from .factories import table as word_table

HEAD = [
    "ĐẢNG BỘ TỈNH ĐỒNG XUÂN",
    "ĐẢNG ỦY XÃ AN THÀNH",
    "*",
    "Số 18-NQ/ĐU",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "An Thành, ngày 12 tháng 3 năm 2026",
    "",
    "NGHỊ QUYẾT",
    "về giữ rừng ngập mặn ven đầm, giai đoạn 2026 - 2030",
    "",
]
CLOSING = [
    "",
    "Nơi nhận:",
    "- Các chi bộ trực thuộc,",
    "- Lưu Văn phòng Đảng ủy.",
    "",
    "T/M ĐẢNG ỦY",
    "BÍ THƯ",
    "",
    "Nguyễn Văn Mẫu",
]
WORDS = [
    "chi",
    "bộ",
    "thôn",
    "bàn",
    "việc",
    "giữ",
    "rừng",
    "ngập",
    "mặn",
    "ven",
    "đầm",
    "phân",
    "công",
    "đảng",
    "viên",
    "phụ",
    "trách",
    "từng",
    "đoạn",
    "bờ",
    "ghi",
    "kết",
    "quả",
    "18-NQ/TU",
    "31/12/2027",
    "2026-2030",
    "95%",
    "(kèm",
    "Phụ",
    "lục)",
    "“Xanh,",
    "sạch”",
    "ruộng",
    "☐",
    "→",
    "quý",
    "III/2026",
    "Đẩy",
    "nghề",
    "khuỷu",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=30).map(
    lambda words: "Chi bộ " + " ".join(words) + "."
)
CELLS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
SHAPES = st.sampled_from(["clause", "clause", "clause", "point", "dash", "section"])
PIECES = st.tuples(SHAPES, SENTENCES)
FEW = st.lists(PIECES, min_size=1, max_size=12)
# One text in some is long: up to 200 clauses, made of a few that come again.
MANY = st.tuples(FEW, st.integers(2, 20)).map(lambda found: (found[0] * found[1])[:200])
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def written_out(pieces):
    """The clauses with their marks, counted as an official would."""
    section = clause = point = 0
    for shape, words in pieces:
        if shape == "section" and section < len(ROMAN):
            section, clause, point = section + 1, 0, 0
            yield f"{ROMAN[section - 1]}. VIỆC THỨ {section}"
        elif shape == "point" and clause and point < 6:
            point += 1
            yield f"{'abcdeg'[point - 1]}) {words}"
        elif shape == "dash":
            yield f"- {words}"
        else:
            clause, point = clause + 1, 0
            yield f"{clause}. {words}"


def as_text(lines, rows):
    drawn = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n\n".join(["\n".join(HEAD), *lines, "\n".join(drawn), "\n".join(CLOSING)])


def as_word(lines, rows):
    drawn = [word_table(*([paragraph(cell) for cell in row] for row in rows))] if rows else []
    return docx(*map(paragraph, [*HEAD, *lines]), *drawn, *map(paragraph, CLOSING))


def words_of(text):
    """Words without what typesetting declares as its own: capitals, and marks at the ends of words."""
    text = nfc(text).replace("\u00a0", " ").replace("☐", "□").casefold()
    return Counter(filter(None, (re.sub(r"^\W+|\W+$", "", word) for word in text.split())))


def set_and_read(read, template):
    assert read["refused"] is None
    (document,) = read["documents"]
    assert document["set_aside"] == []
    day = next(profile.since for profile in PROFILES if profile.name == template)
    pdf = pdfium.PdfDocument(typeset(draft_of(printed_of(document), day)).pdf)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    # From the second page on its number stands above the text.
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    return " ".join([pages[0], *(page.split(None, 1)[1] for page in pages[1:])])


@settings(max_examples=settings().max_examples * 5)
@given(
    st.one_of(FEW, FEW, FEW, MANY),
    ROWS,
    st.booleans(),
    st.sampled_from([profile.name for profile in PROFILES]),
)
def test_what_is_printed_is_what_was_written(pieces, rows, is_word, template):
    lines = list(written_out(pieces))
    rows = [["TT", "Việc", "Chủ trì"], *rows] if rows else []
    read = read_docx(as_word(lines, rows)) if is_word else read_plain(as_text(lines, rows).encode())

    printed = words_of(set_and_read(read, template)) - words_of("DỰ THẢO")

    written = words_of(" ".join([*HEAD, *lines, *(cell for row in rows for cell in row), *CLOSING]))
    assert written - printed == Counter()
    repeated = printed - written  # the head of a table, on each page it goes on to
    times = max(repeated.values(), default=0)
    assert repeated == Counter({word: times for word in words_of("TT Việc Chủ trì") if times})


@pytest.mark.parametrize("day", ["2026-05-26", "2026-05-27"])
def test_a_file_is_set_as_a_draft_under_the_profile_of_a_day(tmp_path, day):
    file, out = tmp_path / "nq.txt", tmp_path / "nq.pdf"
    file.write_text(as_text(["1. Chi bộ giữ rừng./."], []))

    call_command("read", str(file), "--typeset", str(out), "--day", day)

    (page,) = pdfium.PdfDocument(out.read_bytes())
    text = " ".join(page.get_textpage().get_text_bounded().split())
    assert ("-----" in text) == (dt.date.fromisoformat(day) >= PROFILES[-1].since)
    for words in ("DỰ THẢO", "Số 18-NQ/ĐU", "ngày 12 tháng 3 năm 2026", "giữ rừng./. Nơi nhận"):
        assert words in text


def test_what_is_not_read_is_not_set(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(" ")
    with pytest.raises(CommandError, match="nothing to set"):
        call_command("read", str(file), "--typeset", str(tmp_path / "a.pdf"), "--language", "en")


def test_what_the_form_has_no_place_for_is_said(tmp_path, capsys):
    file, out = tmp_path / "nq.txt", tmp_path / "nq.pdf"
    text = as_text(["1. Chi bộ giữ rừng."], []).replace("năm 2026\n", "năm 2026\nTHƯỢNG KHẨN\n", 1)
    at = "giai đoạn 2026 - 2030\n"
    file.write_text(text.replace(at, f"{at}(Kèm theo Công văn số 07-CV/ĐU)\n", 1))

    call_command("read", str(file), "--typeset", str(out), "--language", "en")

    page = pdfium.PdfDocument(out.read_bytes())[0].get_textpage().get_text_range()
    assert "THƯỢNG KHẨN" in page
    assert "no place for it: (Kèm theo Công văn số 07-CV/ĐU)" in capsys.readouterr().err
