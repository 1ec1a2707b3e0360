"""What the audit announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HistoryChecked:
    """The history has checked itself, with whatever outcome."""

    check_id: int
