"""PDFs that act."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
    TextStringObject,
)

from lienthong.kernel.files import inspection, packages
from lienthong.kernel.files.tests.made import zipped

from .nature import EVIL, Nature

Place = Callable[[pypdf.PdfWriter, DictionaryObject], None]


def dictionary(**entries: Any) -> DictionaryObject:
    """Names begin with a stroke, other words are texts."""
    return DictionaryObject(
        {NameObject(f"/{key}"): _value(value) for key, value in entries.items()}
    )


def _value(value: Any) -> PdfObject:
    if isinstance(value, PdfObject):
        return value
    return NameObject(value) if value.startswith("/") else TextStringObject(value)


def opened(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def clicked(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    note = dictionary(Type="/Annot", Subtype="/Link", A=action)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def chained(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    """The third of three, the first two harmless."""
    for _ in range(2):
        action = dictionary(
            S="/Named", N="/NextPage", Next=ArrayObject([writer._add_object(action)])
        )
    opened(writer, action)


def of_a_bookmark(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    item = writer._add_object(dictionary(Title="a", A=action))
    outlines = dictionary(Type="/Outlines", First=item, Last=item)
    writer.root_object[NameObject("/Outlines")] = writer._add_object(outlines)


def by_pieces(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    """Every word of it an object of its own."""
    pieces = {key: writer._add_object(value) for key, value in action.items()}
    clicked(writer, DictionaryObject(pieces))


def unreached(writer: pypdf.PdfWriter, action: DictionaryObject) -> None:
    writer._add_object(action)


EVERYWHERE: tuple[Place, ...] = (opened, clicked, chained, of_a_bookmark, by_pieces)


def written(change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def by_numbers(data: bytes) -> bytes:
    """The letters of names as numbers."""
    names = rb"/(JavaScript|JS|Launch|URI|GoToR|GoToE|SubmitForm|ImportData|AA|XFA|EmbeddedFiles|Collection|Movie|Sound|RichMedia)\b"
    return re.sub(names, lambda name: b"/#%02x" % name[1][0] + name[1][1:], data)


def in_an_object_stream(data: bytes, more: bytes = b"") -> bytes:
    """Every object that is no stream, packed into one, with the list of places in another."""
    found = re.findall(rb"(\d+) 0 obj\s(.*?)\sendobj", data, re.DOTALL)
    objects = {int(number): content for number, content in found}
    packed = {number: content for number, content in objects.items() if b"stream" not in content}
    root = re.search(rb"/Root (\d+)", data)
    assert root is not None
    top = max(objects) + 1
    places, body = b"", b""
    for number, content in packed.items():
        places += b"%d %d " % (number, len(body))
        body += content + b"\n"
    unpacked = zlib.compress(places + body + more)
    out = bytearray(b"%PDF-1.7\n")
    rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 0)}
    rows |= {number: (2, top, at) for at, number in enumerate(packed)}
    for number, content in objects.items():
        if number not in packed:
            rows[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows[top] = (1, len(out), 0)
    out += b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        top, len(packed), len(places), len(unpacked), unpacked)  # fmt: skip
    rows[top + 1] = (1, len(out), 0)
    table = b"".join(
        bytes([kind]) + where.to_bytes(4, "big") + at.to_bytes(2, "big")
        for kind, where, at in (rows.get(number, (0, 0, 0)) for number in range(top + 2))
    )
    start = len(out)
    out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %s 0 R/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        top + 1, top + 2, root[1], len(table), table)  # fmt: skip
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def after_a_change(data: bytes) -> bytes:
    """A second state of the file, which changes nothing of what acts."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Title": "b"})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _nature(name: str, carries: str, caught_by: str, *makers: Callable[[], bytes]) -> Nature:
    def examples() -> Iterator[bytes]:
        plain = [maker() for maker in makers]
        yield from plain
        for change in (by_numbers, in_an_object_stream, after_a_change):
            yield change(plain[0])

    return Nature(name, carries, caught_by, ".pdf", examples)


def acting(**entries: Any) -> list[Callable[[], bytes]]:
    """An action in every place an action can stand."""
    return [
        partial(written, lambda writer, place=place: place(writer, dictionary(**entries)))
        for place in EVERYWHERE
    ]


def in_the_catalog(key: str, value: Callable[[], PdfObject]) -> Callable[[], bytes]:
    def change(writer: pypdf.PdfWriter) -> None:
        writer.root_object[NameObject(f"/{key}")] = writer._add_object(value())

    return partial(written, change)


def on_the_page(**entries: Any) -> Callable[[], bytes]:
    def change(writer: pypdf.PdfWriter) -> None:
        note = writer._add_object(dictionary(Type="/Annot", **entries))
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return partial(written, change)


def of_the_page(key: str, value: Callable[[], PdfObject]) -> Callable[[], bytes]:
    def change(writer: pypdf.PdfWriter) -> None:
        writer.pages[0][NameObject(f"/{key}")] = value()

    return partial(written, change)


def drawn(**entries: Any) -> Callable[[], bytes]:
    """A stream among the objects of the page."""

    def change(writer: pypdf.PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"q Q")
        stream.update(dictionary(**entries))
        resources = DictionaryObject({NameObject("/X"): writer._add_object(stream)})
        writer.pages[0][NameObject("/Resources")] = dictionary(XObject=resources)

    return partial(written, change)


def attached(writer: pypdf.PdfWriter) -> None:
    writer.add_attachment("a.exe", b"MZ")


def locked(user: str) -> bytes:
    return written(lambda writer: writer.encrypt(user, "chủ", algorithm="RC4-128"))


_JS = "app.alert(1)"
_FORM = partial(dictionary, Fields=ArrayObject())

NATURES = [
    _nature("JavaScript of a PDF", "actions with script", inspection.JAVASCRIPT, *acting(S="/JavaScript", JS=_JS),
            in_the_catalog("Names", lambda: dictionary(JavaScript=dictionary(Names=ArrayObject())))),
    _nature("script nothing leads to", "an object no page reaches", inspection.JAVASCRIPT,
            partial(written, lambda writer: unreached(writer, dictionary(S="/JavaScript", JS=_JS)))),
    _nature("program started by a PDF", "Launch", inspection.LAUNCH, *acting(S="/Launch", F="calc.exe")),
    _nature("other PDF opened", "GoToR", inspection.LAUNCH, *acting(S="/GoToR", F="a.pdf")),
    _nature("embedded PDF opened", "GoToE", inspection.LAUNCH, *acting(S="/GoToE", F="a.pdf")),
    _nature("thread of another file", "Thread", inspection.LAUNCH, *acting(S="/Thread", F="a.pdf")),
    _nature("form that sends", "SubmitForm", inspection.SENDS, *acting(S="/SubmitForm", F=f"https://{EVIL}")),
    _nature("form that takes in", "ImportData", inspection.SENDS, *acting(S="/ImportData", F="a.fdf")),
    _nature("film, sound", "Rendition, Movie, Sound actions", inspection.PLAYS,
            *acting(S="/Rendition"), *acting(S="/Movie"), *acting(S="/Sound"), *acting(S="/GoTo3DView")),
    _nature("rich media", "notes that play", inspection.PLAYS,
            *(on_the_page(Subtype=one) for one in ("/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"))),
    _nature("hides and shows", "Hide, SetOCGState, Trans", inspection.BY_ITSELF,
            *acting(S="/Hide"), *acting(S="/SetOCGState"), *acting(S="/Trans")),
    _nature("prints by itself", "Named Print and others", inspection.BY_ITSELF, *acting(S="/Named", N="/Print"), *acting(S="/Named", N="/SaveAs")),
    _nature("unknown action", "an action of a kind nobody knows", inspection.BY_ITSELF, *acting(S="/Xyz")),
    _nature("odd address", "URI that is no web page", inspection.ELSEWHERE,
            *acting(S="/URI", URI=f"file://{EVIL}/a"), *acting(S="/URI", URI=f"\\\\{EVIL}\\a"), *acting(S="/URI", URI="javascript:alert(1)")),
    _nature("additional actions", "AA of catalog, page, note, field", inspection.BY_ITSELF,
            in_the_catalog("AA", lambda: dictionary(WC=dictionary(S="/Named", N="/NextPage"))),
            of_the_page("AA", lambda: dictionary(O=dictionary(S="/Named", N="/NextPage"))), on_the_page(Subtype="/Widget", AA=dictionary(E=dictionary(S="/GoTo")))),
    _nature("embedded file", "EmbeddedFiles, attachments of notes", inspection.ATTACHED, partial(written, attached),
            on_the_page(Subtype="/FileAttachment"), in_the_catalog("AF", lambda: ArrayObject([dictionary(F="a")]))),
    _nature("file elsewhere", "Filespec, streams and pages of other files", inspection.LAUNCH,
            in_the_catalog("X", lambda: dictionary(Type="/Filespec", F="a.exe")), drawn(Type="/XObject", Subtype="/Image", F="a.png"),
            drawn(Type="/XObject", Subtype="/Form", Ref=dictionary(F="a.pdf"))),
    _nature("portfolio", "Collection", inspection.PORTFOLIO, in_the_catalog("Collection", lambda: dictionary(Type="/Collection", View="/D"))),
    _nature("XFA", "a form that is a program", inspection.XFA, in_the_catalog("AcroForm", lambda: dictionary(XFA=ArrayObject([TextStringObject("a")]), **_FORM()))),
    _nature("PostScript", "a program for the printer", inspection.BY_ITSELF, drawn(Type="/XObject", Subtype="/PS")),
    _nature("other pictures for print", "Alternates", inspection.BY_ITSELF, drawn(Subtype="/Image", Alternates=ArrayObject([FloatObject(1)]))),
    Nature("locked PDF", "a password to open it", inspection.LOCKED, ".pdf", lambda: (locked("mở"),)),
    Nature("PDF locked against changes", "a password to change it", inspection.OPENS_LOCKED, ".pdf", lambda: (locked(""),)),
    Nature("lines of a printer", "what a scanner writes before a PDF", inspection.AFTER_A_LINE, ".pdf",
           lambda: (before + written(lambda writer: None) for before in (b"@PJL ENTER LANGUAGE=PDF\r\n", b"Content-Type: application/pdf\r\n\r\n"))),
    Nature("earlier state of a PDF", "what acts lies in a state that a later one hides", inspection.JAVASCRIPT, ".pdf",
           lambda: (hidden_by_a_later_state(name) for name in (b"/JavaScript", b"/J#61vaScript"))),
    _nature("address all others begin with", "URI Base", inspection.ELSEWHERE, in_the_catalog("URI", lambda: dictionary(Base=f"file://{EVIL}/"))),
    _nature("other presentations", "Renditions, AlternatePresentations", inspection.PLAYS,
            *(in_the_catalog("Names", lambda key=key: dictionary(**{key: dictionary(Names=ArrayObject())})) for key in ("Renditions", "AlternatePresentations"))),
    Nature("another file about a PDF", "a program before it, a package behind it", packages.OTHER_KIND, ".pdf",
           lambda: (before + written(lambda writer: None) + after for before, after in ((b"MZ\x90\0", b""), (b"<html>", b""), (b"", zipped({"a": b"b"}))))),
    Nature("PDF that grows", "an object stream of many megabytes of nothing", inspection.DAMAGED, ".pdf",
           lambda: (in_an_object_stream(written(lambda writer: None), bytes(megabytes * 2**20)) for megabytes in (100, 700))),
    Nature("no PDF", "garbage, torn files, other kinds", inspection.DAMAGED, ".pdf",
           lambda: (data for data in (b"%PDF-1.7\n" + b"x" * 500, written(lambda writer: None)[:150], b"%PDF-1.4\n%%EOF"))),
]  # fmt: skip


def hidden_by_a_later_state(name: bytes) -> bytes:
    """A script stands under the number that the last state gives to something harmless."""
    data = written(lambda writer: opened(writer, dictionary(S="/JavaScript", JS=_JS)))
    number, start, root, size = (
        re.findall(pattern, data)[-1]
        for pattern in (
            rb"/OpenAction (\d+)",
            rb"startxref\s+(\d+)",
            rb"/Root (\d+)",
            rb"/Size (\d+)",
        )
    )
    data = data.replace(b"/JavaScript", name)
    later = b"%s 0 obj\n<</S/Named/N/NextPage>>\nendobj\n" % number
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, len(data))
    trailer = b"trailer\n<</Size %s/Root %s 0 R/Prev %s>>\n" % (size, root, start)
    ends = b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(later))
    return data + later + table + trailer + ends
