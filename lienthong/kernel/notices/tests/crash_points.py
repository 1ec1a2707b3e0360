"""What must be true of every notice, whatever died."""

from django.db.models import Count

from chaos.findings import DOUBLED, Finding, Findings
from chaos.points import Dying

from ..models import Notice


def notices() -> Findings:
    """Nobody is notified of the same twice."""
    same = Notice.objects.values("person", "message", "params", "path")
    for row in same.annotate(lines=Count("pk")).filter(lines__gt=1):
        yield Finding(DOUBLED, f"{row['lines']} notices to {row['person']}: {row['message']}")


DYING = Dying(checks=(notices,))
