"""Automatic numbers of a Word file, as they are printed: "Điều 3.", "II.", "a)", "-"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lienthong.kernel.text.public import in_marks
from lienthong.records.texts.importing.docx_parts import w
from lienthong.records.texts.importing.list_marks import BULLETS, figure

_LEVELS = 9


@dataclass(frozen=True)
class Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    in_figures: bool = False
    # After which level (counted from 1) it begins anew: none said, after each one above; 0, never.
    restarts_after: int | None = None
    style: str = ""

    def begins_anew_after(self, level: int) -> bool:
        """Whether a number of this higher level (counted from 0) makes this one begin anew."""
        return self.restarts_after is None or level < self.restarts_after


@dataclass
class Numbering:
    """Lists of a document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.findall(w("abstractNum")):
            name = abstract.get(w("abstractNumId")) or ""
            numbering.levels[name] = {
                _int(lvl.get(w("ilvl"))): _level(lvl) for lvl in abstract.findall(w("lvl"))
            }
        for num in root.findall(w("num")):
            numbering._read_list(num)
        numbering._follow_styles(root)
        return numbering

    def _follow_styles(self, root: Element) -> None:
        """A list that only names a list style has the levels of the list that defines the style."""
        defined = {
            _value(abstract, "styleLink"): abstract.get(w("abstractNumId")) or ""
            for abstract in root.findall(w("abstractNum"))
            if _value(abstract, "styleLink")
        }
        for abstract in root.findall(w("abstractNum")):
            name, meant = abstract.get(w("abstractNumId")) or "", _value(abstract, "numStyleLink")
            if not self.levels.get(name) and meant in defined:
                self.levels[name] = self.levels[defined[meant]]

    def _read_list(self, num: Element) -> None:
        name = num.get(w("numId")) or ""
        abstract = num.find(w("abstractNumId"))
        self.lists[name] = (abstract.get(w("val")) or "") if abstract is not None else ""
        for override in num.findall(w("lvlOverride")):
            start = override.find(w("startOverride"))
            level, shape = _int(override.get(w("ilvl"))), override.find(w("lvl"))
            if shape is not None:  # this list alone is printed in another form
                own = f"{self.lists[name]}/{name}"
                self.levels.setdefault(own, dict(self.levels.get(self.lists[name], {})))
                self.levels[own][level] = _level(shape)
                self.lists[name] = own
            if start is not None:
                self.restarts.setdefault(name, {})[level] = _int(start.get(w("val")), 1)

    def mark(self, own: Element | None, styled: Sequence[tuple[str, Element]] = ()) -> str:
        """The number of the next paragraph of a list; empty where there is none.

        The paragraph may name the list, the level or both; what it does not name its styles do, and
        a list may say itself which of its levels a style has.
        """
        inherited = [properties for _style, properties in styled]
        named = [one for one in (own, *inherited) if one is not None]
        name = next(filter(None, (_value(one, "numId") for one in named)), "")
        abstract = self.lists.get(name)
        if name == "0" or abstract is None:
            return ""
        written = next(filter(None, (_value(one, "ilvl") for one in named)), "")
        level = _int(written) if written else self._level_of_style(abstract, styled)
        level = min(max(level, 0), _LEVELS - 1)
        if level not in self.levels.get(abstract, {}):
            return ""
        counters = self.counters.setdefault(abstract, {})
        if name not in self.begun:
            self.begun.add(name)
            counters.update({lvl: start - 1 for lvl, start in self.restarts.get(name, {}).items()})
        return self._count(abstract, level, counters)

    def _level_of_style(self, abstract: str, styled: Sequence[tuple[str, Element]]) -> int:
        names = {name for name, _properties in styled}
        levels = self.levels.get(abstract, {}).items()
        return next((at for at, level in levels if level.style and level.style in names), 0)

    def _count(self, abstract: str, level: int, counters: dict[int, int]) -> str:
        levels = self.levels[abstract]
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [lvl for lvl in counters if lvl > level]:
            if levels.get(deeper, Level()).begins_anew_after(level):
                del counters[deeper]
        if levels[level].form == "bullet":
            bullet = in_marks(levels[level].text.strip())
            return BULLETS.get(bullet, "•")
        in_figures = levels[level].in_figures
        return re.sub(
            r"%([1-9])",
            lambda m: self._figure(levels, counters, int(m[1]) - 1, in_figures=in_figures),
            levels[level].text,
        ).strip()

    @staticmethod
    def _figure(
        levels: dict[int, Level], counters: dict[int, int], level: int, *, in_figures: bool
    ) -> str:
        shape = levels.get(level, Level())
        return figure(counters.get(level, shape.start), "decimal" if in_figures else shape.form)


def _level(element: Element) -> Level:
    return Level(
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        _int(_value(element, "start"), 1),
        element.find(w("isLgl")) is not None,
        _int(restart) if (restart := _value(element, "lvlRestart")) else None,
        _value(element, "pStyle"),
    )


def _value(element: Element, name: str) -> str:
    found = element.find(w(name))
    return (found.get(w("val")) or "") if found is not None else ""


def _int(written: str | None, otherwise: int = 0) -> int:
    return int(written) if written and written.isdigit() else otherwise
