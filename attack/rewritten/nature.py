"""A nature of tampering: what it changes, and which check catches it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .office import Office

Lines = list[str]


@dataclass(frozen=True)
class Nature:
    """`tamper` works on the database; `rewrite` on the lines of an export."""

    where: str
    changes: str
    caught_by: str
    tamper: Callable[[Office], object] | None = None
    rewrite: Callable[[Office, Lines], Lines] | None = None
    # A nature without any choice in it is tried once.
    times: int | None = None


def table(where: str, ways: dict[str, dict[str, Any]]) -> Iterator[Nature]:
    """By the check that catches them: what each changes, and how."""
    field = "rewrite" if where == "export" else "tamper"
    for check, natures in ways.items():
        for changes, way in natures.items():
            given = way if isinstance(way, tuple) else (way, None)
            yield Nature(where, changes, check, **{field: given[0]}, times=given[1])
