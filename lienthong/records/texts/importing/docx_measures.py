"""Margins of the page, size and line spacing of the text as a Word file sets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.docx_parts import w
from lienthong.records.texts.importing.docx_styles import Styles

_MM_A_TWIP = 25.4 / 1440
_SHORTEST = 25  # letters of a paragraph of the text; head, titles and signing stand in shorter ones


def measures_of(body: Element, styles: Styles, defaults: Element | None) -> dict[str, float]:
    """What the file says; where it says nothing or numbers no program writes, nothing."""
    found = dict(_margins(body))
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    for paragraph in body.findall(w("p")):
        words = sum(len(one.text or "") for one in paragraph.iter(w("t")))
        if words < _SHORTEST or _is_centred(paragraph):
            continue
        looks = _looks_above(paragraph, styles, defaults)
        pitches[_pitch(looks)] += words
        for run in paragraph.iter(w("r")):
            letters = sum(len(one.text or "") for one in run.findall(w("t")))
            sizes[_number([run, *looks], "rPr", "sz") / 2] += letters
    for name, counted in (("body_size", sizes), ("line_pitch", pitches)):
        if counted and (usual := counted.most_common(1)[0][0]):
            found[name] = usual
    return found


def _is_centred(paragraph: Element) -> bool:
    """Head, title and abstract stand in the middle, in sizes of their own."""
    aligned = paragraph.find(f"{w('pPr')}/{w('jc')}")
    return aligned is not None and aligned.get(w("val")) in {"center", "right", "end"}


def _margins(body: Element) -> Iterator[tuple[str, float]]:
    """Of the first section that says them; another may lie on its side."""
    for margins in body.iter(w("pgMar")):
        for side in ("top", "bottom", "left", "right"):
            value = margins.get(w(side)) or ""
            if value.isdecimal():
                yield f"margin_{side}", int(value) * _MM_A_TWIP
        return


def _looks_above(paragraph: Element, styles: Styles, defaults: Element | None) -> list[Element]:
    """The paragraph, its style and those it is based on, the defaults of the document."""
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    style = named.get(w("val")) if named is not None else styles.default_paragraph
    above = styles.ancestry(style)
    return [paragraph, *above, *([defaults] if defaults is not None else [])]


def _number(looks: list[Element], *path: str) -> float:
    where = "/".join(map(w, path))
    for look in looks:
        element = look.find(where)
        if element is None and path[0] == "rPr":
            element = look.find("/".join(map(w, ("rPrDefault", *path))))
        value = element.get(w("val")) if element is not None else None
        if value and value.isdecimal():
            return int(value)
    return 0


def _pitch(looks: list[Element]) -> float:
    """ "Exactly 18 pt"; any other rule leaves the height of a line to the letters."""
    for look in looks:
        spacing = look.find(f"{w('pPr')}/{w('spacing')}")
        line = spacing.get(w("line")) if spacing is not None else None
        if spacing is not None and line and line.isdecimal():
            return int(line) / 20 if spacing.get(w("lineRule")) == "exact" else 0
    return 0
