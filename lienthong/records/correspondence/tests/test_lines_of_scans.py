"""Words of a picture put together to lines: a page askew, specks, letters taken for others."""

from lienthong.kernel.files.public import Word

from ..queries.scanned import text_of


def on(line, *words, left=200, top=100, slope=0.0):
    """Words of one printed line, each twenty points a letter, that sinks to the right."""
    for word in words:
        width = 20 * len(word)
        yield Word(word, left, round(top + slope * left), width, 36, 90.0, line)
        left += width + 14


def test_a_page_that_lies_askew_is_read_line_by_line():
    words = [
        *on("1", "ĐẢNG", "ỦY", "XÃ", "BẾN", "CÁT", slope=0.04),
        *on("2", "ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM", left=1300, slope=0.04),
        *on("3", "Số", "05-KH/ĐU", top=150, slope=0.04),
        *on("4", "Bến", "Cát,", "ngày", "01", "tháng", "6", left=1300, top=150, slope=0.04),
    ]
    assert [" ".join(line.split()) for line in text_of(words).split("\n")] == [
        "ĐẢNG ỦY XÃ BẾN CÁT ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 05-KH/ĐU Bến Cát, ngày 01 tháng 6",
    ]
    assert "CÁT        ĐẢNG" in text_of(words)


def test_specks_are_no_words_and_low_marks_stay_in_their_line():
    words = [
        *on("1", "Số", "05-KH/ĐU"),
        Word("—_", 700, 110, 40, 8, 20.0, "1"),
        Word("»", 40, 96, 10, 10, 30.0, "9"),
        *on("2", "-", "Các", "chi", "bộ", top=150),
    ]
    assert text_of(words).split("\n") == ["Số 05-KH/ĐU", "- Các chi bộ"]


def test_letters_taken_for_others_are_put_right():
    words = [
        *on("1", "Số", "05-QĐĐ/ĐÐU"),
        *on("2", "V⁄v", "trồng", "rừng", top=150),
        *on("3", "V⁄%v", "trồng", "rừng", top=200),
        *on("4", "V⁄%", "trồng", "rừng", top=250),
    ]
    first, *rest = text_of(words).split("\n")

    assert first == "Số 05-QĐ/ĐU"
    assert rest == ["V/v trồng rừng"] * 3
