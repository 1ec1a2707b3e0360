"""Has it reached this unit, or this person? The one question, as a condition of any query."""

from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Value,
)

from lienthong.kernel.permissions.public import AUDIENCE, Actor, answer_for

from .models import AddressedPerson, Audience


class _AskedOfAudience(Func):
    """A function of the database (migration 0005) that has rows when the answer is yes."""

    template = "EXISTS (SELECT 1 FROM %(function)s(%(expressions)s))"
    output_field = BooleanField()

    def __init__(self, audience: str | OuterRef, unit: int | str | OuterRef) -> None:
        super().__init__(audience, unit)


class Reached(_AskedOfAudience):
    """Whether what has an audience reached a unit: addressed to it, or in its scope.

    `Document.objects.filter(Reached("audience", unit.pk))`
    """

    function = "audiences_reached"


class Released(_AskedOfAudience):
    """Whether the unit's own committee has issued it, or forwarded it to those below."""

    function = "audiences_released"


class Arrived(Func):
    """What reached a unit, where the question is put to many: `audience__in=Arrived(unit.pk)`; all of it,
    or the newest.
    """

    template = "(SELECT audience_id FROM audiences_arrivals(%(expressions)s))"
    arg_joiner = ", 'infinity', "
    output_field = BigIntegerField()

    def __init__(self, unit: int, newest: int | None = None) -> None:
        super().__init__(unit, Value(newest, IntegerField()))


@dataclass(frozen=True)
class Addressee:
    """The reach AUDIENCE: what was addressed to the actor's unit, put in its scope, or names the person."""

    unit_id: int
    person_id: int

    def q(self, lookup: str) -> Q:
        """The question as a filter on a key of an audience."""
        named = AddressedPerson.objects.filter(audience=OuterRef(lookup), person=self.person_id)
        return Q(Exists(named)) | Q(Reached(lookup, self.unit_id))

    def covers(self, audience_id: int) -> bool:
        return Audience.objects.filter(self.q("pk"), pk=audience_id).exists()


@answer_for(AUDIENCE)
def addressee(actor: Actor) -> Addressee:
    return Addressee(actor.unit_id, actor.person_id)
