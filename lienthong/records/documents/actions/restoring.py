"""After a restore that two have confirmed: the signer's register wins."""

from django.db import transaction

from lienthong.kernel.files.public import StoredFile, store
from lienthong.kernel.numbering.public import enter_lost_number, series_for_outgoing
from lienthong.kernel.permissions.public import Agreed
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import file_sealed_as

from ..queries.lost import Lost, lost_numbers


@transaction.atomic
def take_over_lost_numbers(agreed: Agreed) -> int:
    """Enter every number the signer knows and the register does not, with its file if the signer kept it."""
    lost = [one for one in lost_numbers() if one.has_a_place]
    for one in lost:
        _enter(one, agreed)
    return len(lost)


def _enter(one: Lost, agreed: Agreed) -> None:
    assert one.term is not None
    unit = Unit.objects.get(pk=one.unit_id)
    series = series_for_outgoing(unit, one.type_code, one.term)
    enter_lost_number(series, one.number, _kept(one), actor=agreed.actor)


def _kept(one: Lost) -> StoredFile | None:
    pdf = file_sealed_as(one.sealed.handle)
    return store(pdf, media_type="application/pdf") if pdf else None
