"""OpenDocument texts are read as LibreOffice shows them; the numbers stand as it exports them."""

import re

import pytest

from lienthong.kernel.files.tests.made import MadeText
from lienthong.records.texts.importing.odt import read_odt, source_of
from lienthong.records.texts.importing.uploads import MarkedSecret, read_upload

from .factories import by_eid, walk

HEAD = (
    "<text:p>TỈNH ỦY ĐỒNG XUÂN</text:p><text:p>*</text:p><text:p>Số 21-KH/TU</text:p>"
    "<text:p>ĐẢNG CỘNG SẢN VIỆT NAM</text:p><text:p>Đồng Xuân, ngày 16 tháng 11 năm 2026</text:p>"
    "<text:p>KẾ HOẠCH</text:p><text:p>phát triển kinh tế dưới tán rừng</text:p>"
)
END = (
    "<text:p>Nơi nhận:</text:p><text:p>- Các đảng ủy trực thuộc (để thực hiện),</text:p><text:p>- Lưu Văn phòng.</text:p>"
    "<text:p>T/M BAN THƯỜNG VỤ</text:p><text:p>PHÓ BÍ THƯ</text:p><text:p>Lò Thị Mẫu</text:p>"
)


def p(words, style=""):
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def item(*content, more=""):
    return f"<text:list-item {more}>{''.join(content)}</text:list-item>"


def lst(style, *items, more=""):
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{''.join(items)}</text:list>"


def level(number, form="1", more='style:num-suffix="."'):
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {more}/>'


def style(name, *levels, more=""):
    return f'<text:list-style style:name="{name}" {more}>{"".join(levels)}</text:list-style>'


def paper(body, automatic="", styles=""):
    return MadeText(HEAD + body + END, automatic, styles)


def read(body, automatic="", styles=""):
    read = read_odt(paper(body, automatic, styles).data())
    assert read["refused"] is None
    return read


def marks(body, automatic="", styles=""):
    """The number before each paragraph that says only "q"."""
    texts = [run.text for run in source_of(MadeText(body, automatic, styles).data()).runs]
    return [text.removesuffix("q").strip() for text in texts if text.endswith("q")]


Q = p("q")
PLAIN = style(
    "A", level(1), level(2, "1", 'style:num-prefix="(" style:num-suffix=")"'), level(3, "I")
)
OTHER = style("B", level(1, "i"))
GOES_ON = 'text:continue-numbering="true"'


@pytest.mark.parametrize(
    ("body", "automatic", "expected"),
    [
        (lst("A", item(Q), item(Q, p("và")), item(Q, lst("", item(Q), item(Q))), item(Q)), PLAIN,
         "1. 2. 3. (1) (2) 4."),
        (lst("A", item(Q)) + lst("A", item(Q), more=GOES_ON) + lst("A", item(Q)) + lst("B", item(Q), more=GOES_ON)
         + lst("A", item(Q), more=GOES_ON), PLAIN + OTHER, "1. 2. 1. i. 1."),
        (lst("A", item(Q), more='xml:id="l"') + lst("B", item(Q)) + lst("A", item(Q), more='text:continue-list="l"'),
         PLAIN + OTHER, "1. i. 2."),
        (lst("S", item(Q), item(Q, more='text:start-value="9"'), item(Q)),
         style("S", level(1, "1", 'style:num-suffix="." text:start-value="5"')), "5. 9. 10."),
        (lst("A", item(lst("", item(lst("", item(Q))))), item(lst("", item(Q))), item(Q)), PLAIN, "I. (2) 2."),
        (lst("A", item(Q, lst("", item(Q), item(Q)), p("và"), lst("", item(Q))),
             item(Q, lst("", item(Q)), lst("", item(Q), more=GOES_ON))), PLAIN, "1. (1) (2) (1) 2. (1) (2)"),
        (lst("A", item(Q, lst("", item(Q))), "<text:list-header>" + lst("", item(Q)) + "</text:list-header>"), PLAIN,
         "1. (1) (2)"),
        (lst("D", item(Q, lst("", item(Q), item(Q))), item(Q, lst("", item(Q)))),
         style("D", level(1), level(2, "1", 'style:num-suffix="." text:display-levels="2"')), "1. 1.1. 1.2. 2. 2.1."),
        (lst("F", item(Q, lst("", item(Q))), item(Q)),
         style("F", level(1, "1", 'loext:num-list-format="Điều %1%:"'), level(2, "i", 'loext:num-list-format="%1%-%2%"')),
         "Điều 1: 1-i Điều 2:"),
        (lst("T", item(Q, lst("", item(Q), item(Q))), item(Q)),
         style("T", level(1), level(2, "a"), more='text:consecutive-numbering="true"'), "1. b. c. 4."),
        (lst("A", item(Q), item(Q, more='text:style-override="B"'), item(Q)), PLAIN + OTHER, "1. ii. 3."),
        (lst("A", item(Q), item("<text:p/>"), item(Q)), PLAIN, "1. 3."),
        (lst("Z", item(Q), item(Q)), style("Z", level(1, "01, 02, 03, ...")), "01. 02."),
        (lst("", item(Q)), "", "•"),
        (lst("K", item(Q)), '<text:list-style style:name="K"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/>'
         "</text:list-style>", "-"),
        ('<text:numbered-paragraph text:list-id="x" text:style-name="A">' + Q + "</text:numbered-paragraph>"
         + '<text:numbered-paragraph text:list-id="x" text:level="2" text:style-name="A">' + Q + "</text:numbered-paragraph>",
         PLAIN, "1. (1)"),
        (p("q", "PL"), PLAIN + '<style:style style:name="PL" style:family="paragraph" style:list-style-name="A"/>', ""),
    ],
)  # fmt: skip
def test_lists_are_numbered_as_libreoffice_numbers_them(body, automatic, expected):
    assert " ".join(marks(body, automatic)) == expected


@pytest.mark.parametrize(
    ("sync", "expected"), [("", ["z.", "aa.", "ab."]), ("true", ["z.", "aa.", "bb."])]
)
def test_letters_go_on_past_z(sync, expected):
    letters = style("L", level(1, "a", f'style:num-suffix="." style:num-letter-sync="{sync}"'))

    assert marks(lst("L", *[item(Q)] * 28), letters)[-3:] == expected


def test_headings_bear_the_numbers_of_the_outline():
    levels = "".join(
        f'<text:outline-level-style text:level="{at}" style:num-format="{form}" style:num-suffix="."/>'
        for at, form in ((1, "I"), (2, "1"))
    )
    styles = f'<office:styles><text:outline-style style:name="Outline">{levels}</text:outline-style></office:styles>'
    free = '<style:style style:name="X" style:family="paragraph" style:list-style-name=""/>'

    def h(at, more=""):
        return f'<text:h text:outline-level="{at}" {more}>q</text:h>'

    body = h(1) + h(2) + h(2) + h(1) + h(2) + h(1, 'text:is-list-header="true"')
    body += (
        h(1, 'text:restart-numbering="true" text:start-value="7"')
        + h(1, 'text:style-name="X"')
        + h(1)
    )

    assert marks(body, free, styles) == ["I.", "1.", "2.", "II.", "1.", "", "VII.", "", "VIII."]


def test_what_word_saved_goes_on_by_its_style():
    made = MadeText(
        lst("A", item(Q)) + lst("B", item(Q)) + lst("A", item(Q), more=GOES_ON), PLAIN + OTHER
    )
    made.part("meta.xml", made.root("meta", "<office:meta><meta:generator>MicrosoftOffice/16.0 MicrosoftWord</meta:generator></office:meta>"))  # fmt: skip

    assert [run.text.split()[0] for run in source_of(made.data()).runs] == ["1.", "i.", "2."]


def test_a_paper_is_read_like_the_same_paper_of_word():
    body = lst("A", item(p("Mở lớp dạy nghề.")), item(p("Lập vườn ươm.")))

    (document,) = read(body, style("A", level(1)))["documents"]

    assert (document["number"], document["date"]) == ("21-KH/TU", "2026-11-16")
    assert document["title"] == "phát triển kinh tế dưới tán rừng"
    assert document["signing"]["name"] == "Lò Thị Mẫu"
    assert [node["marker"] for node in walk(document["body"])] == ["1.", "2."]


ROW, CELL = (
    "<table:table-row {1}>{0}</table:table-row>",
    "<table:table-cell {1}><text:p>{0}</text:p></table:table-cell>",
)


def cells(*words):
    return ROW.format("".join(CELL.format(one, "") for one in words), "")


def rows_of(read):
    (table,) = [node for node in walk(read["documents"][0]["body"]) if node["kind"] == "table"]
    return [row["cells"] for group in table["groups"] for row in group["rows"]]


def test_cells_that_span_cover_and_repeat_stand_where_they_are_seen():
    covered = "<table:covered-table-cell><text:p>ẩn</text:p></table:covered-table-cell>"
    table = (
        "<table:table><table:table-header-rows>" + cells("TT", "Nhiệm vụ", "Chủ trì", "Thời gian") + "</table:table-header-rows>"
        + ROW.format(CELL.format("1", "") + CELL.format("Trồng rừng", 'table:number-rows-spanned="2"')
                     + CELL.format("Ban A", "") + CELL.format("2028", ""), "")
        + ROW.format(CELL.format("2", "") + covered + CELL.format("Ban B", "") + CELL.format("2029", ""), "")
        + ROW.format(CELL.format("3", "") + CELL.format("Sơ kết", "") + CELL.format("x", 'table:number-columns-repeated="2"'),
                     'table:number-rows-repeated="2"')
        + "</table:table>"
    )  # fmt: skip

    one = read(table)

    assert rows_of(one) == [
        ["1", "Trồng rừng", "Ban A", "2028"],
        ["2", "Trồng rừng", "Ban B", "2029"],
        ["3", "Sơ kết", "x", "x"],
        ["3", "Sơ kết", "x", "x"],
    ]
    assert ("ẩn", "hidden") in set_aside(one)


def test_a_table_in_a_cell_stands_once_in_that_cell():
    inner = (
        "<table:table>"
        + cells("Xã Khe Nậm", "800 ha")
        + cells("Xã Bản Lừa", "90 ha")
        + "</table:table>"
    )
    outer = f"<table:table-cell><text:p>Trồng mới:</text:p>{inner}</table:table-cell>"
    row = ROW.format(
        CELL.format("1", "") + outer + CELL.format("Ban A", "") + CELL.format("2028", ""), ""
    )

    table = (
        "<table:table>" + cells("TT", "Nhiệm vụ", "Chủ trì", "Thời gian") + row + "</table:table>"
    )

    assert rows_of(read(table)) == [
        ["1", "Trồng mới: Xã Khe Nậm 800 ha Xã Bản Lừa 90 ha", "Ban A", "2028"]
    ]


def test_a_signing_that_libreoffice_joined_to_the_table_above_is_no_row_of_it():
    signing = ROW.format(
        CELL.format(
            "Nơi nhận:</text:p><text:p>- Lưu Văn phòng.", 'table:number-columns-spanned="2"'
        )
        + "<table:covered-table-cell/>"
        + CELL.format(
            "T/M BAN THƯỜNG VỤ</text:p><text:p>PHÓ BÍ THƯ</text:p><text:p>Lò Thị Mẫu", ""
        ),
        "",
    )
    table = (
        "<table:table>"
        + cells("TT", "Nhiệm vụ", "Chủ trì")
        + cells("1", "Sơ kết", "Ban A")
        + signing
        + "</table:table>"
    )

    one = read_odt(MadeText(HEAD + p("Giao như sau:") + table).data())

    assert rows_of(one) == [["1", "Sơ kết", "Ban A"]]
    assert one["documents"][0]["signing"]["name"] == "Lò Thị Mẫu"


def set_aside(read):
    return [(one["text"], one["reason"]) for one in read["account"]["set_aside"]]


NOTE = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>'
CHANGES = (
    '<text:tracked-changes><text:changed-region xml:id="c"><text:deletion><office:change-info><dc:creator>A</dc:creator>'
    "</office:change-info><text:p>Khoản đã bỏ.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
)


@pytest.mark.parametrize(
    ("body", "words", "reason"),
    [
        (p("1. Lập vườn<office:annotation><dc:creator>A</dc:creator><text:p>Xem lại.</text:p></office:annotation>"),
         "Xem lại.", "comment"),
        (CHANGES + p('1. Lập<text:change text:change-id="c"/> vườn'), "Khoản đã bỏ.", "deleted"),
        (p("1. Lập vườn") + f'<text:section text:display="none">{p("Mục ẩn.")}</text:section>', "Mục ẩn.", "hidden"),
        (p("1. Lập vườn") + f'<text:section text:display="condition" text:is-hidden="true">{p("Mục ẩn.")}</text:section>',
         "Mục ẩn.", "hidden"),
        (p('1. Lập <text:span text:style-name="H">chữ ẩn</text:span>vườn'), "chữ ẩn", "hidden"),
        (p("1. Lập vườn") + p('<text:hidden-paragraph text:is-hidden="true"/>Đoạn ẩn.'), "Đoạn ẩn.", "hidden"),
        (p('1. Lập vườn<draw:custom-shape draw:transform="rotate (0.78) translate (1cm 2cm)"><text:p>BẢN NHÁP</text:p>'
           "</draw:custom-shape>"), "BẢN NHÁP", "watermark"),
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_text_is_set_aside_by_its_name(body, words, reason):
    one = read(
        body,
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>',
    )

    assert (words, reason) in set_aside(one)
    (clause,) = one["documents"][0]["body"]
    assert clause["marker"] == "1."
    assert re.fullmatch("Lập vườn( ươm)?", clause["text"])


def test_headers_and_footers_are_the_furniture_of_the_page():
    page = (
        "<office:master-styles><style:master-page><style:header><text:p>Lưu hành nội bộ</text:p></style:header>"
        '<style:header-left style:display="false"><text:p>Trang lẻ</text:p></style:header-left>'
        "<style:footer><text:p>Trang <text:page-number>2</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )

    one = read(p("1. Lập vườn ươm."), styles=page)

    found = set_aside(one)
    assert ("Lưu hành nội bộ", "page_header") in found
    assert ("Trang 2", "page_header") in found
    assert ("Trang lẻ", "hidden") in found


def test_blanks_tabs_fields_frames_and_boxes_are_read_as_seen():
    field = (
        '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
        '<field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>'
    )
    form = '<office:forms><form:form><form:checkbox xml:id="k" form:label="Đồng ý" form:current-state="checked"/></form:form></office:forms>'
    body = (
        form
        + p('1. Nộp\n   trước<text:s text:c="2"/>ngày <text:date>30/6/2027</text:date>.')
        + p(
            '2. <text:a xlink:href="https://a.example">Xem</text:a> mẫu <draw:control draw:control="k"/>.'
        )
        + p(
            f"3. Đã duyệt {field} rồi.<draw:frame><draw:text-box>{p('4. Trong khung.')}</draw:text-box></draw:frame>"
        )
    )

    texts = [node["text"] for node in walk(read(body)["documents"][0]["body"])]

    assert texts == [
        "Nộp trước ngày 30/6/2027.",
        "Xem mẫu ☒ Đồng ý.",
        "Trong khung.",
        "Đã duyệt ☒ rồi.",
    ]


MATH = (
    "<math:math><math:semantics><math:mrow><math:mi>S</math:mi><math:mo>=</math:mo><math:mfrac><math:mi>a</math:mi>"
    "<math:mn>2</math:mn></math:mfrac><math:mo>+</math:mo><math:msup><math:mi>x</math:mi><math:mn>2</math:mn></math:msup>"
    "<math:msqrt><math:mi>y</math:mi></math:msqrt></math:mrow><math:annotation>S = a over 2</math:annotation></math:semantics></math:math>"
)


def test_a_formula_is_read_by_its_letters():
    body = p('1. Tính <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> theo mẫu.')
    made = paper(body)
    made.part(
        "Object 1/content.xml",
        MATH.replace("<math:math>", '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML">'),
    )

    (clause,) = read_odt(made.data())["documents"][0]["body"]

    assert clause["text"] == "Tính S=a/2+x²√(y) theo mẫu."


def test_bold_capitals_and_old_fonts_come_from_the_styles():
    styles = (
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="C" style:family="text" style:parent-style-name="B"><style:text-properties fo:text-transform="uppercase"/></style:style>'
        '<style:style style:name="V" style:family="text"><style:text-properties style:font-name="F"/></style:style>'
    )
    font = '<office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;.VnTime&apos;"/></office:font-face-decls>'
    made = MadeText(p('<text:span text:style-name="C">Mục tiêu</text:span> <text:span text:style-name="V">rõng</text:span>'), styles, more=font)  # fmt: skip

    (run,) = source_of(made.data()).runs

    assert run.text == "\ue001MỤC TIÊU \ue002rừng"


def test_every_word_of_the_file_is_accounted_for():
    body = p("1. Lập vườn ươm.") + "<text:list>" + item(p("việc khác")) + "</text:list>" + p("<text:ruby><text:ruby-base>gốc</text:ruby-base><text:ruby-text>chú</text:ruby-text></text:ruby>")  # fmt: skip

    one = read(body)

    kept = str(by_eid(one["documents"][0]["body"])) + str(one["account"]["set_aside"])
    for word in ("ươm", "khác", "gốc", "chú"):
        assert word in kept


@pytest.mark.parametrize(
    "made",
    [
        MadeText(HEAD + p("TỐI MẬT") + END),
        MadeText(HEAD + p("1. Lập vườn" + NOTE.format(p("Tuyệt mật"))) + END),
        MadeText(HEAD + END, styles="<office:master-styles><style:master-page><style:header><text:p>MẬT</text:p></style:header></style:master-page></office:master-styles>"),
        MadeText(HEAD + END, styles="<office:master-styles><style:master-page><style:footer><text:p>Độ mật: Mật</text:p></style:footer></style:master-page></office:master-styles>"),
        MadeText(HEAD + p('1. <draw:custom-shape draw:transform="rotate (1)"><text:p>TỐI MẬT</text:p></draw:custom-shape>') + END),
    ],
)  # fmt: skip
def test_a_mark_of_secrecy_counts_wherever_it_stands(made):
    with pytest.raises(MarkedSecret):
        read_upload(made.data(), "odt", "a.odt")


def test_a_mark_among_the_properties_counts_too():
    made = paper(p("1. Lập vườn."))
    made.part(
        "meta.xml",
        made.root("meta", "<office:meta><meta:keyword>kế hoạch; Mật</meta:keyword></office:meta>"),
    )

    with pytest.raises(MarkedSecret):
        read_upload(made.data(), "odt", "a.odt")


def test_endless_nesting_is_refused_and_rows_repeated_without_end_are_not_written_out():
    deep = "<text:section>" * 200 + p("a") + "</text:section>" * 200
    assert read_odt(MadeText(deep).data())["refused"] == "broken"

    wide = ROW.format(
        CELL.format("x", 'table:number-columns-repeated="99999999"'),
        'table:number-rows-repeated="99999999"',
    )
    table = f"<table:table>{cells('TT', 'Việc')}{wide}{wide * 20}</table:table>"
    (run,) = source_of(MadeText(table).data()).runs

    assert len(run.text.split("\n")) <= 5000


def test_a_head_that_stands_in_the_header_of_the_page_is_the_head_of_the_document():
    head = "".join(HEAD.partition("<text:p>KẾ HOẠCH")[:1])
    page = f"<office:master-styles><style:master-page><style:header>{head}</style:header></style:master-page></office:master-styles>"
    body = HEAD.removeprefix(head) + p("1. Lập vườn ươm.") + END

    read = read_odt(MadeText(body, "", page).data())

    (document,) = read["documents"]
    assert (document["number"], document["date"]) == ("21-KH/TU", "2026-11-16")
    assert document["issuer"]["name"] == "Tỉnh ủy Đồng Xuân"
    assert read["account"]["set_aside"] == []


def test_a_number_is_seen_where_its_paragraph_has_no_words():
    chapters = style("C", level(1, "I", 'style:num-prefix="Chương "'))
    rows = cells("TT", "Nội dung", "Thời gian") + "".join(
        ROW.format(
            f"<table:table-cell>{lst('N', item(p('')), more=more)}</table:table-cell>"
            + CELL.format(words, "")
            + CELL.format("2027", ""),
            "",
        )
        for words, more in (("Đào ao", ""), ("Thả cá", 'text:continue-numbering="true"'))
    )
    body = lst("C", item(p(""))) + p("TRỰC BAN") + p("Chi ủy viên trực từ 7 giờ.")

    one = read(body + f"<table:table>{rows}</table:table>", chapters + style("N", level(1)))

    (chapter,) = one["documents"][0]["body"]
    assert (chapter["marker"], chapter["heading"]) == ("Chương I", "TRỰC BAN")
    assert [row[0] for row in rows_of(one)] == ["1.", "2."]
