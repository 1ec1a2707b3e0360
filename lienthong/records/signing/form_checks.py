"""What a document must stand up to before its first signature: the very form of its kind, and still empty."""

from __future__ import annotations

from typing import Any, Final

from lienthong.records.signing.checks import (
    Check,
    check_grammar,
    check_steps,
    overlap,
)
from lienthong.records.signing.examined import Examined
from lienthong.records.signing.form import face_of, letters_of
from lienthong.records.signing.later import ARCHIVE
from lienthong.records.signing.letters import prints_as_named
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.shown import is_blank_under
from lienthong.records.signing.tiling import end_of_last_revision

NO_LETTER: Final = "\uffff"  # what the typesetter calls the glyph for a missing letter


def check_end(file: Examined) -> None:
    if end_of_last_revision(file.reader, file.data) != len(file.data):
        raise Refused(_("Something was added to the file after it was made."))


def check_places(file: Examined) -> None:
    """A form is empty: every place waits for its number, its day or its signature, as its kind demands."""
    fields, root = file.fields(), file.reader.root
    if "/Perms" in root or ARCHIVE in root or any("/V" in one for one in fields.values()):
        raise Refused(_("The document to be signed already bears something in one of its places."))
    boxes = file.boxes()
    if (
        any(("/Lock" in fields[one.field]) != one.locks_all for one in file.kind.signatures)
        or any(fields[name].raw_get("/P").reference != _first_page(root) for name in boxes)
        or overlap(file)
        or not is_blank_under(file.data, boxes)
    ):
        raise Refused(
            _("The places for number, date and signatures are not as they must be on a document.")
        )


def _first_page(node: Any) -> Any:
    kid = node.raw_get("/Pages") if "/Pages" in node else node["/Kids"].raw_get(0)
    return _first_page(kid.get_object()) if "/Kids" in kid.get_object() else kid.reference


def check_faces(file: Examined) -> None:
    """The faces in which number and day will be printed print every letter that they name."""
    faces = file.reader.root["/AcroForm"]["/DR"]["/Font"]
    for name, field in file.fields().items():
        if name in file.kind.text_fields:
            font = faces[face_of(field)[0]]
            named = letters_of(font)
            named.pop(NO_LETTER, None)
            if not prints_as_named(file.letters[name], font, named):
                raise Refused(
                    _("The face of the number or the date prints other letters than it names.")
                )


CHECKS_OF_A_FORM: Final[tuple[Check, ...]] = (
    check_steps,
    check_grammar,
    check_end,
    check_places,
    check_faces,
)
