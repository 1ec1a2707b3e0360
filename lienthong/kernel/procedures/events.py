from dataclasses import dataclass


@dataclass(frozen=True)
class StepsOpened:
    """Steps have opened together; each is a work item."""

    item_ids: list[int]
