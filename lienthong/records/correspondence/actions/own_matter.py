"""Nobody decides in their own matter: whose matter the handling of a document is (docs/adr/0071)."""

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.permissions.public import Actor, refuse_own_matter

from ..models import Assignment, Direction, IncomingDocument, TimeRequest

HEADS = (Role.OFFICE_CHIEF, Role.UNIT_HEAD)
Persons = set[int | None]


def refuse_who_needs_time(incoming: IncomingDocument, actor: Actor, sentence: str) -> None:
    """Of a later day: whoever asked for one, was named to do it, or heads a body that has not answered."""
    asked = TimeRequest.objects.filter(assignment__direction__incoming=incoming)
    persons: Persons = set(asked.values_list("asked_by__person", flat=True))
    awaited = _current(incoming).exclude(part=Assignment.Part.KNOW).filter(answered_at=None)
    heads = Post.objects.valid_on(timezone.localdate()).filter(
        unit__in=awaited.values("unit"), role__in=HEADS
    )
    persons |= set(heads.values_list("person", flat=True))
    refuse_own_matter(actor, persons | _named(incoming), sentence)


def refuse_who_answered(incoming: IncomingDocument, actor: Actor, sentence: str) -> None:
    """Of whether the result suffices: whoever answered, or was named to do it."""
    answered = set(_current(incoming).values_list("answered_by_person_id", flat=True))
    refuse_own_matter(actor, answered | _named(incoming), sentence)


def _current(incoming: IncomingDocument) -> QuerySet[Assignment]:
    return Assignment.objects.filter(direction__incoming=incoming, direction__is_current=True)


def _named(incoming: IncomingDocument) -> Persons:
    """Who is and who was named: a direction given anew leaves the earlier one to be read."""
    given = Direction.objects.filter(incoming=incoming, is_proposal=False)
    return set(given.values_list("person__person", flat=True))
