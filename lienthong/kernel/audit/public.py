"""Who did what, in which post; who looked at personal data."""

from lienthong.kernel.audit.actions import record, record_read, seal_entries
from lienthong.kernel.audit.history import history_by, with_history, without_history
from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.queries import history_of, readings_of
from lienthong.kernel.audit.sealing import exported_lines
from lienthong.kernel.audit.sentences import describe, said_by, sentence

__all__ = [
    "AuditEntry",
    "describe",
    "exported_lines",
    "history_by",
    "history_of",
    "readings_of",
    "record",
    "record_read",
    "said_by",
    "seal_entries",
    "sentence",
    "with_history",
    "without_history",
]
