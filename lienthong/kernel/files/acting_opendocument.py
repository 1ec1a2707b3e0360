"""What in an OpenDocument text acts: macros, events, objects, and whatever is fetched from outside.

Every address leads to a part of the package, or is a link to a web page; any other is found.
"""

import posixpath
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_noop

from lienthong.kernel.files.acting import (
    BUTTONS,
    CARRIED,
    DATA,
    FETCHED,
    FIELD,
    FORMULA,
    LINK,
    OBJECTS,
    PICTURE,
    PICTURES,
    PROGRAMS,
    TEMPLATE,
    Cut,
    Found,
    of_a_drawing,
    reaches_out,
    shown,
)
from lienthong.kernel.files.opendocument import MANIFEST, OpenDocument
from lienthong.kernel.files.packages import (
    MACROS,
    is_plain_link,
    is_xml,
    leads_out,
    local,
    parsed,
)

EVENT = gettext_noop("The file starts something by itself when it is opened, clicked or printed.")

_SCRIPTS = "http://openoffice.org/2000/script}"
_LIBRARIES = "http://openoffice.org/2000/library}"
_DIALOGS = "http://openoffice.org/2000/dialog}"
_XFORMS = "{http://www.w3.org/2002/xforms}"
_SVG = "{http://www.w3.org/2000/svg}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_OPAQUE = {"mimetype", "layout-cache"}
_METAFILE = b"VCLMTF"  # LibreOffice's own kind of drawing
_SHOWN_OBJECTS = ("opendocument.formula", "opendocument.chart")
# What an element is, and whether its words stay when it goes (its tags alone), or all of it may go.
_ELEMENTS = {
    "event-listener": (EVENT, "whole"),
    "execute-macro": (FIELD, "tags"),
    "dde-connection": (DATA, "tags"),
    "dde-connection-decl": (DATA, "whole"),
    "dde-source": (DATA, "whole"),
    "connection-resource": (DATA, "whole"),
    "auto-reload": (FETCHED, "whole"),
    "floating-frame": (FETCHED, "whole"),
    **dict.fromkeys(("object-ole", "plugin", "applet"), (OBJECTS, "")),
}
_LINKS = {"a", "button", "area-rectangle", "area-circle", "area-polygon"}
_PICTURE_ELEMENTS = {
    *("image", "image-data", "fill-image", "background-image", "list-level-style-image"),
}
_WHOLE_ELEMENTS = {"section-source", "alphabetical-index-auto-mark-file", "template"}
_FORMULAS = {"formula", "condition"}


def acting_in_text(package: OpenDocument) -> list[Found]:
    """Everything in the package that acts."""
    found: list[Found] = []
    kinds = package.kinds()
    for name in package.names:
        content = package.read(name) or b""
        found += _by_name(name)
        if not is_xml(content):
            found += _of_a_blob(name, content)
            continue
        root = parsed(package.plain(name))
        if name.lower().startswith("configurations2/") and len(root):
            found.append(Found(BUTTONS, cuts=(Cut(name),)))
        elif name != MANIFEST:
            found += _of_a_part(name, root, kinds)
    return found


def _by_name(name: str) -> Iterator[Found]:
    """Folders of scripts and of older states of the file: a name is believed when it says the worst."""
    folder = name.lower().partition("/")[0]
    if folder == "scripts":
        yield Found(MACROS)
    elif folder in ("versions", "versionlist.xml"):
        yield Found(OBJECTS)


def _of_a_blob(name: str, content: bytes) -> Iterator[Found]:
    """A part that is no XML is a picture, a font, or one of two that every such file has."""
    if content.startswith(PROGRAMS):
        yield Found(OBJECTS)
    elif name.lower().startswith(("basic/", "dialogs/")):
        yield Found(MACROS)
    elif not (
        name in _OPAQUE or content.startswith((*PICTURES, _METAFILE)) or len(set(content)) <= 1
    ):
        yield Found(CARRIED, shown("part", name))


def _of_a_part(part: str, root: Element, kinds: dict[str, str]) -> Iterator[Found]:
    for at, element in enumerate(root.iter()):
        name = local(element.tag)
        if _SVG in element.tag:
            yield from of_a_drawing(part, at, element)
            continue
        if _holds_code(element, name):
            yield Found(MACROS)
        if element.tag.startswith(_XFORMS):
            yield Found(DATA)
        if name in _ELEMENTS:
            yield _of_an_element(part, at, element)
        elif name == "object":
            yield from _of_an_object(part, at, element, kinds)
        elif name == "binary-data":
            yield from _of_inline_data(element)
        else:
            yield from _of_an_address(part, at, element)
        yield from _of_attributes(part, at, element)


def _holds_code(element: Element, name: str) -> bool:
    """A library without modules is empty, and every file that once met the editor of macros has one."""
    space = element.tag[1:]
    if space.startswith((_SCRIPTS, _DIALOGS)) or name in ("module", "source-code"):
        return True
    if space.startswith(_LIBRARIES):
        return name == "element" or any(local(key) == "href" for key in element.attrib)
    if name == "library-linked":
        return True
    is_script = name == "script" and "office" not in element.tag.rpartition("}")[0]
    return is_script or (name == "script" and bool("".join(element.itertext()).strip()))


def _of_an_element(part: str, at: int, element: Element) -> Found:
    name = local(element.tag)
    message, goes = _ELEMENTS[name]
    cuts = (Cut(part, at, keeps_content=goes == "tags"),) if goes else ()
    facts = {
        FIELD: shown("field", name),
        FETCHED: shown("place", _address_of(element)),
    }.get(message, {})
    return Found(message, facts, cuts)


def _of_an_object(part: str, at: int, element: Element, kinds: dict[str, str]) -> Iterator[Found]:
    """A formula or a chart of this file is shown; any other object is opened by a program of its own."""
    target = _address_of(element)
    if not target:
        if any(local(inner.tag) != "math" for inner in element if "svg" not in inner.tag):
            yield Found(OBJECTS)
    elif not _is_inside(part, target):
        yield Found(FETCHED, shown("place", target), (Cut(part, at, "href", target),))
    elif not kinds.get(f"{_place(part, target)}/", "").endswith(_SHOWN_OBJECTS):
        yield Found(OBJECTS)


def _of_inline_data(element: Element) -> Iterator[Found]:
    try:
        content = b64decode("".join((element.text or "").split())[:400], validate=True)
    except NoBase64:
        content = b"?"
    if not content.startswith((*PICTURES, _METAFILE)):
        yield Found(
            OBJECTS if content.startswith(PROGRAMS) else CARRIED, shown("part", "binary-data")
        )


def _of_an_address(part: str, at: int, element: Element) -> Iterator[Found]:
    name, target = local(element.tag), _address_of(element)
    if not target or target.startswith("#") or (name, target) == ("chart", ".."):
        return
    if name in _LINKS:
        if not is_plain_link(target):
            cut = (
                Cut(part, at, keeps_content=True) if name == "a" else Cut(part, at, "href", target)
            )
            yield Found(LINK, shown("place", target), (cut,))
    elif name == "template" and not leads_out(target):
        return  # a path beside the file, as the program notes it
    elif name == "form" or not _is_inside(part, target):
        message = PICTURE if name in _PICTURE_ELEMENTS else FETCHED
        message = {"template": TEMPLATE, "form": DATA}.get(name, message)
        whole = name in _WHOLE_ELEMENTS
        cut = Cut(part, at) if whole else Cut(part, at, "href", target)
        yield Found(message, {} if message == DATA else shown("place", target), (cut,))


def _of_attributes(part: str, at: int, element: Element) -> Iterator[Found]:
    for key, value in element.attrib.items():
        name, cuts = local(key), (Cut(part, at, local(key), value),)
        if key == _BASE:
            yield Found(FETCHED, shown("place", value), cuts)
        elif name == "datasource" and value:
            yield Found(DATA, cuts=cuts)
        elif name in _FORMULAS and reaches_out(value):
            yield Found(FORMULA, shown("formula", value), cuts)


def _address_of(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == "href"), "")


def _is_inside(part: str, target: str) -> bool:
    """Whether an address leads to a part of this package."""
    plain = unquote(target).strip()
    return not (leads_out(plain) or plain.startswith("/") or _place(part, plain).startswith(".."))


def _place(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), unquote(target)))
