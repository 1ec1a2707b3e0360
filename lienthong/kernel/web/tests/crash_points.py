"""What must be true of every answer that was promised once, whatever died."""

from chaos.findings import LOST, Finding, Findings
from chaos.points import Dying

from ..models import ActionOutcome


def outcomes() -> Findings:
    """A kept key always has the answer that is to be repeated."""
    for outcome in ActionOutcome.objects.filter(location=""):
        yield Finding(LOST, f"{outcome.action} was done and its answer is not kept")


DYING = Dying(checks=(outcomes,))
