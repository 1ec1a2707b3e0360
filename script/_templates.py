"""The form of templates: one tag a line, indented by nesting, at most 120 characters a line.

A line is broken only where a blank more cannot be seen (`_template_atoms.py`) or between the attributes of an
element: what a page says never changes. A tag of Django cannot be broken; one that is too long is reported, and the
page split by hand.

Standard library only. `python script/_templates.py [--check] [FILES]`; without files, all templates of the house.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _template_atoms import ATTRIBUTE, DJANGO, ENDS, TAG, Atom, read, unseen

BASE = Path(__file__).resolve().parent.parent
WIDTH = 120
INDENT = "  "


@dataclass
class Line:
    depth: int
    text: str = ""


class Page:
    """A template being written."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.free = unseen(atoms, blanks_count=True)
        self.droppable = unseen(atoms, blanks_count=False)
        self.wanted = [False] * (len(atoms) + 1)
        self.kept = [False] * (len(atoms) + 1)  # places in a pair that stays in one line
        self.depths = [0] * len(atoms)
        self._plan(0, len(atoms), 0)

    def _space(self, at: int) -> str:
        return " " if self.atoms[at].blank and not self.droppable[at] else ""

    def _flat(self, start: int, end: int) -> str:
        parts = [self.atoms[start].text]
        parts += [self._space(at) + self.atoms[at].text for at in range(start + 1, end)]
        return "".join(parts)

    def _plan(self, start: int, end: int, depth: int) -> None:
        """Decide between `start` and `end` which pairs are laid open, and where lines are wanted."""
        at = start
        while at < end:
            atom = self.atoms[at]
            self.depths[at] = depth
            close = atom.partner.at if atom.role in ("open", "begin") and atom.partner else at
            is_open = close > at and self._lays_open(at, close, depth)
            if atom.is_line or is_open:
                self.wanted[at] = self.wanted[close + 1] = True
            if is_open:
                self._lay_open(at, close, depth)
            elif close > at and self._is_long(at, close, depth):
                self._plan(at + 1, close, depth + 1)
                self.depths[close] = depth
            else:
                self.depths[at : close + 1] = [depth] * (close + 1 - at)
                self.kept[at + 1 : close + 1] = [True] * (close - at)
            at = close + 1

    def _lay_open(self, start: int, close: int, depth: int) -> None:
        edges = self._edges(start, close)
        for begin, stop in zip(edges[::2], edges[1::2], strict=True):
            self.wanted[begin] = self.wanted[stop] = True
            self._plan(begin, stop, depth + 1)
            self.depths[stop] = depth

    def _lays_open(self, start: int, close: int, depth: int) -> bool:
        """A pair stays in one line if that fits and holds no more than words, or one thing beside nothing else."""
        inner = self.atoms[start + 1 : close]
        if not inner or not all(self.free[at] for at in self._edges(start, close)):
            return False
        if self._is_long(start, close, depth):
            return True
        flow = self.atoms[start].role == "begin"
        if flow and inner[0].partner is inner[-1] and inner[-1].role == "close":
            return self._lays_open(start + 1, close - 1, depth)
        if len(inner) == 2 and inner[0].partner is inner[1]:
            return False
        lines = [a for a in inner if a.is_line]
        boxed = any(a.role in ("open", "begin") and a.draws == "edge" for a in lines)
        return (
            boxed
            or len(lines) > 1
            or len(lines) == 1
            and any(a.draws == "word" and not a.is_line for a in inner)
        )

    def _is_long(self, start: int, close: int, depth: int) -> bool:
        text = self._flat(start, close + 1)
        return len(INDENT * depth + text) > WIDTH or "\n" in text

    def _edges(self, start: int, close: int) -> list[int]:
        """The places inside a pair: after what begins it and each branch, before what ends it."""
        middles = [branch.at for branch in self.atoms[start].branches]
        return [start + 1, *(place for at in middles for place in (at, at + 1)), close]

    def lines(self) -> Iterator[str]:
        line = Line(0)
        for start, end in self._chunks():
            text = self._flat(start, end)
            gap = self._space(start) if line.text else ""
            is_new = self.wanted[start] and self.free[start]
            if line.text and (is_new or len(INDENT * line.depth + line.text + gap + text) > WIDTH):
                yield from self._finished(line)
                depth, line = line.depth, Line(self.depths[start])
                gap = ""
                if (
                    self.atoms[start].blank == 2
                    and self.depths[start] == depth
                    and self.atoms[start].role not in ENDS
                ):
                    yield ""
            if not line.text:
                line.depth = self.depths[start]
            line.text += gap + text
        if line.text:
            yield from self._finished(line)

    def _chunks(self) -> Iterator[tuple[int, int]]:
        start = 0
        for at in range(1, len(self.atoms) + 1):
            if at == len(self.atoms) or self.atoms[at].blank or self.free[at] and not self.kept[at]:
                yield start, at
                start = at

    def _finished(self, line: Line) -> Iterator[str]:
        pad = INDENT * line.depth
        if len(pad + line.text) <= WIDTH or "\n" in line.text:
            yield pad + line.text
            return
        match = _sentence_in(line.text)
        yield from _sentence_laid_open(line, match) if match else _attributes_laid_open(line)


SENTENCE = re.compile(r"(\{% blocktrans\w*\b[^%]*%\})(.*?)(\{% endblocktrans\w* %\})")


def _sentence_in(text: str) -> re.Match[str] | None:
    """A sentence for the page (not within an attribute) whose words may be parted."""
    elements = [
        m.span() for m in TAG.finditer(DJANGO.sub(lambda m: "\ue000" * len(m.group()), text))
    ]
    for match in SENTENCE.finditer(text):
        is_parted = "  " not in match[2] and match[2] == match[2].strip()
        if is_parted and not any(start < match.start() < end for start, end in elements):
            return match
    return None


def _sentence_laid_open(line: Line, match: re.Match[str]) -> Iterator[str]:
    """A sentence longer than a line: trimmed, so that its words may stand in several."""
    pad = INDENT * line.depth
    head, words, tail = match.groups()
    if "trimmed" not in head:
        head = re.sub(r"(\{% blocktrans\w*)", r"\1 trimmed", head)
    yield pad + line.text[: match.start()] + head
    for part in re.split(r"(\{% plural %\})", words):
        yield from _filled(part, pad if part.startswith("{% plural") else pad + INDENT)
    yield pad + tail + line.text[match.end() :]


def _filled(words: str, pad: str) -> Iterator[str]:
    text = ""
    for word in re.findall(r"(?:\{\{.*?\}\}|\{%.*?%\}|\S)+", words):
        if text and len(pad + text + " " + word) > WIDTH:
            yield pad + text
            text = ""
        text = f"{text} {word}" if text else word
    if text:
        yield pad + text


def _attributes_laid_open(line: Line) -> Iterator[str]:
    """A line that is still too long is broken between the attributes of its elements."""
    pad = INDENT * line.depth
    text = ""
    for piece in re.split("\ue000", _marked(line.text)):
        if text and len(pad + text + " " + piece) > WIDTH:
            yield pad + text
            pad, text = INDENT * (line.depth + 2), ""
        text = f"{text} {piece}" if text else piece
    yield pad + text


def _marked(text: str) -> str:
    """The blanks between attributes, marked; those in values, in words and in tags of Django are left."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match.group())
        return chr(0xE001 + len(kept) - 1)

    def spaced(match: re.Match[str]) -> str:
        return "\ue000".join(ATTRIBUTE.findall(match.group()))

    hidden = TAG.sub(spaced, DJANGO.sub(hide, text))
    return re.sub("[\ue001-\uf8ff]", lambda m: kept[ord(m.group()) - 0xE001], hidden)


def formatted(source: str) -> str:
    """The template in its form; applied again, nothing changes."""
    for _ in range(5):
        text = "\n".join(Page(read(source)).lines()) + "\n"
        if text == source:
            break
        source = text
    return source


def too_long(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > WIDTH]


def templates() -> list[Path]:
    return sorted(BASE.glob("lienthong/**/templates/**/*.html"))


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    files = [Path(name) for name in arguments if name != "--check"] or templates()
    failed = 0
    for path in files:
        source = path.read_text("utf-8")
        text = formatted(source)
        if text != source:
            failed += check
            print(f"{'would format' if check else 'formatted'}: {path}")
            if not check:
                path.write_text(text, "utf-8")
        for number in too_long(text):
            failed += 1
            print(f"{path}:{number}: longer than {WIDTH} characters; split the page, not the tag")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
