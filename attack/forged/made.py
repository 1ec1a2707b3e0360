"""What is changed: when, by whose leave, in place, and in what is printed as number and day."""

from collections.abc import Callable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from attack.forged.held import drawn_on_first_page
from attack.forged.nature import Class, made
from attack.forged.workshop import (
    Steps,
    a_field,
    acro_form,
    catalog,
    face_of,
    first_page,
    info,
    put,
    remove,
    signature_of,
    stream,
    value,
)
from lienthong.records.signing import checks, form
from lienthong.records.signing.tests.factories import DAY
from lienthong.records.signing.tests.forgeries import Change, set_language


def contents() -> Iterator[Class]:
    places = {
        "a letter of the text in place": (b"/Lang(vi)", b"/Lang(en)"),
        "a title in place": (b"<FEFF004E", b"<FEFF004D"),
        "the time of a signature in place": (rb"(D\07220261122090000", rb"(D\07220261122085900"),
        "the name of an issuer in place": (b"/Author<FEFF0054", b"/Author<FEFF0053"),
        "the limits of a page in place": (b"/Suspects false", b"/Suspects\nfalse"),
    }
    for name, (old, new) in places.items():
        yield Class(
            "contents",
            name,
            checks.check_contents,
            lambda shop, old=old, new=new: _in_place(shop.good, old, new),
        )


def _in_place(pdf: bytes, old: bytes, new: bytes) -> bytes:
    assert old in pdf, old
    return pdf.replace(old, new, 1)


SET_TITLE = put(info, "/Title", "Khác")


def _archived(**changes: Any) -> Change:
    """The catalog holding an archive, with something changed in it."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        evidence = stream(b"evidence")(writer)
        held = {"/Type": "/DSS", "/Certs": [evidence]}
        put(catalog, "/DSS", value(held | {f"/{key}": one for key, one in changes.items()}))(writer)

    return change


def _all(*changes: Change) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        for one in changes:
            one(writer)

    return change


def _laid(subtype: str) -> Change:
    """Something laid over the first page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = first_page(writer)
        laid = value({"/Type": "/Annot", "/Subtype": subtype, "/Rect": [10, 10, 90, 40], "/F": 4})
        held = page.get("/Annots", generic.ArrayObject())
        others = [held.raw_get(at) for at in range(len(held))]
        page[pdf_name("/Annots")] = generic.ArrayObject([*others, writer.add_object(laid)])
        writer.update_container(page)

    return change


LATER = {
    "another language after the seal": Steps(after=set_language),
    "another title after the seal": Steps(after=SET_TITLE),
    "an archive and another language after the seal": Steps(after=_all(_archived(), set_language)),
    "an archive and another title after the seal": Steps(after=_all(_archived(), SET_TITLE)),
    "validation data in an early revision": Steps(form=_archived()),
    "an archive with a script after the seal": Steps(after=_archived(JS="app.alert(1)")),
    "an archive with a file after the seal": Steps(after=_archived(EF={"/F": "a.exe"})),
    "an archive of something else after the seal": Steps(after=_archived(Type="/Collection")),
    "a stamp after the seal": Steps(after=_laid("/Stamp")),
    "a text after the seal": Steps(after=_laid("/FreeText")),
    "a link after the seal": Steps(after=_laid("/Link")),
    "an archive and a stamp after the seal": Steps(after=_all(_archived(), _laid("/Stamp"))),
}


def steps() -> Iterator[Class]:
    ways = {
        "another language before the seal": Steps(between=set_language),
        "another title before the seal": Steps(between=SET_TITLE),
        "another language with the filling": Steps(filling=set_language),
        "another title with the filling": Steps(filling=SET_TITLE),
        "another language with the seal": Steps(seal=set_language),
        "another title with the seal": Steps(seal=SET_TITLE),
        "another title with the leader's signature": Steps(leader=SET_TITLE),
        "another title with the form": Steps(form=SET_TITLE),
        "a place moved with the filling": Steps(
            filling=put(a_field("seal"), "/TU", "Con dấu khác")
        ),
    }
    yield from made("step", checks.check_steps, ways)
    yield from made("later", checks.check_later, LATER)
    for name, more in {
        "a line more at the end": b"\n",
        "a comment more at the end": b"% xong\n",
    }.items():
        yield Class("end", name, checks.check_later, lambda shop, more=more: shop.good + more)


def _without_lock(writer: IncrementalPdfFileWriter) -> None:
    lock = a_field("seal")(writer).raw_get("/Lock").reference
    remove(a_field("seal"), "/Lock")(writer)
    del writer.objects[(lock.generation, lock.idnum)]


def protection() -> Iterator[Class]:
    def transform(writer: IncrementalPdfFileWriter) -> Any:
        return signature_of("leader")(writer)["/Reference"][0]["/TransformParams"]

    yield from made(
        "protection",
        checks.check_protection,
        {
            "the leader allows notes": Steps(leader=put(transform, "/P", 3)),
            "the leader signs without certifying": Steps(leader=remove(catalog, "/Perms")),
            "the seal locks nothing": Steps(form=_without_lock),
        },
    )


def number() -> Iterator[Class]:
    check = checks.check_number
    yield from made(
        "number",
        check,
        {
            "another number recorded than printed": Steps(filling=_recorded("number", "06-NQ/TU")),
            "another form of the day recorded than printed": Steps(
                filling=_recorded("date", form.printed_date(DAY) + " ")
            ),
            "a day that is none": Steps(day="ngày 30 tháng 2 năm 2026"),
            "no day": Steps(day="tháng năm"),
            "a line drawn under the number": Steps(
                typeset=drawn_on_first_page(b"\nq 1 w 200 738 m 200 745 l S Q")
            ),
            "the leader's stamp over the number": Steps(form=_stamp_over_number),
        },
    )


def _recorded(name: str, text: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        a_field(name)(writer)[pdf_name("/V")] = generic.TextStringObject(text)

    return change


def _stamp_over_number(writer: IncrementalPdfFileWriter) -> None:
    number, leader = a_field("number")(writer), a_field("leader")(writer)
    left, bottom = (float(at) for at in list(number["/Rect"])[:2])
    width, height = 170.08, 73.7
    leader[pdf_name("/Rect")] = generic.ArrayObject(
        generic.FloatObject(f"{at:.2f}") for at in (left, bottom, left + width, bottom + height)
    )
    page, old = number.raw_get("/P"), leader["/P"]
    reference = next(
        one for one in acro_form(writer)["/Fields"] if one.get_object()["/T"] == "leader"
    )
    old["/Annots"].remove(reference)
    page.get_object()["/Annots"].append(reference)
    leader[pdf_name("/P")] = page


def letters() -> Iterator[Class]:
    def table_of(face: str, change: Callable[[bytes], bytes]) -> Change:
        def changed(writer: IncrementalPdfFileWriter) -> None:
            table = face_of(face)(writer)["/ToUnicode"]
            table._data = change(table.data)
            table._encoded_data = None
            writer.update_container(table)

        return changed

    def swapped(first: str, second: str) -> Callable[[bytes], bytes]:
        one, other = (f"<{ord(letter):04X}>".encode() for letter in (first, second))
        return lambda table: (
            table.replace(b" " + one, b" ?")
            .replace(b" " + other, b" " + one)
            .replace(b" ?", b" " + other)
        )

    def wide(writer: IncrementalPdfFileWriter) -> None:
        cid = face_of("/UprightFace")(writer)["/DescendantFonts"][0]
        cid[pdf_name("/W")] = generic.ArrayObject()
        cid[pdf_name("/DW")] = generic.NumberObject(0)

    yield from made(
        "letters",
        checks.check_letters,
        {
            "5 printed where the number reads 6": Steps(
                form=table_of("/UprightFace", swapped("5", "6"))
            ),
            "Q printed where the number reads T": Steps(
                form=table_of("/UprightFace", swapped("Q", "T"))
            ),
            "22 printed where the day reads 11": Steps(
                form=table_of("/ItalicFace", swapped("1", "2"))
            ),
            "letters that lie over each other": Steps(form=wide),
        },
    )
