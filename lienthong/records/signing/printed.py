"""Who a document says it is from: the issuer in its head, title and name around the place of the signature.

The text layer says it; that the picture says the same is not seen here (ADR 39).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium

from lienthong.records.signing.form import LEADER, NUMBER
from lienthong.records.signing.pki import fitted
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.shown import spaced

# In points: a gap within a line, between two lines of a block, between a block and the place of the signature.
_WITHIN_LINE: Final = 6.0
_BETWEEN_LINES: Final = 9.0
_BESIDE_PLACE: Final = 30.0
_MIDDLE: Final = 20.0
_STAR: Final = "*"
_LONGEST_SAID: Final = 200
# 36-HD/VPTW §II.1.7: what may stand above one's own title, in either of its spellings.
_ON_BEHALF: Final = re.compile(r"(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)(?: |$)", re.IGNORECASE)


class _Run(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    text: str


@dataclass(frozen=True)
class Printed:
    """What a reader of the page takes for issuer, title and name, line by line."""

    head: tuple[str, ...]
    title_lines: tuple[str, ...]
    name: tuple[str, ...]

    @property
    def issuer(self) -> str:
        return " ".join(self.head)

    @property
    def signer_title(self) -> str:
        return " ".join(self.title_lines)

    @property
    def signer_name(self) -> str:
        return " ".join(self.name)

    def names_issuer(self, organisation: str) -> bool:
        """Whether the last lines of the head are its name, and those above it only a superior's.

        A body beneath its committee's name does not repeat that: BAN TỔ CHỨC under TỈNH ỦY.
        """
        for at in range(len(self.head)):
            own, above = " ".join(self.head[at:]), " ".join(self.head[:at]).split()
            shared = (above[:words] for words in (0, *range(2, len(above) + 1)))
            if any(_is_same(" ".join([own, *words]), organisation) for words in shared):
                return True
        return False

    def names_signer(self, name: str) -> bool:
        return _is_same(self.signer_name, name)

    def allows_title(self, title: str) -> bool:
        """Whether nothing stands there but this title, and in whose name it signs."""
        if not self.title_lines or not title:
            return True
        return any(
            _is_same(" ".join(self.title_lines[at:]), title)
            and (at == 0 or bool(_ON_BEHALF.match(self.title_lines[0])))
            for at in range(len(self.title_lines))
        )

    # --- The same as refusals, at the signer and in the verdict

    def refuse_other_name(self, name: str) -> None:
        if not self.names_signer(name):
            raise Refused(
                _("The document prints “%(printed)s” beneath its signature, which is %(name)s's."),
                printed=self.signer_name[:_LONGEST_SAID],
                name=name,
            )

    def refuse_other_title(self, name: str, title: str) -> None:
        if not self.allows_title(title):
            raise Refused(
                _(
                    "The document prints “%(printed)s” above its signature; %(name)s signs as “%(title)s”."
                ),
                printed=self.signer_title[:_LONGEST_SAID],
                name=name,
                title=title,
            )

    def refuse_other_issuer(self, *organisations: str) -> None:
        if not any(map(self.names_issuer, organisations)):
            raise Refused(
                _("The document names “%(printed)s” as its issuer, but it is one of %(name)s."),
                printed=self.issuer[:_LONGEST_SAID],
                name=organisations[-1],
            )


def _is_same(printed: str, certified: str) -> bool:
    """Letter case and blanks apart, and as far as a certificate has room for it."""
    one, other = (fitted(spaced(text).casefold()) for text in (printed, certified))
    return one == other


def printed_in(data: bytes, fields: dict[str, Any]) -> Printed:
    """By the text of the page around the places of number and signature."""
    number, leader = (_box(fields[name]) for name in (NUMBER, LEADER))
    document = pdfium.PdfDocument(data)
    try:
        document.init_forms()
        head = _head(_runs(document[0]), number, document[0].get_width())
        around = _runs(document[_page_of(fields[LEADER])])
    finally:
        document.close()
    lines = _column(around, (leader[0] + leader[2]) / 2)
    return Printed(
        head=head,
        title_lines=_said(reversed(list(_above(lines, leader[3])))),
        name=_said(_below(lines, leader[1])),
    )


def _box(field: Any) -> list[float]:
    return [float(at) for at in field["/Rect"]]


def _page_of(field: Any) -> int:
    """Which page a field is on, counted from 0."""
    node, before = field.raw_get("/P"), 0
    while "/Parent" in node.get_object():
        parent = node.get_object().raw_get("/Parent")
        for kid in parent.get_object()["/Kids"]:
            if kid.reference == node.reference:
                break
            before += int(kid.get_object().get("/Count", 1))
        node = parent
    return before


def _runs(page: pdfium.PdfPage) -> list[_Run]:
    """The pieces of text of a page itself, without what is filled or stamped into its fields."""
    text = page.get_textpage()
    boxes = (text.get_rect(at) for at in range(text.count_rects()))
    return [
        _Run(left, bottom, right, top, str(text.get_text_bounded(left, bottom, right, top)))
        for left, bottom, right, top in boxes
    ]


def _head(runs: Sequence[_Run], number: Sequence[float], width: float) -> tuple[str, ...]:
    """What is above the number in the left half of the first page, without the star beneath it."""
    left = [run for run in runs if (run.left + run.right) / 2 < width / 2]
    said = _said(line for line in _lines(left) if line.bottom >= number[3] - 2)
    return said[:-1] if said[-1:] == (_STAR,) else said


def _lines(runs: Sequence[_Run]) -> list[_Run]:
    """Runs that stand in one line and close together as one, from the top down."""
    lines: list[_Run] = []
    for run in sorted(runs, key=lambda one: (-round(one.bottom + one.top), one.left)):
        before = next((line for line in lines if _continues(line, run)), None)
        if before is None:
            lines.append(run)
            continue
        lines.remove(before)
        first, second = sorted((before, run), key=lambda one: one.left)
        lines.append(
            _Run(
                first.left,
                min(first.bottom, second.bottom),
                max(first.right, second.right),
                max(first.top, second.top),
                f"{first.text} {second.text}",
            )
        )
    return sorted(lines, key=lambda one: -one.top)


def _continues(line: _Run, run: _Run) -> bool:
    shared = min(line.top, run.top) - max(line.bottom, run.bottom)
    apart = max(line.left, run.left) - min(line.right, run.right)
    return shared > 0.4 * min(line.top - line.bottom, run.top - run.bottom) and apart < _WITHIN_LINE


def _column(runs: Sequence[_Run], middle: float) -> list[_Run]:
    return [
        line
        for line in _lines(runs)
        if line.left < middle + _MIDDLE and line.right > middle - _MIDDLE
    ]


def _below(lines: Sequence[_Run], at: float) -> Iterator[_Run]:
    """The lines right beneath a place, up to the first gap."""
    room = _BESIDE_PLACE
    for line in (one for one in lines if one.top <= at + 2):
        if at - line.top > room:
            return
        yield line
        at, room = line.bottom, _BETWEEN_LINES


def _above(lines: Sequence[_Run], at: float) -> Iterator[_Run]:
    room = _BESIDE_PLACE
    for line in (one for one in reversed(lines) if one.bottom >= at - 2):
        if line.bottom - at > room:
            return
        yield line
        at, room = line.top, _BETWEEN_LINES


def _said(lines: Iterator[_Run]) -> tuple[str, ...]:
    return tuple(said for line in lines if (said := spaced(line.text)))
