"""Lock-out: counted in the database, so that it holds for every process of the installation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import FailedAttempt

PATIENCE = 5
PATIENCE_WITH_ADDRESS = 60  # a whole office may stand behind one address
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=90)


class Locked(Exception):
    """Too many failures: no further attempt is even looked at until the moment named."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def sentence(self) -> str:
        return _("Too many failed attempts. Try again after %(time)s.") % {
            "time": date_format(timezone.localtime(self.until), "H:i")
        }


@dataclass(frozen=True)
class Attempt:
    """One attempt, written down as failed before it is checked, so that no two slip through."""

    row: FailedAttempt

    def succeeded(self) -> None:
        FailedAttempt.objects.filter(kind=self.row.kind, subject=self.row.subject).delete()


def begin_attempt(kind: FailedAttempt.Kind, subject: str, address: str) -> Attempt:
    """Count an attempt on a subject from an address; refuse it when patience is at an end."""
    now = timezone.now()
    row = FailedAttempt.objects.create(
        kind=kind, subject=_mark(f"{kind}:{subject}"), address=_mark(address), at=now
    )
    recent = FailedAttempt.objects.filter(at__gt=now - WINDOW, pk__lte=row.pk)
    on_subject = recent.filter(kind=kind, subject=row.subject).order_by("-at", "-pk")
    from_address = recent.filter(address=row.address).order_by("-at", "-pk")
    for failures, patience in (
        (on_subject, PATIENCE),
        (from_address, PATIENCE_WITH_ADDRESS),
    ):
        moments = list(failures.values_list("at", flat=True)[1 : patience + 1])
        if len(moments) == patience:
            row.delete()
            raise Locked(moments[-1] + WINDOW)
    return Attempt(row)


def forget_old_attempts() -> int:
    """Attempts are kept ninety days for the security auditor, then forgotten."""
    deleted, _by_model = FailedAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted


def _mark(text: str) -> str:
    return salted_hmac("lienthong.people.attempt", text, algorithm="sha256").hexdigest()
