"""A workbook that bears a mark of secrecy is read by nobody here, wherever the mark stands."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.spreadsheets.public import table_in, tables_in

HEADS, ROW = ["Họ và tên", "Chức vụ"], ["Lò Văn Thử", "Chuyên viên"]


def a_book(dress=lambda book: None) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.active.append(HEADS)
    book.active.append(ROW)
    dress(book)
    book.save(written)
    return written.getvalue()


def headed(words):
    def dress(book):
        book.active.oddHeader.center.text = words

    return dress


def with_a_big_header(book):
    center = book.active.oddHeader.center
    center.text, center.font, center.size, center.color = "TỐI MẬT", "Arial,Bold", 14, "FF0000"


def with_a_footer(book):
    book.active.evenFooter.right.text = "Độ mật: Mật"


def titled(book):
    book.properties.title = "TUYỆT MẬT"


def with_keywords(book):
    book.properties.keywords = "cán bộ; Tối mật"


def with_a_property(book):
    book.custom_doc_props.append(StringProperty(name="Độ mật", value="MẬT"))


def with_a_sheet_of_that_name(book):
    book.create_sheet("MẬT")


def with_a_list_of_that_name(book):
    book.create_sheet("Danh sách MẬT")


def with_a_headed_sheet(book):
    book.create_sheet("Phụ lục")["A1"] = "TUYỆT MẬT"


def with_a_hidden_sheet(book):
    sheet = book.create_sheet("Phụ lục")
    sheet["B3"], sheet.sheet_state = "M Ậ T", "hidden"


def with_a_line_above(book):
    book.active.insert_rows(1)
    book.active["C1"] = "[ MẬT ]"


def with_a_note(book):
    book.active["A1"].comment = Comment("TỐI MẬT", "Lò Thị Thử")


DRESSED = [
    headed("TUYỆT MẬT"),
    with_a_big_header,
    with_a_footer,
    titled,
    with_keywords,
    with_a_property,
    with_a_sheet_of_that_name,
    with_a_list_of_that_name,
    with_a_headed_sheet,
    with_a_hidden_sheet,
    with_a_line_above,
    with_a_note,
]


@pytest.mark.parametrize("look", [table_in, tables_in])
@pytest.mark.parametrize("dress", DRESSED, ids=lambda one: one.__name__)
def test_a_mark_of_secrecy_is_found_wherever_it_stands(dress, look):
    with pytest.raises(FileRefused, match="mark of secrecy"):
        look(a_book(dress), "danh-sach.xlsx", most=500)


@pytest.mark.parametrize("name", ["Danh sách TỐI MẬT.xlsx", "TUYET-MAT.xlsx", "Biểu 1 MẬT.XLSX"])
def test_a_mark_in_the_name_of_the_file_counts(name):
    with pytest.raises(FileRefused, match="mark of secrecy"):
        table_in(a_book(), name, most=500)


@pytest.mark.parametrize(
    "words", ["Bảo mật hồ sơ", "Trang &P/&N", "Bí mật nhà nước", "Mật ong rừng"]
)
def test_the_word_in_a_sentence_is_no_mark(words):
    def dress(book):
        headed(words)(book)
        book.properties.title = words
        book.active.append(["Ban Bảo mật", "Độ mật"])
        for _number in range(10):
            book.active.append(ROW)
        book.active.append(["Văn bản số 5", "MẬT"])  # a list of degrees, far below the heads

    assert len(table_in(a_book(dress), "danh-sach.xlsx", most=500).rows) == 14


def test_a_sheet_that_is_not_read_is_named():
    def dress(book):
        book.create_sheet("Phụ lục").append(["Khác"])
        book.create_sheet("choices").sheet_state = "hidden"

    assert table_in(a_book(dress), "a.xlsx", most=500).others == ("Phụ lục",)
