"""Where a person is led from: a page of steps, each of which is done on a page of its own."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

IN_SESSION = "way_back"


@dataclass(frozen=True)
class WayBack:
    url: str
    label: str


def keep_way_back(request: HttpRequest, url: str, label: str) -> None:
    """Every page leads back there until it is forgotten; `label` is a sentence of the code, untranslated."""
    if request.session.get(IN_SESSION) != [url, label]:
        request.session[IN_SESSION] = [url, label]


def forget_way_back(request: HttpRequest) -> None:
    request.session.pop(IN_SESSION, None)


def way_back(request: HttpRequest) -> WayBack | None:
    """The page the person was led from, on every page but itself."""
    url, label = request.session.get(IN_SESSION) or ("", "")
    return WayBack(url, gettext(label)) if url and url != request.path else None
