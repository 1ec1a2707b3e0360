"""What in a package acts: fetches, starts, converts or computes with something outside the file.

Each finding says what it is, in a sentence, and what would have to be cut for the rest to stay as it
is. Names of parts are believed nowhere: what counts is the content, its type and who draws it in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_noop

from lienthong.kernel.files.fields import fields_in
from lienthong.kernel.files.packages import (
    MACROS,
    OLD_OFFICE,
    SHEET,
    Package,
    Relationship,
    is_plain_link,
    is_xml,
    leads_out,
    local,
    parsed,
    plain_xml,
)
from lienthong.kernel.files.refusals import FileRefused

LONGEST_SHOWN = 80
WHOLE_PART = -1
VBA = "_VBA_PROJECT".encode("utf-16-le")

OBJECTS = gettext_noop("The file contains embedded programs or objects. Remove them and try again.")
CARRIED = gettext_noop("The file carries something that is neither text nor a picture: %(part)s.")
TEMPLATE = gettext_noop("The file fetches its template from elsewhere: %(place)s.")
PICTURE = gettext_noop("The file fetches a picture from elsewhere: %(place)s.")
FETCHED = gettext_noop("The file fetches content from elsewhere: %(place)s.")
LINK = gettext_noop("A link leads to something that is no web page and no mail address: %(place)s.")
FIELD = gettext_noop("A field acts by itself: %(field)s.")
CONVERTED = gettext_noop("The file carries text of another program, to be converted when opened.")
BUTTONS = gettext_noop("The file adds buttons or keys of its own to the program.")
ADD_IN = gettext_noop("The file starts an add-in from the web.")
VIDEO = gettext_noop("The file plays a video from the web.")
DATA = gettext_noop("The file takes data from elsewhere.")
CHART_DATA = gettext_noop("A chart carries the workbook it was made from.")
FORMULA = gettext_noop("A formula reaches outside the file: %(formula)s.")
SCRIPT = gettext_noop("A drawing contains a script or draws in something from elsewhere.")


@dataclass(frozen=True)
class Cut:
    """A piece of a part: an element, its tags alone, one attribute of it, or the whole part."""

    part: str
    element: int = WHOLE_PART
    attribute: str = ""
    value: str = ""
    keeps_content: bool = False


@dataclass(frozen=True)
class Found:
    """Something that acts, and what to cut; without cuts it cannot be taken out."""

    message: str
    facts: dict[str, str] = field(default_factory=dict)
    cuts: tuple[Cut, ...] = ()


# What a part is drawn in as, and whether the words stay as they are without it.
_CONVERTED_KINDS = ("afchunk", "subdocument")
_KINDS: dict[str, tuple[str, bool]] = {
    **dict.fromkeys(("vbaproject", "wordvbadata", "vbaprojectsignature"), (MACROS, False)),
    **dict.fromkeys(("xlmacrosheet", "xlintlmacrosheet", "dialogsheet"), (MACROS, False)),
    **dict.fromkeys(("oleobject", "package", "control"), (OBJECTS, False)),
    **dict.fromkeys(("activexcontrol", "activexcontrolbinary"), (OBJECTS, False)),
    **dict.fromkeys(("audio", "video", "media"), (OBJECTS, False)),
    **dict.fromkeys(_CONVERTED_KINDS, (CONVERTED, False)),
    **dict.fromkeys(("attachedtoolbars", "keymapcustomizations"), (BUTTONS, True)),
    **dict.fromkeys(("extensibility", "usercustomization"), (BUTTONS, True)),
    **dict.fromkeys(("webextension", "webextensiontaskpanes"), (ADD_IN, True)),
    **dict.fromkeys(("connections", "querytable", "externallink", "model"), (DATA, False)),
    **dict.fromkeys(("powerpivotdata", "volatiledependencies"), (DATA, False)),
}
_EXTERNAL_KINDS = {
    "attachedtemplate": TEMPLATE,
    "image": PICTURE,
    "hyperlink": LINK,
    "mailmergesource": DATA,
    "mailmergeheadersource": DATA,
}
_TYPES = {
    "macroenabled": MACROS,
    "vbaproject": MACROS,
    "vbadata": MACROS,
    "macrosheet": MACROS,
    "dialogsheet": MACROS,
    "activex": OBJECTS,
    "oleobject": OBJECTS,
    "rfc822": CONVERTED,
    "customui": BUTTONS,
    "webextension": ADD_IN,
    "connections+xml": DATA,
    "querytable+xml": DATA,
    "externallink+xml": DATA,
}
# Elements of the words, of sheets, and of either, with what may be cut.
_WORD_ELEMENTS = {
    "altChunk": (CONVERTED, False),
    "subDoc": (CONVERTED, False),
    **dict.fromkeys(("control", "objectEmbed", "objectLink", "binData", "movie"), (OBJECTS, False)),
    "webVideoPr": (VIDEO, True),
    "mailMerge": (DATA, True),
    "saveThroughXslt": (DATA, True),
    "scriptAnchor": (SCRIPT, True),
    "entryMacro": (BUTTONS, True),
    "exitMacro": (BUTTONS, True),
}
_SHEET_ELEMENTS = dict.fromkeys(
    ("ddeLink", "oleLink", "externalBook", "externalReferences", "connection", "queryTable"), DATA
) | {"oleObject": OBJECTS, "webPublishItem": DATA, "macrosheet": MACROS, "dialogsheet": MACROS}
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName"}
_REACHES_OUT = re.compile(
    r"\||(?<![\w\]])\[[^\[\]]+\][^!\[\]()]*!|"  # DDE; a cell of another workbook
    r"\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC|RTD|IMAGE|SQL\.REQUEST|STOCKHISTORY|PY|CUBE\w+|DDE|RUN|FOPEN|URLDOWNLOAD\w*)\s*\(",
    re.IGNORECASE,
)
_LITERAL = re.compile(r'"([^"]*)"')
_AUTO_NAMES = re.compile(r"(?:_xlnm\.)?auto_?(?:open|close|activate|deactivate)", re.IGNORECASE)

# Pictures and fonts, by how they begin; an obfuscated font begins with anything.
PICTURES = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"II\xbc",
    b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0", b"RIFF", b"\0\0\x01\0", b"\x1f\x8b\x08",
    b"\0\x01\0\0", b"OTTO", b"true",
)  # fmt: skip
PROGRAMS = (OLD_OFFICE, b"PK\x03\x04", b"MZ", b"\x7fELF", b"%PDF", b"{\\rtf", b"#!", b"7z\xbc\xaf")
_OPAQUE_TYPES = ("obfuscatedfont", "printersettings", "x-fontdata", "x-font-ttf")
# Without these relationships the element says nothing, or is no longer allowed to stand.
_WHOLE_ELEMENTS = {
    *("attachedTemplate", "externalData", "dataSource", "headerSource", "sourceFileName"),
    *("hlinkClick", "hlinkHover", "hlinkMouseOver", "videoFile", "audioFile"),
}


def acting_in(package: Package) -> list[Found]:
    """Everything in the package that acts."""
    found: list[Found] = []
    lines = [line for name in _lists(package) for line in package.relationships_in(name)]
    converted = {line.part.lower() for line in lines if _is_converted(line)}
    for name in package.names:
        content = package.read(name) or b""
        found += _by_type(name, package.content_type(name))
        if name.lower() in converted:  # HTML and the like; its relationship names it
            continue
        if not is_xml(content):
            found += _of_a_blob(package, name, content)
            continue
        root = parsed(plain_xml(content))
        if local(root.tag) == "Relationships":
            for line in package.relationships_in(name):
                found += _of_a_relationship(package, line)
        found += _of_the_words(name, root)
    return found


def check_workbook(data: bytes) -> None:
    """A workbook that computes with nothing but itself."""
    package = Package(data)
    package.expect(SHEET)
    for one in acting_in(package):
        raise FileRefused(one.message, **one.facts)


def _by_type(name: str, content_type: str) -> Iterator[Found]:
    if any(word in name.lower() for word in ("vbaproject", "vbadata")):
        yield Found(MACROS)  # a name is believed when it says the worst
    for mark, message in _TYPES.items():
        if mark in content_type:
            yield Found(message, cuts=(Cut(name),) if message in (BUTTONS, ADD_IN) else ())


def _of_a_blob(package: Package, name: str, content: bytes) -> Iterator[Found]:
    """A part that is no XML may be a picture, a font or the settings of a printer."""
    if content.startswith(PROGRAMS):
        if not _belongs_to_a_chart(package, name):
            yield Found(MACROS if VBA in content else OBJECTS)
        return
    is_opaque = package.content_type(name).endswith(_OPAQUE_TYPES)
    is_blank = len(set(content)) <= 1  # a part that was thrown away, as Word keeps them
    if not (is_blank or is_opaque or content.startswith(PICTURES)):
        yield Found(CARRIED, shown("part", name))


def _belongs_to_a_chart(package: Package, name: str) -> bool:
    """The workbook of a chart is cut with the line that draws it in, if charts alone do so."""
    lines = [line for one in _lists(package) for line in package.relationships_in(one)]
    owners = [line for line in lines if line.part.lower() == name.lower()]
    return bool(owners) and all(_is_of_a_chart(package, line) for line in owners)


def _is_converted(line: Relationship) -> bool:
    return line.kind in _CONVERTED_KINDS and not line.is_external


def _lists(package: Package) -> list[str]:
    return [one for one in package.names if one.lower().endswith(".rels")]


def _is_of_a_chart(package: Package, line: Relationship) -> bool:
    if line.kind != "package" or line.is_external or line.owner not in package:
        return False
    root = package.xml(line.owner)
    is_chart = root is not None and local(root.tag) == "chartSpace"
    return is_chart and (package.read(line.part) or b"").startswith(b"PK\x03\x04")


def _of_a_relationship(package: Package, line: Relationship) -> Iterator[Found]:
    if line.is_external:
        if line.kind == "hyperlink" and is_plain_link(line.target):
            return
        message = _EXTERNAL_KINDS.get(line.kind, FETCHED)
        can_go = line.kind not in ("subdocument", "externallinkpath")
        cuts = _cuts_for(package, line) if can_go else ()
        yield Found(message, shown("place", line.target), cuts)
    elif _is_of_a_chart(package, line):
        yield Found(CHART_DATA, cuts=(*_cuts_for(package, line), Cut(line.part)))
    elif line.kind in _KINDS:
        message, can_go = _KINDS[line.kind]
        cuts = (*_cuts_for(package, line), Cut(line.part)) if can_go else ()
        yield Found(message, cuts=cuts)


def _cuts_for(package: Package, line: Relationship) -> tuple[Cut, ...]:
    """The line itself, and where its owner speaks of it."""
    cuts = [Cut(line.listed_in, line.element)]
    content = package.read(line.owner) if line.owner in package else None
    root = parsed(plain_xml(content)) if content and is_xml(content) else None
    for at, element in enumerate(root.iter() if root is not None else ()):
        for name, value in element.attrib.items():
            if value != line.id or not _names_a_relationship(name):
                continue
            whole = local(element.tag) in _WHOLE_ELEMENTS
            cuts.append(Cut(line.owner, at) if whole else Cut(line.owner, at, local(name), value))
    return tuple(cuts)


def _names_a_relationship(attribute: str) -> bool:
    return "/relationships}" in attribute or local(attribute) == "relid"


def _of_the_words(part: str, root: Element) -> Iterator[Found]:
    for at, element in enumerate(root.iter()):
        space, _, name = element.tag.rpartition("}")
        if "wordprocessingml" in space or "office/word" in space:
            yield from _of_a_word_element(part, at, name)
        elif "spreadsheetml" in space or "office/excel" in space:
            yield from _of_a_sheet_element(name, element)
        elif "schemas-microsoft-com" in space or "svg" in space:
            yield from of_a_drawing(part, at, element)
        else:
            yield from _of_other_data(part, at, element)
        yield from _of_attributes(part, at, element)
    for one in fields_in(root):
        if one.acts:
            pieces = ((at, False) for at in one.marks) if one.marks else ((one.at, True),)
            cuts = tuple(Cut(part, at, keeps_content=keeps) for at, keeps in pieces)
            yield Found(FIELD, shown("field", one.code), cuts if one.can_go else ())


def _of_a_word_element(part: str, at: int, name: str) -> Iterator[Found]:
    if name in _WORD_ELEMENTS:
        message, can_go = _WORD_ELEMENTS[name]
        yield Found(message, cuts=(Cut(part, at),) if can_go else ())


def _of_other_data(part: str, at: int, element: Element) -> Iterator[Found]:
    name = local(element.tag)
    if name == "DataMashup":
        yield Found(DATA)
    elif name == "property" and element.get("name", "").lower().startswith("_assembly"):
        yield Found(ADD_IN, cuts=(Cut(part, at),))  # a program the document brings along


def _of_a_sheet_element(name: str, element: Element) -> Iterator[Found]:
    if name in _SHEET_ELEMENTS:
        yield Found(_SHEET_ELEMENTS[name])
    if name == "definedName" and _AUTO_NAMES.match(element.get("name", "")):
        yield Found(MACROS)
    text = element.text or ""
    if name in _FORMULAS and (reaches_out(text) or _links_oddly(text)):
        yield Found(FORMULA, shown("formula", text))


def reaches_out(formula: str) -> bool:
    """Whether a formula computes with something outside the file."""
    return bool(_REACHES_OUT.search(_LITERAL.sub('""', formula)))


def _links_oddly(formula: str) -> bool:
    literals = _LITERAL.findall(formula) if "HYPERLINK" in formula.upper() else []
    return any(leads_out(one) and not is_plain_link(one) for one in literals)


def of_a_drawing(part: str, at: int, element: Element) -> Iterator[Found]:
    """Old drawings and SVG: what they draw in from elsewhere, and what they run."""
    name = local(element.tag)
    if name in ("script", "foreignObject"):
        yield Found(SCRIPT)
    if name in ("OLEObject", "FmlaMacro"):
        yield Found(OBJECTS if name == "OLEObject" else BUTTONS)
    for attribute, value in element.attrib.items():
        key, is_svg = local(attribute), "svg" in element.tag
        if is_svg and (key.lower().startswith("on") or (key == "href" and leads_out(value))):
            if not value.startswith("data:image/"):
                yield Found(SCRIPT)
            continue
        is_click = key == "href" and name not in ("imagedata", "fill", "stroke", "image")
        is_odd = not is_plain_link(value) and not value.startswith("#")
        cuts = (Cut(part, at, key, value),)
        if is_click and is_odd:
            yield Found(LINK, shown("place", value), cuts)
        elif key in ("src", "href", "althref") and not is_click and leads_out(value):
            yield Found(PICTURE, shown("place", value), cuts)


def _of_attributes(part: str, at: int, element: Element) -> Iterator[Found]:
    """What starts something, whoever draws it: programs on a click, macros, manifests of solutions."""
    for name, value in element.attrib.items():
        key = local(name)
        if (
            key == "action"
            and value.lower().startswith("ppaction://")
            or key == "macro"
            and value
            and ("rawing" in element.tag or "sheet" in element.tag)
        ):
            yield Found(BUTTONS, cuts=(Cut(part, at, key, value),))
        elif key == "manifestLocation":
            yield Found(ADD_IN, cuts=(Cut(part, at, key, value),))


def shown(name: str, words: Any) -> dict[str, str]:
    shown = " ".join(str(words).split())
    return {name: shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"}
