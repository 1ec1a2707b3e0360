"""What every page must keep: readable for everybody, nothing sideways, nothing too small, one language."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from .person import DESKTOP, PHONE, Person

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
# One page of each kind: asked by day too, and at night in the dark as well.
OF_EACH_KIND = {
    "desk-minh",
    "draft",
    "text",
    "write",
    "opinions",
    "sign",
    "seal",
    "board",
    "direct",
    "register",
    "recipients",
    "give-opinion",
    "branch-meeting",
    "facts-issue",
    "verify-valid",
}
FINGER = 44  # pixels, design guideline F
VIETNAMESE = re.compile(
    "[ăâđêôơưạảãáàặẵẳắằậẩẫấầẹẻẽéèệểễếềịỉĩíìọỏõóòộổỗốồợởỡớờụủũúùựửữứừỵỷỹýỳ]", re.I
)
# A label of ours without a single mark, but with a longer word, is hardly Vietnamese.
NO_VIETNAMESE = re.compile("^(?!Ctrl|Trang)(?=.*[A-Za-z]{4})[ -~·–…]+$", re.S)

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """least => [...document.querySelectorAll(
    'button, .btn, select, input:not([type=hidden], [type=checkbox], [type=radio]), nav.bottom a')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.sr, [aria-hidden=true]'))
  .map(one => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 1 && (box.height < least || box.width < 24))
  .map(([box, one]) => `${one.tagName} “${(one.innerText || one.name || '').trim().slice(0, 40)}” ` +
    `${Math.round(box.width)}×${Math.round(box.height)}`)"""
# What the product itself says: its places, labels and buttons, not what people have written.
OWN_WORDS = """() => [...document.querySelectorAll(
    'nav a, aside.side a, button, .btn, label, legend, th, summary, caption, h2, .hint, .tabs a')]
  .filter(one => one.checkVisibility() && one.closest('[lang]') === document.documentElement)
  .filter(one => !one.closest('article, td, .choices, .check-list, .sr, .brand, .who'))
  .map(one => one.innerText.trim()).filter(Boolean)"""


@dataclass
class Inspection:
    """Looks at each page once and keeps what is wrong with it.

    Whether it fits, is large enough and speaks one language is asked of every page. The standards are asked by
    day of one page of each kind, at the person's own width; a thorough inspection asks them of every page, at both
    widths and in the dark.
    """

    thorough: bool
    seen: set[str] = field(default_factory=set)
    inaccessible: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    too_small: list[str] = field(default_factory=list)
    other_language: list[str] = field(default_factory=list)

    def __call__(self, person: Person, name: str) -> None:
        if name in self.seen:
            return
        self.seen.add(name)
        own = person.page.viewport_size or DESKTOP
        for size in (DESKTOP, PHONE):
            person.page.set_viewport_size(size)
            where = f"{name} at {size['width']}"
            self._sideways(person, where)
            if self.thorough or (size == own and name in OF_EACH_KIND):
                self._ask_axe(person, where)
            if self.thorough and name in OF_EACH_KIND:
                person.page.emulate_media(color_scheme="dark")
                self._ask_axe(person, f"{where}, dark")
                person.page.emulate_media(color_scheme="light")
        person.page.set_viewport_size(own)
        if own == PHONE:
            small = person.page.evaluate(SMALL, FINGER)
            self.too_small += [f"{name}: {one}" for one in small]
        self._language(person, name, NO_VIETNAMESE)

    def _sideways(self, person: Person, where: str) -> None:
        beyond = person.page.evaluate(SIDEWAYS)
        if beyond > 0:
            self.sideways.append(f"{where}: {beyond} px")

    def _ask_axe(self, person: Person, where: str) -> None:
        page = person.page
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(
            """async standards => (await axe.run({runOnly: standards, resultTypes: ['violations']}))
              .violations.map(one => [one.id, one.impact, one.nodes.slice(0, 3).map(node =>
                [node.target.join(' '), node.html.slice(0, 160), (node.any[0] || {}).message])])""",
            STANDARDS,
        )
        for rule, impact, nodes in found:
            if impact in GRAVE:
                self.inaccessible.append(f"{where}: {rule} {json.dumps(nodes, ensure_ascii=False)}")

    def in_english(self, person: Person, name: str) -> None:
        """The same page read by somebody who chose English."""
        self._language(person, f"{name} in English", VIETNAMESE)

    def _language(self, person: Person, name: str, foreign: re.Pattern) -> None:
        words = person.page.evaluate(OWN_WORDS)
        self.other_language += [f"{name}: {one}" for one in words if foreign.search(one)]
