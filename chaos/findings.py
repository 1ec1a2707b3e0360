"""What a look at the installation finds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lienthong.kernel.audit.public import AuditEntry

LOST, DOUBLED, GAP, STUCK = "lost", "doubled", "unexplained_gaps", "stuck"
KINDS = (LOST, DOUBLED, GAP, STUCK)


@dataclass(frozen=True)
class Finding:
    kind: str
    sentence: str


Findings = Iterator[Finding]


def once(count: int, what: str) -> Findings:
    """Something must be there exactly once."""
    if count == 0:
        yield Finding(LOST, f"{what} is missing")
    elif count > 1:
        yield Finding(DOUBLED, f"{what} is there {count} times")


def history(subject_type: str) -> Counter[tuple[str, str]]:
    """How often each action stands in the history of each thing of a kind."""
    rows = AuditEntry.objects.filter(subject_type=subject_type)
    return Counter(rows.values_list("subject_id", "verb"))
