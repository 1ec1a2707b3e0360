"""Entries as sentences for people."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.models import AuditEntry, SelfCheck
from lienthong.kernel.audit.verifying import Fault
from lienthong.kernel.permissions.public import signature

_sentences: dict[str, str | Promise] = {
    "audit.loaded_without_history": _("Loaded the table in bulk, without the history of its rows."),
    "audit.rows_marked": _("Marked the %(count)s rows of the table as they are."),
    "audit.versions_bound": _("Bound versions %(first)s to %(last)s of the table."),
}
_READING = _("Looked at the data.")


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


def describe(verb: str, message: str | Promise) -> None:
    """Say what a verb means: "Took number %(number)s", with facts of the entry by name."""
    _sentences[verb] = message


def said_by(entry: AuditEntry) -> str:
    """Who did it: name, title and organisation as of that moment."""
    return signature(entry.actor_name, entry.actor_title, entry.unit_name) or gettext("The system")


def sentence(entry: AuditEntry) -> str:
    """What was done, in the reader's language; the bare verb where no room describes it."""
    message = _sentences.get(entry.verb, _READING if entry.is_reading else None)
    return str(message) % _Facts(entry.facts) if message else entry.verb


def faults_said(check: SelfCheck, most: int) -> list[str]:
    """What a check has found, in the reader's language."""
    return [Fault(**fault).said(gettext) for fault in check.faults[:most]]
