"""What a later document recalls or replaces leaves the desks of all who still had something to do with it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from lienthong.kernel.audiences.public import Audience
from lienthong.kernel.audit.public import record
from lienthong.kernel.procedures.public import WorkItem, cancel
from lienthong.records.documents.public import ENDING, Effect

from ..models import IncomingDocument
from .ending_requests import end_requests
from .owing import balance_work

State = IncomingDocument.State


@transaction.atomic
def take_off_the_desks(document_id: int) -> None:
    """When a document is issued: what it recalls or replaces is received, briefed and handled no further.

    The register keeps it, with what has been done; its page says what became of it. Done again, it changes nothing.
    """
    ended = Effect.objects.filter(document=document_id, kind__in=ENDING)
    for effect in ended.select_related("earlier").order_by("earlier"):
        if effect.earlier.audience_id is not None:
            _end(effect, effect.earlier.audience_id)


def _end(effect: Effect, audience_id: int) -> None:
    Audience.objects.select_for_update().get(pk=audience_id)
    entries = IncomingDocument.objects.filter(audience=audience_id).select_for_update()
    for entry in entries.order_by("pk"):
        if entry.is_open:
            end_requests(entry)
            entry.closed_at = timezone.now()
            cancel(entry, state=State.CLOSED, changed=("closed_at",))
            record(None, f"correspondence.ended_{effect.kind}", entry)
    kind = ContentType.objects.get_for_model(Audience)
    owing = WorkItem.owed.filter(subject_type=kind, subject_id=audience_id)
    units = set(owing.values_list("unit_id", flat=True)) - {None}
    entered = IncomingDocument.objects.filter(audience=audience_id).values_list(
        "unit_id", flat=True
    )
    balance_work({*units, *entered}, {audience_id})
