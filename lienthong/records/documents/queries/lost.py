"""What the signer knows and the register does not: after a restore, the signer is right."""

import hashlib
import json
import re
from dataclasses import dataclass

from django.db.models import Q

from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import Apart, SealedNumber, number_in, sealed_numbers

from .document import signed_as

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Lost:
    """A number under which the signer has sealed a file, and of which the register knows nothing."""

    sealed: SealedNumber
    number: int
    unit_id: int
    # Nobody here knows the term or the type any more: then it is named and cannot be entered.
    term: Term | None
    type_code: str

    @property
    def has_a_place(self) -> bool:
        return self.term is not None and bool(self.type_code)


def lost_numbers() -> list[Lost]:
    """In the order in which the signer has sealed them."""
    types = {signed_as(type_): type_.code for type_ in DocumentType.objects.all()}
    found = [_placed(one, types) for one in sealed_numbers()]
    return [one for one in found if not _stands_in_the_register(one)]


def hash_of_lists(lost: list[Lost], apart: Apart) -> str:
    """What two persons agree to: exactly these numbers and keys."""
    numbers = [
        [one.sealed.organisation, one.sealed.term, one.sealed.type, one.sealed.notation]
        for one in lost
    ]
    keys = [[one.key_id for one in keys] for keys in (apart.unknown, apart.to_withdraw)]
    said = [numbers, keys]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _placed(sealed: SealedNumber, types: dict[str, str]) -> Lost:
    number = _NUMBER.match(sealed.notation)
    unit_id = number_in(sealed.organisation)
    # A body numbers in the terms of the committee it serves.
    served = Unit.objects.filter(pk=unit_id).values("serves")
    terms = Term.objects.filter(Q(unit=unit_id) | Q(unit__in=served))
    term = next((one for one in terms if one.label == sealed.term), None)
    figure = int(number[0]) if number else 0
    return Lost(sealed, figure, unit_id, term, types.get(sealed.type, ""))


def _stands_in_the_register(one: Lost) -> bool:
    series = {"series__unit": one.unit_id, "series__type_code": one.type_code}
    taken = TakenNumber.objects.filter(**series, series__term=one.term, number=one.number)
    return one.has_a_place and taken.exists()
