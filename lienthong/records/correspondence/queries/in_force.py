"""What has become of an arrived document: recalled, replaced or amended by a later one of its issuer."""

from dataclasses import dataclass

from django.db.models import Q

from lienthong.kernel.audiences.public import READ, Audience, Reached
from lienthong.kernel.permissions.public import Actor, scope_of
from lienthong.records.documents.public import Document, Told, in_force, told

from .received import ReceivedDocument, places_read_from


@dataclass(frozen=True)
class Since:
    """What was done to one document of an item, and where the later one is read."""

    document: Document
    told: Told

    @property
    def audience_id(self) -> int | None:
        return self.told.other.audience_id if self.told.other else None


def since_it_was_issued(received: ReceivedDocument, actor: Actor) -> list[Since]:
    """What was done to the documents of an item. The later one is named to those who may read it here."""
    parts = [one for one in (received.document, received.letter, received.original) if one]
    item = [one for one in parts if getattr(one, "acted_on", "not asked")]
    standing = in_force([one.pk for one in item]) if item else {}
    done = [(one, effect) for one in item for effect in standing[one.pk].effects]
    if not done:
        return []
    later = {effect.document.audience_id for _one, effect in done if effect.document.audience_id}
    readable = _readable(actor, later)
    return [
        Since(one, told(effect, may_read=effect.document.audience_id in readable))
        for one, effect in done
    ]


def _readable(actor: Actor, audience_ids: set[int]) -> set[int]:
    """Those that reached the actor, or a unit in whose place the actor reads."""
    reached = scope_of(actor, READ).q("pk")
    for unit in places_read_from(actor):
        reached |= Q(Reached("pk", unit.pk))
    found = Audience.objects.filter(reached, pk__in=audience_ids)
    return set(found.values_list("pk", flat=True))
