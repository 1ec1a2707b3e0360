"""How far down a document is to be carried: "Nghị quyết này phổ biến đến chi bộ"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lienthong.kernel.text.public import fold

_SCOPE = re.compile(
    r"(?:\bnày\b[^.;]{0,40}?|^)\b(?P<text>(?:phổ biến|quán triệt)(?:,? (?:quán triệt|phổ biến))?\s+(?:đến|tới)\s+(?P<whom>[^.;/]{2,80}))",
    re.IGNORECASE,
)
_LAST_PARAGRAPHS = 6


def dissemination_scope(paragraphs: Sequence[str]) -> dict[str, str] | None:
    """The sentence at the end of the text that says to whom the document is to be made known."""
    for paragraph in reversed(paragraphs[-_LAST_PARAGRAPHS:]):
        if found := _SCOPE.search(paragraph):
            return {"text": found["text"].strip(), "reach": _reach(found["whom"])}
    return None


def _reach(whom: str) -> str:
    folded = fold(whom)
    if "chi bo" in folded or "dang vien" in folded:
        return "branches"
    return "committees"
