"""What can be done with many rows of the lists at once: each for itself, with its own refusal."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.documents.public import Document
from lienthong.ui.lists.page import Bulk, BulkForm, is_key

from .. import permissions
from ..actions.handling import agree, close, file_away
from ..actions.receiving import confirm_receipt
from ..actions.registering import register_incoming
from ..models import IncomingDocument
from ..queries.lists import Card


def register(document: Document, actor: Actor) -> IncomingDocument:
    return register_incoming(document.audience_id or 0, actor.unit_id, actor=actor)


def registered(entries: list[IncomingDocument]) -> str:
    words = ngettext(
        "Registered: number of arrival %(numbers)s.",
        "Registered: numbers of arrival %(numbers)s.",
        len(entries),
    )
    numbers = (f"{one.number.number}/{one.year}" for one in entries if one.number)
    return words % {"numbers": ", ".join(numbers)}


def receive(card: Card, actor: Actor) -> None:
    confirm_receipt(card.received, actor=actor)


def _one_of_many(do: Callable[[int, Actor], object]) -> Callable[[IncomingDocument, Actor], object]:
    """An action on one entry among many: one that is not the actor's to do now is refused in its row."""

    def on_entry(entry: IncomingDocument, actor: Actor) -> object:
        try:
            return do(entry.pk, actor)
        except PermissionDenied:
            raise RuleBroken(gettext("This is not yours to do now.")) from None

    return on_entry


def agree_to_what_was_read(entry: IncomingDocument, proposal: str, actor: Actor) -> object:
    """Agree to the proposal that stood when the list was shown, and to no other."""
    proposal_id = int(proposal) if is_key(proposal) else None
    return _one_of_many(partial(_agree, proposal_id))(entry, actor)


def _agree(proposal_id: int | None, entry_id: int, actor: Actor) -> object:
    return agree(entry_id, proposal_id=proposal_id, actor=actor)


def agreed_to(made: list[Any]) -> str:
    words = ngettext(
        "%(count)d document has been handed over as proposed.",
        "%(count)d documents have been handed over as proposed.",
        len(made),
    )
    return words % {"count": len(made)}


def filed(made: list[Any]) -> str:
    words = ngettext(
        "%(count)d document has been filed; nothing more is to be done.",
        "%(count)d documents have been filed; nothing more is to be done.",
        len(made),
    )
    return words % {"count": len(made)}


def closed(made: list[Any]) -> str:
    words = ngettext(
        "The handling of %(count)d document has been closed.",
        "The handling of %(count)d documents has been closed.",
        len(made),
    )
    return words % {"count": len(made)}


def received(made: list[Any]) -> str:
    words = ngettext(
        "%(count)d document is confirmed as received.",
        "%(count)d documents are confirmed as received.",
        len(made),
    )
    return words % {"count": len(made)}


REGISTERING = (
    Bulk(
        "register",
        _("Register"),
        "hash",
        permissions.REGISTER,
        register,
        registered,
        in_order=True,
    ),
)
RECEIVING = (Bulk("receive", _("Confirm the receipt"), "check", ACKNOWLEDGE, receive, received),)
DIRECTING = (
    BulkForm(
        "together",
        _("Assign together"),
        "users-group",
        (permissions.DIRECT, permissions.PROPOSE),
        leads_to=lambda keys: f"{reverse('correspondence:together')}?rows={','.join(keys)}",
    ),
    Bulk(
        "agree",
        _("Agree and hand over"),
        "check",
        permissions.DIRECT,
        agree_to_what_was_read,
        agreed_to,
        in_row=False,
        asks_what_was_seen=True,
    ),
    Bulk(
        "file_away",
        _("File away"),
        "archive",
        permissions.CLOSE,
        _one_of_many(lambda entry_id, actor: file_away(entry_id, note="", actor=actor)),
        filed,
        in_row=False,
    ),
)
CLOSING = (
    Bulk(
        "close",
        _("Close the handling"),
        "check",
        permissions.CLOSE,
        _one_of_many(lambda entry_id, actor: close(entry_id, actor=actor)),
        closed,
        in_row=False,
    ),
)
