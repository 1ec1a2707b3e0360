"""Who of several signers answers for a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lienthong.kernel.text.public import fold

_TAKES_NOTES = ("nguoi ghi", "thu ky")


def leading(signings: Sequence[dict[str, Any]], issuer: str = "") -> dict[str, Any]:
    """Minutes are written by the one at the left and answered for by the one who presided, at the right.

    Where several bodies issue together, it is who signs for the one named first. Elsewhere it is the first.
    # 05-HD/VPTW
    """
    first, *together = fold(issuer).split(" - ")
    of_first = [one for one in signings if _is_in_name_of(one, first)]
    if together and len(of_first) == 1:
        return of_first[0]
    others = [one for one in signings if not fold(one["title"] or "").startswith(_TAKES_NOTES)]
    return others[-1] if others and others[0] is not signings[0] else signings[0]


def _is_in_name_of(signing: dict[str, Any], body: str) -> bool:
    return fold(signing["body"] or "").endswith(body)
