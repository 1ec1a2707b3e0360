"""From a paper to what it promises and orders, on one page.

    natures      which papers say nothing; what a part is about by its heading
    items        clauses with the path of their marks, words put apart, lines put to the clause they belong to
    scopes       what a clause takes from above: nature, doers, year, deadline of targets
    details      lines that say of a task who, with whom, when, what for
    statements   sentences: doers, deadlines, measures, then target, task, report or none
    tables       rows of an appendix
    reaching     a sentence that gives its deadline to several clauses before it

Each stage is a function of what the one before it hands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from lienthong.records.texts.commitments.commitment import Commitment
from lienthong.records.texts.commitments.details import (
    Details,
    details_of,
    split_bracket,
    together,
)
from lienthong.records.texts.commitments.doers import Doers
from lienthong.records.texts.commitments.items import Item, items_of
from lienthong.records.texts.commitments.natures import PAST, PROPOSALS, VIEWS, is_silent
from lienthong.records.texts.commitments.paper import Paper
from lienthong.records.texts.commitments.reaching import Reach, reach_of, reached
from lienthong.records.texts.commitments.scopes import Scope, first_scope, is_time_heading
from lienthong.records.texts.commitments.statements import (
    counted_heading,
    statements_of,
    whole_task,
)
from lienthong.records.texts.commitments.tables import commitments_of_table

Found = Commitment | Reach
_RESTS_ON = re.compile(r"(?:Thực hiện|Căn cứ|Theo|Để|Vừa qua|Thời gian qua|Trên cơ sở|Xét)\s")
# What is said to everybody at the end, wherever the last number left it.
_CLOSES = re.compile(
    r"(?:Trên đây là|Nhận được|(?:Yêu cầu|Đề nghị) các|[^.;]{5,90}thông báo (?:để|đến|cho))(?!\w)"
)
# What a decision rests on, below the body that takes it.
_GROUND = re.compile(
    r"[-–]?\s*(?:(?:Căn cứ|Xét)(?!\w)[^:]*[;,]$|(?:Căn cứ (?:Luật|Nghị định|Điều lệ)|(?:Xét|Theo) đề nghị)(?!\w))"
)
_NUMBERED = {"clause", "subclause", "point", "dash", "plus", "paragraph"}


def commitments_of(paper: Paper) -> list[Commitment]:
    """What a person may take into a plan, in the order of the text."""
    if is_silent(paper):
        return []
    items = items_of(paper.body)
    return reached([*_of_sisters(items, first_scope(paper), opening=_opening(items))])


def _opening(items: Sequence[Item]) -> int:
    """How many clauses stand before the first with a number: what a paper rests on and whom it addresses."""
    numbered = (at for at, item in enumerate(items) if item.kind not in ("paragraph", "dash"))
    first = next(numbered, None)
    if first is not None and items[first].kind != "table":
        return first
    return sum(1 for _one in takewhile(lambda item: _RESTS_ON.match(item.text), items))


def _of_sisters(items: Sequence[Item], scope: Scope, opening: int = 0) -> Iterator[Found]:
    """The clauses below one heading."""
    above = scope
    for item, details in _with_their_lines(items, scope):
        if reach := reach_of(item, scope.when):
            yield reach
            continue
        here = above if item.path == "¶last" else scope
        is_ground = item.kind in ("paragraph", "dash") and _GROUND.match(item.text)
        if is_ground or (items.index(item) < opening and not _gives(item.text)):
            here = replace(scope, nature=VIEWS)
        yield from _of_item(item, here, details)
        if item.text.rstrip().endswith((":", "như sau")) and not item.children:
            scope = scope.announced_by(item.text)


def _with_their_lines(items: Sequence[Item], scope: Scope) -> Iterator[tuple[Item, Details]]:
    """Each clause with the lines behind it that speak of it alone. A time behind several bullets does not:
    it reaches them all, or the targets among them."""
    waiting, bare = list(items), set()
    while waiting:
        item = waiting.pop(0)
        own: list[Details] = []
        while waiting and (line := _detail(waiting[0], item, scope)):
            if line.is_time_only and item.kind in bare:
                break
            own.append(line)
            waiting.pop(0)
        if not own:
            bare.add(item.kind)
        yield item, together(own)


def _gives(text: str) -> bool:
    """Whether an opening already asks somebody for something."""
    return bool(
        re.search(r"(?:đề nghị|yêu cầu|giao) (?!.*như sau:?$)", text)
    ) and not text.rstrip().endswith(":")


def _detail(line: Item, item: Item, scope: Scope) -> Details | None:
    """What a line says of the sister before it: a paragraph behind a bullet, bullets behind a paragraph."""
    if item.kind == "table" or line.children or item.kind == line.kind != "paragraph":
        return None
    return details_of(line.text, scope.when, is_programme=scope.is_scheduled)


def _of_item(item: Item, scope: Scope, details: Details) -> Iterator[Found]:
    if item.kind == "table":
        if scope.nature not in (PAST, PROPOSALS):
            yield from commitments_of_table(item, scope.when)
        return
    if item.kind == "paragraph" and _CLOSES.match(item.text):
        scope = replace(scope, nature="", doers=Doers(), is_given=False)
    below = scope.below(item)
    lines, rest = _own_lines(item, below)
    details = details.and_then(together(lines))
    bracket = split_bracket(item.words, below.when)[1] if not rest else None
    if is_time_heading(item.words):
        yield from counted_heading(item, below)
    elif _is_whole(item, bracket or details, rest, below):
        yield whole_task(item, item.words, details, replace(below, nature=scope.nature))
    elif not (rest and below.is_scheduled):
        yield from statements_of(item, _sentences(item, below), below, details)
    if item.text.rstrip().endswith(":"):
        below = below.announced_by(item.text)
    yield from _of_sisters(rest, below)


def _own_lines(item: Item, scope: Scope) -> tuple[list[Details], list[Item]]:
    """The lines below a clause that say something of it, and the clauses that stand for themselves."""
    lines: list[Details] = []
    rest: list[Item] = []
    for child in item.children:
        found = (
            None
            if child.children or rest
            else details_of(child.text, scope.when, is_programme=scope.is_scheduled)
        )
        if found:
            lines.append(found)
        else:
            rest.append(child)
    return lines, rest


def _is_whole(item: Item, details: Details, rest: Sequence[Item], scope: Scope) -> bool:
    """Whether the clause is one task: lines below it say so, or it is an item of a work programme."""
    if scope.nature in (PAST, PROPOSALS, VIEWS) or not item.words or is_time_heading(item.words):
        return False
    if details:
        return True
    is_listed = item.kind in _NUMBERED - {"paragraph"} and not rest
    return scope.is_scheduled and is_listed


def _sentences(item: Item, scope: Scope) -> str:
    if item.heading and scope.nature not in (PAST, VIEWS) and is_time_heading(item.heading):
        return item.text
    return item.text if item.children or item.text else item.heading
