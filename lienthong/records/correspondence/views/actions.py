"""What can be done on the page of a document that arrived in the system."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import ACKNOWLEDGE
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.web.public import ActionView

from .. import permissions
from ..actions import receiving, registering
from ..forms import BriefingForm, NoteForm, ReasonForm
from ..models import IncomingDocument
from ..queries.received import ReceivedDocument
from .handling_actions import HANDLING
from .offering import during, entry_id, unit_of


def _page_of(audience_id: int) -> str:
    return reverse("correspondence:received", args=[audience_id])


def _begins_letter(received: ReceivedDocument, actor: Actor) -> bool:
    return received.incoming is not None and paths_where(actor, permissions.FORWARD).covers(
        unit_of(received).path
    )


def _number_of_arrival(_received: ReceivedDocument, entry: IncomingDocument) -> str:
    return _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": entry.number.number if entry.number else 0,
        "year": entry.year,
    }


ACTIONS = (
    ActionView(
        "register",
        permissions.REGISTER,
        do=lambda received, _given, actor: registering.register_incoming(
            received.audience_id, unit_of(received).pk, actor=actor
        ),
        offered=during("register"),
        place="main",
        label=_("Register"),
        icon="hash",
        said=_number_of_arrival,
        to=lambda received, _entry: _page_of(received.audience_id),
    ),
    ActionView(
        "refuse",
        permissions.REGISTER,
        do=lambda received, given, actor: registering.refuse_incoming(
            received.audience_id, unit_of(received).pk, **given, actor=actor
        ),
        form=ReasonForm,
        offered=during("register"),
        place="other",
        label=_("Refuse"),
        icon="file-x",
        is_dangerous=True,
        title=_("Refuse this document"),
        said=_("The document has been refused; its sender sees the reason."),
    ),
    *HANDLING,
    ActionView(
        "receive",
        ACKNOWLEDGE,
        do=lambda received, _given, actor: receiving.confirm_receipt(received, actor=actor),
        offered=during("receive"),
        place="main",
        label=_("Received"),
        icon="check",
        said=_("The receipt has been confirmed."),
    ),
    ActionView(
        "brief_members",
        ACKNOWLEDGE,
        do=lambda received, given, actor: receiving.brief_members(received, **given, actor=actor),
        form=lambda received, _actor, **given: BriefingForm(unit=unit_of(received), **given),
        offered=during("brief_members"),
        place="main",
        label=_("The members have been briefed"),
        icon="users-group",
        path="pass-on/",
        lead=_("Enter who was absent"),
        title=_("After the meeting"),
        about="correspondence/received_members.html",
        said=_("The members have been briefed; the receipts board shows it."),
    ),
    ActionView(
        "forward",
        ACKNOWLEDGE,
        do=lambda received, given, actor: receiving.forward(received, **given, actor=actor),
        form=NoteForm,
        offered=during("forward"),
        place="main",
        path="forward-on/",
        label=_("Forward to those below"),
        icon="send",
        title=_("Forwarding"),
        said=_("The document has been forwarded to the organisations below."),
    ),
    ActionView(
        "forward_with_letter",
        permissions.FORWARD,
        do=lambda received, _given, actor: receiving.forward_with_letter(
            entry_id(received), actor=actor
        ),
        offered=_begins_letter,
        place="page",
        label=_("Draft the forwarding letter"),
        icon="send",
        said=_("The letter has been drafted; the original travels with it."),
        to=lambda _received, letter: reverse("documents:document", args=[letter.pk]),
        path="forward-letter/",
    ),
)
