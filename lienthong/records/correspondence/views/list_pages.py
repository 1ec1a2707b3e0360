"""The lists of received documents as data: their columns, and what they are narrowed by."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.web.public import numbered
from lienthong.ui.lists.columns import Column, Due, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Empty, ListPage

from ..models import Assignment, IncomingDocument
from ..queries.holding import LATE, NEAR
from ..queries.lists import Card
from . import list_bulk
from .list_columns import (
    columns,
    counted,
    entry_columns,
    entry_filters,
    entry_page_of,
    entry_words,
    filters,
    received_at,
    words,
)

State = IncomingDocument.State
STATE_TONES = {
    State.CLOSED: "ok",
    State.REFUSED: "bad",
    State.REGISTERED: "warn",
    State.PROPOSED: "warn",
}
CARD_MARKS = {
    "receive": Mark(_("To be received"), "warn", "mail"),
    "brief_members": Mark(_("Members to be briefed"), "warn", "users-group"),
    "forward": Mark(_("To be forwarded"), "warn", "send"),
}


def entry_of(document: Any) -> IncomingDocument | None:
    """The entry of the reader's own unit, where there is one."""
    return getattr(document, "entry_here", None)


def arrival_number(document: Any) -> int | None:
    entry = entry_of(document)
    return entry.number.number if entry and entry.number else None


def purpose_here(document: Any) -> str:
    here = getattr(document, "addressed_here", None)
    return here.get_purpose_display() if here else ""


def entry_mark(entry: IncomingDocument) -> Mark:
    state = State(entry.state)
    return Mark(state.label, STATE_TONES.get(state, "info"))


def waiting_mark(committee: Any) -> Mark:
    said = gettext("Waiting for %(committee)s to forward it") % {"committee": committee}
    return Mark(said, icon="hourglass")


def card_mark(card: Card) -> Mark:
    """What a unit without a register has yet to do with a document, or has done."""
    if card.act == "wait":
        return waiting_mark(card.received.unit and card.received.unit.parent)
    receipt = card.standing.receipt
    if card.act in CARD_MARKS:
        return CARD_MARKS[card.act]
    if receipt and receipt.briefed_at:
        said = gettext("Briefed %(present)s/%(members)s")
        numbers = {"present": receipt.present_count, "members": receipt.member_count}
        return Mark(said % numbers, "ok", "circle-check")
    return Mark(_("Received"), "ok", "circle-check")


def letter_of(card: Card) -> str:
    letter = card.received.letter
    return f"{letter.notation}, {letter.issuer}" if letter else ""


def answer_mark(given: Assignment) -> Mark:
    if given.answered_at:
        return Mark(_("Answered"), "ok")
    if given.part == Assignment.Part.KNOW:
        return Mark(_("For information"))
    return Mark(_("To be answered"), "warn")


def received_of_all(document: Any) -> str:
    """How many of how many have received a document; not yet counted directly after the issue."""
    counted = "…" if document.unit_count is None else document.unit_count
    return f"{document.received_count or 0} / {counted}"


HOLDER = Column("holder", _("Who has it"), "held_by", order=("held_by_folded",))
DUE = Column(
    "due",
    _("Deadline"),
    lambda entry: Due(entry.due_here, done=not entry.is_open),
    order=("due_here",),
)
NEARNESS = [(LATE, _("Overdue")), (NEAR, _("In the next seven days"))]
IN_HAND = (
    Named("holder", _("Who has it"), "held_by_folded"),
    Choice("near", _("Deadline"), "nearness", NEARNESS),
)
DOCUMENT, CARD, CARRIED = columns(), columns("document__"), columns("audience__document__")
ENTERED, GIVEN = entry_columns(), entry_columns("direction__incoming__")
EMPTY = Empty(_("No documents here"), _("New documents will appear here."))
WAITING = ListPage(
    name="incoming-waiting",
    live="work",
    title=_("Incoming documents"),
    link=lambda document: received_at(document.audience_id),
    counted=counted,
    columns=(
        *DOCUMENT.values(),
        Column("purpose", _("Purpose"), purpose_here),
        Column(
            "due", _("Deadline"), lambda one: Due(one.audience.due_on), order=("audience__due_on",)
        ),
    ),
    filters=(*filters(), Days("due", _("Deadline"), "audience__due_on")),
    words=words(),
    words_label=_("Number, subject or sender"),
    empty=EMPTY,
)
TO_REGISTER = replace(WAITING, bulk=list_bulk.REGISTERING)
ENTRY_FILTERS = (*entry_filters(), Days("arrived", _("Arrived on"), "arrived_on"))
ENTRIES = replace(
    WAITING,
    name="incoming-entries",
    link=entry_page_of,
    columns=(
        Column("arrival", _("Number of arrival"), "number.number", "number", ("number__number",)),
        ENTERED["subject"],
        ENTERED["number"],
        ENTERED["sender"],
        Column("arrived", _("Arrived on"), "arrived_on", "short", ("arrived_on",)),
        Column("state", _("State"), entry_mark),
        HOLDER,
        DUE,
    ),
    filters=(*ENTRY_FILTERS, *IN_HAND),
    words=entry_words(),
)


FROM_OUTSIDE = replace(
    ENTRIES,
    name="incoming-outside",
    columns=(*ENTRIES.columns, Column("came_by", _("How it came"), "get_came_by_display")),
    empty=Empty(
        _("No documents here"),
        _("What comes by post, by hand or by e-mail is registered with its scan."),
        "scan",
    ),
)


TO_DIRECT = replace(ENTRIES, bulk=list_bulk.DIRECTING, seen="proposal_id")
IN_PROGRESS = replace(ENTRIES, bulk=list_bulk.CLOSING)


def everything(committee: Any) -> ListPage:
    """All that reached a unit with a clerk; `committee` is the one above it."""

    def state(document: Any) -> Mark:
        if entry := entry_of(document):
            return entry_mark(entry)
        if document.purpose_here or document.is_released:
            return Mark(_("To be registered"), "warn")
        return waiting_mark(committee)

    def due(document: Any) -> Due:
        entry = entry_of(document)
        return Due(document.due_here, done=entry is not None and not entry.is_open)

    arrival = Column("arrival", _("Number of arrival"), arrival_number, "number")
    return replace(
        WAITING,
        name="incoming-all",
        columns=(
            arrival,
            *DOCUMENT.values(),
            Column("state", _("State"), state),
            HOLDER,
            replace(DUE, value=due),
        ),
        filters=(*filters(), *IN_HAND),
    )


CARDS = replace(
    WAITING,
    name="received",
    key="document.audience_id",
    link=lambda card: received_at(card.document.audience_id),
    columns=(
        CARD["subject"],
        CARD["number"],
        CARD["sender"],
        CARD["issued"],
        Column("letter", _("Forwarded with"), letter_of),
        Column("state", _("State"), card_mark),
        Column(
            "due",
            _("Deadline"),
            lambda card: Due(card.document.audience.due_on) if card.act else None,
            order=("document__audience__due_on",),
        ),
    ),
    filters=(
        *filters("document__"),
        Days("due", _("Deadline"), "document__audience__due_on"),
    ),
    words=words("document__"),
)
TO_RECEIVE = replace(CARDS, bulk=list_bulk.RECEIVING)
ASSIGNED = replace(
    WAITING,
    name="assigned",
    link=lambda given: entry_page_of(given.direction.incoming),
    columns=(
        GIVEN["subject"],
        GIVEN["number"],
        Column("part", _("Part in the work"), "get_part_display"),
        Column(
            "due",
            _("Handle by"),
            lambda one: Due(one.direction.due_on, done=bool(one.answered_at)),
            order=("direction__due_on",),
        ),
        Column("state", _("State"), answer_mark),
    ),
    filters=(
        Choice("part", _("Part in the work"), "part", Assignment.Part.choices),
        *entry_filters("direction__incoming__"),
        Days("due", _("Handle by"), "direction__due_on"),
    ),
    words=entry_words("direction__incoming__"),
)
BY_NAME = replace(
    WAITING,
    name="by-name",
    link=lambda named: received_at(named.audience_id),
    columns=(
        replace(
            CARRIED["subject"], also=lambda one: None if one.opened_at else Mark(_("New"), "info")
        ),
        CARRIED["number"],
        CARRIED["sender"],
        CARRIED["issued"],
        Column("purpose", _("Purpose"), "get_purpose_display"),
    ),
    filters=filters("audience__document__"),
    words=words("audience__document__"),
)
REGISTER = replace(
    ENTRIES,
    name="incoming-register",
    title=_("Register of arrivals"),
    columns=(
        *ENTRIES.columns[:1],
        Column("arrived", _("Arrived on"), "arrived_on", "short", ("arrived_on",)),
        ENTERED["sender"],
        ENTERED["number"],
        ENTERED["issued"],
        replace(ENTERED["subject"], label=_("Type and subject")),
        Column("by", _("Registered by"), "registered_by_name"),
        Column("receiver", _("Who received it"), lambda _entry: "", on="paper"),
        Column("signature", _("Signed for it"), lambda _entry: "", on="paper"),
    ),
    filters=ENTRY_FILTERS,
    empty=Empty(
        _("No documents here"),
        _("What the clerk registers stands here in the order of the numbers of arrival."),
        "book-2",
    ),
    is_wide=True,
)
BOARDS = replace(
    WAITING,
    name="boards",
    live="receipts",
    title=_("Receipts boards"),
    link=lambda document: numbered("correspondence:board", document.audience_id),
    columns=(
        replace(DOCUMENT["subject"], value="title"),
        DOCUMENT["number"],
        DOCUMENT["issued"],
        Column(
            "received",
            _("Organisations that received it"),
            received_of_all,
            "number",
            ("received_count",),
        ),
        Column(
            "due", _("Deadline"), lambda one: Due(one.audience.due_on), order=("audience__due_on",)
        ),
    ),
    empty=Empty(_("No documents here"), _("What the committee issues appears here."), "chart-dots"),
)
