"""An action refused because somebody else has acted meanwhile: the refusal says who, what and when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import AuditEntry, said_by, sentence
from lienthong.kernel.permissions.public import RuleBroken

# What was last done to a thing, of what its readers see of its history.
LastDone = Callable[[Any], AuditEntry | None]


@contextmanager
def saying_who(last_done: LastDone | None, changed: Callable[[], Any]) -> Iterator[None]:
    """`changed` gives the thing as it is now, if its page is no longer what the person had before them."""
    try:
        yield
    except RuleBroken as broken:
        thing = changed() if last_done else None
        entry = last_done(thing) if last_done and thing is not None else None
        if entry is None:
            raise
        words = f"{broken.sentence} {_who_and_when(entry)}"
        raise RuleBroken(words, field=broken.field) from broken


def _who_and_when(entry: AuditEntry) -> str:
    at = timezone.localtime(entry.at)
    said = {"who": said_by(entry), "what": sentence(entry).rstrip(".")}
    said |= {"hour": date_format(at, "H:i"), "day": date_format(at, "d/m/Y")}
    if at.date() == timezone.localdate():
        return _("%(who)s, at %(hour)s: %(what)s.") % said
    return _("%(who)s, at %(hour)s on %(day)s: %(what)s.") % said
