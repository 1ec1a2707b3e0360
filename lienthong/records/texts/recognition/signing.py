"""Who of several signers answers for a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lienthong.kernel.text.public import fold

_TAKES_NOTES = ("nguoi ghi", "thu ky")


def leading(signings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Minutes are written by the one at the left and answered for by the one who presided, at the right.

    Elsewhere it is the first. # 05-HD/VPTW
    """
    others = [one for one in signings if not fold(one["title"] or "").startswith(_TAKES_NOTES)]
    return others[-1] if others and others[0] is not signings[0] else signings[0]
