"""A file somebody brought, read in a process of its own; refused in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_noop

from lienthong.kernel.files.public import FileRefused, run_bounded
from lienthong.kernel.text.public import is_secret_by_name
from lienthong.records.texts.importing import refusals

_ROOM = "lienthong.records.texts.importing"
_READERS = {
    "docx": f"{_ROOM}.docx.read_docx",
    "odt": f"{_ROOM}.odt.read_odt",
    "pdf": f"{_ROOM}.pdf.read_pdf",
    "text": f"{_ROOM}.plain.read_plain",
}
SENTENCES = {
    refusals.ENCRYPTED: gettext_noop(
        "The file is protected by a password. Remove the password and try again."
    ),
    refusals.NO_TEXT_LAYER: gettext_noop(
        "The PDF is a scan without text. Use the Word file, a PDF with text, or type the text in."
    ),
    refusals.WRONG_TYPE: gettext_noop("The content of the file is not what its name says."),
    refusals.TOO_LARGE: gettext_noop("The file holds more than can be read at once."),
    refusals.BROKEN: gettext_noop("The file is damaged and cannot be read."),
    refusals.LEGACY_FONT: gettext_noop(
        "The text uses a font that is not known. Save it in Unicode and try again."
    ),
    refusals.NO_LETTERS: gettext_noop(
        "Part of the PDF cannot be read: its font “%(named)s” does not say which letters it shows. "
        "Use the Word file."
    ),
    refusals.WRONG_LETTERS: gettext_noop(
        "Part of the PDF cannot be read: it says “%(named)s” where the page shows other letters. "
        "Use the Word file."
    ),
    refusals.EMPTY: gettext_noop("There is no text in the file."),
}
# Luật Bảo vệ bí mật nhà nước: not on a connected system, not even for a moment in a table.
SECRET = gettext_noop(
    "The document bears a mark of secrecy. It must not be handled on this system; only a line "
    "without content may be entered in the register."
)


class MarkedSecret(FileRefused):
    """A document with a mark of secrecy: nothing of it is kept."""


@dataclass(frozen=True)
class ImportedText:
    """What was recognised in a file: its documents as plain data, ready for `new_text`."""

    documents: list[dict[str, Any]]
    text: str
    # What became of every line of the file.
    account: dict[str, Any]
    # Words may stand in its pictures, and no mark of secrecy can be read there.
    has_scans: bool = False


def read_upload(
    data: bytes, kind: Literal["docx", "odt", "pdf", "text"], filename: str
) -> ImportedText:
    """Read the documents in a file that was looked at; refuse what cannot be read, and every secret.

    A mark of secrecy counts wherever it stands: in the text, beside it, or in the name of the file.
    """
    if is_secret_by_name(filename):
        raise MarkedSecret(SECRET)
    read = run_bounded(_READERS[kind], data, seconds=30, megabytes=512)
    is_secret = any(document["secrecy"] for document in read["documents"])
    if is_secret or read["refused"] == refusals.MARKED:
        raise MarkedSecret(SECRET)
    if read["refused"]:
        raise FileRefused(SENTENCES[read["refused"]], named=read["named"])
    return ImportedText(
        read["documents"], read["text"], read["account"], read.get("has_scans", False)
    )
