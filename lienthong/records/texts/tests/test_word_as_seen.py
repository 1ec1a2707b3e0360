"""What Word shows on the page is what is read: numbers after revision, tables as seen, every letter."""

import io
import zipfile

import pytest

from lienthong.kernel.files.inspection import inspect_docx
from lienthong.kernel.files.tests.made import strict, word
from lienthong.records.texts.importing.docx import read_docx

from .factories import docx, paragraph, run, table, xml
from .test_word_files import CLOSING, HEAD, TITLE, only

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>{chapter}<w:lvlText w:val="{first}"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{restart}{clause}<w:lvlText w:val="{second}"/></w:lvl>'
)


def numbering(*, first="%1.", second="%2.", form="decimal", restart="", chapter="", clause=""):
    levels = _LEVELS.format(
        first=first, second=second, form=form, restart=restart, chapter=chapter, clause=clause
    )
    return xml(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
    )


def item(level: int, text: str, *, mark: str = "", words: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
    said = words or run(text)
    return f"<w:p><w:pPr>{listed}<w:rPr>{mark}</w:rPr></w:pPr>{said}</w:p>"


def marks(document) -> list[str]:
    return [node["marker"] for part in document["body"] for node in (part, *part["children"])]


def read(*blocks: str, **parts: str):
    return only(docx(HEAD, TITLE, *blocks, **parts))


def test_articles_run_on_through_the_chapters_where_the_level_never_begins_anew():
    lists = numbering(first="Chương %1", second="Điều %2.", restart='<w:lvlRestart w:val="0"/>')
    blocks = [item(level, f"Nội dung số {at}.") for at, level in enumerate([0, 1, 1, 0, 1, 1])]
    document = read(*blocks, word__numbering_xml=lists)
    assert marks(document) == ["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3.", "Điều 4."]


def test_a_paragraph_whose_end_was_deleted_takes_no_number_and_the_next_goes_on_with_its_words():
    gone = item(
        1,
        "",
        mark='<w:del w:id="1" w:author="VP"/>',
        words="<w:del><w:r><w:delText>Việc thứ hai.</w:delText></w:r></w:del>",
    )
    joined = item(1, "Việc thứ ba, ", mark='<w:del w:id="2" w:author="VP"/>')
    blocks = [item(0, "VIỆC"), item(1, "Việc thứ nhất."), gone, joined, item(1, "đến hết năm.")]
    document = read(*blocks, word__numbering_xml=numbering())
    assert marks(document) == ["I.", "1.", "2."]
    assert document["body"][0]["children"][1]["text"] == "Việc thứ ba, đến hết năm."


def test_what_a_paragraph_without_an_end_says_before_a_table_is_kept():
    lone = item(0, "Kèm bảng sau", mark='<w:del w:id="2" w:author="VP"/>')
    text = read_docx(docx(lone, table(["1", "a"], ["2", "b"])))["text"]
    assert text.startswith("Kèm bảng sau")


STYLES = xml(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Muc"/></w:style>',
)


def test_the_style_names_the_list_and_the_paragraph_only_the_level():
    level = (
        '<w:p><w:pPr><w:pStyle w:val="Muc"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>{}</w:p>'
    )
    blocks = [
        paragraph("NHIỆM VỤ", style="Muc"),
        level.format(run("Việc thứ nhất.")),
        level.format(run("Việc thứ hai.")),
    ]
    document = read(*blocks, word__styles_xml=STYLES, word__numbering_xml=numbering())
    assert marks(document) == ["I.", "1.", "2."]


def test_the_list_says_which_level_a_style_has():
    blocks = [paragraph("NHIỆM VỤ", style="Muc"), paragraph("Việc một.", style="Khoan")]
    lists = numbering(chapter='<w:pStyle w:val="Muc"/>', clause='<w:pStyle w:val="Khoan"/>')
    styles = STYLES.replace(
        '<w:basedOn w:val="Muc"/>',
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>',
    )
    document = read(*blocks, word__styles_xml=styles, word__numbering_xml=lists)
    assert marks(document) == ["I.", "1."]


def test_after_z_the_letters_are_doubled():
    blocks = [item(1, f"Việc số {at} phải làm ngay.") for at in range(1, 29)]
    text = read_docx(docx(*blocks, word__numbering_xml=numbering(form="lowerLetter", second="%2)")))
    found = [line.split(")")[0] for line in text["text"].split("\n") if line.strip()]
    assert found[24:] == ["y", "z", "aa", "bb"]


ROWS = [["TT", "Nội dung", "Chủ trì"], ["1", "Đóng tàu", "Sở"], ["2", "Sửa cảng", "Ban"]]


def _cells(*texts: str) -> str:
    return "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in texts)


def the_table(document):
    (found,) = [node for node in document["body"] if node["kind"] == "table"]
    return found["columns"], [row["cells"] for group in found["groups"] for row in group["rows"]]


def test_rows_in_a_content_control_are_rows():
    inner = f"<w:sdt><w:sdtContent><w:tr>{_cells(*ROWS[2])}</w:tr></w:sdtContent></w:sdt>"
    whole = table(*ROWS[:2]).replace("</w:tbl>", f"{inner}</w:tbl>")
    columns, rows = the_table(read(paragraph("Bảng:"), whole, CLOSING))
    assert (columns, rows) == (ROWS[0], ROWS[1:])


def test_a_row_deleted_in_revision_is_no_row_and_its_words_are_said():
    gone = f'<w:tr><w:trPr><w:del w:id="4" w:author="VP"/></w:trPr>{_cells("9", "Bán tàu", "Sở")}</w:tr>'
    data = docx(
        HEAD,
        TITLE,
        paragraph("Bảng:"),
        table(*ROWS).replace("</w:tbl>", f"{gone}</w:tbl>"),
        CLOSING,
    )
    assert the_table(only(data))[1] == ROWS[1:]
    assert "Bán tàu" in {one["text"] for one in read_docx(data)["account"]["set_aside"]}


def test_a_table_in_a_cell_adds_no_column_and_stands_there_once():
    inner = table(["Cá", "200 tấn"], ["Tôm", "90 tấn"])
    cell = f"{paragraph('Nuôi, chia ra:')}{inner}{paragraph('')}"
    rows = [ROWS[0], ["1", cell, "Sở"], ROWS[2]]
    columns, found = the_table(read(paragraph("Bảng:"), table(*rows), CLOSING))
    assert columns == ROWS[0]
    assert found[0] == ["1", "Nuôi, chia ra: Cá 200 tấn Tôm 90 tấn", "Sở"]


@pytest.mark.parametrize(
    ("free", "said", "seen"),
    [
        ("gridBefore", ["Vét luồng", "Sở"], ["", "Vét luồng", "Sở"]),
        ("gridAfter", ["3", "Vét luồng"], ["3", "Vét luồng", ""]),
    ],
)
def test_columns_a_row_leaves_free_at_its_edges_are_empty_cells(free, said, seen):
    late = f'<w:tr><w:trPr><w:{free} w:val="1"/></w:trPr>{_cells(*said)}</w:tr>'
    whole = table(*ROWS).replace("</w:tbl>", f"{late}</w:tbl>")
    _columns, rows = the_table(read(paragraph("Bảng:"), whole, CLOSING))
    assert rows[-1] == seen


def words(inner: str) -> str:
    return read_docx(docx(f"<w:p>{inner}</w:p>"))["text"]


def private(text: str) -> str:
    return "".join(chr(0xF000 + ord(c)) for c in text)


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        (run(private("hµng n¨m"), font=".VnTime"), "hàng năm"),
        (run("\uf0b7 việc"), "• việc"),
        (
            '<w:r><w:t>Tăng </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5%</w:t></w:r>',
            "Tăng ≥ 5%",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:t> việc</w:t></w:r>', "▪ việc"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
            "<w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t> Đồng ý</w:t></w:r>",
            "☒ Đồng ý",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="Quý I"/><w:listEntry w:val="Quý II"/></w:ddList></w:ffData></w:fldChar></w:r>',
            "Quý II",
        ),
        (
            f"<w:r><w:t>Đạt </w:t></w:r><m:oMath {_MATH}><m:f><m:num><m:r><m:t>2</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath><w:r><w:t> diện tích</w:t></w:r>",
            "Đạt 2/3 diện tích",
        ),
        (
            f"<m:oMath {_MATH}><m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
            "</m:sup></m:sSup></m:oMath>",
            "m²",
        ),
    ],
    ids=[
        "TCVN3 moved up",
        "bullet of Symbol",
        "≥ of Symbol",
        "Wingdings",
        "box ticked",
        "list",
        "fraction",
        "power",
    ],
)
def test_letters_are_read_as_they_are_printed(inner, seen):
    assert words(inner) == seen


def test_a_letter_nobody_has_a_mark_for_is_named():
    (letter,) = read_docx(docx(paragraph("Việc \uf0c1 này")))["account"]["set_aside"]
    assert (letter["text"], letter["reason"]) == ("\uf0c1", "unknown_letter")


@pytest.mark.parametrize("is_known_to_both", [True, False])
def test_a_text_box_is_read_once_even_where_only_older_programs_know_it(is_known_to_both):
    box = f"<w:txbxContent>{paragraph('HỎA TỐC')}</w:txbxContent>"
    choice = f"<mc:Choice>{box if is_known_to_both else ''}</mc:Choice>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{choice}<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert words(both).count("HỎA TỐC") == 1


def test_strict_open_xml_is_read_like_any_word_file():
    blocks = [HEAD, TITLE, item(0, "NHIỆM VỤ"), item(1, "Việc một."), table(*ROWS), CLOSING]
    made_of = word("".join(blocks))
    made_of.part("word/numbering.xml", numbering(), kind="numbering")
    data = strict(made_of)
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert inspect_docx(data) == []
    document = only(data)
    assert document["number"] == "09-NQ/TU"
    assert marks(document)[:2] == ["I.", "1."]
