"""Addresses of clauses: `part_1__sec_II__cl_2` for machines, "mục II.2" for people."""

from __future__ import annotations

import re
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.identity import pieces

Node = dict[str, Any]
Step = tuple[Node, int]  # a clause and its place among its sisters of the same kind
# In the manner of Akoma Ntoso: element name, underscore, number; two underscores between levels.
_NAMES = {
    "part": "part", "chapter": "chp", "section": "sec", "article": "art", "clause": "cl",
    "subclause": "subcl", "point": "point", "dash": "dash", "plus": "plus", "paragraph": "para",
    "table": "table", "appendix": "app", "stage": "stage",
}  # fmt: skip
_ORDINALS = {
    "nhat": "1",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "tu": "4",
    "bon": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
}
_UNNUMBERED = {"dash": "gạch đầu dòng", "plus": "dấu cộng", "paragraph": "đoạn", "table": "bảng"}
_ORDINAL_WORDS = {
    "nhất",
    "hai",
    "ba",
    "tư",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "một",
}
_HIGH = {"part": "Phần", "chapter": "Chương"}
_LEGAL = {"article": "Điều", "clause": "khoản", "subclause": "khoản", "point": "điểm"}
_NUMBER = re.compile(r"[\d.]*\d[a-zđ]?|[IVXLC]+(?!\w)|[ivx]{2,}(?!\w)|[^\W\d_](?:\.?\d+)?(?!\w)")
_NUMBERED = {
    "part",
    "chapter",
    "section",
    "article",
    "clause",
    "subclause",
    "point",
    "stage",
    "appendix",
}


def number_eids(body: list[Node]) -> list[Node]:
    """Give every clause its address and its label in this version; unique within the text."""
    _number(body, "", [])
    return body


def label(body: list[Node], eid: str) -> str:
    """How officials cite the clause or row at an address, e.g. "mục II.2"; the address itself if none is there."""
    return next((str(piece["label"]) for piece in pieces(body) if piece.get("eid") == eid), eid)


def _number(nodes: list[Node], prefix: str, path: list[Step]) -> None:
    taken: dict[str, int] = {}
    counts: dict[str, int] = {}
    for node in nodes:
        kind = node["kind"]
        counts[kind] = counts.get(kind, 0) + 1
        number = number_of(node) or str(counts[kind])
        node["eid"] = _unique(f"{prefix}{_NAMES.get(kind, kind)}_{number}", taken)
        here = [*path, (node, counts[kind])]
        node["label"] = _label(here)
        _number_rows(node, here)
        _number(node.get("children") or [], node["eid"] + "__", here)


def _unique(eid: str, taken: dict[str, int]) -> str:
    """A number printed twice gets a second address: "cl_2", "cl_2.2"."""
    taken[eid] = taken.get(eid, 0) + 1
    return eid if taken[eid] == 1 else _unique(f"{eid}.{taken[eid]}", taken)


def number_of(node: Node) -> str:
    """The number in a clause's mark: "Điều 5." is 5, "a)" is a, "2.1." is 2-1."""
    marker = node.get("marker") or ""
    if node["kind"] not in _NUMBERED or not marker:
        return ""
    words = re.sub(
        r"^(?:phần|chương|mục|điều|phụ lục|giai đoạn|bước|đợt|nhóm|vòng)\s*(?:thứ|số)?\s*",
        "",
        marker,
        flags=re.IGNORECASE,
    )
    found = _NUMBER.match(words.lstrip("( "))
    if found:
        return found[0].replace(".", "-")
    return _ORDINALS.get(fold(words).rstrip(" .:"), "")


def _number_rows(node: Node, path: list[Step]) -> None:
    taken: dict[str, int] = {}
    for place, group in enumerate(node.get("groups") or (), 1):
        mark = _plain(group.get("marker") or "") or str(place)
        group["eid"] = _unique(f"{node['eid']}__grp_{mark}", taken)
        group["label"] = _row_label(path, group.get("marker") or "", "nhóm")
        within: dict[str, int] = {}
        for position, row in enumerate(group["rows"], 1):
            number = row.get("marker") or str(position)
            row["eid"] = _unique(f"{group['eid']}__row_{_plain(number) or position}", within)
            whole = ".".join(filter(None, (group.get("marker"), number)))
            row["label"] = _row_label(path, whole, "dòng")


def _plain(mark: str) -> str:
    folded = fold(mark)
    return re.sub(r"[^0-9A-Za-z]+", "-", folded.upper() if mark.isupper() else folded).strip("-")


def _row_label(path: list[Step], number: str, word: str) -> str:
    roof = next((node for node, _place in path if node["kind"] == "appendix"), None)
    above = _appendix_label(roof) if roof else "Bảng"
    return f"{above}, {word} {number}".rstrip()


def _appendix_label(node: Node) -> str:
    return f"Phụ lục {number_of(node)}".rstrip()


def _label(path: list[Step]) -> str:
    """ "mục II.2", "điểm a khoản 1 Điều 5", "Phụ lục, mục I"."""
    node = path[-1][0]
    roof = next((n for n, _place in path if n["kind"] == "appendix"), None)
    inside = [step for step in path if step[0]["kind"] != "appendix"]
    if roof is None:
        return _cited(inside)
    return _appendix_label(roof) if node is roof else f"{_appendix_label(roof)}, {_cited(inside)}"


def _cited(path: list[Step]) -> str:
    node, place = path[-1]
    if node["kind"] in _UNNUMBERED:
        within = _cited(path[:-1]) if len(path) > 1 else ""
        return f"{_UNNUMBERED[node['kind']]} {place} {within}".strip()
    above = _numbered(path[:-1])
    if node["kind"] == "stage":
        name = (node.get("marker") or node.get("heading") or "").strip(" :.")
        return f"{name}, {_join(above)}" if above else name
    return _join([*above, path[-1]])


def _numbered(path: list[Step]) -> list[Step]:
    return [step for step in path if step[0]["kind"] in _NUMBERED - {"appendix", "stage"}]


def _join(path: list[Step]) -> str:
    """Below an article officials count upwards; otherwise the marks stand in a row."""
    if any(node["kind"] == "article" for node, _place in path):
        return _below_article(path)
    high = [(node, place) for node, place in path if node["kind"] in _HIGH]
    low = [node for node, _place in path if node["kind"] not in _HIGH]
    points = " ".join(
        f"điểm {number_of(node)}" for node in reversed(low) if node["kind"] == "point"
    )
    row = _row([node for node in low if node["kind"] != "point"])
    section = f"mục {row}" if row else ""
    divisions = [_division(node, place) for node, place in reversed(high)]
    return ", ".join(filter(None, [f"{points} {section}".strip(), *divisions]))


def _division(node: Node, place: int) -> str:
    """ "Phần thứ nhất", "Chương II"."""
    words = (node.get("marker") or "").strip(" .:-–").lower().split()
    if len(words) > 1 and words[-1] in _ORDINAL_WORDS:
        return " ".join(words).capitalize()
    return f"{_HIGH[node['kind']]} {number_of(node) or place}"


def _row(low: list[Node]) -> str:
    marks: list[str] = []
    for node in low:
        number = number_of(node).replace("-", ".")
        if marks and node["kind"] == "subclause" and number.startswith(marks[-1] + "."):
            marks[-1] = number
        elif number:
            marks.append(number)
    return ".".join(marks)


def _below_article(path: list[Step]) -> str:
    low = [node for node, _place in path if node["kind"] in _LEGAL]
    has_subclause = any(node["kind"] == "subclause" for node in low)
    cited = [node for node in low if not (has_subclause and node["kind"] == "clause")]
    return " ".join(
        f"{_LEGAL[n['kind']]} {number_of(n).replace('-', '.')}" for n in reversed(cited)
    )
