"""What the readers of office files share: letters for what is none (tabs, boxes to tick, raised figures), and
what a head or a number is known by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lienthong.kernel.text.public import fold

TAB: Final = "     "
TICKED, NOT_TICKED = "☒", "☐"
RAISED: Final = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_MOTTO = "dang cong san viet nam"
_PART = re.compile(r"(?:phần|chương|mục|điều)\b", re.IGNORECASE)


def is_headed(words: Iterable[str]) -> bool:
    """Whether the head of a document stands among these words."""
    return _MOTTO in fold(" ".join(words))


def is_part(mark: str) -> bool:
    """ "Chương I": a number that is seen also where its paragraph has no words."""
    return bool(_PART.match(mark))
