"""Who finds an issued document where it has arrived: its readers, bodies it was given to, persons it names;
and what is searched of a document from outside.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ, AddressedPerson
from lienthong.kernel.search.public import Findable, Passage, Source, VisibleTo
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import Assignment, CameBy, IncomingDocument

FINDERS = (permissions.VIEW, READ, ACKNOWLEDGE)
OUTSIDE = "correspondence"


def ways(keys: Sequence[int]) -> dict[int, list[VisibleTo]]:
    issued = Document.objects.filter(pk__in=keys, audience__isnull=False, issued_on__isnull=False)
    audiences = dict(issued.values_list("pk", "audience_id"))
    persons, bodies = _persons(list(audiences.values())), _bodies(list(audiences.values()))
    return {
        key: _ways(audience_id, persons[audience_id], bodies[audience_id])
        for key, audience_id in audiences.items()
        if audience_id is not None
    }


def _ways(audience_id: int, persons: set[int], bodies: set[str]) -> list[VisibleTo]:
    address = reverse("correspondence:received", args=[audience_id])
    reading = reverse("correspondence:reading", args=[audience_id])
    found = [
        VisibleTo(address, FINDERS, (), audience_id, tuple(sorted(persons)), text_path=reading)
    ]
    if bodies:
        given = tuple(sorted(bodies))
        found.append(VisibleTo(address, (permissions.HANDLE,), given, text_path=reading))
    return found


def _persons(audience_ids: Sequence[int | None]) -> dict[int, set[int]]:
    named: dict[int, set[int]] = defaultdict(set)
    rows = AddressedPerson.objects.filter(audience__in=audience_ids)
    for audience_id, person_id in rows.values_list("audience_id", "person_id"):
        named[audience_id].add(person_id)
    return named


def _bodies(audience_ids: Sequence[int | None]) -> dict[int, set[str]]:
    """The places of those to whom a direction that counts has given the document."""
    given: dict[int, set[str]] = defaultdict(set)
    rows = Assignment.objects.filter(
        direction__is_current=True, direction__incoming__audience__in=audience_ids
    )
    for audience_id, path in rows.values_list("direction__incoming__audience_id", "unit__path"):
        given[audience_id].add(path)
    return given


# --- From outside ---------------------------------------------------------------------------------


def things(keys: Sequence[int]) -> list[Findable]:
    entries = IncomingDocument.objects.filter(pk__in=keys).exclude(came_by=CameBy.SYSTEM)
    given = _given_entries(keys)
    return [_thing(one, given[one.pk]) for one in entries.select_related("type", "unit")]


def keys_after(after: int, most: int) -> list[int]:
    entries = IncomingDocument.objects.filter(pk__gt=after).exclude(came_by=CameBy.SYSTEM)
    return list(entries.order_by("pk").values_list("pk", flat=True)[:most])


def passages(_keys: Sequence[int]) -> dict[int, list[Passage]]:
    """Of a scan nobody has confirmed more than the line of the register."""
    return {}


SOURCE = Source(OUTSIDE, things, keys_after, passages)


def _thing(entry: IncomingDocument, bodies: set[str]) -> Findable:
    address = reverse("correspondence:outside:entry", args=[entry.pk])
    ways = [VisibleTo(address, (permissions.VIEW,), (entry.unit.path,))]
    if bodies:
        ways.append(VisibleTo(address, (permissions.HANDLE,), tuple(sorted(bodies))))
    return Findable(
        room=OUTSIDE,
        key=entry.pk,
        title=f"{entry.notation} {entry.title}".strip(),
        happened_on=entry.issued_on or entry.arrived_on,
        ways=tuple(ways),
        summary=entry.sender,
        number=entry.notation,
        state="issued",
        facts={"type": entry.type_id} if entry.type_id else {},
        names={"issuer": entry.sender},
    )


def _given_entries(keys: Sequence[int]) -> dict[int, set[str]]:
    given: dict[int, set[str]] = defaultdict(set)
    rows = Assignment.objects.filter(direction__is_current=True, direction__incoming__in=keys)
    for entry_id, path in rows.values_list("direction__incoming_id", "unit__path"):
        given[entry_id].add(path)
    return given
