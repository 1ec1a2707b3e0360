"""What is read: the clauses of a paper, with what its head says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lienthong.records.texts.commitments.dating import AddWorkingDays, DateRules, add_weekdays
from lienthong.records.texts.commitments.deadlines import When

_YEAR_OF_TITLE: Final = re.compile(r"(?<!\w)năm\s+((?:19|20)\d\d)(?!\s*[-–—]\s*\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """The clause tree and the fields of the head that the reading needs; `type_key` as in the code list."""

    body: Sequence[dict[str, Any]]
    type_key: str | None = None
    title: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    addressees: Sequence[str] = ()
    rules: DateRules = DateRules()
    add_working_days: AddWorkingDays = add_weekdays

    @property
    def when(self) -> When:
        years = _YEAR_OF_TITLE.findall(self.title)
        year = int(years[-1]) if years else None
        return When(self.issued_on, year, self.rules, self.add_working_days)


def paper_of(printed: Mapping[str, Any], body: Sequence[dict[str, Any]] | None = None) -> Paper:
    """The paper of what recognition read: the fields as `script/read` gives them."""
    issuer = printed.get("issuer") or {}
    date = printed.get("date")
    return Paper(
        body=printed.get("clauses") or printed.get("body") or () if body is None else body,
        type_key=(printed.get("type") or {}).get("key"),
        title=printed.get("title") or "",
        issued_on=dt.date.fromisoformat(date) if date else None,
        issuer=issuer.get("name") or "",
        addressees=printed.get("addressees") or (),
    )
