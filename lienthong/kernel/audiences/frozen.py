"""Whom a document reaches, in one figure: the history keeps it, and the daily check works it out anew."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from .models import Audience


@dataclass
class Reaching:
    """Who is named, and beneath whom everybody is in scope, as both were frozen."""

    units: list[tuple[int, str]] = field(default_factory=list)
    persons: list[tuple[int, str]] = field(default_factory=list)
    rules: list[tuple[str, str, bool]] = field(default_factory=list)

    def figure(self, audience: Audience) -> str:
        said = [
            audience.issuer_id,
            _day(audience.frozen_on),
            audience.scope,
            audience.top_path,
            *(_in_order(part) for part in (self.units, self.persons, self.rules)),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def rule_of(path: str, frozen_on: dt.date, *, to_branches: bool) -> tuple[str, str, bool]:
    return path, _day(frozen_on), to_branches


def _in_order(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return sorted(list(row) for row in rows)


def _day(day: dt.date) -> str:
    return day.isoformat()
