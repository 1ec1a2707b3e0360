"""Few of many, so that every combination that occurs at all occurs among the chosen."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import TypeVar

T = TypeVar("T")


def covering(candidates: list[tuple[T, set]]) -> Iterator[T]:
    """The candidate that adds most, again and again, until nothing is left to add."""
    left = set().union(*(combinations for _, combinations in candidates))
    waiting = [(-len(combinations), number) for number, (_, combinations) in enumerate(candidates)]
    heapify(waiting)
    while left:
        _, number = heappop(waiting)
        one, combinations = candidates[number]
        adds = len(combinations & left)
        if waiting and adds < -waiting[0][0]:
            heappush(waiting, (-adds, number))  # it was worth more before others were chosen
        elif adds:
            left -= combinations
            yield one
