"""What must be true of every case, whatever died."""

from collections import Counter

from chaos.findings import DOUBLED, STUCK, Finding, Findings
from chaos.points import Dying

from ..models import Case


def cases() -> Findings:
    """A step is closed once; a case that runs has its next step, one that ended has none."""
    for case in Case.objects.prefetch_related("items"):
        items = list(case.items.all())
        opened = [item for item in items if item.is_open]
        if bool(opened) == (case.closed_at is not None):
            yield Finding(STUCK, f"case {case.pk}: {len(opened)} open steps, ended or not")
        if len({item.step for item in opened}) > 1:
            yield Finding(DOUBLED, f"case {case.pk} is at several steps")
        # In these trials nothing is returned: no step is visited again by the same holder.
        for (step, *_), count in Counter(
            (item.step, item.unit_id, item.post_id) for item in items
        ).items():
            if count > 1:
                yield Finding(DOUBLED, f"case {case.pk}: {step} opened {count} times")


DYING = Dying(checks=(cases,))
