"""Templates taken apart, and where in them a blank more is not seen.

An atom is what is never broken: an element's tag, a tag of Django, a word. Between two atoms a blank changes
nothing beside a box (`<div>`, `{% card %}`) or beside a blank that stands there already, on every way that leads there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DJANGO = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}",
    re.DOTALL,
)
TAG = re.compile(
    r"""<!--.*?-->|<![^>]*>|</?[a-zA-Z][^\s>/"']*(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL
)
RAW = re.compile(
    r"(<(pre|script|style|textarea)\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)(.*?)(</\2\s*>)", re.DOTALL
)
ATTRIBUTE = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")
SETS = re.compile(r"\b(?:as|asvar)\s+\w+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that stand in a line of text; a blank beside them is seen. Every other element is a box.
IN_TEXT = _words(
    "a abbr b cite code em i kbd mark output q s samp small span strong sub sup time u var"
)
# Elements that stand in a line of text like a word.
LIKE_A_WORD = _words("iframe img input progress select svg textarea")
# Classes and elements that lay out what is in them in a row (`display: flex`): their children are boxes.
ROWS = _words(
    "appbar band bar bare-top bottom brand btn callout card-head choice choice-cards cluster "
    "date dialog-head error facts filter filter-actions foot form-actions ico indicator lang "
    "nav pages row search seg tabs toast top tree-label tree-toggle viewer-bar who work-lead "
    "zoom"
)
VOID = _words("area base br col embed hr img input link meta source track wbr")
FLOW = _words("autoescape for if ifchanged language partialdef spaceless with")
BRANCHING = frozenset({"for", "if", "ifchanged"})
MIDDLE = frozenset({"elif", "else", "empty"})
ENDS = frozenset({"close", "end", "middle"})
# Tags that draw nothing where they stand, boxes without content, and words that end with a blank.
SILENT = _words("csrf_token extends get_current_language load once")
BOXES = _words(
    "actions column crumb day_item empty_state error_summary field indicator link_item "
    "pagination tab work_table"
)
ENDS_WITH_BLANK = _words("action_button button dialog_button include link_button")


@dataclass(eq=False)
class Atom:
    """What is never broken: an element's tag, a tag of Django, a word. `blank` says how much space was before it."""

    text: str
    role: str  # open close void begin middle end single word
    name: str = ""
    blank: int = 0  # 0 none, 1 a blank, 2 an empty line
    in_row: bool = False
    partner: Atom | None = None
    branches: list[Atom] = field(default_factory=list)
    # The atoms one comes from and goes to, each with whether there is a blank on the way.
    before: list[tuple[int, bool]] = field(default_factory=list)
    after: list[tuple[int, bool]] = field(default_factory=list)
    at: int = 0

    @property
    def draws(self) -> str:
        """`edge` (a box begins or ends), `word`, or `nothing`."""
        if self.role == "word":
            return "nothing" if self.text.startswith("{#") or _is_silent(self.text) else "word"
        if self.role in ("open", "close", "void"):
            return "edge" if self.in_row else _of_element(self.name)
        if self.role == "single":
            if self.name in SILENT or SETS.search(self.text) and self.name != "include":
                return "nothing"
            return "edge" if self.in_row or self.name in BOXES else "word"
        return "nothing" if self.name in FLOW or self.role == "middle" else "edge"

    @property
    def is_line(self) -> bool:
        """Wants a line of its own."""
        if self.role == "single":
            return self.name in ENDS_WITH_BLANK or self.draws != "word"
        return self.draws == "edge" or self.role == "word" and self.draws == "nothing"

    @property
    def is_row(self) -> bool:
        classes = re.search(r'class="([^"]*)"', self.text)
        return bool(classes and ROWS.intersection(classes[1].split()))


def _is_silent(text: str) -> bool:
    return bool(re.match(r"\{% blocktrans\w* (?:trimmed )?asvar", text))


def _of_element(name: str) -> str:
    if name in LIKE_A_WORD:
        return "word"
    return "nothing" if name in IN_TEXT else "edge"


def read(source: str) -> list[Atom]:
    """The atoms of a template, each with its partner and the ways that lead to it and from it."""
    kept: list[str] = []

    def hide(text: str) -> str:
        kept.append(text)
        return chr(0xE000 + len(kept) - 1)

    def shown(text: str) -> str:
        return re.sub("[\ue000-\uf8ff]", lambda m: kept[ord(m.group()) - 0xE000], text)

    ends = set(re.findall(r"\{%\s*end(\w+)", source))
    hidden = DJANGO.sub(lambda match: hide(match.group()), source)
    hidden = RAW.sub(lambda m: m[1] + (hide(shown(m[3])) if m[3] else "") + m[4], hidden)
    atoms: list[Atom] = []
    blank = 0
    for piece in _pieces(hidden):
        if piece.isspace() and "\xa0" not in piece:
            blank = 2 if piece.count("\n") > 1 else 1
            continue
        atoms.append(_atom(shown(piece), ends, blank))
        blank = 0
    for at, atom in enumerate(atoms):
        atom.at = at
    _pair(atoms)
    _lead(atoms)
    return atoms


def _pieces(hidden: str) -> Iterator[str]:
    at = 0
    for match in [*TAG.finditer(hidden), None]:
        text = hidden[at : match.start() if match else len(hidden)]
        yield from re.findall("[\ue000-\uf8ff]|[ \t\r\n]+|[^ \t\r\n\ue000-\uf8ff]+", text)
        if match:
            yield match.group()
            at = match.end()


def _atom(text: str, ends: set[str], blank: int) -> Atom:
    if text.startswith("{%") and not text.startswith("{% blocktrans"):
        text = "{% " + text[2:-2].strip() + " %}"
        name = text[3:-3].split()[0]
        if name.startswith("end"):
            return Atom(text, "end", name[3:], blank)
        role = "middle" if name in MIDDLE else "begin" if name in ends else "single"
        return Atom(text, role, name, blank)
    if text.startswith("<") and (match := re.match(r"</?([a-zA-Z][\w-]*)", text)):
        name = match[1].lower()
        role = "close" if text.startswith("</") else "void" if name in VOID else "open"
        return Atom(" ".join(ATTRIBUTE.findall(text)), role, name, blank)
    if text.startswith("<!"):
        return Atom(text, "void", "!", blank)
    return Atom(_sentence(text), "word", "", blank)


def _sentence(text: str) -> str:
    """A trimmed `blocktranslate` in one line."""
    if re.match(r"\{% blocktrans\w* [^%]*?trimmed", text):
        return re.sub(
            r"\s*\n\s*", " ", re.sub(r"(?<=%\})\s*\n\s*|\s*\n\s*(?=\{% (?:end|plural))", "", text)
        )
    return text


def _pair(atoms: list[Atom]) -> None:
    """Join what opens with what closes it; what does not nest keeps for itself."""
    opened: list[Atom] = []
    for atom in atoms:
        around = next((one for one in reversed(opened) if one.role == "open"), None)
        atom.in_row = atom.role != "word" and around is not None and around.is_row
        if atom.role in ("open", "begin"):
            opened.append(atom)
        elif atom.role == "close" and opened and opened[-1].name == atom.name:
            atom.in_row = opened[-1].in_row
            _join(opened.pop(), atom)
        elif atom.role in ("middle", "end"):
            while opened and opened[-1].role == "open":
                opened.pop()
            if opened:
                _join(opened.pop() if atom.role == "end" else opened[-1], atom)


def _join(begin: Atom, other: Atom) -> None:
    other.partner = begin
    if other.role == "middle":
        begin.branches.append(other)
    else:
        begin.partner = other


def _lead(atoms: list[Atom]) -> None:
    """From which atoms one comes to which: past branches not taken, and back to the start of a loop."""
    for at, atom in enumerate(atoms[1:], 1):
        begin = atom.partner
        if begin is None or begin.name not in BRANCHING or atom.role not in ("middle", "end"):
            _way(atoms[at - 1], atom, blank=bool(atom.blank))
        elif atom.role == "middle":
            _way(begin, atom)
        else:
            _ways_out(atoms, begin, atom)


def _ways_out(atoms: list[Atom], begin: Atom, end: Atom) -> None:
    """Out of each branch, past all of them where none must be taken, and round again in a loop."""
    branches = [*begin.branches, end]
    for branch in branches:
        _way(atoms[branch.at - 1], end, blank=bool(branch.blank))
    if not any(branch.name in ("else", "empty") for branch in begin.branches):
        _way(begin, end)
    if begin.name == "for" and atoms[branches[0].at - 1] is not begin:
        _way(atoms[branches[0].at - 1], begin, blank=bool(branches[0].blank))


def _way(one: Atom, other: Atom, *, blank: bool = False) -> None:
    one.after.append((other.at, blank))
    other.before.append((one.at, blank))


def unseen(atoms: list[Atom], *, blanks_count: bool) -> list[bool]:
    """For the place before each atom (and after the last): would a blank there change nothing?

    `blanks_count`: a blank beside the place makes one more invisible. Without, only boxes do.
    """
    left = _flood(atoms, forward=True, blanks_count=blanks_count)
    right = _flood(atoms, forward=False, blanks_count=blanks_count)
    places = [True]
    for one, other in zip(atoms, atoms[1:], strict=False):
        if (
            one.role in ("open",)
            and one.name in ("textarea", "pre", "script", "style")
            or other.role == "close"
            and other.name in ("textarea", "pre", "script", "style")
            or one.name == "td"
            and one.role == "open"
            and _may_be_empty(atoms, one)
            or other.name == "td"
            and other.role == "close"
            and _may_be_empty(atoms, other.partner)
        ):
            places.append(False)
        else:
            places.append(left[one.at] or all(right[way] for way in _onward(other)))
    return [*places, True]


def _onward(atom: Atom) -> list[int]:
    """What follows a place before `atom`: past branches not taken, and in a loop its first word too."""
    begin = atom.partner
    if atom.role not in ("middle", "end") or begin is None or begin.partner is None:
        return [atom.at]
    is_round = begin.name == "for" and atom is [*begin.branches, begin.partner][0]
    return [begin.partner.at, *([begin.at + 1] if is_round else [])]


def _may_be_empty(atoms: list[Atom], cell: Atom | None) -> bool:
    """A cell that draws nothing is not shown on a phone, so it must stay empty."""
    if cell is None or cell.partner is None:
        return True
    depth = 0
    for atom in atoms[cell.at + 1 : cell.partner.at]:
        depth += (atom.role == "begin" and atom.name in ("if", "for")) - (
            atom.role == "end" and atom.name in ("if", "for")
        )
        if not depth and atom.draws != "nothing" or atom.role == "open" and not depth:
            return False
    return True


def _flood(atoms: list[Atom], *, forward: bool, blanks_count: bool) -> list[bool]:
    """After (before) each atom: does every way there come from a box or a blank?"""
    order = atoms if forward else atoms[::-1]
    state = [True] * len(atoms)
    changed = True
    while changed:
        changed = False
        for atom in order:
            value = _passes(atom, state, atoms, forward=forward, blanks_count=blanks_count)
            if value != state[atom.at]:
                state[atom.at], changed = value, True
    return state


def _passes(
    atom: Atom, state: list[bool], atoms: list[Atom], *, forward: bool, blanks_count: bool
) -> bool:
    if atom.draws == "edge" or atom.name == "select" and (atom.role == "open") == forward:
        return True
    if atom.draws == "word":
        return forward and blanks_count and atom.name in ENDS_WITH_BLANK and atom.role == "single"
    ways = atom.before if forward else atom.after
    return all(state[way] or blanks_count and blank for way, blank in ways)
