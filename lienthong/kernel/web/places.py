"""Places that lower rooms lead to without knowing who has them; the room that has one says where it is."""

from django.urls import reverse

_places: dict[str, str] = {}


def place(name: str, url_name: str) -> None:
    """Say where a place is, such as `home`, `search` or `sign_out`."""
    if name in _places:
        raise ValueError(f"the place {name} is said twice")
    _places[name] = url_name


def way_to(name: str, *ids: object) -> str:
    """The address of a place; empty where no room has it."""
    return reverse(_places[name], args=ids) if name in _places else ""


def named_places() -> frozenset[str]:
    return frozenset(_places)
