"""What a file may not hold: planted before the leader signs, so that every signature is true."""

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from attack.forged.nature import Class, made
from attack.forged.workshop import (
    Steps,
    a_field,
    acro_form,
    catalog,
    first_page,
    last_page,
    look_of,
    put,
    retyped,
    signature_of,
    stream,
    value,
)
from lienthong.records.signing import checks

SCRIPT = {"/S": "/JavaScript", "/JS": "app.alert(1)"}
WEB = {"/S": "/URI", "/URI": "http://example.invalid/"}
LAUNCH = {"/S": "/Launch", "/F": "cmd.exe"}


CATALOG: dict[str, tuple[str, Any]] = {
    "a script runs when the file is opened": ("/OpenAction", SCRIPT),
    "an address is called when the file is opened": ("/OpenAction", WEB),
    "a program is started when the file is opened": ("/OpenAction", LAUNCH),
    "the view jumps when the file is opened": ("/OpenAction", {"/S": "/Named", "/N": "/LastPage"}),
    "a script runs before the file is printed": ("/AA", {"/WP": SCRIPT}),
    "a named script": ("/Names", {"/JavaScript": {"/Names": ["a", SCRIPT]}}),
    "an attached file": ("/Names", {"/EmbeddedFiles": {"/Names": ["a", {"/Type": "/Filespec"}]}}),
    "named places": ("/Dests", {"/a": ["/XYZ"]}),
    "an associated file": ("/AF", [{"/Type": "/Filespec", "/F": "a.exe"}]),
    "a portfolio": ("/Collection", {"/View": "/T"}),
    "layers that can be switched": ("/OCProperties", {"/OCGs": [], "/D": {}}),
    "a base for addresses": ("/URI", {"/Base": "http://example.invalid/"}),
    "article threads": ("/Threads", []),
    "private data of a program": ("/PieceInfo", {"/Word": {"/LastModified": "D:2026"}}),
    "requirements on the viewer": ("/Requirements", [{"/S": "/EnableJavaScripts"}]),
    "other page numbers": ("/PageLabels", {"/Nums": [0, {"/P": "trang "}]}),
    "a viewer without menus": ("/ViewerPreferences", {"/Direction": "/L2R", "/HideMenubar": True}),
    "an extension of another maker": (
        "/Extensions",
        {"/ADBE": {"/BaseVersion": "/1.7", "/ExtensionLevel": 8}},
    ),
    "another version": ("/Version", "/2.0"),
    "a page layout": ("/PageMode", "/FullScreen"),
    "a web capture": ("/SpiderInfo", {"/V": 1.0}),
    "a legal attestation": ("/Legal", {"/JavaScriptActions": 0}),
    "usage rights": ("/Perms", {"/UR3": {"/Type": "/Sig"}}),
    "a program's own key": ("/LienThong", "1"),
}
PAGE: dict[str, tuple[str, Any]] = {
    "a script runs when a page is shown": ("/AA", {"/O": SCRIPT}),
    "a page cut smaller": ("/CropBox", [0, 0, 595, 400]),
    "a page of another size": ("/MediaBox", [0, 0, 595, 700]),
    "another unit of length": ("/UserUnit", 2.0),
    "a transparency group": ("/Group", {"/S": "/Transparency"}),
    "a page that turns by itself": ("/Dur", 1),
    "a thumbnail": ("/Thumb", stream(b"\0", Width=1, Height=1)),
    "article beads": ("/B", []),
    "an associated file of a page": ("/AF", [{"/Type": "/Filespec"}]),
    "private data of a page": ("/PieceInfo", {"/Word": {}}),
}
FORM: dict[str, tuple[str, Any]] = {
    "a second form in XML": ("/XFA", ["a", "b"]),
    "an order of calculation": ("/CO", []),
    "looks made anew by the viewer": ("/NeedAppearances", True),
    "another adjustment of the form": ("/Q", 1),
}
NUMBER_FIELD: dict[str, tuple[str, Any]] = {
    "a field with a script for each key": ("/AA", {"/K": SCRIPT}),
    "a field that calls an address": ("/A", WEB),
    "a field with a longest length": ("/MaxLen", 3),
    "a field with a caption": ("/MK", {"/CA": "x"}),
    "a field in a layer": ("/OC", {"/Type": "/OCG", "/Name": "x"}),
    "a field that can be typed in": ("/Ff", 0),
    "a field with another name to export": ("/TM", "x"),
    "a field with rich text": ("/RV", "<p>06</p>"),
    "a field with a border": ("/BS", {"/W": 3}),
}
LOOK: dict[str, tuple[str, Any]] = {
    "an empty look that is turned": ("/Matrix", [0, 1, -1, 0, 0, 0]),
    "an empty look in a layer": ("/OC", {"/Type": "/OCG", "/Name": "x"}),
    "an empty look from another file": ("/Ref", {"/F": "other.pdf"}),
    "an empty look with a post-script": ("/PS", stream(b"showpage")),
    "an empty look with a filter of its own": ("/DecodeParms", {"/Predictor": 1}),
    "an empty look with a picture": (
        "/Resources",
        {"/XObject": {"/Import" + "0" * 32: {"/Subtype": "/Image"}}},
    ),
}


def _link(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    note = {"/Type": "/Annot", "/Subtype": "/Link", "/Rect": [0, 0, 99, 99], "/A": WEB}
    writer.register_annotation(page, writer.add_object(value(note)))


def _spare_field(writer: IncrementalPdfFileWriter) -> None:
    like = a_field("number")(writer)
    spare = generic.DictionaryObject({key: like.raw_get(key) for key in like})
    spare[pdf_name("/T")] = generic.pdf_string("spare")
    spare[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (9, 9, 99, 23))
    reference = writer.add_object(spare)
    acro_form(writer)["/Fields"].append(reference)
    first_page(writer)["/Annots"].append(reference)


def _stray_object(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.pdf_string("lies about"))


def drawn_on_first_page(addition: bytes) -> Callable[[bytes], bytes]:
    """The first page with something more drawn on it."""

    def redrawn(found: Any) -> bytes:
        data = zlib.compress(zlib.decompress(found[2]) + addition)
        return found[1] + b"<</Length %d/Filter/FlateDecode>>\nstream\n%s" % (len(data), data)

    return retyped(
        rb"(\n75 0 obj\n)<</Length \d+/Filter/FlateDecode>>\nstream\n(.*?)(?=\nendstream)", redrawn
    )


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return retyped(re.escape(old), lambda found: new)


def held() -> Iterator[Class]:
    check = checks.check_grammar
    places = (
        ("catalog", CATALOG, catalog),
        ("page", PAGE, first_page),
        ("form", FORM, acro_form),
        ("field", NUMBER_FIELD, a_field("number")),
        ("look", LOOK, look_of("date")),
    )
    for kind, table, find in places:
        yield from made(
            kind, check, {name: Steps(form=put(find, *what)) for name, what in table.items()}
        )
    between: dict[str, Callable[[bytes], bytes]] = {
        "an object that no table names": _replaced(
            b"\n2 0 obj\n", b"\n99 0 obj\n<<>>\nendobj\n2 0 obj\n"
        ),
        "a page of another kind between the objects": _replaced(
            b"\n2 0 obj\n", b"\n%<script>alert(1)</script>\n2 0 obj\n"
        ),
        "a remark within an object": _replaced(b"<</Type/Pages", b"<<%<html>\n/Type/Pages"),
        "a remark before the pages": _replaced(b"%PDF-1.7\n", b"%PDF-1.7\n%<html>\n"),
        "a remark behind a stream": _replaced(b"\nendstream", b"\n%<html>\nendstream"),
        "another version at the head": _replaced(b"%PDF-1.7", b"%PDF-1.4"),
    }
    yield from made(
        "between", check, {name: Steps(typeset=change) for name, change in between.items()}
    )
    early: dict[str, Callable[[bytes], bytes]] = {
        "a bookmark that runs a script": retyped(
            rb"/Dest \d+ 0 R", lambda found: b"/A<</S/JavaScript/JS(1)>>"
        ),
        "a property of the file's own": _replaced(b"/Creator(", b"/Trapped/True/Creator("),
        "text that is not seen": drawn_on_first_page(b" BT 3 Tr /f0 9 Tf (\\000\\001) Tj ET"),
        "a picture within a page": drawn_on_first_page(b" q BI /W 1 /H 1 ID \0 EI Q"),
        "a shading": drawn_on_first_page(b" /sh0 sh"),
        "another page drawn into a page": drawn_on_first_page(b" /x0 Do"),
        "a layer within a page": drawn_on_first_page(b" /OC /mc0 BDC EMC"),
        "a letter of another meaning": drawn_on_first_page(b" /f0 9 Tf 2 Ts"),
        "pages filtered in another way": _replaced(
            b"/Type/Metadata/Subtype/XML", b"/Type/Metadata/Subtype/XML/Filter[]"
        ),
        "an element with an associated file": _replaced(b"/S/Document", b"/AF[]/S/Document"),
        "a role of another name": _replaced(b"/RoleMap<<", b"/RoleMap<</Script/P"),
        "colours of another meaning": _replaced(b"/N 3/Range[0 1 0 1 0 1]", b"/N 1/Range[0 1]"),
        "an output intent of another kind": _replaced(b"/S/GTS_PDFA1", b"/S/GTS_PDFX"),
        "a face with another encoding": _replaced(b"/Identity-H", b"/Identity-V"),
    }
    yield from made(
        "typeset", check, {name: Steps(typeset=change) for name, change in early.items()}
    )
    others: dict[str, Steps] = {
        "a page turned on its head": Steps(form=put(last_page, "/Rotate", 180)),
        "a hidden seal": Steps(form=put(a_field("seal"), "/F", 134)),
        "a link on a page": Steps(form=_link),
        "a field more": Steps(form=_spare_field),
        "an object to which nothing leads": Steps(form=_stray_object),
        "a signature that names its program": Steps(
            leader=put(signature_of("leader"), "/Prop_Build", {"/App": {"/Name": "/X"}})
        ),
        "a place for a signature that makes demands": Steps(
            form=put(a_field("leader"), "/SV", {"/Type": "/SV"})
        ),
        "an object that lies about since the seal": Steps(seal=_stray_object),
        "a look of the leader's stamp that is turned": Steps(
            leader=put(look_of("leader"), "/Matrix", [1, 0, 0, -1, 0, 0])
        ),
        "a field that is filled with a layer": Steps(
            filling=put(look_of("number"), "/OC", {"/Type": "/OCG"})
        ),
    }
    yield from made("object", check, others)
