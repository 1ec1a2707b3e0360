"""A synthetic nation: 302,000 organisations on six levels, skewed as real ones are."""

import datetime as dt
import random

from lienthong.kernel.units.demo import Seedling, plant
from lienthong.kernel.units.public import Unit

SINCE = dt.date(2025, 7, 1)
# Direct committees, committees above the grassroots, grassroots organisations, branches.
SIZES = {"full": (40, 3_960, 48_000, 250_000), "tenth": (40, 396, 4_800, 25_000)}
KINDS = ("provincial_committee", "commune_committee", "base_committee", "branch")


def nation(size: str, *, seed: int = 7) -> Unit:
    """Plant a whole country; children fall to parents by a Pareto law, as provinces differ."""
    rng = random.Random(seed)  # noqa: S311 -- fictional sizes
    top = Seedling(
        "central_committee", "Đảng bộ toàn quốc", "Ban Chấp hành", "TW", has_register=True
    )
    parents = [top]
    for kind, count in zip(KINDS, SIZES[size], strict=True):
        weights = [rng.paretovariate(1.6) for _ in parents]
        chosen = (
            rng.choices(parents, weights, k=count - len(parents)) if count > len(parents) else []
        )
        children = [
            parent.add(_seedling(kind, number))
            for number, parent in enumerate([*parents[:count], *chosen])
        ]
        parents = children
    return plant(top, on=SINCE)


def _seedling(kind: str, number: int) -> Seedling:
    register = kind in ("provincial_committee", "commune_committee")
    return Seedling(
        kind, f"Đảng bộ {kind} {number}", f"Đảng ủy {number}", "ĐU", has_register=register
    )
