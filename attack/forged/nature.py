"""A class of forgery, and how its tables are read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from attack.forged.workshop import Steps, Workshop
from lienthong.records.signing import checks
from lienthong.records.signing.trust import Trust


@dataclass(frozen=True)
class Class:
    """A way to forge: what it changes, which check catches it, how it is made, whom the verifier trusts."""

    kind: str
    changes: str
    check: checks.Check
    make: Callable[[Workshop], bytes]
    trusting: Callable[[Workshop], Trust] = lambda shop: shop.office.trust


def made(kind: str, check: checks.Check, ways: dict[str, Steps]) -> Iterator[Class]:
    """A table of steps with something wrong in one of them."""
    for changes, steps in ways.items():
        yield Class(kind, changes, check, lambda shop, steps=steps: shop.make(steps))
