"""How documents have reached a unit: what its own committee released, what came enclosed with a letter."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.kernel.audiences.public import AddressedUnit, Audience, Reached, Receipt, Released
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document


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
    brought = Q(Exists(addressed)) | Q(Released("audience", unit_id))
    return Document.objects.filter(
        brought, Q(Reached("audience", unit_id)), carries=OuterRef("audience")
    )
