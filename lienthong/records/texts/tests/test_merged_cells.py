"""Cells drawn as one in the file are kept so, printed once, and never hide a word."""

from collections import Counter

import pytest

from lienthong.records.texts.clauses.checking import check_body
from lienthong.records.texts.clauses.merging import drawn
from lienthong.records.texts.clauses.pieces import flat, grown
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.typesetting import typeset

from .factories import docx
from .test_clauses_shown import shown
from .test_heads_and_rows import cell, nodes_of
from .test_opendocument_files import CELL, ROW, cells
from .test_opendocument_files import read as read_as_odt
from .test_typesetting import official, pages
from .test_word_files import CLOSING, HEAD, TITLE, only

COLUMNS = ["Khu vực", "Chi bộ", "Số đảng viên", "Chi bộ mới"]
ROWS = [
    {"cells": ["Bến Đò", "Chi bộ số 1", "24", "Chi bộ Bến"], "merged": "...."},
    {"cells": ["", "Chi bộ số 2", "31", "Chi bộ Bến"], "merged": "^..^"},
    {"cells": ["Cộng", "", "55", ""], "merged": ".<.."},
]


def as_word() -> str:
    rows = [
        "".join(map(cell, COLUMNS)),
        cell("Bến Đò", merge="restart")
        + cell("Chi bộ số 1")
        + cell("24")
        + cell("Chi bộ Bến", merge="restart"),
        cell("", merge="continue") + cell("Chi bộ số 2") + cell("31") + cell("", merge="continue"),
        cell("Cộng", span=2) + cell("55") + cell(""),
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def as_odt() -> str:
    tall, covered = 'table:number-rows-spanned="2"', "<table:covered-table-cell/>"
    return (
        "<table:table>"
        + cells(*COLUMNS)
        + ROW.format(
            CELL.format("Bến Đò", tall)
            + CELL.format("Chi bộ số 1", "")
            + CELL.format("24", "")
            + CELL.format("Chi bộ Bến", tall),
            "",
        )
        + ROW.format(covered + CELL.format("Chi bộ số 2", "") + CELL.format("31", "") + covered, "")
        + ROW.format(
            CELL.format("Cộng", 'table:number-columns-spanned="2"')
            + covered
            + CELL.format("55", "")
            + CELL.format("", ""),
            "",
        )
        + "</table:table>"
    )


def as_html() -> str:
    rows = "<tr><td rowspan=2>Bến Đò</td><td>Chi bộ số 1</td><td>24</td><td rowspan=2>Chi bộ Bến</td></tr><tr><td>Chi bộ số 2</td><td>31</td></tr><tr><td colspan=2>Cộng</td><td>55</td><td></td></tr>"  # fmt: skip
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    return f"KẾ HOẠCH\nsắp xếp chi bộ\n\n<table><tr>{head}</tr>{rows}</table>\n"


def read(how: str):
    if how == "Word":
        document = only(docx(HEAD, TITLE, as_word(), CLOSING))
    elif how == "OpenDocument":
        document = read_as_odt(as_odt())["documents"][0]
    else:
        document = recognise(as_html())[0].as_json()
    (table,) = nodes_of(document, "table")
    return document, table


@pytest.mark.parametrize("how", ["Word", "OpenDocument", "HTML"])
def test_merged_cells_are_kept_printed_once_and_shown_as_one(how):
    document, table = read(how)
    rows = [row for group in table["groups"] for row in group["rows"]]
    assert [row.get("merged", "....") for row in rows] == [row["merged"] for row in ROWS]
    assert [row["cells"][1:] for row in rows] == [row["cells"][1:] for row in ROWS]

    words = Counter(" ".join(pages(typeset(official(body=document["body"])).pdf)).split())
    assert (words["Đò"], words["Cộng"]) == (1, 1)
    assert words["Bến"] == 2  # "Bến Đò" and "Chi bộ Bến", each once
    html = "".join(shown(document["body"]).split())
    assert html.count("ChibộBến") == 1
    assert html.count('rowspan="2"') == 2
    assert html.count('colspan="2">Cộng') == 1


def test_the_editor_keeps_what_is_merged():
    document, table = read("Word")
    rows = {row["wid"]: row for group in table["groups"] for row in group["rows"]}
    (kept,) = nodes_of({"body": grown(flat(document["body"]), rows)}, "table")
    assert kept["groups"][0]["rows"] == [
        {part: row[part] for part in ("wid", "marker", "cells", "merged") if part in row}
        for row in rows.values()
    ]
    assert check_body(document["body"])


@pytest.mark.parametrize(
    "changed",
    [
        [ROWS[0], ROWS[1] | {"cells": ["", "Chi bộ số 2", "31", "Chi bộ Chợ"]}],
        [ROWS[0] | {"cells": ["Bến Đò", "Chi bộ số 1", "24", "Chi bộ Chợ"]}, ROWS[1]],
        [ROWS[1], ROWS[0]],
        [ROWS[0], {"cells": ["Chợ", "Chi bộ số 9", "7", "Chi bộ Chợ"]}, ROWS[1]],
        [ROWS[2] | {"cells": ["Cộng", "hai chi bộ", "55", ""]}],
        [{"cells": ["a", "b"], "merged": "<^"}, {"cells": ["c", "d"], "merged": "^^"}],
    ],
    ids=[
        "other words below",
        "other words above",
        "turned round",
        "a row between",
        "words in it",
        "nothing there",
    ],
)
def test_a_cell_that_says_something_else_is_its_own_again(changed):
    shown = drawn(changed, 4)
    written = {word for row in changed for word in row["cells"] if word}
    assert written <= {cell.text for row in shown for cell in row}
    covered = sum(cell.columns * cell.rows for row in shown for cell in row)
    assert covered == 4 * len(changed)
