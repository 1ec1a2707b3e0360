"""Lock-out: counted in the database, so that it holds for every process of the installation.

Who fails waits, longer each time, and nobody else does: failures are counted by name *and* place, so that
a stranger who tries a name locks it for himself. A place is the address, or the browser itself where that
name has signed in before (`devices`).
"""

import ipaddress
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import FailedAttempt

REMEMBERED = timedelta(hours=24)  # unless forgiven by a success at the same place
PATIENCE = 5  # with one name at one place
# From then on the next attempt waits, twice as long after each failure.
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
DOUBLINGS = 4
# An address that fails so often in an hour has two attempts with each name before it waits. Others behind
# it still come in, also those whose name somebody there has tried: a whole office may stand there.
PATIENCE_WITH_ADDRESS, ADDRESS_WINDOW, PATIENCE_WHEN_BUSY = 60, timedelta(hours=1), 2
# With one name wherever it is tried: against guessing from many addresses. No address counts for more
# than the patience it has. Nobody guesses the twenty letters of a one-time code, so there it would only
# keep people out.
PATIENCE_WITH_NAME = 15
GUARDED = {FailedAttempt.Kind.PASSWORD, FailedAttempt.Kind.SECOND_FACTOR}
KEPT = timedelta(days=90)


class Locked(Exception):
    """Too many failures: no further attempt is even looked at until the moment named."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def sentence(self) -> str:
        full_minute = timezone.localtime(self.until) + timedelta(minutes=1, microseconds=-1)
        return _("Too many failed attempts. Try again after %(time)s.") % {
            "time": date_format(full_minute, "H:i")
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
    """Count an attempt on a subject from a place; refuse it while the place, or the name, has to wait.

    `device` names a browser known to the subject: what strangers do elsewhere does not touch it.
    """
    row = _row(kind, subject, address, device)
    if not device:
        _hold(row.address)
    _hold(row.subject)
    _refuse_by_place(row, device)
    if not device and kind in GUARDED:
        _refuse_by_name(row)
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


def _since(failures: QuerySet[FailedAttempt], window: timedelta) -> QuerySet[FailedAttempt]:
    return failures.filter(at__gt=timezone.now() - window)


def _patience_here(row: FailedAttempt, device: str) -> int:
    """How often a name may fail here before it waits: less often where an address fails with many."""
    at_the_address = FailedAttempt.objects.filter(address=row.address)
    busy = not device and _since(at_the_address, ADDRESS_WINDOW).count() >= PATIENCE_WITH_ADDRESS
    return PATIENCE_WHEN_BUSY if busy else PATIENCE


def _refuse_by_place(row: FailedAttempt, device: str) -> None:
    moments = _since(_alike(row).filter(address=row.address), REMEMBERED).values_list(
        "at", flat=True
    )
    _refuse(moments, len(moments) - _patience_here(row, device))


def _refuse_by_name(row: FailedAttempt) -> None:
    failures = _since(_alike(row), REMEMBERED).values_list("address", "at")
    by_address = Counter(address for address, _at in failures)
    counted = sum(min(times, PATIENCE) for times in by_address.values())
    _refuse([at for _address, at in failures], counted - PATIENCE_WITH_NAME)


def _refuse(moments: Iterable[datetime], beyond: int) -> None:
    """Refuse an attempt before the wait is over that begins with the latest failure."""
    if beyond < 0:
        return
    until = max(moments) + min(SHORTEST * 2 ** min(beyond, DOUBLINGS), LONGEST)
    if until > timezone.now():
        raise Locked(until)


def forget_old_attempts() -> int:
    """Attempts are kept ninety days for the security auditor, then forgotten."""
    deleted, _by_model = FailedAttempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted


def _mark(text: str) -> str:
    return salted_hmac("lienthong.people.attempt", text, algorithm="sha256").hexdigest()
