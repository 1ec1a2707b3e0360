"""Letters that stand for what is no letter in an office file: tabs, boxes to tick, raised figures."""

from typing import Final

TAB: Final = "     "
TICKED, NOT_TICKED = "☒", "☐"
RAISED: Final = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
