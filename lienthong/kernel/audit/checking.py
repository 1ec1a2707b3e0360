"""The history checks itself: the chain, its heads against the signer, the versions of rows."""

import logging
from dataclasses import asdict
from itertools import islice

from django.db import transaction

from lienthong.kernel.events.public import announce

from .binding import (
    bind_versions,
    count_of_versions,
    faults_of,
    rows_unlike_their_versions,
    tables_of_versions,
)
from .events import HistoryChecked
from .exporting import exported_lines
from .further import found_by_rooms
from .keeping import KeeperAway, KeeperRefused, the_keeper
from .marked_rows import unmarked_rows
from .models import SelfCheck
from .sealing import seal_round
from .verifying import Fault, Verdict, verify
from .verifying import gettext_noop as _

log = logging.getLogger(__name__)
_FAULTS_KEPT = 100
_UNREADABLE = (KeyError, TypeError, ValueError)


def check_history() -> SelfCheck:
    """Check everything and write down what was found; the auditors are notified either way."""
    bind_versions()
    verdict, faults = checked()
    faults += found_by_rooms()
    with transaction.atomic():
        check = SelfCheck.objects.create(
            entries=verdict.entries,
            versions=count_of_versions(),
            unsealed=verdict.unsealed,
            fault_count=len(faults),
            faults=[asdict(fault) for fault in islice(faults, _FAULTS_KEPT)],
        )
        announce(HistoryChecked(check_id=check.pk))
    return check


def seal_or_report() -> None:
    """Seal what is open. What cannot be sealed is reported at once, and then daily."""
    try:
        troubled = bool(seal_round().refused)
    except KeeperAway as away:
        log.warning("the history waits for the signer: %s", away)
        return
    except (KeeperRefused, *_UNREADABLE):
        troubled = True
    newest = SelfCheck.objects.order_by("-id").first()
    if troubled and not (newest and newest.fault_count):
        check_history()


def checked() -> tuple[Verdict, list[Fault]]:
    """What the check of chain, heads, marks, versions and rows that give rights finds now."""
    verdict = _checked_chain()
    faults = list(verdict.faults)
    if verdict.unsealed:
        message = _("%(count)s entries cannot be sealed: nobody vouches for them.")
        faults.append(Fault("mark", message, {"count": verdict.unsealed}))
    for table in tables_of_versions():
        faults += faults_of(table)
        faults += rows_unlike_their_versions(table)
    faults += unmarked_rows()
    return verdict, faults


def _checked_chain() -> Verdict:
    try:
        return verify(exported_lines(), records=the_keeper().records())
    except KeeperAway:
        message = _("The signer could not be asked where the history ends.")
        return Verdict(faults=[Fault("keeper", message)])
    except _UNREADABLE:
        return Verdict(faults=[Fault("form", _("The heads of the history cannot be read."))])
