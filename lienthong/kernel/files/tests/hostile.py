"""Hostile and harmless files, made here: none is kept in the repository."""

import io
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from lienthong.kernel.files.tests.made import word


def docx(**parts: bytes) -> bytes:
    """A small package; `parts` are added, with __ for / and _dot_ for a full stop."""
    made = word()
    for name, content in parts.items():
        made.part(name.replace("__", "/").replace("_dot_", "."), content)
    return made.data()


def with_part_to_convert(content: str) -> bytes:
    """A Word file that draws in a page of the web as part of its text."""
    made = word()
    made.part("word/afchunk.html", content, "text/html", kind="aFChunk")
    return made.data()


def many_parts(count: int) -> bytes:
    return docx(**{f"word__part{number}_dot_xml": b"<a/>" for number in range(count)})


def pdf(change: Any = None, **encryption: str) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    if encryption:
        writer.encrypt(**encryption, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def javascript(writer: pypdf.PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hello');"),
        }
    )


def attachment(writer: pypdf.PdfWriter) -> None:
    writer.add_attachment("other.txt", b"hidden")


def launch(writer: pypdf.PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )


def launch_in_a_link(writer: pypdf.PdfWriter) -> None:
    action = writer._add_object(DictionaryObject({NameObject("/S"): NameObject("/Launch")}))
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])


def javascript_by_another_spelling() -> bytes:
    return pdf(javascript).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/#4aS ")
