"""A head of two rows stays two rows: in what is read, on the page, in print; outside its names are plain."""

import json

import pytest
from django.core.management import call_command

from lienthong.records.texts.clauses.merging import drawn_head
from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.templatetags.texts import clauses
from lienthong.records.texts.typesetting import typeset

from .factories import docx, paragraph, walk
from .test_natures import CLOSING as PLAIN_CLOSING
from .test_natures import HEAD as PLAIN_HEAD
from .test_opendocument_files import read as read_as_odt
from .test_typesetting import official, pages
from .test_word_files import CLOSING, HEAD, TITLE

COLUMNS = ["TT", "Xã", "Diện tích\n2026", "Diện tích\n2027", "Ghi chú"]
HTML = """<table>
<tr><th rowspan="2">TT</th><th rowspan="2">Xã</th><th colspan="2">Diện tích</th><th rowspan="2">Ghi chú</th></tr>
<tr><th>2026</th><th>2027</th></tr>
<tr><td>1</td><td>Khe Nậm</td><td>10 ha</td><td>12 ha</td><td>Chè</td></tr>
<tr><td>2</td><td>Bản Lừa</td><td>20 ha</td><td>22 ha</td><td>Quế</td></tr>
</table>"""


def table_of(document):
    return next(node for node in walk(document["body"]) if "columns" in node)


def word_cell(words: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def in_word():
    down, below, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = [
        [
            word_cell("TT", down),
            word_cell("Xã", down),
            word_cell("Diện tích", wide),
            word_cell("Ghi chú", down),
        ],
        [
            word_cell("", below),
            word_cell("", below),
            word_cell("2026"),
            word_cell("2027"),
            word_cell("", below),
        ],
        [word_cell(one) for one in ("1", "Khe Nậm", "10 ha", "12 ha", "Chè")],
        [word_cell(one) for one in ("2", "Bản Lừa", "20 ha", "22 ha", "Quế")],
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    return read_docx(docx(HEAD, TITLE, table, CLOSING))["documents"][0]


def in_text():
    return read_plain((PLAIN_HEAD + HTML + PLAIN_CLOSING).encode())["documents"][0]


def in_opendocument():
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"

    covered, down = "<table:covered-table-cell/>", 'table:number-rows-spanned="2"'
    rows = [
        [
            cell("TT", down),
            cell("Xã", down),
            cell("Diện tích", 'table:number-columns-spanned="2"'),
            covered,
            cell("Ghi chú", down),
        ],
        [covered, covered, cell("2026"), cell("2027"), covered],
        [cell(one) for one in ("1", "Khe Nậm", "10 ha", "12 ha", "Chè")],
        [cell(one) for one in ("2", "Bản Lừa", "20 ha", "22 ha", "Quế")],
    ]
    made = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return read_as_odt(f"<table:table>{made}</table:table>")["documents"][0]


def in_pdf():
    """The table as we print it ourselves, read again."""
    body = [table_of(in_text())]
    return read_pdf(typeset(official(body=body)).pdf)["documents"][0]


@pytest.mark.parametrize("read", [in_word, in_text, in_opendocument, in_pdf])
def test_the_names_of_a_head_of_two_rows_are_kept_row_by_row(read):
    table = table_of(read())
    assert table["columns"] == COLUMNS
    cells = [row["cells"] for group in table["groups"] for row in group["rows"]]
    assert cells == [
        ["1", "Khe Nậm", "10 ha", "12 ha", "Chè"],
        ["2", "Bản Lừa", "20 ha", "22 ha", "Quế"],
    ]


def test_it_is_drawn_with_cells_over_several_columns_and_rows():
    drawn = [[(one.text, one.columns, one.rows) for one in row] for row in drawn_head(COLUMNS)]
    assert drawn == [
        [("TT", 1, 2), ("Xã", 1, 2), ("Diện tích", 2, 1), ("Ghi chú", 1, 2)],
        [("2026", 1, 1), ("2027", 1, 1)],
    ]
    (row,) = drawn_head(["Một\nhai", "Ba"])
    assert [one.text for one in row] == ["Một\nhai", "Ba"]


def test_three_rows_of_a_head_are_drawn_below_one_another():
    rows = drawn_head(["TT", "Kế hoạch\n2026\nQuý I", "Kế hoạch\n2026\nQuý II", "Kế hoạch\n2027"])
    assert [[(one.text, one.columns, one.rows) for one in row] for row in rows] == [
        [("TT", 1, 3), ("Kế hoạch", 3, 1)],
        [("2026", 2, 1), ("2027", 1, 2)],
        [("Quý I", 1, 1), ("Quý II", 1, 1)],
    ]


def test_a_head_of_two_rows_printed_again_on_the_next_page_is_no_row():
    again = HTML.split("\n")[1:3]
    read = read_plain(
        (
            PLAIN_HEAD
            + HTML.replace("<tr><td>2<", "\n".join(again) + "\n<tr><td>2<")
            + PLAIN_CLOSING
        ).encode()
    )
    table = table_of(read["documents"][0])
    assert [row["cells"][1] for group in table["groups"] for row in group["rows"]] == [
        "Khe Nậm",
        "Bản Lừa",
    ]
    assert {one["reason"] for one in read["account"]["set_aside"]} <= {"repeated"}


def test_the_page_shows_both_rows_and_each_name_once():
    body = in_text()["body"]
    (line,) = clauses(body=body)["lines"]
    assert [len(row) for row in line["head"]] == [4, 2]
    (page,) = pages(typeset(official(body=body)).pdf)
    assert page.count("Diện tích") == 1


def test_outside_the_name_of_a_column_is_one_line(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(PLAIN_HEAD + HTML + PLAIN_CLOSING)
    call_command("read", str(path), "--json")
    (paper,) = json.loads(capsys.readouterr().out)["papers"]
    assert paper["clauses"][0]["columns"][2:4] == ["Diện tích 2026", "Diện tích 2027"]
