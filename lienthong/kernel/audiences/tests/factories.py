"""A small organisation and a document sent through it."""

import datetime as dt
from dataclasses import dataclass

from lienthong.kernel.audiences.public import Addressing, Audience, Purpose, Scope, publish
from lienthong.kernel.people.tests.factories import LONG_AGO, a_person, a_post, a_unit
from lienthong.kernel.units.public import Unit, UnitKind

ISSUED_ON = dt.date(2026, 3, 5)


@dataclass
class Organisation:
    """A province with two communes; the first has a grassroots committee with two branches."""

    province: Unit
    office: Unit
    commune: Unit
    other: Unit
    base: Unit
    branch: Unit
    sibling: Unit
    direct: Unit


def an_organisation() -> Organisation:
    province = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    commune, other = a_unit(province), a_unit(province)
    Unit.objects.filter(pk__in=[commune.pk, other.pk]).update(has_register=True)
    commune.has_register = other.has_register = True
    base = a_unit(commune, kind=UnitKind.BASE_COMMITTEE)
    return Organisation(
        province=province,
        office=a_unit(province, kind=UnitKind.ADVISORY_BODY, serves=province),
        commune=commune,
        other=other,
        base=base,
        branch=a_unit(base, kind=UnitKind.BRANCH),
        sibling=a_unit(base, kind=UnitKind.BRANCH),
        direct=a_unit(commune, kind=UnitKind.BASE_BRANCH),
    )


def a_document(organisation: Organisation, *, scope: str = Scope.BRANCHES, **changes) -> Audience:
    addressing = Addressing(
        units={
            organisation.commune.pk: Purpose.CARRY_OUT,
            organisation.other.pk: Purpose.CARRY_OUT,
        },
        scope=scope,
        scope_paths=frozenset({organisation.province.path}),
        **changes,
    )
    return publish(addressing, issuer=organisation.province, on=ISSUED_ON, actor=None)


def members(branch: Unit, count: int) -> list:
    return [
        a_post(branch, "member", person=a_person(), since=LONG_AGO).person for _ in range(count)
    ]
