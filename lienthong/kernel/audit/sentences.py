"""Entries as sentences for people."""

import re
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


_A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class _Facts(dict[str, Any]):
    """The facts as people read them: a day in figures, an ellipsis where one is missing."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        day = _A_DAY.fullmatch(value) if isinstance(value, str) else None
        return "/".join(reversed(day.groups())) if day else value

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
