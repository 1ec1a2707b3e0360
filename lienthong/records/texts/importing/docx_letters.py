"""The letters of one run of a Word file, and of a formula, as a person sees them printed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lienthong.kernel.text.public import in_marks
from lienthong.records.texts.clauses.notes import raised
from lienthong.records.texts.importing.docx_parts import w
from lienthong.records.texts.importing.letters import LOWERED, NOT_TICKED, RAISED, TAB, TICKED

REFERENCES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_SIGNS = {w("tab"): TAB, w("ptab"): TAB, w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA = _FORMULA + "oMath"


class Notes:
    """The notes of a file by their kind and number in it, and those the text has called."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}
        self.called: dict[str, str] = {}
        self.counts = dict.fromkeys(REFERENCES.values(), 0)

    def call(self, kind: str, number: str) -> str:
        """The figure of a note, counted on as Word shows it; nothing where there is no such note."""
        words = self.words.pop((kind, number), "")
        if not words:
            return ""
        self.counts[kind] += 1
        mark = raised(self.counts[kind], roman=kind == "endnotes")
        self.called[mark] = words
        return mark


def letters(run: Element, notes: Notes) -> Iterator[str]:
    """What a run prints, in its order."""
    for child in run:
        if child.tag == w("t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == w("sym"):
            yield _symbol(child)
        elif child.tag == w("fldChar"):
            yield _of_form(child)
        elif child.tag in REFERENCES:
            yield notes.call(REFERENCES[child.tag], child.get(w("id")) or "")


def _symbol(element: Element) -> str:
    """A letter named by its font and its code."""
    try:
        letter = chr(int(element.get(w("char")) or "", 16))
    except (ValueError, OverflowError):
        return ""
    return in_marks(letter, element.get(w("font")))


def _of_form(field: Element) -> str:
    """A box to tick, or the chosen line of a list, in a form of the old kind."""
    box = field.find(f"{w('ffData')}/{w('checkBox')}")
    if box is not None:
        ticked = box.find(w("checked"))
        ticked = box.find(w("default")) if ticked is None else ticked
        is_on = ticked is not None and (ticked.get(w("val")) or "1") not in {"0", "false", "off"}
        return TICKED if is_on else NOT_TICKED
    choice = field.find(f"{w('ffData')}/{w('ddList')}")
    if choice is None:
        return ""
    lines = [one.get(w("val")) or "" for one in choice.findall(w("listEntry"))]
    chosen = choice.find(w("result"))
    chosen = choice.find(w("default")) if chosen is None else chosen
    written = (chosen.get(w("val")) or "") if chosen is not None else "0"
    at = int(written) if written.isdigit() else 0
    return lines[at] if at < len(lines) else ""


def formula(element: Element) -> str:
    """A formula in one line by its letters: a fraction with a stroke, powers as raised figures."""
    name = element.tag.removeprefix(_FORMULA)
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{_named(element, 'num')}/{_named(element, 'den')}"
    if name in {"sSup", "sSub", "sSubSup"}:
        lowered, raised = _named(element, "sub"), _named(element, "sup")
        return _named(element, "e") + lowered.translate(LOWERED) + raised.translate(RAISED)
    if name == "rad":
        return f"{_named(element, 'deg').translate(RAISED)}√({_named(element, 'e')})"
    if name == "d":
        opening, closing = (_mark(element, "dPr", one) for one in ("begChr", "endChr"))
        inner = ", ".join(formula(one) for one in element.findall(_FORMULA + "e"))
        return f"{'(' if opening is None else opening}{inner}{')' if closing is None else closing}"
    if name == "nary":
        sign = _mark(element, "naryPr", "chr") or "∫"
        return sign + "".join(_named(element, one) for one in ("sub", "sup", "e"))
    if name.endswith("Pr"):
        return ""
    return "".join(map(formula, element))


def _named(element: Element, name: str) -> str:
    found = element.find(_FORMULA + name)
    return "" if found is None else "".join(map(formula, found))


def _mark(element: Element, properties: str, name: str) -> str | None:
    found = element.find(f"{_FORMULA}{properties}/{_FORMULA}{name}")
    return None if found is None else (found.get(_FORMULA + "val") or "")
