"""The registers against the history, each day: neither knows a number the other does not."""

from collections.abc import Iterator

from django.db.models import Count, IntegerField, Max
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import AuditEntry, Fault

from .models import Series, TakenNumber

TAKEN, ENTERED = "numbering.taken", "numbering.entered"
WENT_ON = "numbering.went_on"  # from the last number on paper
# How many numbers a register has given, and the highest of them.
Given = tuple[int, int]


def registers_unlike_the_history() -> Iterator[Fault]:
    """A number given twice, left out or set back shows here, whatever marks the register bears."""
    told, kept, on_paper = _told(), _kept(), _on_paper()
    for series, last in Series.objects.order_by("pk").values_list("pk", "last_number"):
        given = kept.get(series, (0, 0))
        if told.get(series, (0, 0)) != given or last != max(given[1], on_paper.get(series, 0)):
            message = _(
                "Register %(series)s does not hold the numbers that the history says it gave."
            )
            yield Fault("register", message, {"series": series})


def _told() -> dict[int, Given]:
    number = Cast(KT("facts__number"), IntegerField())
    entries = AuditEntry.objects.filter(verb__in=[TAKEN, ENTERED]).order_by()
    rows = entries.values_list("facts__series").annotate(count=Count("pk"), highest=Max(number))
    return {series: (count, highest) for series, count, highest in rows}


def _on_paper() -> dict[int, int]:
    number = Cast(KT("facts__number"), IntegerField())
    entries = AuditEntry.objects.filter(verb=WENT_ON).order_by()
    return dict(entries.values_list("facts__series").annotate(highest=Max(number)))


def _kept() -> dict[int, Given]:
    rows = (
        TakenNumber.objects.order_by()
        .values_list("series")
        .annotate(count=Count("pk"), highest=Max("number"))
    )
    return {series: (count, highest) for series, count, highest in rows}
