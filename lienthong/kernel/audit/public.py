"""Who did what, in which post; who looked at personal data."""

from lienthong.kernel.audit.actions import record, record_each, record_read
from lienthong.kernel.audit.chain import Place, SignedHead
from lienthong.kernel.audit.events import HistoryChecked
from lienthong.kernel.audit.further import check_daily
from lienthong.kernel.audit.history import (
    SIGNED,
    sign_history,
    signature_of,
    with_history,
    without_history,
)
from lienthong.kernel.audit.keeping import KeeperAway, KeeperRefused, keep_heads_with
from lienthong.kernel.audit.marked_rows import MarkedQuerySet, MarkedRow, mark_anew, mark_rows
from lienthong.kernel.audit.models import AuditEntry, SelfCheck
from lienthong.kernel.audit.permissions import WATCH
from lienthong.kernel.audit.queries import history_of, readings_of
from lienthong.kernel.audit.sealing import go_on_after_restore, last_place
from lienthong.kernel.audit.sentences import describe, faults_said, said_by, sentence
from lienthong.kernel.audit.verifying import Fault

__all__ = [
    "SIGNED",
    "WATCH",
    "AuditEntry",
    "Fault",
    "HistoryChecked",
    "KeeperAway",
    "KeeperRefused",
    "MarkedQuerySet",
    "MarkedRow",
    "Place",
    "SelfCheck",
    "SignedHead",
    "check_daily",
    "describe",
    "faults_said",
    "go_on_after_restore",
    "history_of",
    "keep_heads_with",
    "last_place",
    "mark_anew",
    "mark_rows",
    "readings_of",
    "record",
    "record_each",
    "record_read",
    "said_by",
    "sentence",
    "sign_history",
    "signature_of",
    "with_history",
    "without_history",
]
