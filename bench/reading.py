"""What it costs to read and to set a page, against the bare reading and the bare setting of the same bytes."""

import io
import time
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any
from xml.etree import ElementTree

import pypdfium2 as pdfium

from lienthong.records.texts.importing import docx, pdf, plain
from lienthong.records.texts.public import OfficialDocument, typeset
from lienthong.records.texts.tests import factories
from lienthong.records.texts.typeface import OFFICIAL_FONTS
from lienthong.records.texts.typesetting import prepared

from .files import a_letter, lines_of
from .results import Result, median, progress, say

ROUNDS = {"full": 15, "tenth": 3}
CLAUSES = 120
MOST = {"text": 6.0, "word": 4.0, "pdf": 6.0, "typeset": 1.2}
Timed = Callable[[], Any]


def run(*, as_json: bool, size: str) -> bool:
    """The same document as text, Word and PDF, read and read barely in turn; then set in both ways."""
    document = a_letter(CLAUSES)
    made = typeset(document).pdf
    pages = len(pdfium.PdfDocument(made))
    progress(f"{pages} pages …")
    text = "\n".join(lines_of(document)).encode()
    word = factories.docx(*(factories.paragraph(factories.run(one)) for one in lines_of(document)))
    pairs: Mapping[str, tuple[Timed, Timed]] = {
        "text": (lambda: plain.read_plain(text), lambda: _bare_text(text)),
        "word": (lambda: docx.read_docx(word), lambda: _bare_word(word)),
        "pdf": (lambda: pdf.read_pdf(made), lambda: _bare_pdf(made)),
        "typeset": _fresh_documents(),
    }
    results = [
        _measured(name, ours, bare, pages, ROUNDS[size]) for name, (ours, bare) in pairs.items()
    ]
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok for result in results)


def _measured(name: str, ours: Timed, bare: Timed, pages: int, rounds: int) -> Result:
    ours(), bare()  # what is made once is no part of a page
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _round in range(rounds):
        for way, work in (("ours", ours), ("bare", bare)):
            began = time.perf_counter()
            work()
            times[way].append((time.perf_counter() - began) * 1000 / pages)
    value, floor = median(times["ours"]), median(times["bare"])
    most = MOST[name]
    kept = value <= most * floor
    return Result(f"read.{name}", value, "ms/page", floor, value / floor, f"≤ {most} × bare", kept)


def _bare_text(data: bytes) -> list[list[str]]:
    """The words of a file, line by line."""
    return [line.split() for line in unicodedata.normalize("NFC", data.decode()).splitlines()]


def _bare_word(data: bytes) -> list[str]:
    """The words of every part of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        roots = [
            ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith(".xml")
        ]
    return ["".join(root.itertext()) for root in roots]


def _bare_pdf(data: bytes) -> list[str]:
    """The words of every page, as the library gives them."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]


def _fresh_documents() -> tuple[Timed, Timed]:
    """Our setting, and the compiler alone, each time with a document that it has not met: it remembers."""
    counted = count(1)

    def fresh() -> OfficialDocument:
        document = a_letter(CLAUSES)
        body = [node | {"text": f"{node['text']} {next(counted)}"} for node in document.body]
        return replace(document, body=body)

    bare = [prepared(fresh(), OFFICIAL_FONTS) for _round in range(max(ROUNDS.values()) + 1)]
    ours = [fresh() for _bare in bare]

    def compile_one() -> Any:
        compiler, options = bare.pop()
        return compiler.compile(**options)

    return lambda: typeset(ours.pop()), compile_one
