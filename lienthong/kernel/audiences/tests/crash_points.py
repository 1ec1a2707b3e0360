"""What must be true of every receipt, whatever died."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from chaos.findings import LOST, Finding, Findings, once
from chaos.points import Dying
from lienthong.kernel.audit.public import AuditEntry

from ..models import Receipt


def receipts() -> Findings:
    """No receipt skips a step, and those absent add up."""
    wrong = Receipt.objects.filter(received_at=None).filter(
        Q(forwarded_at__isnull=False) | Q(briefed_at__isnull=False)
    )
    for receipt in wrong:
        yield Finding(LOST, f"receipt {receipt.pk} skips a step")
    for receipt in Receipt.objects.exclude(briefed_at=None):
        assert receipt.member_count is not None
        assert receipt.present_count is not None
        if receipt.absences.count() != receipt.member_count - receipt.present_count:
            yield Finding(LOST, f"receipt {receipt.pk}: the absentees do not add up")


def marked_once(scene: Mapping[str, Any], moment: str) -> Findings:
    """The receipt has the moment, and the history tells of it once."""
    marked = Receipt.objects.filter(audience=scene["audience"], unit=scene["unit"]).exclude(
        **{f"{moment}_at": None}
    )
    yield from once(marked.count(), f"“{moment}” of unit {scene['unit']}")
    told = AuditEntry.objects.filter(
        verb=f"audiences.{moment}", subject_id=str(scene["audience"]), facts__unit=scene["unit"]
    )
    yield from once(told.count(), f"“{moment}” of unit {scene['unit']} in the history")


DYING = Dying(checks=(receipts,))
