"""Plain text in the encodings offices use."""

import unicodedata

import pytest

from lienthong.records.texts.importing.plain import read_plain

from .factories import PAPERS

TEXT = (PAPERS / "report.txt").read_text()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_the_encoding_is_found(encoding):
    assert read_plain(TEXT.encode(encoding))["documents"][0]["number"] == "05-BC/CB"


def test_the_vietnamese_windows_encoding_is_read():
    windows = (
        unicodedata.normalize("NFD", "Đảng bộ")
        .replace("o\u0323\u0302", "ô\u0323")
        .encode("cp1258", errors="ignore")
    )
    assert "Đ" in read_plain(windows + b" x\xe0 h\xe0")["text"]


def test_letters_and_marks_apart_are_composed():
    assert (
        read_plain(unicodedata.normalize("NFD", TEXT).encode())["documents"][0]["type"]["code"]
        == "BC"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", "wrong_type"),
        (b"\x00\x01\x02", "wrong_type"),
        (b"  \n ", "empty"),
        (b"a b\n" * 600_000, "too_large"),
    ],
)
def test_what_is_no_text_is_refused(data, code):
    assert read_plain(data)["refused"] == code
