"""Natures that readers of Word, OpenDocument and PDF files are reported to get wrong, each in a few words of our own."""

import pytest
import typst

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.typeface import OFFICIAL_FONTS

from .factories import docx, walk
from .test_opendocument_files import p
from .test_opendocument_files import read as read_as_odt
from .test_word_files import CLOSING, HEAD, TITLE

PAGE = '#set page(paper: "a4", margin: 25mm)\n#set text(size: 13pt, lang: "vi", font: "Tinos")\n'


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def in_pdf(source: str):
    data = typst.compile((PAGE + source).encode(), font_paths=[str(OFFICIAL_FONTS)])
    read = read_pdf(data)
    texts = [one["text"] for document in read["documents"] for one in walk(document["body"])]
    return texts, [(one["reason"], one["text"]) for one in read["account"]["set_aside"]]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (f'<w:hyperlink w:anchor="a">{run("phụ lục")}</w:hyperlink>', "phụ lục"),
        (f'<w:fldSimple w:instr="DATE">{run("2027")}</w:fldSimple>', "2027"),
        (f'<w:smartTag w:element="place">{run("Khe Nậm")}</w:smartTag>', "Khe Nậm"),
        (f'<w:ins w:id="1"><w:ins w:id="2">{run("thêm")}</w:ins></w:ins>', "thêm"),
        (f'<w:bdo w:val="ltr"><w:dir w:val="ltr">{run("xuôi")}</w:dir></w:bdo>', "xuôi"),
        (f'<w:customXml w:element="a">{run("riêng")}</w:customXml>', "riêng"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "√"),
        (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('Nậm')}</w:rt><w:rubyBase>{run('Khe')}</w:rubyBase></w:ruby></w:r>",
            "Khe (Nậm)",
        ),
    ],
    ids=["link", "field", "smart tag", "inserted twice", "direction", "custom", "symbol", "ruby"],
)
def test_what_word_wraps_is_read_where_it_stands(inside, seen):
    block = f"<w:p>{run('1. Việc ')}{inside}{run(' xong.')}</w:p>"
    read = read_docx(docx(HEAD, TITLE, block, CLOSING))
    assert [one["text"] for one in read["documents"][0]["body"]] == [f"Việc {seen} xong."]
    assert read["account"]["set_aside"] == []


def test_breaks_of_a_page_and_references_in_an_opendocument_text_part_no_words():
    words = "1. Việc<text:soft-page-break/> này <text:bookmark-ref>mục 2</text:bookmark-ref> xong."
    (clause,) = read_as_odt(p(words))["documents"][0]["body"]
    assert clause["text"] == "Việc này mục 2 xong."


WORK = "1\\. Các chi bộ {} xong trước ngày 30/6/2027 và báo cáo kết quả về Đảng ủy xã Khe Nậm."


def test_letters_drawn_twice_to_look_bold_are_read_once():
    doubled = "#box[#place(top + left, dx: 0.4pt)[trồng rừng]trồng rừng]"
    texts, aside = in_pdf(WORK.format(doubled))
    assert texts == [
        "Các chi bộ trồng rừng xong trước ngày 30/6/2027 và báo cáo kết quả về Đảng ủy xã Khe Nậm."
    ]
    assert aside == []


def test_white_letters_on_white_paper_are_no_part_of_the_text_and_are_said():
    texts, aside = in_pdf(WORK.format("#text(fill: white)[không] trồng rừng"))
    assert texts == [
        "Các chi bộ trồng rừng xong trước ngày 30/6/2027 và báo cáo kết quả về Đảng ủy xã Khe Nậm."
    ]
    assert aside == [("not_shown", "không")]


def test_white_letters_on_dark_ground_are_read():
    texts, aside = in_pdf(
        WORK.format("#highlight(fill: black, text(fill: white)[ngay]) trồng rừng")
    )
    assert "ngay trồng rừng xong" in texts[0]
    assert aside == []
