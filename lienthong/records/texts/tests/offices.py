"""Documents in the styles of many offices: what a careful clerk says stands printed on each."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

_AS_PRINTED = str.maketrans("Ðð⁰¹²³⁴⁵⁶⁷⁸⁹", "đđ0123456789")
OFFICES = Path(__file__).parent / "offices"
EXPECTED = json.loads((OFFICES / "expected.json").read_text())

_FORM_WORDS = re.compile(
    r"\b(?:dang cong san viet nam|ngay(?: mung)?[\s\d.…_/]*thang[\s\d.…_]*nam[\s\d]*|noi nhan|kinh (?:gui|trinh)"
    r"|(?:tm|kt|tl)\.|^thua lenh\b)|, ngay [\d/.-]+(?: thang \d+)?$|\bnam \d{4}$|^\W*so\b|^cua ",
    re.MULTILINE,
)


def outline(nodes) -> str:
    """The clause tree by its marks: "I.(1. 2.(- -))", ¶ a paragraph, T3x2 a table of 3 columns, 2 rows."""
    return " ".join(_outlined(node) for node in nodes)


def _outlined(node) -> str:
    inner = f"({outline(node['children'])})" if node["children"] else ""
    if node["kind"] == "table":
        return f"T{len(node['columns'])}x{sum(len(group['rows']) for group in node['groups'])}"
    if node["kind"] == "appendix":
        return f"[{node['marker'] or ''}]{inner}"
    return ("¶" if node["kind"] == "paragraph" else node["marker"] or "§") + inner


def printed(document) -> dict:
    """What was recognised, in the short form of expected.json."""
    kind, issuer = document["type"] or {}, document["issuer"] or {}
    recipients = document["recipients"] or ()
    return {
        "number": document["number"],
        "type": kind.get("name"),
        "title": document["title"],
        "date": document["date"],
        "issuer": issuer.get("name"),
        "superior": (document["superior"] or {}).get("name"),
        "signed": [
            "|".join(signing[part] or "" for part in ("authority", "body", "title", "name"))
            for signing in document["signings"]
        ],
        "addressees": document["addressees"],
        "recipients": [f"{r['name']} > {r['purpose']}" for r in recipients],
        "file_copy": document["file_copy"],
        "tree": outline(document["body"]),
    }


def words(text: str) -> list[str]:
    """The words of a text without their marks; a figure that calls a note is a word, raised or not."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_AS_PRINTED))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("đ", "d")
    return re.findall(r"[^\W\d_]+|\d+", plain)


def words_lost(text: str, documents) -> Counter:
    """Visible words that stand in no clause, no field and no remainder; the words of the form itself
    ("Số", "Nơi nhận") and the repeated head of a table are read, not kept."""
    seen, lines = set(), []
    for line in text.splitlines():
        if not (("|" in line or "\t" in line) and line in seen):
            lines.append(" ".join(words_and_points(line)))
        seen.add(line)
    kept = Counter(
        word for document in documents for piece in _strings(document) for word in words(piece)
    )
    return Counter(words(_FORM_WORDS.sub(" ", "\n".join(lines)))) - kept


def words_and_points(line: str) -> list[str]:
    plain = unicodedata.normalize("NFD", line.lower().translate({0xD0: "đ", 0xF0: "đ"}))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("đ", "d")
    return plain.replace("|", " ").replace("<br>", " ").split()


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        skipped = {"wid", "eid", "label", "kind", "roles", "key", "reason", "code"}
        for key, inner in value.items():
            if key not in skipped:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
