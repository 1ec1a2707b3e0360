"""What must be true of every register, whatever died."""

from collections import Counter

from chaos.findings import DOUBLED, GAP, Finding, Findings
from chaos.points import Dying

from ..models import Series, TakenNumber


def numbers() -> Findings:
    """Every register runs 1, 2, 3 …; each number has one bearer or is cancelled with a reason."""
    borne: Counter[int] = Counter()
    for relation in TakenNumber._meta.get_fields(include_hidden=True):
        if not (relation.one_to_one and relation.auto_created):
            continue
        bearers = relation.related_model.objects.exclude(**{relation.field.name: None})
        borne.update(bearers.values_list(relation.field.name, flat=True))
    for series in Series.objects.all():
        taken = list(TakenNumber.objects.filter(series=series).order_by("number"))
        if [one.number for one in taken] != list(range(1, series.last_number + 1)):
            yield Finding(GAP, f"register {series.pk} is not consecutive up to its last number")
        for one in taken:
            explained = one.cancelled_at is not None and bool(one.cancelled_reason)
            uses = borne[one.pk] + explained
            if uses == 0:
                yield Finding(GAP, f"number {one.number} of register {series.pk} is on nothing")
            elif uses > 1:
                yield Finding(DOUBLED, f"number {one.number} of register {series.pk}: {uses} uses")


DYING = Dying(checks=(numbers,))
