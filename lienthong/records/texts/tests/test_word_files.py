"""Documents that come as Word files."""

import pytest

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.files.tests import made
from lienthong.records.texts.importing.docx import read_docx

from .factories import by_eid, docx, paragraph, run, table, xml

HEAD = table(
    [
        paragraph("TỈNH ỦY ĐỒNG XUÂN") + paragraph("*") + paragraph("Số 09-NQ/TU"),
        paragraph(run("ĐẢNG CỘNG SẢN VIỆT NAM", bold=True))
        + paragraph(run("Đồng Xuân, ngày 09 tháng 9 năm 2026", italic=True)),
    ]
)
TITLE = paragraph(run("NGHỊ QUYẾT", bold=True)) + paragraph(run("về phát triển nghề cá", bold=True))
CLOSING = table(
    [
        paragraph("Nơi nhận:")
        + paragraph("- Các đảng ủy trực thuộc (để thực hiện),")
        + paragraph("- Lưu VPTU."),
        paragraph(run("T/M BAN CHẤP HÀNH", bold=True))
        + paragraph(run("BÍ THƯ", bold=True))
        + paragraph(run("Ngô Thị Vẽ", bold=True)),
    ]
)
NUMBERING = xml(
    "numbering",
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
)


def only(data):
    read = read_docx(data)
    assert read["refused"] is None
    assert len(read["documents"]) == 1
    return read["documents"][0]


def test_the_head_table_becomes_fields_and_is_no_text():
    document = only(
        docx(HEAD, TITLE, paragraph("Căn cứ Điều lệ Đảng, Tỉnh ủy quyết nghị:"), CLOSING)
    )
    assert (document["number"], document["date"], document["type"]["code"]) == (
        "09-NQ/TU",
        "2026-09-09",
        "NQ",
    )
    assert document["issuer"]["name"] == "Tỉnh ủy Đồng Xuân"
    assert document["title"] == "về phát triển nghề cá"
    assert document["signing"] == {
        "authority": "T/M",
        "body": "BAN CHẤP HÀNH",
        "title": "BÍ THƯ",
        "name": "Ngô Thị Vẽ",
    }
    assert [r["purpose"] for r in document["recipients"]] == ["carry_out"]
    assert [node["text"] for node in document["body"]] == [
        "Căn cứ Điều lệ Đảng, Tỉnh ủy quyết nghị:"
    ]


def test_automatic_numbers_are_kept_as_marks():
    document = only(
        docx(
            HEAD,
            TITLE,
            paragraph("MỤC TIÊU", numbered=(3, 0)),
            paragraph("Mục tiêu chung", numbered=(3, 1)),
            paragraph("Ngư dân có tàu.", numbered=(3, 2)),
            paragraph("GIẢI PHÁP", numbered=(3, 0)),
            paragraph("Đóng tàu.", numbered=(3, 1)),
            word__numbering_xml=NUMBERING,
        )
    )
    nodes = by_eid(document["body"])
    assert [n["marker"] for n in document["body"]] == ["I.", "II."]
    assert nodes["sec_I__cl_1__dash_1"]["text"] == "Ngư dân có tàu."
    assert nodes["sec_II__cl_1"]["text"] == "Đóng tàu."


def _levels(*levels: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{level}</w:lvl>'
        for at, level in enumerate(levels)
    )


def _form(form: str, text: str, more: str = "") -> str:
    return f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'


@pytest.mark.parametrize(
    ("numbering", "marks"),
    [
        (
            f'<w:abstractNum w:abstractNumId="7">{_levels(_form("upperRoman", "%1."), _form("decimal", "%1.%2.", "<w:isLgl/>"))}</w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
            ["I.", "1.1.", "1.2.", "II.", "2.1."],
        ),
        (
            f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="Muc"/>{_levels(_form("decimal", "Điều %1."), _form("lowerLetter", "%2)"))}</w:abstractNum>'
            '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Muc"/></w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>',
            ["Điều 1.", "a)", "b)", "Điều 2.", "a)"],
        ),
        (
            f'<w:abstractNum w:abstractNumId="7">{_levels(_form("decimal", "%1."), _form("bullet", "-"))}</w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>',
            ["4.", "-", "-", "5.", "-"],
        ),
        (
            f'<w:abstractNum w:abstractNumId="7">{_levels(_form("bullet", "&#xF0B7;"), _form("bullet", "o"))}</w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
            ["•", "○", "○", "•", "○"],
        ),
        (
            f'<w:abstractNum w:abstractNumId="7">{_levels(_form("decimal", "%1."), _form("decimal", "%2)"))}</w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{_form("upperRoman", "%1-")}</w:lvl></w:lvlOverride></w:num>',
            ["I-", "1)", "2)", "II-", "1)"],
        ),
    ],
    ids=["figures only", "list style", "started at four", "bullets of Symbol", "own form"],
)
def test_the_marks_are_those_seen_on_the_page(numbering, marks):
    levels = [0, 1, 1, 0, 1]
    lines = [
        paragraph(f"Việc thứ {at} phải làm.", numbered=(3, level))
        for at, level in enumerate(levels)
    ]
    document = only(docx(HEAD, TITLE, *lines, word__numbering_xml=xml("numbering", numbering)))
    first, second = document["body"]
    assert [n["marker"] for n in (first, *first["children"], second, *second["children"])] == marks


def test_a_table_of_tasks_stays_a_table():
    rows = [
        ["TT", "Nội dung", "Cơ quan chủ trì", "Thời gian"],
        ["I", "TÀU THUYỀN", "", ""],
        ["1", "Đóng tàu", "Sở", "2026"],
    ]
    document = only(
        docx(HEAD, TITLE, paragraph("Kèm bảng sau."), CLOSING, paragraph("PHỤ LỤC"), table(*rows))
    )
    found = by_eid(document["body"])["app_1__table_1"]
    assert found["columns"] == rows[0]
    assert found["groups"][0]["heading"] == "TÀU THUYỀN"
    assert found["groups"][0]["rows"][0]["cells"] == rows[2]


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "§¶ng bé tØnh", "Đảng bộ tỉnh"),
        (".VnTimeH", "nghÞ quyÕt", "NGHỊ QUYẾT"),
        ("VNI-Times", "Ñaûng boä tænh nhieäm kyø", "Đảng bộ tỉnh nhiệm kỳ"),
        ("Times New Roman", "Đảng bộ tỉnh", "Đảng bộ tỉnh"),
    ],
)
def test_fonts_of_before_unicode_are_converted_run_by_run(font, typed, meant):
    text = read_docx(docx(paragraph(run(typed, font=font), " và phần sau.")))["text"]
    assert text.strip() == f"{meant} và phần sau."


def test_the_font_may_come_from_a_style():
    styles = xml(
        "styles",
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>',
    )
    assert read_docx(docx(paragraph("§¶ng viªn"), word__styles_xml=styles))["text"] == "Đảng viên"


def test_deleted_and_hidden_words_are_not_read():
    deleted = "<w:p><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins><w:r><w:t>giữ</w:t></w:r></w:ins></w:p>"
    assert read_docx(docx(deleted))["text"] == "giữ"


def test_a_mark_of_secrecy_in_the_page_header_counts():
    header = xml("hdr", paragraph("TUYỆT MẬT"))
    assert (
        only(docx(HEAD, TITLE, paragraph("Nội dung."), word__header1_xml=header))["secrecy"]
        == "tuyet_mat"
    )


@pytest.mark.parametrize("data", [docx("<w:p>"), docx('<!DOCTYPE a [<!ENTITY b "c">]>')])
def test_a_damaged_part_refuses_the_file(data):
    with pytest.raises(FileRefused, match="damaged"):
        read_docx(data)


def test_the_main_part_may_have_any_name():
    parts = made.word(paragraph("Nội dung.")).everything()
    renamed = {
        name.replace("document.xml", "document2.xml"): content.replace(
            b"word/document.xml", b"word/document2.xml"
        )
        for name, content in parts.items()
    }

    assert read_docx(made.zipped(renamed))["text"] == "Nội dung."


def test_a_file_without_words_is_empty():
    assert read_docx(docx())["refused"] == "empty"


def test_the_abstract_of_a_letter_may_stand_in_several_paragraphs():
    left = ["TỈNH ỦY ĐỒNG XUÂN", "VĂN PHÒNG", "*", "Số 31-CV/VPTU", "V/v kỷ niệm 96 năm"]
    left += ["Ngày truyền thống công tác dân vận", "của Đảng (15/10/1930 - 15/10/2026)"]
    right = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Đồng Xuân, ngày 22 tháng 9 năm 2026"]
    head = table(["".join(map(paragraph, left)), "".join(map(paragraph, right))])
    document = only(docx(head, paragraph("Kính gửi: Tỉnh đoàn"), paragraph("Đề nghị thực hiện.")))
    assert document["title"] == (
        "V/v kỷ niệm 96 năm Ngày truyền thống công tác dân vận của Đảng (15/10/1930 - 15/10/2026)"
    )
