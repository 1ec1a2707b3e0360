"""What a person narrows a list by again and again, kept under a name.

Read with the session, so that a list costs no statement more; another device learns of it within ten minutes.
"""

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken

from .models import SavedFilter

MOST = 20  # of one list; more could not be told apart
LONGEST_NAME, LONGEST_QUERY = 60, 600
IN_SESSION = "kept_filters"
FRESH_FOR = 600  # seconds


@dataclass(frozen=True)
class KeptFilter:
    pk: int
    name: str
    query: str


def kept_filters(request: HttpRequest, actor: Actor, page: str) -> list[KeptFilter]:
    """The filters a person has kept for a list, by name."""
    known = request.session.get(IN_SESSION) or {}
    if known.get("of") != actor.person_id or known.get("at", 0) < time.time() - FRESH_FOR:
        known = _read(request, actor)
    return [KeptFilter(*one) for one in known["by_page"].get(page, [])]


def _read(request: HttpRequest, actor: Actor) -> dict[str, object]:
    by_page: dict[str, list[tuple[int, str, str]]] = {}
    for one in SavedFilter.objects.filter(person_id=actor.person_id).order_by("name"):
        by_page.setdefault(one.page, []).append((one.pk, one.name, one.query))
    known = {"of": actor.person_id, "at": time.time(), "by_page": by_page}
    request.session[IN_SESSION] = known
    return known


@dataclass(frozen=True)
class Look:
    """When a person last looked at what a kept filter leads to, and what was there."""

    query: str
    at: dt.datetime
    seen: frozenset[int]


def last_looks(actor: Actor, page: str) -> dict[int, Look]:
    """The last look at each kept filter of a list that was ever looked at."""
    looked = SavedFilter.objects.filter(
        person_id=actor.person_id, page=page, looked_at__isnull=False
    )
    rows = looked.values_list("pk", "query", "looked_at", "seen_ids")
    return {pk: Look(query, at, frozenset(seen)) for pk, query, at, seen in rows if at}


def note_look(actor: Actor, page: str, query: str, seen: Iterable[int]) -> None:
    """A person looks at what a kept filter leads to: what comes later is new."""
    mine = SavedFilter.objects.filter(person_id=actor.person_id, page=page, query=query)
    mine.update(looked_at=timezone.now(), seen_ids=sorted(seen))


def keep_filter(request: HttpRequest, actor: Actor, page: str, *, name: str, query: str) -> None:
    """Keep what a list is narrowed by; under a name that is there already it takes the other's place."""
    _refuse_name(name)
    if not query or len(query) > LONGEST_QUERY:
        raise RuleBroken(_("Narrow the list first; then the filter can be kept."))
    mine = SavedFilter.objects.filter(person_id=actor.person_id, page=page)
    if mine.exclude(name=name).count() >= MOST:
        raise RuleBroken(_("You have kept many filters for this list. Remove one first."))
    SavedFilter.objects.update_or_create(
        person_id=actor.person_id, page=page, name=name, defaults={"query": query}
    )
    _read(request, actor)


def rename_filter(request: HttpRequest, actor: Actor, filter_id: str, *, name: str) -> None:
    """Call one's own filter otherwise; that of somebody else is not found, and nothing is said of it."""
    _refuse_name(name)
    mine = SavedFilter.objects.filter(person_id=actor.person_id)
    kept = mine.filter(pk=filter_id).first() if _is_key(filter_id) else None
    if kept is None:
        return
    if mine.filter(page=kept.page, name=name).exclude(pk=kept.pk).exists():
        raise RuleBroken(_("You have another one of this name. Choose a different name."))
    kept.name = name
    kept.save(update_fields=["name"])
    _read(request, actor)


def _refuse_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken(_("Give the filter a name of up to 60 letters."), field="name")


def _is_key(filter_id: str) -> bool:
    return filter_id.isdecimal() and len(filter_id) < 19


def forget_filter(request: HttpRequest, actor: Actor, filter_id: str) -> None:
    """Remove one's own filter; that of somebody else is not found, and nothing is said of it."""
    if _is_key(filter_id):
        SavedFilter.objects.filter(person_id=actor.person_id, pk=filter_id).delete()
        _read(request, actor)
