"""Places that lower rooms lead to without knowing who has them; the room that has one says where it is."""

from functools import cache

from django.urls import get_script_prefix, get_urlconf, reverse

_places: dict[str, str] = {}
# Stands in the address of no page.
SAMPLE = 7_000_001


def place(name: str, url_name: str) -> None:
    """Say where a place is, such as `home`, `search` or `sign_out`."""
    if name in _places:
        raise ValueError(f"the place {name} is said twice")
    _places[name] = url_name


def way_to(name: str, *ids: object) -> str:
    """The address of a place; empty where no room has it."""
    return reverse(_places[name], args=ids) if name in _places else ""


def numbered(url_name: str, number: int) -> str:
    """The address of one of many things, as `reverse` has it: the rows of a list ask for fifty at once."""
    before, after = _around(url_name, get_urlconf(), get_script_prefix())
    return f"{before}{number:d}{after}"


@cache
def _around(url_name: str, _addresses: str | None, _prefix: str) -> tuple[str, str]:
    """What stands before and after the number, where the addresses are these and begin so."""
    before, _number, after = reverse(url_name, args=[SAMPLE]).rpartition(str(SAMPLE))
    return before, after


def named_places() -> frozenset[str]:
    return frozenset(_places)
