"""What must be true of the history, whatever died."""

from chaos.findings import LOST, Finding, Findings
from chaos.points import Dying

from ..actions import seal_entries
from ..chain import verify
from ..sealing import exported_lines


def chain() -> Findings:
    """The history is one unbroken, signed chain."""
    seal_entries()
    for fault in verify(exported_lines()).faults:
        yield Finding(LOST, f"the chain of the history: {fault}")


DYING = Dying(at_the_end=(chain,))
