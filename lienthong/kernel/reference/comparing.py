"""The closed list of document types against the product, each day."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import Fault

from .models import DocumentType
from .seeds import types_of_the_list


def types_unlike_the_list() -> Iterator[Fault]:
    """Nobody enters types: what differs from the list, or is not on it, was written past the product."""
    listed = types_of_the_list()
    for row in DocumentType.objects.order_by("pk"):
        said = listed.get(row.pk, {"name": ""})
        if any(getattr(row, name) != value for name, value in said.items()):
            message = _("Document type %(type)s is not as the closed list has it.")
            yield Fault("types", message, {"type": row.pk})
