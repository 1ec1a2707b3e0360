"""A page set anew for a phone shows every pixel of the page and none besides, in lines that fit."""

from collections import Counter
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest

from lienthong.portals.window import narrow
from lienthong.portals.window.narrow import EM, SCALE, WHITE, WIDTH, Rows, set_anew
from lienthong.portals.window.pictures import SHADES, _rows
from lienthong.records.signing.tests.factories import a_form

PIXEL = WHITE * 3
INK = b"\x00\x00\x00"


def page(columns: int, rows: int, *inked: tuple[int, int, int, int]) -> Rows:
    """White, but for these boxes: from left, top to right, bottom."""
    made = [bytearray(PIXEL * columns) for _row in range(rows)]
    for left, top, right, bottom in inked:
        for row in range(top, bottom):
            made[row][3 * left : 3 * right] = INK * (right - left)
    return [bytes(row) for row in made]


def shrunk(rows: Rows) -> Callable[[float], Rows]:
    """Every so manieth pixel of it."""

    def drawn(scale: float) -> Rows:
        by = SCALE / scale
        wide, high = int(len(rows[0]) // 3 / by), int(len(rows) / by)
        return [
            b"".join(rows[int(y * by)][3 * int(x * by) :][:3] for x in range(wide))
            for y in range(high)
        ]

    return drawn


def never(_scale: float) -> Rows:
    raise AssertionError("nothing has to be shown smaller")


def ink(rows: Rows) -> Counter[bytes]:
    pixels = Counter(row[at : at + 3] for row in rows for at in range(0, len(row), 3))
    del pixels[PIXEL]
    return pixels


def heights(rows: Rows) -> list[int]:
    """How high each run of rows with ink is."""
    runs, high = [], 0
    for row in [*rows, b""]:
        if row.strip(WHITE):
            high += 1
        elif high:
            runs.append(high)
            high = 0
    return runs


def drawn_form() -> tuple[Rows, Callable[[float], Rows]]:
    document = pdfium.PdfDocument(a_form())
    document.init_forms()
    sheet = document[0]

    def drawn(scale: float) -> Rows:
        bitmap = sheet.render(scale=scale, rev_byteorder=True)
        data = bytes(bitmap.buffer).translate(SHADES)
        return _rows(data, bitmap.width, bitmap.height, bitmap.stride)

    return drawn(SCALE), drawn


def test_every_pixel_of_a_document_is_shown_and_none_besides() -> None:
    rows, _drawn = drawn_form()

    anew = set_anew(rows, never)

    assert ink(anew) == ink(rows)
    assert {len(row) for row in anew} == {3 * WIDTH}


def test_words_that_do_not_fit_go_to_the_next_line_and_lines_that_go_on_are_joined() -> None:
    words = [(100 + 200 * at, 50, 250 + 200 * at, 80) for at in range(5)]
    more = [(100, 110, 250, 140)]

    anew = set_anew(page(1200, 400, *words, *more), never)

    assert len(heights(anew)) == 2, "six words in two lines of three"
    assert ink(anew)[INK] == 6 * 150 * 30


def test_what_stands_side_by_side_is_read_one_side_after_the_other() -> None:
    left = [(100, 50, 400, 80), (100, 110, 380, 140)]
    right = [(800, 50, 1100, 76), (850, 110, 1050, 136)]

    anew = set_anew(page(1300, 400, *left, *right), never)

    assert heights(anew) == [30, 30, 26, 26]


def test_a_long_word_that_begins_a_paragraph_stays_on_the_page() -> None:
    long = (170, 300, 170 + narrow.ROOM - 2, 330)

    anew = set_anew(page(1300, 400, (100, 50, 130, 80), long), never)

    assert {len(row) for row in anew} == {3 * WIDTH}


def test_a_dash_with_a_wide_gap_begins_a_paragraph_and_no_side() -> None:
    item = [(100, 50, 110, 56), (220, 50, 1200, 80)]
    goes_on = [(100, 110, 500, 140)]

    anew = set_anew(page(1300, 400, *item, *goes_on), shrunk(page(1300, 400, *item, *goes_on)))

    assert len(heights(anew)) == 3


def test_a_mark_apart_stays_with_its_letters() -> None:
    letters, mark = (100, 50, 300, 80), (150, 84, 156, 90)

    anew = set_anew(page(1200, 200, letters, mark), never)

    inked = [at for at, row in enumerate(anew) if row.strip(WHITE)]
    assert inked[-1] - inked[0] + 1 == 90 - 50


def test_what_is_no_line_of_words_is_shown_smaller_as_it_is() -> None:
    table = page(1400, 800, (100, 50, 1300, 54), (100, 50, 104, 500), (1296, 50, 1300, 500))

    anew = set_anew(table, shrunk(table))

    assert heights(anew) == [pytest.approx(450 * (WIDTH - 2 * narrow.SIDE) / 1200, abs=4)]
    assert {len(row) for row in anew} == {3 * WIDTH}


@pytest.mark.parametrize(
    "inked",
    [(), tuple((x, y, x + 1, y + 3) for x in range(0, 1400, 8) for y in range(0, 1960, 40))],
)
def test_an_empty_page_and_one_of_dots_are_shown_whole(
    inked: tuple[tuple[int, int, int, int], ...],
) -> None:
    rows = page(1400, 1990, *inked)

    anew = set_anew(rows, shrunk(rows))

    assert len(anew) == pytest.approx(1990 * (WIDTH - 2 * narrow.SIDE) / 1400, abs=8)


def test_letters_are_at_least_as_large_as_those_of_the_window() -> None:
    """A phone of 390 shows the picture in 360: seventeen of its pixels for the size of a document's letters."""
    assert EM * 360 / WIDTH >= 17
