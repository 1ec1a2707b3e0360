"""OpenDocument texts that act."""

import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from lienthong.kernel.files import acting, acting_opendocument, packages
from lienthong.kernel.files.tests.made import ODF, MadeText, word, zipped

from .nature import EVIL, Nature
from .words import FETCHED, OLE

MACRO = "vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document"
LISTENER = f'<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{MACRO}"/>'
MODULE = '<s:module xmlns:s="http://openoffice.org/2000/script" s:name="M">Sub Go</s:module>'
LIBRARY = 'xmlns:l="http://openoffice.org/2000/library" l:name="Standard"'
CALLED = f'<l:library {LIBRARY}><l:element l:name="M"/></l:library>'
OLD_NAMES = b'<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">'


def said(inside: str) -> MadeText:
    return MadeText(f"<text:p>{inside}</text:p>")


def carried(name: str, content: str | bytes, kind: str = "text/xml") -> MadeText:
    made = MadeText()
    made.part(name, content, kind)
    return made


def object_of(kind: str) -> MadeText:
    made = said('<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>')
    made.part("Object 1/content.xml", made.root("content", "<office:body/>"))
    made.kinds["Object 1/"] = f"application/vnd.oasis.opendocument.{kind}"
    return made


def framed(element: str) -> MadeText:
    return said(f"<draw:frame>{element}</draw:frame>")


def in_meta(inside: str) -> MadeText:
    return carried("meta.xml", MadeText.root("meta", f"<office:meta>{inside}</office:meta>"))


def in_styles(inside: str) -> MadeText:
    return MadeText(styles=f"<office:styles>{inside}</office:styles>")


def scripts(inside: str) -> MadeText:
    return MadeText(more=f"<office:scripts>{inside}</office:scripts>")


def locked(line: str) -> MadeText:
    made = MadeText()
    made.listed = line
    return made


def typed(kind: str) -> bytes:
    return zipped({**MadeText().everything(), "mimetype": kind.encode()})


def in_disguise(made: MadeText) -> Iterator[bytes]:
    """One package, written in ways a program may read all alike."""
    parts = made.everything()

    def each(change: Callable[[str], str], encoding: str = "utf-8") -> bytes:
        return zipped({name: change(content.decode().partition("?>\n")[2]).encode(encoding) if name == "content.xml" else content for name, content in parts.items()})  # fmt: skip

    yield zipped(parts, zipfile.ZIP_STORED)
    yield each(str, "utf-16")
    yield each(lambda text: text.replace("xlink:", "l:").replace("xmlns:xlink", "xmlns:l"))
    yield each(lambda text: text.replace("script:", "q:").replace("xmlns:script", "xmlns:q"))
    yield each(lambda text: text.replace(EVIL, "".join(f"&#x{ord(one):x};" for one in EVIL)))
    yield each(lambda text: text.replace(' xlink:href="', "\n\txlink:href\r\n = \n\"").replace("\r", " "))  # fmt: skip


def _nature(
    name: str, carries: str, caught_by: str, *makers: Callable[[], MadeText], cleans: bool = False
) -> Nature:
    def examples() -> Iterator[bytes]:
        yield from (maker().data() for maker in makers)
        for maker in makers:
            yield from in_disguise(maker())

    return Nature(f"odt: {name}", carries, caught_by, ".odt", examples, cleans)


def _packed(name: str, carries: str, caught_by: str, *makers: Callable[[], bytes]) -> Nature:
    def examples() -> Iterator[bytes]:
        yield from (maker() for maker in makers)

    return Nature(f"odt: {name}", carries, caught_by, ".odt", examples)


def _with(name: str, content: bytes) -> bytes:
    return zipped({**MadeText().everything(), name: content})


NATURES = [
    _nature("macros", "Basic libraries with a module, dialogs", packages.MACROS,
            partial(carried, "Basic/Standard/M.xml", MODULE), partial(carried, "Basic/Standard/script-lb.xml", CALLED),
            partial(carried, "Pictures/a.xml", MODULE),
            partial(carried, "Basic/Standard/script-lb.xml", OLD_NAMES + CALLED.encode()),
            partial(carried, "Dialogs/Standard/D.xml", '<d:window xmlns:d="http://openoffice.org/2000/dialog"/>')),
    _nature("scripts of other languages", "Python, JavaScript, BeanShell in the file", packages.MACROS,
            partial(carried, "Scripts/python/a.py", b"import os", "application/binary"), partial(carried, "scripts/javascript/l/a.js", b"1")),
    _nature("macros in the text", "office:script with code, text:script, linked libraries", packages.MACROS,
            partial(scripts, '<office:script script:language="StarBasic"><ooo:libraries><ooo:library-embedded ooo:name="S"><ooo:module ooo:name="M"><ooo:source-code>Sub Go</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>'),
            partial(scripts, f'<office:script><ooo:libraries><ooo:library-linked xlink:href="{FETCHED}"/></ooo:libraries></office:script>'),
            partial(said, '<text:script script:language="JavaScript">1</text:script>')),
    _nature("event of the document", "event-listener when it is opened", acting_opendocument.EVENT,
            partial(scripts, f"<office:event-listeners>{LISTENER}</office:event-listeners>"), cleans=True),
    _nature("event of a link or a picture", "event-listener on a click", acting_opendocument.EVENT,
            partial(said, f'<text:a xlink:href="https://a.example"><office:event-listeners>{LISTENER}</office:event-listeners>xem</text:a>'),
            partial(framed, f'<draw:image xlink:href="Pictures/a.png"/><office:event-listeners>{LISTENER}</office:event-listeners>'),
            partial(MadeText, f'<office:forms><form:form><form:button><office:event-listeners>{LISTENER}</office:event-listeners></form:button></form:form></office:forms>'), cleans=True),
    _nature("field that runs a macro", "text:execute-macro", acting.FIELD,
            partial(said, '<text:execute-macro text:name="Go">bấm</text:execute-macro>'), cleans=True),
    _nature("link that runs a macro", "vnd.sun.star.script, macro:, .uno:", acting.LINK,
            *(partial(said, f'<text:a xlink:href="{place}">xem</text:a>') for place in (MACRO, "macro:///a.b.c()", ".uno:Quit", "javascript:1")), cleans=True),
    _nature("link to a file", "file:, a share, a path beside", acting.LINK,
            *(partial(said, f'<text:a xlink:href="{place}">xem</text:a>') for place in (f"file://{EVIL}/a.exe", f"\\\\{EVIL}\\a", "../a.exe", f"ftp://{EVIL}")),
            partial(said, f'<draw:a xlink:href="file://{EVIL}/a"><draw:frame/></draw:a>'),
            partial(framed, f'<draw:image-map><draw:area-circle xlink:href="file://{EVIL}"/></draw:image-map>'), cleans=True),
    _nature("picture from the web", "draw:image, backgrounds, bullets, fills", acting.PICTURE,
            partial(framed, f'<draw:image xlink:href="{FETCHED}"/>'), partial(framed, f'<draw:image xlink:href="../../{EVIL}.png"/>'),
            partial(framed, f'<draw:image xlink:href="//{EVIL}/a"/>'), partial(framed, f'<draw:image xlink:href=" %68ttps://{EVIL}/a"/>'),
            partial(in_styles, f'<draw:fill-image xlink:href="{FETCHED}"/>'),
            partial(in_styles, f'<style:background-image xlink:href="file://{EVIL}/a"/>'),
            partial(in_styles, f'<text:list-style><text:list-level-style-image xlink:href="{FETCHED}"/></text:list-style>'), cleans=True),
    _nature("section from elsewhere", "text:section-source", acting.FETCHED,
            partial(MadeText, f'<text:section><text:section-source xlink:href="{FETCHED}"/><text:p>xem</text:p></text:section>'),
            partial(MadeText, f'<text:section><text:section-source xlink:href="../{EVIL}.odt"/></text:section>'), cleans=True),
    _nature("frame", "draw:floating-frame", acting.FETCHED, partial(framed, f'<draw:floating-frame xlink:href="{FETCHED}"/>'), cleans=True),
    _nature("fonts, indexes, pages from elsewhere", "font-face-uri, auto-mark-file, auto-reload, xml:base", acting.FETCHED,
            partial(in_styles, f'<svg:font-face-uri xlink:href="{FETCHED}"/>'),
            partial(MadeText, f'<text:alphabetical-index-auto-mark-file xlink:href="{FETCHED}"/>'),
            partial(in_meta, f'<meta:auto-reload xlink:href="{FETCHED}" meta:delay="PT1S"/>'),
            partial(said, f'<text:span xml:base="{FETCHED}">xem</text:span>'),
            partial(framed, f'<draw:object xlink:href="{FETCHED}"/>'), cleans=True),
    _nature("template from elsewhere", "meta:template", acting.TEMPLATE,
            partial(in_meta, f'<meta:template xlink:href="{FETCHED}.ott"/>'), partial(in_meta, f'<meta:template xlink:href="file://{EVIL}/a.ott"/>'), cleans=True),
    _nature("DDE", "dde-source, dde-connection", acting.DATA,
            partial(MadeText, f'<text:section><office:dde-source office:dde-application="cmd" office:dde-item="{EVIL}"/><text:p>xem</text:p></text:section>'),
            partial(said, '<text:dde-connection text:connection-name="x">mười</text:dde-connection>'),
            partial(MadeText, f'<text:dde-connection-decls><text:dde-connection-decl office:dde-application="{EVIL}"/></text:dde-connection-decls>'), cleans=True),
    _nature("databases", "connection of a form, its source, where it is sent", acting.DATA,
            partial(MadeText, f'<office:forms><form:form form:datasource="{EVIL}"/></office:forms>'),
            partial(MadeText, f'<office:forms><form:form><form:connection-resource xlink:href="jdbc:{EVIL}"/></form:form></office:forms>'),
            partial(MadeText, f'<office:forms><form:form xlink:href="{FETCHED}"/></office:forms>'), cleans=True),
    _nature("forms that send", "XForms", acting.DATA,
            partial(MadeText, f'<office:forms><x:model xmlns:x="http://www.w3.org/2002/xforms"><x:submission action="{FETCHED}"/></x:model></office:forms>')),
    _nature("formula that reaches out", "table:formula, text:formula", acting.FORMULA,
            partial(MadeText, f'<table:table><table:table-row><table:table-cell table:formula="of:=WEBSERVICE(&quot;{FETCHED}&quot;)"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'),
            partial(said, f'<text:expression text:formula="ooow:cmd|{EVIL}!A1">1</text:expression>'), cleans=True),
    _nature("embedded object", "sheets, texts, OLE, plugins, applets", acting.OBJECTS,
            partial(object_of, "spreadsheet"), partial(object_of, "text"), partial(object_of, "formula-template"),
            partial(framed, '<draw:object-ole xlink:href="./Object 1"/>'), partial(framed, '<draw:plugin xlink:href="a.mp4"/>'),
            partial(framed, '<draw:applet draw:code="a"/>'), partial(framed, "<draw:object><office:document/></draw:object>"),
            partial(carried, "Object 1", OLE, "application/vnd.sun.star.oleobject"), partial(carried, "Versions/Version1", word().data())),
    _nature("embedded program", "executables under any name", acting.OBJECTS,
            *(partial(carried, f"Pictures/a{at}.png", content, "image/png") for at, content in enumerate((b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"%PDF-1.7\n", b"{\\rtf1 x}"))),
            partial(framed, "<draw:image><office:binary-data>TVqQAAMAAAA=</office:binary-data></draw:image>")),
    _nature("something else", "a part or inline data that is no picture", acting.CARRIED,
            partial(carried, "Pictures/a.png", b"abcdef", "image/png"), partial(carried, "data", b"\x01\x02\x03"),
            partial(framed, "<draw:image><office:binary-data>YWJjZGVm</office:binary-data></draw:image>"), partial(framed, "<draw:image><office:binary-data>?</office:binary-data></draw:image>")),
    _nature("own buttons", "menus, keys and toolbars of the file", acting.BUTTONS,
            partial(carried, "Configurations2/menubar/menubar.xml", '<m:menubar xmlns:m="urn:m"><m:menu/></m:menubar>'),
            partial(carried, "Configurations2/accelerator/current.xml", f'<a:acceleratorlist xmlns:a="urn:a"><a:item href="{EVIL}"/></a:acceleratorlist>'), cleans=True),
    _nature("drawing that runs", "SVG with a script", acting.SCRIPT,
            partial(carried, "Pictures/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
            partial(carried, "Pictures/b.svg", '<svg xmlns="http://www.w3.org/2000/svg"><g onload="x()"/></svg>')),
    _nature("locked", "a password, of each part and of the whole", packages.LOCKED,
            partial(locked, '<m:file-entry m:full-path="x.xml" m:media-type=""><m:encryption-data/></m:file-entry>'),
            partial(locked, '<m:file-entry m:full-path="encrypted-package" m:media-type=""/>')),
    _nature("two lists that differ", "one part said to be two things", packages.PACKED,
            partial(locked, '<m:file-entry m:full-path="content.xml" m:media-type="image/png"/>')),
    _packed("another kind of document", "a template, a sheet, a Word file under the name", packages.OTHER_KIND,
            partial(typed, "application/vnd.oasis.opendocument.text-template"), partial(typed, "application/vnd.oasis.opendocument.spreadsheet"),
            lambda: word().data(), partial(_with, "META-INF/manifest.xml", f'<m xmlns:m="{ODF}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text-web"/></m>'.encode()),
            partial(_with, "content.xml", MadeText.root("content", "<office:body><office:spreadsheet/></office:body>").encode()), lambda: zipped({"mimetype": b"x"})),
    _packed("entities", "DOCTYPE, ENTITY in any part", packages.DAMAGED,
            *(partial(_with, "meta.xml", content) for content in
              (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b'<!DOCTYPE a SYSTEM "http://evil.example"><a/>',
               b'<!DOCTYPE a PUBLIC "-//OpenOffice.org//DTD x" "http://evil.example/a.dtd"><a/>',
               b'<!DOCTYPE a PUBLIC "-//OpenOffice.org//DTD x" "a.dtd" [<!ENTITY b "c">]><a/>', OLD_NAMES + OLD_NAMES + b"<a/>"))),
    _packed("endless depth", "elements within elements", packages.DAMAGED, partial(_with, "meta.xml", b"<a>" * 40_000)),
    _packed("bomb", "a part that grows a thousand times", packages.BOMB, partial(_with, "Pictures/a.png", bytes(50 * 2**20))),
    _packed("path that leads out", "zip slip", packages.PACKED, *(partial(_with, name, b"x") for name in ("../a", "/etc/a", "a//b"))),
]  # fmt: skip
