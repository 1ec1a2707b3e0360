"""Automatic numbers of an OpenDocument text, as LibreOffice prints them: "Điều 3.", "II.", "a)", "-"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lienthong.kernel.text.public import in_marks
from lienthong.records.texts.importing.list_marks import BULLETS, figure
from lienthong.records.texts.importing.odt_parts import named, number_said, said, within

_LEVEL_STYLES = {
    "text:list-level-style-number",
    "text:list-level-style-bullet",
    "text:list-level-style-image",
    "text:outline-level-style",
}
_FORMS = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
_PLACE = re.compile(r"%(\d+)%")
_OUTLINE = " outline"  # as no list is called
_DEEPEST = 10


@dataclass(frozen=True)
class OdtLevel:
    """How one level of a list is printed."""

    bullet: str = ""
    form: str = "1"
    prefix: str = ""
    suffix: str = ""
    shown_levels: int = 1
    start: int = 1
    written: str = ""  # the whole mark, with the places of the numbers of its levels
    repeats_letters: bool = False

    def figure(self, number: int) -> str:
        if self.form in {"a", "A"} and not self.repeats_letters:
            letters = _letters(number)
            return letters.upper() if self.form == "A" else letters
        if self.form.startswith("01"):
            return f"{number:02d}"
        return figure(number, _FORMS.get(self.form, "decimal")) if self.form else ""


_UNSAID = OdtLevel(suffix=".")


@dataclass
class RunningList:
    """A list and how far it has counted on each of its levels."""

    style: str
    counters: dict[int, int] = field(default_factory=dict)


@dataclass
class OdtLists:
    """The lists of a document: their styles, and which one goes on where."""

    styles: dict[str, dict[int, OdtLevel]] = field(default_factory=dict)
    counted_together: set[str] = field(default_factory=set)
    goes_on_by_style: bool = False
    named: dict[str, RunningList] = field(default_factory=dict)
    by_style: dict[str, RunningList] = field(default_factory=dict)
    last: RunningList | None = None
    outline: RunningList = field(default_factory=lambda: RunningList(_OUTLINE))

    @classmethod
    def read(cls, *roots: Element | None, is_by_word: bool = False) -> OdtLists:
        """The styles of all lists; as LibreOffice reads what Word wrote, a list goes on by its style."""
        lists = cls(goes_on_by_style=is_by_word)
        for root in roots:
            for one in within(root, "text:list-style", "text:outline-style"):
                is_outline = named(one.tag) == "text:outline-style"
                name = _OUTLINE if is_outline else said(one, "style:name")
                lists.styles[name] = {
                    number_said(level, "text:level", 1) - 1: _level(level)
                    for level in one
                    if named(level.tag) in _LEVEL_STYLES
                }
                if said(one, "text:consecutive-numbering") == "true":
                    lists.counted_together.add(name)
        return lists

    def begin(self, element: Element) -> RunningList:
        """The list an outermost element begins or goes on with."""
        style = said(element, "text:style-name")
        going_on = self.named.get(said(element, "text:continue-list"))
        if going_on is None and said(element, "text:continue-numbering") == "true":
            before = self.by_style.get(style) if self.goes_on_by_style else self.last
            going_on = before if before is not None and before.style == style else None
        self.last = going_on or RunningList(style)
        self.by_style[style] = self.last
        if name := said(element, "xml:id") or said(element, "text:id"):
            self.named[name] = self.last
        return self.last

    def numbers_outline(self, level: int) -> bool:
        return level in self.styles.get(_OUTLINE, {})

    def of_id(self, name: str, style: str) -> RunningList:
        """The list of paragraphs that name it themselves."""
        return self.named.setdefault(f"#{name}", RunningList(style))

    def mark(self, running: RunningList, style: str, level: int, start: int | None = None) -> str:
        """The number of the next paragraph on a level; one that nobody wrote counts as written."""
        levels = self.styles.get(style, {})
        level = min(level, _DEEPEST - 1)
        counters = running.counters
        at = 0 if style in self.counted_together else level
        for above in range(at):
            counters.setdefault(above, levels.get(above, OdtLevel()).start)
        shape = levels.get(level, _UNSAID)
        counters[at] = counters.get(at, shape.start - 1) + 1 if start is None else start
        self.begin_anew(running, at + 1)
        if shape.bullet or style not in self.styles:
            return shape.bullet or "•"
        return self._printed(levels, shape, level, {**counters, level: counters[at]})

    @staticmethod
    def begin_anew(running: RunningList, level: int) -> None:
        """Forget how far a level and those below it have counted."""
        for deeper in [one for one in running.counters if one >= level]:
            del running.counters[deeper]

    @staticmethod
    def _printed(
        levels: dict[int, OdtLevel], shape: OdtLevel, level: int, counters: dict[int, int]
    ) -> str:
        def number(at: int) -> str:
            return levels.get(at, OdtLevel()).figure(counters.get(at, 1))

        if shape.written:
            return _PLACE.sub(lambda found: number(int(found[1]) - 1), shape.written).strip()
        first = max(level + 1 - shape.shown_levels, 0)
        shown = ".".join(filter(None, (number(at) for at in range(first, level + 1))))
        return f"{shape.prefix}{shown}{shape.suffix}".strip()


def _level(element: Element) -> OdtLevel:
    kind = named(element.tag)
    if kind == "text:list-level-style-image":
        return OdtLevel(bullet="•")
    if kind == "text:list-level-style-bullet":
        return OdtLevel(bullet=_bullet(element))
    return OdtLevel(
        form=said(element, "style:num-format"),
        prefix=said(element, "style:num-prefix"),
        suffix=said(element, "style:num-suffix"),
        shown_levels=max(number_said(element, "text:display-levels", 1), 1),
        start=number_said(element, "text:start-value", 1),
        written=said(element, "style:num-list-format") or said(element, "loext:num-list-format"),
        repeats_letters=said(element, "style:num-letter-sync") == "true",
    )


def _bullet(element: Element) -> str:
    font = next(within(element, "style:text-properties"), None)
    names = ("style:font-name", "fo:font-family")
    named_font = (
        next(filter(None, (said(font, one) for one in names)), "") if font is not None else ""
    )
    mark = in_marks(said(element, "text:bullet-char").strip(), named_font.strip("'\""))
    return BULLETS.get(mark, "•")


def _letters(number: int) -> str:
    """After z come aa, ab, ac; Word would go on with aa, bb, cc."""
    written = ""
    while number > 0 and len(written) < _DEEPEST:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written
