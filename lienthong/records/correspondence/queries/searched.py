"""Who finds an issued document where it has arrived: its readers, bodies it was given to, persons it names."""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ, AddressedPerson
from lienthong.kernel.search.public import VisibleTo
from lienthong.records.documents.public import Document

from .. import permissions
from ..models import Assignment

FINDERS = (permissions.VIEW, READ, ACKNOWLEDGE)


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
