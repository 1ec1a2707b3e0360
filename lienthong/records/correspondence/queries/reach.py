"""How documents have reached a unit: what its own committee released, what came enclosed with a letter."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.kernel.audiences.public import AddressedUnit, Reached, Released
from lienthong.records.documents.public import Document


def covers_at(unit_id: int) -> QuerySet[Document]:
    """The letters that have brought a unit the document looked at: addressed to it, or in scope and
    forwarded.
    """
    addressed = AddressedUnit.objects.filter(unit=unit_id, audience=OuterRef("audience"))
    brought = Q(Exists(addressed)) | Q(Released("audience", unit_id))
    return Document.objects.filter(
        brought, Q(Reached("audience", unit_id)), carries=OuterRef("audience")
    )
