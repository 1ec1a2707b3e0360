"""The lists of arrived documents: of a unit with a clerk, of one without, of a body, of a person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from lienthong.kernel.audiences.public import (
    ACKNOWLEDGE,
    READ,
    AddressedPerson,
    AddressedUnit,
    Arrived,
    HasWaiting,
    Released,
    Standing,
    standings_at,
)
from lienthong.kernel.database.public import Asked
from lienthong.kernel.numbering.public import Series, series_for_incoming
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.procedures.public import open_work
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import VIEW as DOCUMENTS_VIEW
from lienthong.records.documents.public import Document, acted_on, read_in_lists
from lienthong.ui.lists.paging import MOST_COUNTED, Among, HowMany, how_many_with

from .. import permissions, procedures
from ..models import Assignment, CameBy, IncomingDocument
from .handled import standing_proposals
from .reach import covers_at
from .received import ReceivedDocument, act_without_register, documents_of

State = IncomingDocument.State
TAB_STATES = {
    "to_direct": (State.REGISTERED, State.PROPOSED),
    "in_progress": (State.DIRECTED, State.IN_PROGRESS),
    "closed": (State.CLOSED, State.REFUSED),
}
CARD_TABS = ("to_receive", "to_pass_on", "passed_on", "waiting")
NEWEST = 500  # documents a unit without a register looks through; about twenty years of one branch


def own_unit(actor: Actor) -> Unit | None:
    """The unit whose arrivals an actor looks after: the committee whose business it is.

    It comes with its parent, which its lists ask for.
    """
    viewed, read = paths_where(actor, permissions.VIEW).exact, paths_where(actor, READ).exact
    path = actor.served_path if actor.served_path in viewed else actor.path
    if path not in viewed | read:
        return None
    return Unit.objects.select_related("parent").filter(path=path).first()


def arrivals_to_register(unit_id: int) -> QuerySet[Document]:
    """Documents a unit with a clerk has neither registered nor refused: addressed to it, or in scope
    and forwarded by its own committee. What a letter encloses is registered with the letter.

    The earliest stands first: several registered at once take their numbers in the order of arrival.
    """
    owed = open_work(unit_id, procedures.REGISTER.key).values("subject_id")
    of_this_unit = Q(audience__addressed_units__unit=unit_id)
    addressed_here = FilteredRelation("audience__addressed_units", condition=of_this_unit)
    waiting = Document.objects.filter(audience__in=owed)
    rows = waiting.select_related("type", "issuer", "audience")
    rows = rows.annotate(addressed_here=addressed_here, acted_on=acted_on())
    rows = rows.order_by("audience__published_at", "pk")
    return rows.select_related("addressed_here")  # type: ignore[misc]  # annotated


def read_by(actor: Actor, unit: Unit) -> Q:
    """What came from outside is read by who looks after the register's unit; who only reads what is sent there, not."""
    sees_outside = unit.path in paths_where(actor, permissions.VIEW).exact
    return Q() if sees_outside else Q(came_by=CameBy.SYSTEM)


def entries_in(unit: Unit, tab: str) -> QuerySet[IncomingDocument]:
    """The entries of a unit's register under one tab, newest first."""
    entries = IncomingDocument.objects.filter(unit=unit, state__in=TAB_STATES[tab])
    shown = _as_entries(entries).order_by("-registered_at")
    if tab != "to_direct":
        return shown
    standing = standing_proposals().filter(incoming=OuterRef("pk"))
    return shown.annotate(proposal_id=Subquery(standing.values("pk")))


def entries_from_outside(unit: Unit) -> QuerySet[IncomingDocument]:
    """What came by post, by hand, by e-mail or by another system, newest first."""
    entries = IncomingDocument.objects.filter(unit=unit).exclude(came_by=CameBy.SYSTEM)
    return _as_entries(entries).order_by("-registered_at")


def _as_entries(entries: QuerySet[IncomingDocument]) -> QuerySet[IncomingDocument]:
    """Entries with what the lists show of them: the line of the register."""
    read = ("audience", "arrived_on", "registered_by_name", "state", "number__number")
    line = ("subject", "urgency", "notation", "issued_on", "sender", "came_by")
    of_type = ("type__name", "type__has_type_title")
    shown = entries.select_related("type", "number").annotate(acted_on=acted_on("document"))
    return shown.only(*read, *line, *of_type)


def everything_at(unit_id: int, *, most: int | None = None) -> QuerySet[Document]:
    """All that reached a unit with a clerk, newest first: entered, waiting for the register, or
    in scope and waiting for the unit's own committee. What a letter encloses lies with the letter.
    With `most`, so many of them, if there are: each that lies with a letter has that letter here.
    """
    newest = 2 * most if most else None
    here = AddressedUnit.objects.filter(unit=unit_id, audience=OuterRef("audience"))
    entered = IncomingDocument.objects.filter(unit=unit_id, document=OuterRef("pk"))
    found = Document.objects.filter(audience__in=Arrived(unit_id, newest)).filter(
        Exists(here) | Exists(entered) | ~Exists(covers_at(unit_id))
    )
    newest_first = ("-audience__published_at", "-pk")
    if most:
        some = found.order_by(*newest_first).values("pk")[:most]
        found = Document.objects.filter(Among(some))
    return found.order_by(*newest_first)


def as_they_stand(documents: QuerySet[Document], unit_id: int) -> QuerySet[Document]:
    """Documents that reached a unit, each with why it came here and with its entry in the register."""
    here = AddressedUnit.objects.filter(unit=unit_id, audience=OuterRef("audience"))
    stand = documents.select_related("type", "issuer").annotate(
        purpose_here=Subquery(here.values("purpose")),
        is_released=Released("audience", unit_id),
        acted_on=acted_on(),
        entry_here=FilteredRelation("arrivals", condition=Q(arrivals__unit=unit_id)),
    )
    with_entries = stand.select_related("entry_here__number")  # type: ignore[misc]  # annotated
    return with_entries.only(*read_in_lists())


COUNTED_TABS = (*TAB_STATES, "to_register", "to_forward", "outside", "all")


def counts_of(unit: Unit) -> dict[str, int]:
    """How many documents lie under each tab of a unit with a clerk, in one statement."""
    (counted,) = COUNTED(unit=unit.pk)
    return {tab: getattr(counted, tab) for tab in COUNTED_TABS}


def counts_without_outside(unit: Unit) -> dict[str, int]:
    """The same for who reads only what arrives in the system."""
    own = IncomingDocument.objects.filter(unit=unit, came_by=CameBy.SYSTEM)
    counts = {tab: own.filter(state__in=states).count() for tab, states in TAB_STATES.items()}
    return {**counts, "outside": 0}


def _counted(unit: int) -> QuerySet[Unit]:
    entries = IncomingDocument.objects.filter(unit=unit)
    tabs: dict[str, Any] = {
        tab: HowMany(entries.filter(state__in=states)) for tab, states in TAB_STATES.items()
    }
    tabs["to_register"] = HowMany(open_work(unit, procedures.REGISTER.key))
    tabs["to_forward"] = HowMany(open_work(unit, procedures.FORWARD_WITH_LETTER.key))
    tabs["outside"] = HowMany(entries.exclude(came_by=CameBy.SYSTEM))
    tabs["all"] = how_many_with(entries, everything_at(unit, most=MOST_COUNTED + 1))
    return Unit.objects.filter(pk=unit).only("pk").annotate(**tabs)


COUNTED = Asked(_counted, unit=7_000_001)


def register_of(unit: Unit, year: int) -> QuerySet[IncomingDocument]:
    """Sổ văn bản đến: what a unit registered in a year, in the order of the numbers of arrival.

    The numbers are those of one series, which are read in their order as far as a page goes.
    """
    series = Series.objects.filter(**vars(series_for_incoming(unit, year)))
    of_the_year = numbered_in(unit, year).filter(number__series=Subquery(series.values("pk")))
    return _as_entries(of_the_year).order_by("number__number")


def numbered_in(unit: Unit, year: int) -> QuerySet[IncomingDocument]:
    """As many entries as the register of a year has."""
    return IncomingDocument.objects.filter(unit=unit, year=year, number__isnull=False)


def register_years(unit: Unit) -> list[int]:
    years = IncomingDocument.objects.filter(unit=unit).values_list("year", flat=True)
    return list(years.order_by("-year").distinct())


@dataclass(frozen=True)
class Card:
    """One document in the place of a unit without a register, with the letter that brought it."""

    received: ReceivedDocument
    tab: str

    @property
    def document(self) -> Document:
        return self.received.document

    @property
    def standing(self) -> Standing:
        assert self.received.standing is not None
        return self.received.standing

    @property
    def act(self) -> str:
        if self.received.waits_for_own_committee:
            return "wait"
        return act_without_register(self.received)


def cards_of(unit: Unit) -> list[Card]:
    """All documents that reached a unit without a register, newest first, letter and original as one."""
    standings = {one.arrival.audience_id: one for one in standings_at(unit, limit=NEWEST)}
    arrived = documents_of(list(standings)).select_related("number")
    arrived = arrived.annotate(is_awaited=HasWaiting("audience", unit.pk))
    documents = {one.audience_id: one for one in arrived}
    # For a letter and what it carries, forwarded as one, somebody waits or nobody does.
    awaited = {
        key for one in arrived if one.is_awaited for key in (one.audience_id, one.carries_id)
    }
    covers: dict[int, Document] = {}
    for letter in documents.values():
        carried, known = letter.carries_id, covers.get(letter.carries_id or 0)
        if carried in documents and (known is None or known.issuer.path < letter.issuer.path):
            covers[carried or 0] = letter
    cards = []
    for audience_id, standing in standings.items():
        document = documents.get(audience_id)
        if document is None or document.carries_id in documents:
            continue
        received = _item(unit, document, standing, covers.get(audience_id), standings)
        received.is_awaited = audience_id in awaited
        cards.append(Card(received, _card_tab(received)))
    return cards


def _item(
    unit: Unit,
    document: Document,
    standing: Standing,
    letter: Document | None,
    standings: dict[int, Standing],
) -> ReceivedDocument:
    brought = standings[letter.audience_id or 0].arrival if letter else None
    released = standing.is_released or (brought is not None and brought.is_addressed)
    stands = Standing(standing.arrival, standing.receipt, released)
    return ReceivedDocument(document, unit, letter=letter, standing=stands)


def _card_tab(received: ReceivedDocument) -> str:
    if received.waits_for_own_committee:
        return "waiting"
    act = act_without_register(received)
    return {"receive": "to_receive", "brief_members": "to_pass_on", "forward": "to_pass_on"}.get(
        act, "passed_on"
    )


def card_counts(cards: list[Card]) -> dict[str, int]:
    return {tab: sum(card.tab == tab for card in cards) for tab in CARD_TABS}


def assigned_to(actor: Actor) -> QuerySet[Assignment]:
    """The documents a leader has given to the actor's own body, the unanswered first."""
    if not holds(actor, permissions.HANDLE):
        return Assignment.objects.none()
    given = Assignment.objects.filter(unit_id=actor.unit_id, direction__is_current=True)
    since = acted_on("direction__incoming__document")
    return (
        given.annotate(acted_on=since)
        .select_related("direction__incoming__type", "direction__incoming__number")
        .order_by("answered_at", "direction__due_on", "-pk")
    )


def addressed_by_name(actor: Actor) -> QuerySet[AddressedPerson]:
    """The documents that name the actor as a person, newest first."""
    named = AddressedPerson.objects.filter(person_id=actor.person_id)
    named_since = named.annotate(acted_on=acted_on("audience__document"))
    return named_since.select_related(
        "audience__document__type", "audience__document__issuer"
    ).order_by("-published_at")


def newest_received(actor: Actor, most: int) -> QuerySet[Document]:
    """The newest issued documents an actor may read: of their own committee, sent here, or in scope."""
    own = [actor.unit_id, actor.served_id or actor.unit_id]
    issued = Document.objects.filter(audience__isnull=False).order_by("-issued_at")
    named = AddressedPerson.objects.filter(person=actor.person_id).order_by("-published_at")
    parts = [issued.filter(audience__in=named.values("audience")[:most])]
    if holds(actor, DOCUMENTS_VIEW):
        parts += [issued.filter(issuer=unit) for unit in set(own)]
    if any(holds(actor, needed) for needed in (permissions.VIEW, READ, ACKNOWLEDGE)):
        places = own if holds(actor, permissions.VIEW) else own[:1]
        parts += [issued.filter(audience__in=Arrived(place, most)) for place in set(places)]
    first, *others = (part.values("pk")[:most] for part in parts)
    newest = issued.filter(pk__in=first.union(*others)).select_related("type", "issuer")
    return newest[:most]
