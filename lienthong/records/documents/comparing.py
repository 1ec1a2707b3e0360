"""The register of numbers against the signer's journal, each day: neither knows a number the other does not.

And what one person signed and sealed alone is named.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import Fault
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import DocumentType, Term
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import SealedNumber, number_in, sealed_numbers

from .models import Document
from .queries.document import signed_as

_FIGURE = re.compile(r"\d+")
# Organisation, type, term and figure: what a number is, in the register and with the signer.
Number = tuple[int, str, int | None, int]


def numbers_unlike_the_signers() -> Iterator[Fault]:
    """A signer that is away is reported with the heads of the history."""
    try:
        sealed = sealed_numbers()
    except RuleBroken:
        return
    theirs = _as_in_the_register(sealed)
    taken = set(TakenNumber.objects.values_list(*_number("series__", "number")))
    for number, one in theirs.items():
        if number not in taken:
            message = _(
                "The signer has sealed %(notation)s of %(organisation)s; no register has it."
            )
            facts = {"notation": one.notation, "organisation": one.organisation}
            yield Fault("register", message, facts)
    issued = Document.objects.exclude(sealed_file=None).exclude(number=None)
    columns = ("pk", "notation", *_number("number__series__", "number__number"))
    for document, notation, *number in issued.values_list(*columns).iterator():
        if tuple(number) not in theirs:
            message = _(
                "Document %(document)s bears %(notation)s; the signer has sealed no such number."
            )
            yield Fault("register", message, {"document": document, "notation": notation})


def sealed_by_their_signer() -> Iterator[Fault]:
    """One person alone had two keys and issued it, when the signer did not refuse that yet."""
    try:
        sealed = sealed_numbers()
    except RuleBroken:
        return
    for one in sealed:
        if one.by_one_person:
            message = _("%(notation)s of %(organisation)s was signed and sealed by one person.")
            facts = {"notation": one.notation, "organisation": one.organisation}
            yield Fault("register", message, facts)


def _number(series: str, figure: str) -> tuple[str, ...]:
    return (f"{series}unit", f"{series}type_code", f"{series}term", figure)


def _as_in_the_register(sealed: list[SealedNumber]) -> dict[Number, SealedNumber]:
    types = {signed_as(type_): type_.code for type_ in DocumentType.objects.all()}
    terms = {(one.unit_id, one.label): one.pk for one in Term.objects.all()}
    # A body numbers in the terms of the committee it serves.
    bodies = Unit.objects.exclude(serves=None).values_list("pk", "serves")
    serving = {body: served for body, served in bodies if served is not None}
    found: dict[Number, SealedNumber] = {}
    for one in sealed:
        unit_id, figure = number_in(one.organisation), _FIGURE.match(one.notation)
        term = terms.get((serving.get(unit_id, unit_id), one.term))
        place = (unit_id, types.get(one.type, ""), term, int(figure[0]) if figure else 0)
        found[place] = one
    return found
