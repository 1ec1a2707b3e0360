"""Who did what, in which post; who looked at personal data."""

from lienthong.kernel.audit.actions import record, record_each, record_read
from lienthong.kernel.audit.history import (
    SIGNED,
    sign_history,
    signature_of,
    with_history,
    without_history,
)
from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.queries import history_of, readings_of
from lienthong.kernel.audit.sentences import describe, said_by, sentence

__all__ = [
    "SIGNED",
    "AuditEntry",
    "describe",
    "history_of",
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
