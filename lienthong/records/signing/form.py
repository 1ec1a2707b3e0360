"""The form a document is before it is signed, and the filling of its number and date."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import constants

from lienthong.records.signing.drawing import draw_letters
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _

NUMBER: Final = "number"
DATE: Final = "date"
LEADER: Final = "leader"
SEAL: Final = "seal"
TEXT_FIELDS: Final = (NUMBER, DATE)
SIGNATURE_FIELDS: Final = (LEADER, SEAL)

_SHOWN_NAMES: Final = {NUMBER: "Số và ký hiệu", DATE: "Ngày ban hành"}
_SIGNATURE_NAMES: Final = {LEADER: "Chữ ký người có thẩm quyền", SEAL: "Chữ ký số của cơ quan"}
_FACES: Final = {NUMBER: "UprightFace", DATE: "ItalicFace"}
_DATE_WORDS: Final = "ngày tháng năm 0123456789"
_READ_ONLY: Final = 1
_PRINTED_AND_LOCKED: Final = 4 + 128


class Place(Protocol):
    """Where a field stands: page from 0, points from the lower left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float
    baseline: float
    font_size: float


class TypesetDocument(Protocol):
    """A typeset document as the typesetter hands it over."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def boxes(self) -> Mapping[str, Any]: ...
    @property
    def number_tail(self) -> str: ...


class CannotFill(Refused):
    """The given text cannot stand in a field of this form."""


class QuietWriter(IncrementalPdfFileWriter):
    """Adds a revision that holds exactly what was asked for, leaving the metadata as signed."""

    def _update_meta(self) -> None:
        return None


def printed_date(day: date) -> str:
    # 36-HD/VPTW §II.1.4: a day below 10 and the months 1 and 2 take a leading zero.
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_from_print(text: str) -> date | None:
    """The day a printed date line names, if it is one."""
    found = re.fullmatch(r"ngày (\d{2}) tháng (\d{1,2}) năm (\d{4})", text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        named = date(year, month, day)
    except ValueError:
        return None
    return named if printed_date(named) == text else None


def prepare_form(document: TypesetDocument, *, fonts: Path | None = None) -> bytes:
    """Give a typeset document its empty number and date and its two signature places, and no others."""
    writer = QuietWriter(io.BytesIO(document.pdf))
    # PAdES signatures in PDF 1.7 are announced before the first of them is made.
    writer.register_extension(constants.ESIC_EXTENSION_1)
    for name in SIGNATURE_FIELDS:
        _add_signature_field(writer, name, document.boxes[name])
    form = writer.root["/AcroForm"]
    form[pdf_name("/DR")] = _faces(writer, document.number_tail, fonts)
    form[pdf_name("/DA")] = generic.pdf_string(f"/{_FACES[NUMBER]} 14 Tf 0 g")
    for name in TEXT_FIELDS:
        _add_text_field(writer, form, name, document.boxes[name])
    writer.update_container(form)
    return _written(writer)


def fill(pdf: bytes, number: str, day: str) -> bytes:
    """Print number and date into their fields, and change nothing else."""
    writer = QuietWriter(io.BytesIO(pdf))
    form = writer.root["/AcroForm"]
    wanted = {NUMBER: number, DATE: day}
    for reference in form["/Fields"]:
        field = reference.get_object()
        name = str(field.get("/T"))
        if name in wanted:
            _fill_field(writer, form, field, wanted.pop(name))
    if wanted:
        raise CannotFill(_("The form lacks a field for its number or its date."))
    return _written(writer)


def _add_signature_field(writer: IncrementalPdfFileWriter, name: str, box: Place) -> None:
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if name == SEAL else None
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            sig_field_name=name,
            on_page=box.page,
            box=_corners(box),
            field_mdp_spec=lock,
            doc_mdp_update_value=fields.MDPPerm.NO_CHANGES if lock else None,
            readable_field_name=_SIGNATURE_NAMES[name],
        ),
    )


def _corners(box: Place) -> Any:
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def _add_text_field(
    writer: IncrementalPdfFileWriter, form: generic.DictionaryObject, name: str, box: Place
) -> None:
    page_reference = writer.find_page_for_modification(box.page)[0]
    page = page_reference.get_object()
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(name),
            pdf_name("/TU"): generic.pdf_string(_SHOWN_NAMES[name]),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.FloatObject(f"{at:.2f}") for at in _corners(box)
            ),
            pdf_name("/P"): page_reference,
            pdf_name("/F"): generic.NumberObject(_PRINTED_AND_LOCKED),
            pdf_name("/Ff"): generic.NumberObject(_READ_ONLY),
            pdf_name("/DA"): generic.pdf_string(f"/{_FACES[name]} {box.font_size:g} Tf 0 g"),
            pdf_name("/Q"): generic.NumberObject(0),
            pdf_name("/MK"): generic.DictionaryObject(),
        }
    )
    blank = _appearance(field, b"", generic.DictionaryObject())
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(blank)})
    reference = writer.add_object(field)
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])
    if "/Annots" not in page:
        page[pdf_name("/Annots")] = generic.ArrayObject()
        writer.mark_update(page_reference)
    page["/Annots"].append(reference)
    writer.update_container(page["/Annots"])


def _faces(
    writer: IncrementalPdfFileWriter, number_tail: str, fonts: Path | None
) -> generic.DictionaryObject:
    """The two embedded faces in which number and date will be printed."""
    upright = "".join(sorted(set("0123456789abcdefghijklmnopqrstuvwxyz-/." + number_tail)))
    italic = "".join(sorted(set(_DATE_WORDS)))
    sheet = PdfFileReader(io.BytesIO(draw_letters(upright, italic, fonts)))
    by_style = {}
    for font in sheet.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"].values():
        name = _FACES[DATE] if "Italic" in font.get_object()["/BaseFont"] else _FACES[NUMBER]
        by_style[pdf_name(f"/{name}")] = writer.add_object(writer.import_object(font.get_object()))
    return generic.DictionaryObject({pdf_name("/Font"): generic.DictionaryObject(by_style)})


@dataclass(frozen=True)
class Filling:
    """How a filled field is drawn: the drawing, its box, and the faces by name and object number."""

    drawing: bytes
    box: tuple[float, ...]
    faces: dict[str, int]

    @property
    def face(self) -> str:
        return next(iter(self.faces))


def filling_of(
    form: generic.DictionaryObject, field: generic.DictionaryObject, text: str
) -> Filling:
    """The one way in which a text is printed into a field of a form."""
    face, size = face_of(field)
    font = form["/DR"]["/Font"].raw_get(face)
    drawing = (
        f"/Tx BMC q BT {face} {size:g} Tf 0 g 0 {0.25 * size:g} Td "
        f"<{_encoded(font.get_object(), text)}> Tj ET Q EMC"
    )
    left, bottom, right, top = (float(at) for at in field["/Rect"])
    box = (0.0, 0.0, round(right - left, 2), round(top - bottom, 2))
    return Filling(drawing.encode("ascii"), box, {face: font.reference.idnum})


def _fill_field(
    writer: IncrementalPdfFileWriter,
    form: generic.DictionaryObject,
    field: generic.DictionaryObject,
    text: str,
) -> None:
    if "/V" in field:
        raise CannotFill(_("The number or the date of this document has already been filled in."))
    filling = filling_of(form, field, text)
    font = form["/DR"]["/Font"].raw_get(filling.face)
    resources = generic.DictionaryObject(
        {pdf_name("/Font"): generic.DictionaryObject({pdf_name(filling.face): font})}
    )
    appearance = _appearance(field, filling.drawing, resources)
    field[pdf_name("/V")] = generic.TextStringObject(text)
    field[pdf_name("/AP")] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(appearance)}
    )
    writer.update_container(field)


def face_of(field: generic.DictionaryObject) -> tuple[str, float]:
    found = re.fullmatch(r"(/\w+) ([\d.]+) Tf 0 g", str(field["/DA"]))
    if not found:
        raise CannotFill(_("The form does not say in which face its number and date are printed."))
    return found[1], float(found[2])


def _appearance(
    field: generic.DictionaryObject, content: bytes, resources: generic.DictionaryObject
) -> generic.StreamObject:
    left, bottom, right, top = (float(at) for at in field["/Rect"])
    box = [0, 0, right - left, top - bottom]
    return generic.StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(generic.FloatObject(f"{at:.2f}") for at in box),
            pdf_name("/Resources"): resources,
        },
        stream_data=content,
    )


def _encoded(font: generic.DictionaryObject, text: str) -> str:
    letters = letters_of(font)
    missing = sorted({letter for letter in text if letter not in letters})
    if missing:
        raise CannotFill(
            _("The number or the date has letters this form cannot print: %(letters)s"),
            letters=" ".join(missing),
        )
    return "".join(letters[letter] for letter in text)


def letters_of(font: generic.DictionaryObject) -> dict[str, str]:
    """Letter to glyph code, read from the face's own table."""
    table = font["/ToUnicode"].data.decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(shown).decode("utf-16-be"): code for code, shown in pairs}


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
