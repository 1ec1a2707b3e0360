"""What must be true of the history, whatever died."""

from chaos.findings import LOST, Finding, Findings
from chaos.points import Dying

from ..checking import checked


def history() -> Findings:
    """The history is one unbroken chain to the signer's last head, and every version of a row is there."""
    _verdict, faults = checked()
    for fault in faults:
        yield Finding(LOST, f"the history: {fault}")


DYING = Dying(at_the_end=(history,))
