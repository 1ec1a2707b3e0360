"""The clauses as items: each with the path of its printed marks, and its words as the author wrote them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.records.texts.clauses.addresses import number_of
from lienthong.records.texts.clauses.notes import apart
from lienthong.records.texts.commitments.spacing import spaced

Node = dict[str, Any]
_BULLETS = {"dash": "-", "plus": "+"}
# "- Về giám sát: 01 cuộc" with the one thing below it, without a mark.
_ANNOUNCES = re.compile(r"^Về [^.;]{2,60}:\s*\d+ \w+\s*$")


@dataclass
class Item:
    """A clause on the way to a commitment; `path` as in "II.2.a.-1"."""

    node: Node
    path: str
    heading: str
    text: str
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.node["kind"])

    @property
    def wid(self) -> str:
        return str(self.node.get("wid") or "")

    @property
    def words(self) -> str:
        return " ".join(filter(None, (self.heading, self.text)))


def items_of(body: Sequence[Node]) -> list[Item]:
    """The tree of items, without the notes at the foot."""
    return _items(body, None)


def every_item(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from every_item(item.children)


def _items(nodes: Sequence[Node], parent: Item | None) -> list[Item]:
    counts: Counter[str] = Counter()
    found: list[Item] = []
    for at, node in enumerate(nodes):
        mark = _mark(node, counts)
        is_last_word = parent is None and node["kind"] == "paragraph" and at == len(nodes) - 1
        path = "¶last" if is_last_word else ".".join(filter(None, (_path(parent), mark)))
        heading, text = spaced(node.get("heading") or ""), spaced(apart(node)[0])
        item = Item(node, path, heading, text, parent)
        item.children = _items(node.get("children") or (), item)
        if not _goes_on(item, found):
            found.append(item)
    return found


def _goes_on(item: Item, before: list[Item]) -> bool:
    """A paragraph that ends the bullet above it ("…;" / "các chi bộ."), or that a bullet announces."""
    if item.kind != "paragraph" or item.children or not before:
        return False
    last = before[-1]
    while last.children:
        last = last.children[-1]
    if last.kind not in _BULLETS:
        return False
    if last.text.rstrip().endswith((";", ",")) and item.text[:1].islower():
        last.text = f"{last.text} {item.text}"
        return True
    if _ANNOUNCES.match(last.text):
        item.parent, item.path = last, last.path
        last.children.append(item)
        return True
    return False


def _path(parent: Item | None) -> str:
    return parent.path if parent else ""


def _mark(node: Node, counts: Counter[str]) -> str:
    """ "II", "2.1", "a", "-1", "*2", "¶1"."""
    kind, marker = node["kind"], (node.get("marker") or "").strip()
    sign = marker if kind in _BULLETS and marker in ("*", "•") else _BULLETS.get(kind, "")
    if kind == "table":
        return ""
    if sign:
        counts[sign] += 1
        return f"{sign}{counts[sign]}"
    if kind == "appendix":
        return " ".join(filter(None, ("Phụ lục", number_of(node))))
    number = number_of(node).replace("-", ".")
    if number:
        return number
    counts["¶"] += 1
    return f"¶{counts['¶']}"
