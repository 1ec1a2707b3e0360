"""Letting documents be found, drafts and issued ones, as they are at the end of each action."""

from collections.abc import Iterator

from django.db.models import Q

from lienthong.kernel.search.public import index
from lienthong.kernel.units.public import Unit

from ..models import Document
from ..queries.searched import ROOM

AT_ONCE = 200


def let_it_be_found(*document_ids: int) -> None:
    """In the transaction of the action: they are found by what they say now, by those who see them now."""
    index(ROOM, sorted(document_ids))


def let_it_be_found_after_a_move(unit_id: int) -> None:
    """What an organisation, or one beneath it, has drafted, issued or was asked about is found from its new place."""
    for keys in _batches(documents_at(Unit.objects.get(pk=unit_id).path)):
        index(ROOM, keys)


def documents_at(path: str) -> list[int]:
    """The documents whose readers depend on where these units stand."""
    at = (
        Q(issuer__path__startswith=path)
        | Q(drafting_unit__path__startswith=path)
        | Q(opinion_requests__unit__path__startswith=path)
    )
    return list(Document.objects.filter(at).order_by("pk").values_list("pk", flat=True).distinct())


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for since in range(0, len(keys), AT_ONCE):
        yield keys[since : since + AT_ONCE]
