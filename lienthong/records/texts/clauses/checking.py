"""What a body must be before it is kept: known kinds, one identity each, within limits."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.text.public import nfc
from lienthong.records.texts.clauses.identity import pieces
from lienthong.records.texts.clauses.merging import MARKS
from lienthong.records.texts.clauses.tree import KINDS

Node = dict[str, Any]
MAX_DEPTH = 24
MAX_CLAUSES = 10_000
MAX_TEXT = 30_000
MAX_HEADING = 2_000
MAX_MARKER = 200
MAX_COLUMNS = 40
_WID = re.compile(r"^c[a-z2-7]{10}$")
_CLAUSE_KEYS = {
    "wid",
    "eid",
    "label",
    "kind",
    "marker",
    "heading",
    "text",
    "children",
    "seed",
    "fixed",
}
_TABLE_KEYS = {"columns", "roles", "groups"}


def check_body(body: Any) -> list[Node]:
    """Refuse a body that is not a tree of clauses; the same body otherwise."""
    if not isinstance(body, list):
        raise RuleBroken(_("The text is not made of clauses."))
    _refuse_depth(body)
    for node in _clauses(body):
        _refuse_wrong_clause(node)
    wids = [piece.get("wid") for piece in pieces(body)]
    if len(wids) > MAX_CLAUSES:
        raise RuleBroken(_("The text has too many clauses."))
    if len(set(wids)) != len(wids) or not all(isinstance(w, str) and _WID.match(w) for w in wids):
        raise RuleBroken(_("Two clauses of the text have the same identity, or one has none."))
    return body


def _clauses(body: list[Node]) -> list[Node]:
    found, waiting = [], list(body)
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += node["children"]
    return found


def _refuse_depth(body: list[Node]) -> None:
    level, depth = body, 0
    while level:
        depth += 1
        if depth > MAX_DEPTH or not all(
            isinstance(n, dict) and isinstance(n.get("children"), list) for n in level
        ):
            raise RuleBroken(_("The clauses of the text are nested too deeply or broken."))
        level = [child for node in level for child in node["children"]]


def _refuse_wrong_clause(node: Node) -> None:
    allowed = _CLAUSE_KEYS | (_TABLE_KEYS if node.get("kind") == "table" else set())
    if node.get("kind") not in KINDS or set(node) - allowed:
        raise RuleBroken(_("A clause of the text is of a kind that is not known."))
    for part, longest in (("text", MAX_TEXT), ("heading", MAX_HEADING), ("marker", MAX_MARKER)):
        refuse_wrong_words(node.get(part) or "", longest)
    if node["kind"] == "table":
        _refuse_wrong_table(node)


def refuse_wrong_words(words: Any, longest: int) -> None:
    """Words are text in composed letters, and not endless."""
    if not isinstance(words, str) or nfc(words) != words or "\x00" in words:
        raise RuleBroken(_("The text holds characters that cannot be kept."))
    if len(words) > longest:
        raise RuleBroken(_("A clause may have at most %(count)d characters.") % {"count": longest})


def _refuse_wrong_table(node: Node) -> None:
    columns = node.get("columns")
    groups = node.get("groups")
    if (
        not isinstance(columns, list)
        or not 1 <= len(columns) <= MAX_COLUMNS
        or not isinstance(groups, list)
    ):
        raise RuleBroken(_("A table of the text has no columns, or too many."))
    for group in groups:
        for row in group["rows"]:
            if len(row.get("cells") or ()) != len(columns):
                raise RuleBroken(
                    _("A row of a table has not as many cells as the table has columns.")
                )
            for cell in row["cells"]:
                refuse_wrong_words(cell, MAX_TEXT)
            merged = row.get("merged", "." * len(columns))
            if (
                not isinstance(merged, str)
                or len(merged) != len(columns)
                or not MARKS.issuperset(merged)
            ):
                raise RuleBroken(_("The text is not made of clauses."))
