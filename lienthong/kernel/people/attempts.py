"""Lock-out: counted in the database, so that it holds for every process of the installation.

Failures are counted by name *and* place, so that a stranger who tries a name locks it for himself. A
place is the address, or the browser itself where that name has signed in before (`devices`).
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import FailedAttempt

PATIENCE = 5  # with one name at one place
WINDOW = timedelta(minutes=15)
PATIENCE_WITH_ADDRESS = 60  # in the same window; a whole office may stand behind one address
# With one name wherever it is tried: against guessing from many addresses. Nobody guesses the twenty
# letters of a one-time code, so there it would only keep people out.
PATIENCE_WITH_NAME, NAME_WINDOW = 25, timedelta(hours=1)
GUARDED = {FailedAttempt.Kind.PASSWORD, FailedAttempt.Kind.SECOND_FACTOR}
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
        """What failed at this place is forgiven; what strangers tried elsewhere still counts."""
        _alike(self.row).filter(address=self.row.address).delete()


@transaction.atomic
def begin_attempt(
    kind: FailedAttempt.Kind | str, subject: str, address: str, *, device: str = ""
) -> Attempt:
    """Count an attempt on a subject from a place; refuse it when patience is at an end.

    `device` names a browser known to the subject: what strangers do elsewhere does not touch it.
    """
    row = _row(kind, subject, address, device)
    if not device:
        _hold(row.address)
    _hold(row.subject)
    _refuse(_alike(row).filter(address=row.address), PATIENCE, WINDOW)
    if not device:
        _refuse(FailedAttempt.objects.filter(address=row.address), PATIENCE_WITH_ADDRESS, WINDOW)
        if kind in GUARDED:
            _refuse(_alike(row), PATIENCE_WITH_NAME, NAME_WINDOW)
    row.save()
    return Attempt(row)


def _row(kind: FailedAttempt.Kind | str, subject: str, address: str, device: str) -> FailedAttempt:
    place = f"device:{device}" if device else _network(address)
    return FailedAttempt(
        kind=kind, subject=_mark(f"{kind}:{subject}"), address=_mark(place), at=timezone.now()
    )


def _network(address: str) -> str:
    """One household or office has 2^64 addresses of the newer kind: they count as one.

    An older address written as a newer one is still that one address.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    older = known if known.version == 4 else known.ipv4_mapped
    if older is not None:
        return str(older)
    return str(ipaddress.ip_network((known, 64), strict=False))


def _hold(mark: str) -> None:
    """One attempt on a subject, or from an address, at a time: many at once count one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(mark[:15], 16)])


def _alike(row: FailedAttempt) -> QuerySet[FailedAttempt]:
    return FailedAttempt.objects.filter(kind=row.kind, subject=row.subject)


def _refuse(failures: QuerySet[FailedAttempt], patience: int, window: timedelta) -> None:
    recent = failures.filter(at__gt=timezone.now() - window).order_by("-at")
    moments = list(recent.values_list("at", flat=True)[:patience])
    if len(moments) == patience:
        raise Locked(moments[-1] + window)


def forget_old_attempts() -> int:
    """Attempts are kept ninety days for the security auditor, then forgotten."""
    deleted, _by_model = FailedAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted


def _mark(text: str) -> str:
    return salted_hmac("lienthong.people.attempt", text, algorithm="sha256").hexdigest()
