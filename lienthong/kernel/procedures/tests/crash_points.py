"""What must be true of every case, whatever died."""

from collections import Counter

from chaos.findings import DOUBLED, STUCK, Finding, Findings
from chaos.points import Dying

from ..models import Case


def cases() -> Findings:
    """A step is closed once; a case that runs has its next step, one that ended has none."""
    for case in Case.objects.prefetch_related("visits"):
        visits = list(case.visits.all())
        opened = [visit for visit in visits if visit.closed_at is None]
        if bool(opened) == (case.closed_at is not None):
            yield Finding(STUCK, f"case {case.pk}: {len(opened)} open steps, ended or not")
        if len({visit.step for visit in opened}) > 1:
            yield Finding(DOUBLED, f"case {case.pk} is at several steps")
        # In these trials nothing is returned: no step is visited again by the same holder.
        for (step, *_), count in Counter(
            (visit.step, visit.holder_unit_id, visit.holder_post_id) for visit in visits
        ).items():
            if count > 1:
                yield Finding(DOUBLED, f"case {case.pk}: {count} visits to {step}")


DYING = Dying(checks=(cases,))
