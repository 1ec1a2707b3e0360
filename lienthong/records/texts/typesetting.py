"""From the clauses of a document to the official PDF, by the profile of its day of issue.

Typesetting changes layout, never words. What it declares as layout: capitals of the head, of divisions and of
the signature block, the dashes and the commas of the list of recipients, the full stop after a bare mark.
"""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from lienthong.records.texts.clauses.notes import apart
from lienthong.records.texts.layout import CURRENT_TEMPLATE, TEMPLATES, Profile
from lienthong.records.texts.sense_breaks import sense_lines
from lienthong.records.texts.set_pieces import (
    NO_BREAK,
    WIDE_TABLE_COLUMNS,
    is_resolved,
    kept_together,
    leads_in,
    marker_of,
    noted,
    plainly,
    table_pieces,
)
from lienthong.records.texts.typeface import OFFICIAL_FONTS, letters_of, printed

Node = Mapping[str, Any]
TEMPLATE_FILE = Path(__file__).parent / "typst" / "document.typ"
# The document carries its own date only after issue; the file's creation time is fixed so that the
# same text gives the same bytes.
FIXED_TIMESTAMP = 1_767_225_600
PAGE_HEIGHT_PT = 297 / 25.4 * 72
SHORT_ENOUGH_TO_STAY_WITH_THE_SIGNATURE = 900

_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')

_one_at_a_time = threading.Lock()


class LetterMissing(Exception):
    """The official typeface does not have a letter of the document."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


@dataclass(frozen=True)
class SignerBeside:
    """Who signs at the left of the signer: the writer of minutes, the other body of a joint document."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """Everything that stands on an official document before its number and date."""

    issuer: str
    symbol: str
    place: str
    abstract: str
    body: Sequence[Node]
    signer_name: str
    signer_title: str
    authority: str = ""
    # Those who sign at the left of the signer, from left to right.
    beside: Sequence[SignerBeside] = ()
    superior: str = ""
    type_name: str = ""
    # "CỦA BAN THƯỜNG VỤ ĐẢNG ỦY": the body that speaks, where it is printed under the type.
    under_type: str = ""
    recipients: Sequence[str] = ()
    addressees: Sequence[str] = ()
    # As the file or the drafter says it; where neither does, as the profile has it.
    address_word: str = ""
    draft_mark: str = ""
    urgency: str = ""
    check_address: str = ""
    # What a draft shows in the places of number and date; an official document leaves them empty.
    shown_number: str = ""
    shown_date: str = ""
    template: str = CURRENT_TEMPLATE

    @property
    def open_number(self) -> str:
        """The notation with room for the number that a draft has not yet."""
        return f"{NO_BREAK * 5}{number_tail(self.symbol)}"

    @property
    def open_day(self) -> str:
        return "ngày … tháng … năm …"

    @property
    def addressed_as(self) -> str:
        """ "Kính gửi" or "Kính trình": what was said, else what is usual."""
        return self.address_word or usual_address(self.type_name, TEMPLATES[self.template])

    @property
    def title(self) -> str:
        """What the file calls itself."""
        return " ".join(f"{self.type_name} {self.abstract}".split())


@dataclass(frozen=True)
class Box:
    """A place on a page, in PDF points from the lower left corner; the page counts from 0."""

    page: int
    x: float
    y: float
    width: float
    height: float
    baseline: float = 0.0
    font_size: float = 0.0


@dataclass(frozen=True)
class Typeset:
    """A typeset document and the places its number, date, signature and seal will take."""

    pdf: bytes
    boxes: Mapping[str, Box] = field(default_factory=dict)
    number_tail: str = ""
    template: str = CURRENT_TEMPLATE


def typeset(document: OfficialDocument, *, fonts: Path = OFFICIAL_FONTS) -> Typeset:
    """Set a document as PDF/A-2b with empty places for number, date, signature and seal."""
    compiler, options = prepared(document, fonts)
    with _one_at_a_time:
        try:
            pdf = compiler.compile(**options)
        except typst.TypstError as broken:
            missing = _NOT_DISPLAYED.search(str(broken))
            if missing is None:
                raise
            raise LetterMissing(missing[1]) from broken
        spots = json.loads(compiler.query("<spot>", field="value"))
    assert isinstance(pdf, bytes)
    return Typeset(
        pdf=pdf,
        boxes={spot["name"]: _box(spot) for spot in spots},
        number_tail=number_tail(document.symbol),
        template=document.template,
    )


def prepared(document: OfficialDocument, fonts: Path) -> tuple[typst.Compiler, dict[str, Any]]:
    """The compiler, and what it is given for a document."""
    layout = TEMPLATES[document.template].values
    data = json.dumps(_as_data(document), ensure_ascii=False)
    inputs = {"document": kept_together(printed(data, fonts)), "layout": json.dumps(layout)}
    return _compiler(fonts), {
        "format": "pdf",
        "sys_inputs": inputs,
        "pdf_standards": ["a-2b"],
        "timestamp": FIXED_TIMESTAMP,
    }


def number_tail(symbol: str) -> str:
    """What follows the order number: `NQ/TU` gives `-NQ/TU`."""
    return f"-{symbol}"


@lru_cache(maxsize=4)
def _compiler(fonts: Path) -> typst.Compiler:
    letters_of(fonts)  # says so where the typeface is not installed
    return typst.Compiler(
        input=TEMPLATE_FILE,
        root=TEMPLATE_FILE.parent,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )


def _box(spot: Mapping[str, Any]) -> Box:
    return Box(
        page=spot["page"] - 1,
        x=round(spot["x"], 2),
        y=round(PAGE_HEIGHT_PT - spot["y"] - spot["height"], 2),
        width=round(spot["width"], 2),
        height=round(spot["height"], 2),
        baseline=round(spot["baseline"], 2),
        font_size=spot["size"],
    )


def _as_data(document: OfficialDocument) -> dict[str, Any]:
    type_line, abstract = _title_lines(document)
    is_draft = bool(document.draft_mark)
    main = [node for node in document.body if node.get("kind") != "appendix"]
    appendices = [node for node in document.body if node.get("kind") == "appendix"]
    return {
        "document_title": document.title,
        "issuer": document.issuer.upper(),
        "superior": document.superior.upper(),
        "number_tail": number_tail(document.symbol),
        "number": document.shown_number or (document.open_number if is_draft else ""),
        "date": document.shown_date or (document.open_day if is_draft else ""),
        "place": document.place,
        "type_name": type_line,
        "abstract": "\n".join(sense_lines(abstract) if type_line else _typed_lines(abstract)),
        "address": document.addressed_as,
        "addressees": _listed(document.addressees),
        "draft_mark": document.draft_mark.upper(),
        "urgency": document.urgency.upper(),
        "authority": document.authority.upper(),
        "signer_title": document.signer_title.upper(),
        "signer_name": document.signer_name,
        "beside": [
            {"authority": one.authority.upper(), "title": one.title.upper(), "name": one.name}
            for one in document.beside
        ],
        "recipients": [f"- {line}" for line in _listed(document.recipients)],
        "body": _kept_with_signature(list(_pieces(main))),
        "appendices": [_appendix(node) for node in appendices],
        "qr": _qr(document.check_address),
    }


def _typed_lines(abstract: str) -> list[str]:
    """The abstract of a letter runs under its number; only lines ended by hand end there."""
    return [line for line in abstract.splitlines() if line.strip()]


def _qr(address: str) -> str:
    """The address where a document can be checked, as a picture; none unless it is asked for."""
    if not address:
        return ""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def _title_lines(document: OfficialDocument) -> tuple[str, str]:
    """ "CHƯƠNG TRÌNH HÀNH ĐỘNG" is one name, though the type is called "Chương trình"."""
    name, abstract = document.type_name, document.abstract
    if name.lower() == "chương trình" and abstract[:9].lower() == "hành động":
        name, abstract = f"{name} {abstract[:9]}", abstract[9:].strip()
    return "\n".join(filter(None, (name, document.under_type))), abstract


def usual_address(type_name: str, profile: Profile) -> str:
    """How a document of this type usually addresses whom it is written to."""
    is_submission = type_name.lower() == "tờ trình"
    return str(profile.values["submission_address"]) if is_submission else "Kính gửi"


def _listed(lines: Sequence[str]) -> list[str]:
    """Recipients end with a comma, the last with a full stop."""
    bare = [line.strip().lstrip("-").strip().rstrip(",.;") for line in lines]
    return [line + ("." if at == len(bare) else ",") for at, line in enumerate(bare, 1)]


def _pieces(nodes: Sequence[Node]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield from _own_pieces(node)
        yield from _pieces(node.get("children") or ())


def _own_pieces(node: Node) -> Iterator[dict[str, Any]]:
    text, notes = apart(node)
    for piece in _bare_pieces(node, text.strip()):
        yield noted(piece, notes)
    for mark, words in notes.items():  # what no piece called is a line of the text
        yield {"style": "text", "text": f"{mark} {words}", "last": False}


def _bare_pieces(node: Node, text: str) -> Iterator[dict[str, Any]]:
    marker, heading = marker_of(node), (node.get("heading") or "").strip()
    if node.get("kind") == "table" or node.get("columns"):
        yield from table_pieces(node)
        return
    if node.get("kind") in {"part", "chapter"} or _centred_marker(marker):
        lines = [line for line in (marker, heading.upper()) if line]
        yield {"style": "division", "lines": lines}
    elif heading:
        yield _heading(marker, heading)
    else:
        text = f"{marker} {text}".strip()
    for line in text.splitlines():
        if line.strip():
            yield {"style": _style_of_line(line), "text": line, "last": False}


def _style_of_line(line: str) -> str:
    return "resolved" if is_resolved(line) else "text"


def _heading(marker: str, heading: str) -> dict[str, Any]:
    words = f"{marker} {heading}".strip()
    if is_resolved(words):
        return {"style": "resolved", "text": words}
    if leads_in(heading):
        return {"style": "lead", "text": words}
    level = 2 if re.match(r"[IVXLC]+\b", marker) else 3
    return {"style": "heading", "level": level, "text": words}


def _centred_marker(marker: str) -> bool:
    return bool(re.match(r"(?:phần|chương)\b", marker, re.IGNORECASE))


def _kept_with_signature(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last paragraph stays with the signature block, unless it is long."""
    if pieces and pieces[-1]["style"] == "text":
        length = len(plainly(pieces[-1]["text"]))
        pieces[-1]["last"] = length <= SHORT_ENOUGH_TO_STAY_WITH_THE_SIGNATURE
    return pieces


def _appendix(node: Node) -> dict[str, Any]:
    body = list(_pieces(node.get("children") or ()))
    if node.get("columns") or node.get("groups") or node.get("rows"):
        body = [*table_pieces({**node, "marker": "", "heading": ""}), *body]
    widest = max((len(piece.get("columns", ())) for piece in body), default=0)
    title = [part for part in ((node.get("marker") or "").upper(), node.get("heading")) if part]
    return {
        "lines": title,
        "note": (node.get("text") or "").strip(),
        "landscape": widest >= WIDE_TABLE_COLUMNS,
        "body": body,
    }
