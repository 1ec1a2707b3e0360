"""From the printed lines of "Nơi nhận" to the units and persons who find the document."""

import datetime as dt

from lienthong.kernel.audiences.public import Addressing, Scope
from lienthong.kernel.units.public import (
    LINE_OF_COMMAND,
    Unit,
    bodies_serving,
    direct_subordinates,
    superior_committee,
)

from ..models import Document, Recipient
from .bodies import committee_of, members_of_committee

Kind = Recipient.Kind
# A unit or person named alone keeps the purpose of that line, whatever group it belongs to as well.
BY_NAME_FIRST = (
    Kind.UNIT,
    Kind.PERSON,
    Kind.SUPERIOR,
    Kind.SUBORDINATES,
    Kind.BODIES,
    Kind.MEMBERS,
)


def units_meant(line: Recipient, issuer: Unit, day: dt.date) -> list[Unit]:
    """The organisations one line stands for on a day."""
    committee = committee_of(issuer)
    if line.kind == Kind.UNIT and line.unit is not None:
        return [line.unit]
    if line.kind == Kind.SUBORDINATES:
        return list(direct_subordinates(committee, day))
    if line.kind == Kind.BODIES:
        return [body for body in bodies_serving(committee, day) if body.pk != issuer.pk]
    if line.kind == Kind.SUPERIOR:
        superior = superior_committee(issuer)
        return [superior] if superior else []
    return []


def persons_meant(line: Recipient, issuer: Unit) -> list[int]:
    """The persons one line stands for."""
    if line.kind == Kind.PERSON and line.person_id is not None:
        return [line.person_id]
    if line.kind == Kind.MEMBERS:
        return list(members_of_committee(issuer).values_list("pk", flat=True))
    return []


def addressing_of(document: Document, day: dt.date) -> Addressing:
    """Everybody the document reaches, each once, and how far it is forwarded below them."""
    lines = sorted(
        (line for line in document.recipients.all() if line.is_addressed),
        key=lambda line: BY_NAME_FIRST.index(Kind(line.kind)),
    )
    units: dict[int, str] = {}
    persons: dict[int, str] = {}
    committees: dict[int, str] = {}
    for line in lines:
        for unit in units_meant(line, document.issuer, day):
            units.setdefault(unit.pk, line.purpose)
            if unit.kind in LINE_OF_COMMAND:
                committees[unit.pk] = unit.path
        for person in persons_meant(line, document.issuer):
            persons.setdefault(person, line.purpose)
    return Addressing(
        units=units,
        persons=persons,
        scope=document.scope,
        scope_paths=_scope_paths(document, committees, day),
        due_on=document.due_on,
    )


def _scope_paths(document: Document, committees: dict[int, str], day: dt.date) -> frozenset[str]:
    """One rule for the whole tree below the issuer when all are addressed, else one for each."""
    if document.scope == Scope.NONE:
        return frozenset()
    top = committee_of(document.issuer)
    below = {pk: path for pk, path in committees.items() if path.startswith(top.path)}
    subordinates = set(direct_subordinates(top, day).values_list("pk", flat=True))
    if subordinates and subordinates <= below.keys():
        return frozenset({top.path})
    return frozenset(below.values())
