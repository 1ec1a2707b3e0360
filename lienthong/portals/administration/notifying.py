"""Notices about the check of the history: to the auditors, or to the administrators where there is none."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import SelfCheck
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Post, Role

WHOLE = gettext_noop("The history was checked and is whole: %(entries)s entries.")
BROKEN = gettext_noop("The history is NOT whole; faults found: %(faults)s.")


def notify_of_the_check(check_id: int) -> None:
    """Notify of either outcome, so that silence is noticed; the notice of a fault stays until it is opened."""
    check = SelfCheck.objects.get(pk=check_id)
    notify(
        _watchers(),
        BROKEN if check.fault_count else WHOLE,
        reverse("administration:history"),
        source="audit",
        stands=bool(check.fault_count),
        entries=check.entries,
        faults=check.fault_count,
    )


def _watchers() -> list[int]:
    for role in (Role.SECURITY_AUDITOR, Role.ORG_ADMIN):
        if watchers := list(
            Post.objects.held().filter(role=role).values_list("person_id", flat=True)
        ):
            return watchers
    return []
