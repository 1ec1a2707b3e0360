"""How each field of a document is known: read from the file or inferred, how sure, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

READ: Final = "read"
INFERRED: Final = "inferred"
SURE: Final = "sure"
LIKELY: Final = "likely"
UNSURE: Final = "unsure"


@dataclass(frozen=True)
class Ground:
    """What a field rests on. The sentence of a reason is in `importing/saying.py`."""

    origin: str = READ
    confidence: str = SURE
    reason: str = ""


PRINTED: Final = Ground()
BY_ABBREVIATION: Final = Ground(INFERRED, LIKELY, "by_abbreviation")
TWO_TYPES: Final = Ground(INFERRED, UNSURE, "two_types")
BY_ADDRESSEES: Final = Ground(INFERRED, LIKELY, "by_addressees")
MISREAD: Final = Ground(READ, LIKELY, "misread")
UNDER_THE_TITLE: Final = Ground(READ, LIKELY, "under_the_title")
ABOVE_THE_SIGNATURE: Final = Ground(READ, LIKELY, "above_the_signature")
BESIDE_A_BRACE: Final = Ground(INFERRED, LIKELY, "beside_a_brace")
OPEN_PURPOSES: Final = Ground(READ, UNSURE, "open_purposes")
UNDER_THE_NUMBER: Final = Ground(READ, LIKELY, "under_the_number")
ACROSS_THE_PAGE: Final = Ground(READ, LIKELY, "across_the_page")
NO_TITLE: Final = Ground(READ, LIKELY, "no_title")
SEVERAL_SIGN: Final = Ground(READ, LIKELY, "several_sign")


def grounds_as_json(
    fields: Mapping[str, Any], grounds: Mapping[str, Ground]
) -> dict[str, dict[str, str]]:
    """Origin, confidence and reason of every field that is not empty."""
    known = {name: grounds.get(name, PRINTED) for name, value in fields.items() if value}
    return {
        "origin": {name: ground.origin for name, ground in known.items()},
        "confidence": {name: ground.confidence for name, ground in known.items()},
        "reasons": {name: ground.reason for name, ground in known.items() if ground.reason},
    }
