"""Who refused an issued document, and why: the office that issued it must know."""

from lienthong.kernel.audiences.public import Receipt

from ..models import Document

MOST_SHOWN = 20


def refusals_of(document: Document) -> list[Receipt]:
    """The organisations that refused the document, the latest first; the board has all of them."""
    if document.audience_id is None:
        return []
    refused = Receipt.objects.filter(audience=document.audience_id, refused_at__isnull=False)
    return list(refused.select_related("unit").order_by("-refused_at")[:MOST_SHOWN])
