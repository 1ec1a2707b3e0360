"""What every room brings: the `ACCESS` of its `tests/routes.py`, gathered."""

from functools import cache
from importlib import import_module

from config.floor_plan import rooms

from .oracle import PERMISSIONS
from .rules import Access, Kind, Reader, RouteRule


@cache
def brought() -> dict[str, Access]:
    """By the module of the room, the lowest first."""
    found = {
        room.module: import_module(f"{room.module}.tests.routes").ACCESS
        for room in rooms()
        if (room.folder / "tests" / "routes.py").exists()
    }
    for access in found.values():
        PERMISSIONS.update(access.permissions)
    return found


@cache
def rules() -> dict[str, RouteRule]:
    return {rule.name: rule for access in brought().values() for rule in access.routes}


@cache
def kinds() -> dict[str, Kind]:
    return {kind.name: kind for access in brought().values() for kind in access.kinds}


@cache
def readers() -> dict[str, list[Reader]]:
    """Who may read a word of some kind; rooms above may add to what a room below says."""
    found: dict[str, list[Reader]] = {}
    for access in brought().values():
        for kind, reader in access.readers.items():
            found.setdefault(kind, []).append(reader)
    return found


@cache
def leads() -> dict[str, str]:
    return {page: answer for access in brought().values() for page, answer in access.leads.items()}


def room_of(name: str) -> str:
    """The short name of the room that brings a route."""
    module = next(m for m, access in brought().items() if name in {r.name for r in access.routes})
    return module.rpartition(".")[2]
