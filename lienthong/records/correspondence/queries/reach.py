"""How documents have reached a unit: in scope, forwarded by its own committee, enclosed with a letter."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.kernel.audiences.public import AddressedUnit, Audience, Receipt, ScopeRule
from lienthong.kernel.units.public import (
    BRANCHES,
    LINE_OF_COMMAND,
    Unit,
    UnitPlacement,
)
from lienthong.records.documents.public import Document


def rules_reaching(unit_ids: list[int]) -> QuerySet[ScopeRule]:
    """Of the document looked at, the rules of scope that reached units."""
    return rules_of_scope(unit_ids).filter(audience=OuterRef("audience"))


def rules_of_scope(unit_ids: list[int]) -> QuerySet[ScopeRule]:
    """The rules of scope that reached units where they stood on the day of issue."""
    stood = UnitPlacement.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("frozen_on")),
        unit_id__in=unit_ids,
        unit__kind__in=LINE_OF_COMMAND,
        valid_from__lte=OuterRef("frozen_on"),
        path__startswith=OuterRef("path"),
        path__gt=OuterRef("path"),
    )
    reached = Exists(stood.exclude(unit__kind__in=BRANCHES)) | Q(Exists(stood), to_branches=True)
    return ScopeRule.objects.filter(reached)


def released_to(unit_id: int) -> QuerySet[Any]:
    """The documents a unit's own committee has issued or forwarded to those beneath it."""
    above = Unit.objects.filter(pk=unit_id).values("parent")
    carried_on = Receipt.objects.filter(unit__in=above, forwarded_at__isnull=False)
    issued = Audience.objects.filter(issuer__in=above)
    return carried_on.order_by().values("audience_id").union(issued.order_by().values("pk"))


def covers_at(unit_id: int) -> QuerySet[Document]:
    """The letters that have brought a unit the document looked at: addressed to it, or in scope and
    forwarded.
    """
    addressed = AddressedUnit.objects.filter(unit=unit_id, audience=OuterRef("audience"))
    above = Unit.objects.filter(pk=unit_id).values("parent")
    carried_on = Receipt.objects.filter(
        unit__in=above, audience=OuterRef("audience"), forwarded_at__isnull=False
    )
    released = Q(issuer__in=above) | Exists(carried_on)
    in_scope = released & Exists(rules_reaching([unit_id]))
    return Document.objects.filter(Exists(addressed) | in_scope, carries=OuterRef("audience"))
