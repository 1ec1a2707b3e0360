"""The fields of a Word part: what is computed when a document is opened or printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from lienthong.kernel.files.packages import is_plain_link, local

_NAME = re.compile(r"\s*(=|\S*)")
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SWITCH = re.compile(r"\\[a-z*]", re.IGNORECASE)
_SWITCHES_WITH_WORDS = {"\\l", "\\o", "\\t", "\\*"}  # a bookmark, a tip, a frame, a form
# They show what stands in the document itself, its properties, the day or the page.
HARMLESS = frozenset((
    "=", "ADDIN", "ADDRESSBLOCK", "ADVANCE", "ASK", "AUTHOR", "AUTONUM", "AUTONUMLGL",
    "AUTONUMOUT", "BARCODE", "BIDIOUTLINE", "BIBLIOGRAPHY", "CITATION", "COMMENTS", "COMPARE", "CREATEDATE",
    "DATE", "DISPLAYBARCODE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "EQ", "FILENAME",
    "FILESIZE", "FILLIN", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "GREETINGLINE",
    "HYPERLINK", "IF", "INDEX", "INFO", "KEYWORDS", "LASTSAVEDBY", "LISTNUM", "MERGEFIELD",
    "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "NOTEREF", "NUMCHARS", "NUMPAGES", "NUMWORDS",
    "PAGE", "PAGEREF", "PRINTDATE", "PRIVATE", "QUOTE", "REF", "REVNUM", "SAVEDATE", "SECTION",
    "SECTIONPAGES", "SEQ", "SET", "SHAPE", "SKIPIF", "STYLEREF", "SUBJECT", "SYMBOL", "TA",
    "TC", "TEMPLATE", "TIME", "TITLE", "TOA", "TOC", "USERADDRESS", "USERINITIALS", "USERNAME",
    "XE",
))  # fmt: skip
_STARTS_NOTHING = re.compile(r"\s*MACROBUTTON\s+NoMacro\b", re.IGNORECASE)  # a place to type in
_WORDS_WITHIN = {"MACROBUTTON", "GOTOBUTTON"}  # what they show stands in their instruction


@dataclass
class Field:
    """An instruction and where it stands; what it shows is not part of it."""

    at: int
    marks: list[int] = field(default_factory=list)  # none: one element, whose content is shown
    code: str = ""
    in_code: bool = True
    is_composed: bool = False  # a field stands within the instruction
    is_nameless: bool = False  # … and already in the place of the name

    @property
    def name(self) -> str:
        found = _NAME.match(self.code)
        return found[1].upper() if found else ""

    @property
    def can_go(self) -> bool:
        return self.name not in _WORDS_WITHIN

    @property
    def acts(self) -> bool:
        """Whether it does more than show; an unknown name may be anything."""
        if self.is_nameless:
            return True
        if _STARTS_NOTHING.match(self.code) and not self.is_composed:
            return False
        if self.name == "HYPERLINK":
            return self.is_composed or any(map(_leads_oddly, self._targets()))
        is_a_bookmark = self.name.startswith(("_REF", "_TOC"))
        return bool(self.name) and self.name not in HARMLESS and not is_a_bookmark

    def _targets(self) -> list[str]:
        """The words that are an address, and not a switch or what follows one."""
        words = [quoted or bare for quoted, bare in _WORD.findall(self.code)]
        return [
            word
            for before, word in pairwise(words)
            if not _SWITCH.fullmatch(word) and before.lower() not in _SWITCHES_WITH_WORDS
        ]


def _leads_oddly(target: str) -> bool:
    return not is_plain_link(target) and not target.startswith("#")


def fields_in(root: Element) -> Iterator[Field]:
    """Every field, also one that never ends; deleted instructions can come back."""
    opened: list[Field] = []
    for at, element in enumerate(root.iter()):
        name = local(element.tag)
        if name == "fldSimple":
            yield Field(at, code=_attribute(element, "instr"))
        elif name == "fldChar":
            yield from _turned(opened, at, _attribute(element, "fldCharType"))
        elif name in ("instrText", "delInstrText", "t") and opened and opened[-1].in_code:
            opened[-1].code += element.text or ""
            opened[-1].marks += [] if name == "t" else [at]
    yield from opened


def _turned(opened: list[Field], at: int, kind: str) -> Iterator[Field]:
    if kind == "begin":
        if opened and opened[-1].in_code:
            opened[-1].is_composed = True
            opened[-1].is_nameless |= not opened[-1].code.strip()
        opened.append(Field(at, [at]))
    elif opened:
        opened[-1].marks.append(at)
        opened[-1].in_code = False
        if kind == "end":
            yield opened.pop()


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")
