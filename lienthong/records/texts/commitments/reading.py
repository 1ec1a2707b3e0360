"""From a paper to what it promises and orders, on one page."""

from __future__ import annotations

from lienthong.records.texts.commitments.commitment import Commitment
from lienthong.records.texts.commitments.items import every_item, items_of
from lienthong.records.texts.commitments.paper import Paper
from lienthong.records.texts.commitments.tables import commitments_of_table


def commitments_of(paper: Paper) -> list[Commitment]:
    """What a person may take into a plan, in the order of the text."""
    found: list[Commitment] = []
    for item in every_item(items_of(paper.body)):
        if item.kind == "table":
            found += commitments_of_table(item, paper.when)
    return found
