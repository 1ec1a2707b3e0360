"""No word is lost without a sentence: every line of a file is taken, set aside with a reason, or refused."""

import copy
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.pdf import read_pdf
from lienthong.records.texts.importing.plain import documents_of, read_plain, written
from lienthong.records.texts.recognition.account import reckon
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.recognition.source import Place, Reason, Source

from .factories import PAPERS, SAMPLES, docx, paragraph, run, table, xml
from .offices import OFFICES, words

CASES = SAMPLES.parent / "cases"
_READERS = {".txt": read_plain, ".docx": read_docx, ".pdf": read_pdf}
_FORM = Counter(
    words(
        "số ngày tháng năm nơi nhận kính gửi trình Đảng Cộng sản Việt Nam của mùng"
        " Cộng hòa xã hội chủ nghĩa Việt Nam độc lập tự do hạnh phúc T/M TM KT TL thừa lệnh"
    )
)
_HERE = sorted([*PAPERS.glob("*.txt"), *OFFICES.glob("*.txt")])
_BESIDE = sorted(
    path
    for folder in (SAMPLES, SAMPLES / "papers", CASES)
    for path in folder.glob("*.*")
    if path.suffix in _READERS and not path.name.startswith("tep-doc-cu")
)


def words_in(path: Path, data: bytes) -> Counter:
    """The words of a file, taken out of it by other means than our readers."""
    if path.suffix == ".docx":
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = [name for name in package.namelist() if re.match(r"word/\w*[a-z]\d*\.xml$", name)]
        text = " ".join(package.read(part).decode() for part in parts)
        text = re.sub(r"<w:instrText[^>]*>[^<]*", "", text)  # the name of a field, not seen
        paragraphs = re.sub(r"</w:p>|<w:(?:tab|br)/>", " ", text)
        return Counter(words(re.sub(r"<[^>]+>", "", paragraphs)))
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(data)
        return Counter(words(" ".join(page.get_textpage().get_text_range() for page in pages)))
    return Counter(words(re.sub(r"<[^<>]+>|&nbsp;|_{2,}", " ", data.decode())))


def letters_in(found: Counter) -> Counter:
    """How often each letter stands in the words; "01" is kept as a day of a date."""
    return Counter(letter for word, n in found.items() if not word.isdigit() for letter in word * n)


def words_kept(read) -> Counter:
    """The words of what was read, and of what the account says of the rest."""
    account = read["account"]
    said = [one["text"] for one in (*account["set_aside"], *account["refused"])]
    return Counter(words(" ".join([*strings_of(read["documents"]), *said])))


def strings_of(value):
    if isinstance(value, str):
        yield value
    for key, inner in value.items() if isinstance(value, dict) else ():
        if (
            key not in {"wid", "eid", "label", "kind", "roles", "key", "reason", "name"}
            or key == "name"
            and "printed" not in value
        ):
            yield from strings_of(inner)
    for inner in value if isinstance(value, list | tuple) else ():
        yield from strings_of(inner)


def missing(path: Path) -> dict[str, int]:
    data = path.read_bytes()
    read = _READERS[path.suffix](data)
    if read["refused"]:
        return {}
    if path.suffix == ".pdf":  # a program that reads no places finds the letters, but not the words
        return letters_in(words_in(path, data)) - letters_in(words_kept(read) + _FORM)
    lost = words_in(path, data) - words_kept(read)
    numbers = {word for word in lost if word.isdigit()}  # "01" is kept as a day of a date
    return {word: n for word, n in lost.items() if word not in _FORM and word not in numbers}


@pytest.mark.parametrize("path", _HERE, ids=lambda path: path.stem)
def test_every_word_of_a_text_is_read_or_accounted_for(path):
    assert not missing(path)


@pytest.mark.parametrize("path", _BESIDE, ids=lambda path: path.name)
def test_every_word_of_a_file_beside_is_read_or_accounted_for(path):
    assert not missing(path)


@pytest.mark.skipif(not _BESIDE, reason=f"the samples and cases are not in {SAMPLES.parent}")
def test_there_are_files_of_every_kind_beside():
    assert {path.suffix for path in _BESIDE} == set(_READERS)


@pytest.mark.parametrize("path", _HERE, ids=lambda path: path.stem)
def test_every_line_has_one_fate(path):
    source = written(path.read_text())
    account = reckon(source, [one.as_json() for one in recognise(source.text)])
    fates = [one.place for one in (*account.taken, *account.set_aside, *account.refused)]
    assert set(fates) == {place for place, _line in source.lines()}
    assert account.lines == len(set(fates))


@pytest.mark.parametrize("path", _HERE, ids=lambda path: path.stem)
def test_what_recognition_cannot_place_is_little(path):
    """Nothing of these texts is unplaced but what is printed twice."""
    account = read_plain(path.read_bytes()).get("account")
    unplaced = (
        [one for one in account["set_aside"] if one["reason"] == "unplaced"] if account else ()
    )
    assert len(unplaced) <= (1 if path.stem == "central" else 0)


@given(st.data())
def test_a_clause_that_recognition_loses_is_found_out(data):
    path = data.draw(st.sampled_from(_HERE))
    source = written(path.read_text())
    documents = [one.as_json() for one in recognise(source.text)]
    lossy = copy.deepcopy(documents)
    lists = [(one["body"], n) for one in lossy for n in range(len(one["body"]))]
    siblings, at = data.draw(st.sampled_from(lists))
    gone = siblings.pop(at)
    said = " ".join(one.text for one in reckon(source, lossy).set_aside)
    lost = Counter(words(" ".join(strings_of({key: gone[key] for key in ("marker", "heading")}))))
    assert not {word for word in lost - Counter(words(said)) if len(word) > 3}


def test_what_stands_beside_the_text_of_a_word_file_is_set_aside_with_its_reason():
    deleted = "<w:p><w:del><w:r><w:delText>câu đã xóa</w:delText></w:r></w:del><w:r><w:t>Câu giữ lại.</w:t></w:r></w:p>"
    account = read_docx(
        docx(
            paragraph("Nội dung chính."),
            table(["1", "Ô bảng"], ["2", "Ô khác"]),
            deleted,
            word__footer1_xml=xml("ftr", paragraph("Tài liệu nội bộ")),
            word__footnotes_xml=xml(
                "footnotes", f"<w:footnote>{paragraph('Hạn chót 31/12/2027.')}</w:footnote>"
            ),
            word__comments_xml=xml(
                "comments", f"<w:comment>{paragraph(run('Xem lại'))}</w:comment>"
            ),
        )
    )["account"]
    assert {(one["reason"], one["text"]) for one in account["set_aside"]} == {
        ("page_header", "Tài liệu nội bộ"),
        ("footnote", "Hạn chót 31/12/2027."),
        ("comment", "Xem lại"),
        ("deleted", "câu đã xóa"),
    }
    assert account["lines"] == account["taken"] + len(account["set_aside"])


def test_a_letter_nobody_understands_is_named_with_its_line():
    account = read_plain("Nội dung.\n\n\uf0c1 đợt một.".encode())["account"]
    (letter,) = account["set_aside"]
    assert (letter["reason"], letter["text"], letter["place"]["line"]) == (
        "unknown_letter",
        "\uf0c1",
        3,
    )


DRAFTS = ("KẾ HOẠCH", "ĐỀ ÁN")


@pytest.mark.parametrize(
    ("page", "drafts"), [(2, [None, "DỰ THẢO"]), (None, ["DỰ THẢO", "DỰ THẢO"])]
)
def test_a_draft_mark_across_the_page_counts_for_the_documents_on_it(page, drafts):
    source = Source()
    for number, kind in enumerate(DRAFTS, 1):
        head = f"TỈNH ỦY ĐỒNG XUÂN\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nĐồng Xuân, ngày 0{number} tháng 6 năm 2026"
        end = "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nLò Thị Mẫu"
        source.take(f"{head}\n\n{kind}\ngiữ rừng\n\n1. Trồng rừng.\n\n{end}\n", Place(page=number))
    source.put_aside("DỰ THẢO", Reason.WATERMARK, Place(page=page))

    documents = documents_of(source)["documents"]

    assert [one["draft"] for one in documents] == drafts
    assert documents[1]["reasons"]["draft"] == "across_the_page"
