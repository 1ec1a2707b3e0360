"""A file somebody brought is read in a process of its own."""

import pytest

from lienthong.kernel.files.public import FileRefused
from lienthong.records.texts.public import MarkedSecret, read_upload

from .factories import PAPERS, docx, paragraph, run


def test_a_word_file_is_read_in_a_child():
    data = docx(
        paragraph(run("KẾT LUẬN", bold=True)), paragraph("về việc chung"), paragraph("Nội dung.")
    )
    assert read_upload(data, "docx", "a.docx").documents[0]["type"]["code"] == "KL"


def test_plain_text_is_read_in_a_child():
    assert (
        read_upload((PAPERS / "report.txt").read_bytes(), "text", "a.txt").documents[0]["number"]
        == "05-BC/CB"
    )


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (b"PK\x03\x04 broken", "docx", "damaged"),
        (b"%PDF-1.7 broken", "pdf", "damaged"),
        (b" ", "text", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, kind, sentence):
    with pytest.raises(FileRefused, match=sentence):
        read_upload(data, kind, "a")


def test_a_document_marked_secret_is_refused():
    with pytest.raises(MarkedSecret, match="mark of secrecy"):
        read_upload((PAPERS / "secret.txt").read_bytes(), "text", "a.txt")
