"""What it costs to read an uploaded file where it can do no harm, against reading it at once."""

import time
from collections.abc import Callable
from typing import Any

from lienthong.kernel.files.public import run_bounded
from lienthong.records.texts.importing import docx, pdf
from lienthong.records.texts.public import OfficialDocument, typeset
from lienthong.records.texts.tests import factories

from .results import Result, median, progress, say

MOST = 3.0
ROUNDS = {"full": 41, "tenth": 9}
STYLES = 160  # as many as a word processor writes into every file
STYLE = (
    '<w:style w:type="paragraph" w:styleId="S{0}"><w:name w:val="Style {0}"/>'
    '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr><w:spacing w:after="120"/></w:pPr>'
    '<w:rPr><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>'
)
WORDS = (
    "Các chi bộ phân công đảng viên phụ trách từng phần việc và báo cáo trước ngày 25 hằng tháng."
)


def run(*, as_json: bool, size: str) -> bool:
    """Read a one-page letter as a Word file and as a PDF, in turn in this process and in a child."""
    results = []
    for reader, data in ((docx.read_docx, _word()), (pdf.read_pdf, _pdf())):
        progress(f"{reader.__name__}: {len(data)} bytes …")
        results.append(_measured(reader, data, ROUNDS[size]))
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok for result in results)


def _measured(reader: Callable[[bytes], Any], data: bytes, rounds: int) -> Result:
    path = f"{reader.__module__}.{reader.__name__}"

    def apart() -> Any:
        return run_bounded(path, data, seconds=30, megabytes=512)

    if apart()["text"] != reader(data)["text"]:
        raise AssertionError(f"{path} reads something else in the child.")
    times: dict[str, list[float]] = {"here": [], "apart": []}
    for _ in range(rounds):
        for name, read in (("here", lambda: reader(data)), ("apart", apart)):
            began = time.perf_counter()
            read()
            times[name].append((time.perf_counter() - began) * 1000)
    here, there = median(times["here"]), median(times["apart"])
    name = f"files.{reader.__name__}"
    return Result(name, there, "ms", here, there / here, f"≤ {MOST} × here", there <= MOST * here)


def a_letter(clauses: int = 10) -> OfficialDocument:
    clause = {"kind": "clause", "heading": "", "text": WORDS, "children": []}
    return OfficialDocument(
        issuer="Tỉnh ủy Thử",
        symbol="CV/TU",
        place="Thử",
        type_name="Thông báo",
        abstract="về việc đo tốc độ đọc tệp",
        body=[clause | {"marker": f"{number}."} for number in range(1, clauses + 1)],
        authority="T/M Ban Thường vụ",
        signer_title="Bí thư",
        signer_name="Nguyễn Văn Thử",
        recipients=["Các đảng ủy trực thuộc", "Lưu Văn phòng"],
    )


def _pdf() -> bytes:
    return typeset(a_letter()).pdf


def lines_of(letter: OfficialDocument) -> list[str]:
    """A document as a clerk types it, line by line."""
    return [
        *("ĐẢNG BỘ TỈNH THỬ", letter.issuer.upper(), "Số 01-CV/TU", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        *("Thử, ngày 02 tháng 01 năm 2026", letter.type_name.upper(), letter.abstract),
        *(f"{clause['marker']} {clause['text']}" for clause in letter.body),
        *("Nơi nhận:", *(f"- {one}" for one in letter.recipients), letter.authority.upper()),
        *(letter.signer_title.upper(), letter.signer_name),
    ]


def _word() -> bytes:
    styles = factories.xml("styles", "".join(STYLE.format(number) for number in range(STYLES)))
    paragraphs = (factories.paragraph(factories.run(line)) for line in lines_of(a_letter()))
    return factories.docx(*paragraphs, word__styles_xml=styles)
