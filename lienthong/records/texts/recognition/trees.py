"""The clause tree of a text: levels are learnt from the marks this one document uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.markers import STAGE, Marker, ordinal
from lienthong.records.texts.clauses.notes import without_call
from lienthong.records.texts.recognition.joining import CLOSING_SENTENCE, GROUND, Block
from lienthong.records.texts.recognition.names import is_organisation
from lienthong.records.texts.recognition.source import Aside
from lienthong.records.texts.recognition.splitting import APPENDIX, is_appendix_title
from lienthong.records.texts.recognition.tables import read_table

_BULLETS = {"dash", "plus"}
_STAGE_RANK = 7.5
_CAPTION_RANK = 9.5
_SENTENCE_END = (".", ";", ",", "!", "?", "…")
_LONGEST_HEADING = 400
_OPENS_A_NOTE = re.compile(r"^\(.*(?:kem theo|ban hanh)")
_END_OF_MINUTES = re.compile(
    r"^(?:Biên bản\b[^.;]{0,60}\b(?:lập thành|thông qua|đọc)|"
    r"(?:Cuộc họp|Hội nghị|Đại hội|Buổi làm việc)\b[^.;]{0,60}\b(?:kết thúc|bế mạc))\b"
)
_LAST_REQUEST = re.compile(r"^(?:Đề nghị các|Rất mong|Kính mong|Trân trọng)\b")


@dataclass
class Node:
    """A clause while the tree is growing."""

    kind: str
    marker: str | None = None
    heading: str | None = None
    text: str = ""
    children: list[Node] = field(default_factory=list)
    table: dict[str, Any] | None = None
    rank: float = 0
    style: str = ""
    number: int = 0

    def as_json(self) -> dict[str, Any]:
        node: dict[str, Any] = {
            "kind": self.kind,
            "marker": self.marker,
            "heading": self.heading,
            "text": self.text,
            "children": [child.as_json() for child in self.children],
        }
        return {**node, **self.table} if self.table else node


class Tree:
    """Grows block by block; `open` is the path from the root to the clause last begun."""

    def __init__(self) -> None:
        self.root = Node("root", rank=-2)
        self.open = [self.root]
        self.set_aside: list[Aside] = []

    def add(self, node: Node, *, keep_open: bool = True) -> None:
        self.open[-1].children.append(node)
        if keep_open:
            self.open.append(node)

    def close_to_rank(self, rank: float) -> None:
        """Close every clause that stands as low as this rank or lower."""
        while self.open[-1].rank >= rank:
            self.open.pop()

    def close_style(self, style: str) -> None:
        while self.open[-1].style != style:
            self.open.pop()
        self.open.pop()

    def in_style(self, style: str) -> Node | None:
        return next((node for node in reversed(self.open) if node.style == style), None)


def grow(blocks: Sequence[Block]) -> tuple[list[dict[str, Any]], list[Aside]]:
    """The clauses of a text, as nested nodes without identifiers yet; what is no clause."""
    tree = Tree()
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        _place(tree, block, following)
    return [node.as_json() for node in tree.root.children], tree.set_aside


def _place(tree: Tree, block: Block, following: Block | None) -> None:
    if block.rows:
        _place_table(tree, block)
    elif is_appendix_title(block.lines[0]):
        _place_appendix(tree, block)
    elif _completes_heading(tree, block):
        _complete_heading(tree, block)
    elif block.marker:
        _place_clause(tree, block, block.marker, following)
    elif (stage := STAGE.match(block.text)) and _is_stage(block, following):
        _place_stage(tree, block, stage)
    elif _is_caption(block, following):
        _place_caption(tree, block)
    else:
        _end_list_before(tree, block, following)
        _place_paragraph(tree, block, is_last=following is None)


def _end_list_before(tree: Tree, block: Block, following: Block | None) -> None:
    """ "Đối với Ban Tổ chức:" between "2." and another "1." ends the first list."""
    marker = following.marker if following else None
    if marker is None or marker.number != 1 or not block.text.endswith(":"):
        return
    sister = tree.in_style(marker.style)
    if sister and sister.number and (sister.text or sister.children):
        tree.close_style(marker.style)


def _place_table(tree: Tree, block: Block) -> None:
    """A table goes to the clause it stands under; a run of rows after a table continues it."""
    while tree.open[-1].kind in _BULLETS:
        tree.open.pop()
    table, again = read_table(block.rows, block.breaks, block.merged)
    tree.set_aside += again
    tree.add(Node("table", table=table), keep_open=False)


def _place_appendix(tree: Tree, block: Block) -> None:
    tree.close_to_rank(-1)
    found = APPENDIX.match(block.text)
    rest = (found["rest"] or "").strip(" .:-–") if found else ""
    mark = block.text[: found.start("rest")] if found and found["rest"] else block.text
    tree.add(Node("appendix", mark.strip(" .:"), rest or None, rank=-1, style="appendix"))


def _completes_heading(tree: Tree, block: Block) -> bool:
    """Whether a line is the title of the part, chapter or appendix named on the line above."""
    node = tree.open[-1]
    if (
        block.marker
        or node.children
        or node.kind not in {"part", "chapter", "section", "article", "appendix", "stage"}
    ):
        return False
    if node.kind == "appendix":
        return _is_appendix_heading(node, block)
    return (
        not node.heading
        and not node.text
        and not block.text.endswith(".")
        and len(block.text) <= _LONGEST_HEADING
    )


def _is_appendix_heading(node: Node, block: Block) -> bool:
    """Title lines stand in bold or capitals, the first in any writing; then a note in brackets."""
    if _OPENS_A_NOTE.match(fold(block.text)):
        return not node.text
    if node.text or block.text.endswith((".", ";")):
        return False
    return block.bold or block.capitals or not node.heading or block.text[0].islower()


def _complete_heading(tree: Tree, block: Block) -> None:
    node = tree.open[-1]
    if node.kind == "appendix" and _OPENS_A_NOTE.match(fold(block.text)):
        node.text = block.text
    else:
        node.heading = " ".join(filter(None, (node.heading, block.text)))


def _place_clause(tree: Tree, block: Block, marker: Marker, following: Block | None) -> None:
    _find_place(tree, marker)
    node = Node(
        marker.kind, marker.text, rank=marker.rank, style=marker.style, number=marker.number
    )
    node.heading, node.text = _heading_and_text(block, marker, following)
    if marker.kind in _BULLETS and tree.open[-1].kind in _BULLETS:
        node.rank = tree.open[-1].rank + 0.1
    if _is_in_brackets(marker):
        node.rank = max(marker.rank, tree.open[-1].rank + 0.05)
    tree.add(node)


def _find_place(tree: Tree, marker: Marker) -> None:
    """Beside the last clause with the same kind of mark, or below the one it is subordinate to."""
    sister = tree.in_style(marker.style)
    if sister and not _begins_a_list_below(tree, sister, marker):
        tree.close_style(marker.style)
    elif not sister:
        _find_first_place(tree, marker)


def _begins_a_list_below(tree: Tree, sister: Node, marker: Marker) -> bool:
    """ "Gồm: 1. … 2. …" inside clause 3: the count starts again under a line that announces it."""
    innermost = tree.open[-1]
    announces = (innermost.text or innermost.heading or "").endswith(":")
    return marker.number == 1 and sister.number > 0 and innermost is not sister and announces


def _find_first_place(tree: Tree, marker: Marker) -> None:
    if marker.kind in _BULLETS or _begins_a_list_below_a_dash(tree, marker):
        return
    climbs = not _is_in_brackets(marker)
    while (climbs and tree.open[-1].rank > marker.rank) or tree.open[-1].kind in _BULLETS:
        tree.open.pop()
    last = tree.open[-1]
    if climbs and last.rank == marker.rank and marker.number > 1 and last.number:
        tree.open.pop()


def _is_in_brackets(marker: Marker) -> bool:
    """ "(1)" counts inside the clause it stands in, however deep that is; also where it counts on."""
    return marker.style == "number)" and marker.text.startswith("(")


def _begins_a_list_below_a_dash(tree: Tree, marker: Marker) -> bool:
    """ "- Về kiểm tra: 02 cuộc", then "1. …": a dash that is no sentence heads the list after it, unless
    it is one of several dashes that head nothing."""
    dash, above = tree.open[-1], tree.open[-2:-1]
    if marker.kind != "clause" or marker.number != 1 or dash.kind not in _BULLETS or dash.children:
        return False
    words = dash.text or dash.heading or ""
    sisters = [one for node in above for one in node.children if one.style == dash.style]
    heads = len(sisters) == 1 or any(one.children for one in sisters)
    return not words.endswith(_SENTENCE_END) and (heads or words.endswith(":"))


def _heading_and_text(
    block: Block, marker: Marker, following: Block | None
) -> tuple[str | None, str]:
    """What of a clause is its heading: emphasised words, or a line that is no sentence."""
    body = marker.rest
    shift = len(block.text) - len(body)
    lead = body[: max(block.lead - shift, 0)].strip()
    if block.capitals or block.bold or block.italic:
        return (body, "") if len(body) <= _LONGEST_HEADING else (None, body)
    if lead and len(lead) <= _LONGEST_HEADING and lead != body and _is_lead_in(lead, body):
        return lead, body[len(lead) :].strip()
    if lead == body and body:
        return body, ""
    if _is_heading_line(body, marker, following) and not _is_item(block, marker, following):
        return body, ""
    return None, body


def _is_item(block: Block, marker: Marker, following: Block | None) -> bool:
    """Three printed lines in no emphasis that head no list are no heading, though they end without a full
    stop: what is to be done, who does it and when, each in a line of its own."""
    if marker.kind in {"part", "chapter", "section", "article"} or len(block.lines) < 3:
        return False
    return not (following and following.marker and following.marker.rank > marker.rank)


def _is_lead_in(lead: str, body: str) -> bool:
    rest = body[len(lead) :].lstrip()
    return lead.endswith((":", ".")) or rest.startswith((":", ".")) or len(lead) > 25


def _is_heading_line(body: str, marker: Marker, following: Block | None) -> bool:
    body = without_call(body)
    if not body or body.endswith(_SENTENCE_END) or len(body) > _LONGEST_HEADING:
        return False
    if marker.kind in {"part", "chapter", "section", "article"}:
        return not body.endswith(":") or len(body) <= 150
    if marker.kind in _BULLETS or following is None:
        return False
    opens_list = (
        following.marker is None
        or following.marker.rank > marker.rank
        or following.marker.style != marker.style
    )
    return (
        opens_list
        and (len(body) <= 200 or not body.endswith(":"))
        and not (marker.kind == "point" and following.marker is None and not body.endswith(":"))
    )


def _is_stage(block: Block, following: Block | None) -> bool:
    if block.bold or block.italic or block.capitals:
        return True
    return not block.text.endswith((".", ";", ",")) and following is not None


def _place_stage(tree: Tree, block: Block, stage: re.Match[str]) -> None:
    sister = tree.in_style("stage")
    if sister:
        tree.close_style("stage")
    else:
        tree.close_to_rank(_STAGE_RANK)
    heading = stage["rest"] or None
    tree.add(
        Node(
            "stage",
            stage["mark"],
            heading,
            rank=_STAGE_RANK,
            style="stage",
            number=ordinal(stage["n"]),
        )
    )


def _is_caption(block: Block, following: Block | None) -> bool:
    """An unnumbered heading: a line of its own, in bold, capitals or italics, that something follows."""
    if following is None or len(block.text) > 200 or block.text.endswith((".", ";", ",")):
        return False
    if block.text.startswith(("(", "[", "“", '"')):
        return False
    if block.capitals and GROUND.match(following.text) and is_organisation(block.text):
        return False  # the body that speaks, above the grounds of its decision
    return (
        block.bold
        or (block.capitals and len(block.text) > 3)
        or (block.italic and block.text.endswith(":"))
    )


def _place_caption(tree: Tree, block: Block) -> None:
    style = "caption-italic" if block.italic else "caption"
    rank = _CAPTION_RANK if block.italic else _STAGE_RANK - (0.5 if block.capitals else 0)
    if tree.in_style(style):
        tree.close_style(style)
    else:
        tree.close_to_rank(rank)
    tree.add(Node("stage", None, block.text, rank=rank, style=style))


def _place_paragraph(tree: Tree, block: Block, *, is_last: bool) -> None:
    """A paragraph without a mark belongs to the clause it follows; below a dash only if the dash
    is a heading or announces it."""
    while tree.open[-1].kind in _BULLETS and not _announces(tree.open[-1]):
        tree.open.pop()
    if _list_is_over(tree.open) or (is_last and _is_announced_list(tree.open)):
        tree.open.pop()
    asks = is_last and bool(_LAST_REQUEST.match(block.text) or _END_OF_MINUTES.match(block.text))
    if _closes_the_text(block, tree.open[-1], asks=asks):
        tree.close_to_rank(0)
    tree.add(Node("paragraph", text=block.text), keep_open=False)


def _list_is_over(path: Sequence[Node]) -> bool:
    """ "a) …; b) …; c) … .": the full stop after items ending in semicolons ends the list, and what
    follows belongs to the clause that announced it."""
    last, sisters = path[-1], path[-2].children if len(path) > 1 else []
    if last.kind not in {"clause", "subclause", "point"} or last.children or len(sisters) < 2:
        return False
    before = sisters[-2]
    is_list = before.style == last.style and not before.children and before.text.endswith(";")
    return is_list and last.text.endswith(".")


def _is_announced_list(path: Sequence[Node]) -> bool:
    """ "Hội nghị quyết định: 1. …. 2. …." with a sentence each: the last paragraph belongs to the whole."""
    last, sisters = path[-1], path[-2].children if len(path) > 1 else []
    items = [one for one in sisters if one.style == last.style and last.number]
    if len(items) < 2 or any(one.children or one.heading for one in items):
        return False
    before = sisters[sisters.index(items[0]) - 1] if sisters[0] is not items[0] else path[-2]
    return (before.text or before.heading or "").endswith(":") and last.text.endswith(".")


def _closes_the_text(block: Block, node: Node, *, asks: bool) -> bool:
    """The last sentence ("… này phổ biến đến chi bộ./.") belongs to the whole, not to a clause that
    has its words already."""
    if not (node.text or node.children):
        return False
    ends = block.text.endswith("./.") or block.text.startswith("Trên đây là")
    return ends or asks or bool(CLOSING_SENTENCE.match(block.text))


def _announces(node: Node) -> bool:
    if node.heading:
        return not node.text or node.text.endswith(":")
    return node.text.endswith(":") and not node.children
