"""Lines as one text again: a blank where a line ended, none inside a notation or a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# "218-" over "QĐ/TW", "218" over "-QĐ/TW", "218-QĐ/" over "TW"; "31/12/" over "2027"; "30/2020/NĐ-" over "CP".
_TORN: Final = tuple(
    (re.compile(rf"(?:^|[\s(“\"]){above}$"), re.compile(below))
    for above, below in (
        (r"\d{1,5}[a-zđ]?[-–]", r"[A-ZĐ][\wĐđ]{0,7}/[A-ZĐƯÔ]"),
        (r"\d{1,5}[a-zđ]?", r"[-–][A-ZĐ][\wĐđ]{0,7}/[A-ZĐƯÔ]"),
        (r"\d{1,5}[a-zđ]?[-–][A-ZĐ][\wĐđ]{0,7}", r"/[A-ZĐƯÔ]"),
        (r"\d{1,5}[a-zđ]?[-–][A-ZĐ][\wĐđ]{0,7}/", r"[A-ZĐƯÔ]{2}"),
        (r"\d{1,5}/\d{4}/(?:[A-ZĐ]{1,6}-)?", r"[A-ZĐ]{2}"),
        (r"\d{1,2}/(?:\d{1,2}/)?", r"\d{1,4}\b"),
        (r"\d{1,2}(?:/\d{1,2})?", r"/\d{1,4}\b"),
    )
)


# No notation is longer; what stands before it is not looked at again for every line.
_LONGEST: Final = 24


def is_torn(above: str, below: str) -> bool:
    """Whether the end of a line tears a notation or a date, so that it goes on in the next line."""
    end = above[-_LONGEST:]
    return any(ends.search(end) and starts.match(below) for ends, starts in _TORN)


def in_one(lines: Iterable[str]) -> str:
    """Wrapped lines as the one text their author wrote."""
    parts: list[str] = []
    for line in lines:
        if parts and not is_torn(parts[-1], line):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
