"""Who may see and do what with received documents: written by hand, to be held against the pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from attack.oracle import OWN, SERVED, Rule, anybody, both, covers, held, holds
from attack.places import Place
from attack.rules import IN, NOT_FOUND, WORDS, Access, Fields, Kind, RouteRule
from attack.stage import Stage
from attack.world import Persona, World
from lienthong.kernel.audiences.tests.routes import reached
from lienthong.records.correspondence.tests import routes_outside
from lienthong.records.documents.tests import routes as documents
from lienthong.records.documents.tests.things import NOTATION, SUBJECT, Item

from .things import HANDLING, OUTSIDE, REFUSAL, Received, make, make_more

VIEW, READ, HANDLE = "correspondence.view", "audiences.read", "correspondence.handle"
ACKNOWLEDGE, REGISTER = "audiences.acknowledge", "correspondence.register"
PROPOSE, DIRECT = "correspondence.propose", "correspondence.direct"
CLOSE, REMIND = "correspondence.close", "correspondence.remind"
FORWARD = "correspondence.forward"
DRAFT = "documents.draft"
WATCH, WATCH_SERVED = "audiences.watch", "correspondence.watch_served"
WATCHING = (WATCH, WATCH_SERVED)
READERS_OF_ARRIVALS = (VIEW, READ, HANDLE)


# --- Who sees -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Before:
    """Where a document lies before a persona: in a committee's place, given to the body, or by name."""

    place: Place | None


READ_IN_PLACE = (VIEW, READ, ACKNOWLEDGE)


def before(persona: Persona, received: Received) -> Before | None:
    own, item = persona.place, received.item
    if own is None or not persona.acts:
        return None
    for place in (own.served, own):
        if place is None or not reached(place, item):
            continue
        # A body reads what is addressed to it, to confirm it.
        if any(covers(persona, codename, place) for codename in READ_IN_PLACE):
            return Before(place)
    if holds(persona, HANDLE):
        for committee, entry in received.entries.items():
            if own.key in entry.assigned:
                return Before(next(p for p in (own, *own.above()) if p.key == committee))
    return Before(None) if persona.person_id in item.persons else None


def place_before(persona: Persona, received: Received) -> Place | None:
    lies = before(persona, received)
    return lies.place if lies else None


def sees_received(persona: Persona, received: Received) -> bool:
    return before(persona, received) is not None


def watches(persona: Persona, received: Received) -> bool:
    """The receipts of a document issued within one's subtree, by the committee served, or going below."""
    item = received.item
    if not persona.acts or persona.place is None:
        return False
    if covers(persona, WATCH, item.issuer) or covers(persona, WATCH_SERVED, item.issuer):
        return True
    if not holds(persona, WATCH):
        return False
    return any(reached(place, item) for place in persona.place.under() if place.in_line)


def top_of_board(persona: Persona, received: Received) -> Place | None:
    """From where a persona looks at the receipts: the whole tree of the issuer, or what is beneath."""
    if not watches(persona, received):
        return None
    issuer = received.item.issuer
    over = any(covers(persona, codename, issuer) for codename in WATCHING)
    return (issuer.served or issuer) if over else persona.place


def drafts_for_the_top(persona: Persona, received: Received) -> bool:
    """A letter of the committee that watches is drafted by who drafts for it."""
    top = top_of_board(persona, received)
    return top is not None and covers(persona, DRAFT, top)


def keeps_register(persona: Persona, _thing: None) -> bool:
    """The register of arrivals is that of the committee whose business the post does."""
    own = persona.place
    assert own is not None
    committee = own.served if own.served and holds(persona, VIEW) else own
    return committee.register


def directs_or_proposes(persona: Persona, _thing: None) -> bool:
    """Several are given at once by who directs or proposes at the register the post looks after."""
    own = persona.place
    assert own is not None
    committee = own.served if own.served and holds(persona, VIEW) else own
    may = any(covers(persona, codename, committee) for codename in (DIRECT, PROPOSE))
    return committee.register and may


# --- Who does -------------------------------------------------------------------------------------


@cache
def in_place(*codenames: str) -> Rule:
    """Every one of the permissions over the organisation in whose place the document lies."""

    def rule(persona: Persona, received: Received) -> bool:
        place = place_before(persona, received)
        if place is None:
            return False
        return all(covers(persona, codename, place) for codename in codenames)

    return rule


def entered(persona: Persona, received: Received) -> bool:
    """The document is in the register of the place it lies in; else there is nothing to do it to."""
    place = place_before(persona, received)
    return place is not None and place.key in received.entries


def part_of(persona: Persona, received: Received) -> bool:
    """The persona's body has a part in the direction that counts."""
    place = place_before(persona, received)
    if place is None or persona.place is None:
        return False
    entry = received.entries.get(place.key)
    return entry is not None and persona.place.key in entry.assigned


def given(persona: Persona, received: Received) -> bool:
    return holds(persona, HANDLE) and part_of(persona, received)


def reads_result(persona: Persona, received: Received) -> bool:
    """Who sees the handling of it reads the files handed in."""
    return (
        bool(received.ids["file_id"])
        and sees_received(persona, received)
        and entered(persona, received)
    )


def reads_entry(persona: Persona, received: Received) -> bool:
    """A document that was refused has no number of arrival to be stamped with."""
    place = place_before(persona, received)
    entry = received.entries.get(place.key) if place else None
    return entry is not None and entry.state != "refused" and sees_received(persona, received)


WAITS_FOR = {"registered": (PROPOSE,), "proposed": (DIRECT,)}


def files_away(persona: Persona, received: Received) -> bool:
    """Who may close it; while it waits for a proposal or a direction, who gives these."""
    place = place_before(persona, received)
    entry = received.entries.get(place.key) if place else None
    waits_for = WAITS_FOR.get(entry.state, ()) if entry else ()
    return in_place(CLOSE, *waits_for)(persona, received)


# --- Who reads which words ------------------------------------------------------------------------


def received_of(item: Item, world: World) -> list[Received]:
    return [one for one in world.things["received"] if one.item is item]


def reads_subject(persona: Persona, item: Item, route: str, world: World) -> bool:
    """Who finds it among the arrivals, or the letter that carries it; and who watches its board."""
    for received in world.things["received"]:
        about = received.item is item or received.item.carries == item.key
        if about and sees_received(persona, received):
            return True
    return route in BOARDS and any(watches(persona, one) for one in received_of(item, world))


def reads_handling(persona: Persona, received: Received, _route: str, _world: World) -> bool:
    place = place_before(persona, received)
    return place is not None and place.key in received.entries


def reads_refusal(persona: Persona, received: Received, route: str, world: World) -> bool:
    """Who refused, and who watches the board; where the document was issued, its page says it too."""
    refuser = world.places["next commune"]
    top = top_of_board(persona, received)
    watched = top is not None and refuser.at_or_under(top)
    at_issuer = route.startswith("documents:") and documents.reads_document(persona, received.item)
    told = route in BOARDS or at_issuer
    return (watched and told) or place_before(persona, received) is refuser


def neighbours(persona: Persona, received: Received, world: World, text: str) -> Iterator[str]:
    """A committee below watches what is beneath itself, not its neighbours."""
    top, issuer = top_of_board(persona, received), received.item.issuer
    if top is None or top is (issuer.served or issuer):
        return
    for place in world.places.values():
        seen = place.at_or_under(top) or place in top.above() or place is issuer
        if not seen and place.in_line and place.name in text:
            yield f"how “{place.key}” stands with “{received.key}”"


def places_on_a_board(
    persona: Persona, received: Received, world: World
) -> Iterator[tuple[str, str]]:
    top = top_of_board(persona, received)
    if top is None or received.key != "resolution":
        return
    for place in world.places.values():
        answer = IN if place.at_or_under(top) else NOT_FOUND
        yield f"place={place.unit_id}", answer
        for way in ("as=csv", "as=xlsx", "print=1"):
            yield f"place={place.unit_id}&{way}", answer


# --- Routes ---------------------------------------------------------------------------------------


def directing(persona: Persona, received: Received) -> Fields:
    place = place_before(persona, received)
    bodies = [one for one in place.below if one.served is place] if place else []
    lead = str(bodies[0].unit_id) if bodies else ""
    return {"lead": lead, "instruction": WORDS, "expected": "note"}


def answering_instead(_persona: Persona, _thing: object) -> Fields:
    return {"answer_instead-note": WORDS}


def directing_otherwise(persona: Persona, received: Received) -> Fields:
    return {f"direct_otherwise-{name}": said for name, said in directing(persona, received).items()}


def shown(name: str, **more: Any) -> RouteRule:
    return RouteRule(
        f"correspondence:{name}",
        READERS_OF_ARRIVALS,
        "received",
        sees_received,
        ids={"which": "received", "number": 1},
        **more,
    )


def action(
    name: str, *needs: str, does: Rule | None = None, finds: Rule = anybody, sends: Any = None
) -> RouteRule:
    return RouteRule(
        f"correspondence:{name}",
        needs[:1],
        "received",
        both(sees_received, finds),
        does or in_place(*needs),
        reads=False,
        sends=sends or {f"{name}-reason": WORDS, f"{name}-note": WORDS},
    )


def board(name: str, *needs: str, **more: Any) -> RouteRule:
    return RouteRule(f"correspondence:{name}", needs, "received", watches, leaks=neighbours, **more)


def of_all(name: str, *needs: str, **more: Any) -> RouteRule:
    return RouteRule(f"correspondence:{name}", needs, **more)


TABS = (
    "to_register", "to_direct", "in_progress", "closed", "all", "to_receive", "to_pass_on",
    "passed_on", "waiting", "by_name", "assigned", "own_body", "outside",
)  # fmt: skip
ROUTES = (
    of_all(
        "incoming",
        *READERS_OF_ARRIVALS,
        asks=(*(f"tab={tab}" for tab in TABS), "tab=all&q=bach"),
    ),
    of_all(
        "together", DIRECT, PROPOSE, sees=directs_or_proposes, does=anybody, asks=("rows=1,2,3",)
    ),
    of_all("register_of_arrivals", VIEW, sees=keeps_register, asks=("print=1", "q=bach")),
    shown("received", every=True),
    *(
        shown(name)
        for name in ("reading", "readers", "cited", "file", "image", "attachment", "verdict")
    ),
    action("register", REGISTER),
    action("refuse", REGISTER),
    action("propose", PROPOSE, finds=entered, sends={"opinion": WORDS}),
    action("direct", DIRECT, finds=entered, sends=directing),
    action("agree", DIRECT, finds=entered),
    action("direct_otherwise", DIRECT, finds=entered, sends=directing_otherwise),
    action("return_proposal", DIRECT, finds=entered),
    action("reassign", DIRECT, finds=entered),
    action("extend", DIRECT, finds=entered),
    action("give_time", DIRECT, finds=entered, sends={"outcome": "declined", "words": WORDS}),
    action("ask_time", HANDLE, does=given, finds=entered),
    action("file_away", CLOSE, does=files_away, finds=entered),
    action("close", CLOSE, finds=entered),
    action("ask_for_more", CLOSE, finds=entered),
    action("answer", HANDLE, does=given, finds=part_of, sends={"note": WORDS}),
    action("answer_instead", HANDLE, does=given, finds=part_of, sends=answering_instead),
    action("return", HANDLE, does=given, finds=entered),
    action("begin_answer", HANDLE, does=given, finds=entered),
    RouteRule(
        "correspondence:hand_on",
        (HANDLE,),
        "received",
        both(sees_received, part_of),
        given,
        sends={"words": WORDS},
    ),
    action("take_back", HANDLE, does=given, finds=entered),
    RouteRule("correspondence:stamped", READERS_OF_ARRIVALS, "received", reads_entry),
    RouteRule("correspondence:result_file", READERS_OF_ARRIVALS, "received", reads_result),
    action("receive", ACKNOWLEDGE),
    action("brief_members", ACKNOWLEDGE, sends={"all_present": "on"}),
    action("forward", ACKNOWLEDGE),
    action("forward_outside", FORWARD, finds=entered),
    action("forward_with_letter", FORWARD, finds=entered),
    of_all("boards", *WATCHING, asks=("", "q=bach")),
    board("board", *WATCHING, every=True, more=places_on_a_board),
    board("board_units", *WATCHING, ids={"number": "units"}),
    board("whom_to_remind", REMIND),
    board("remind", REMIND, does=anybody, reads=False, sends={"note": WORDS}),
    board("urge", DRAFT, does=drafts_for_the_top, reads=False),
    *routes_outside.ROUTES,
)
BOARDS = {"correspondence:boards", *(one.name for one in ROUTES if one.leaks)}


def relation(persona: Persona, received: Received) -> str:
    """As to the document, and whether the persona's own body was given it."""
    own = persona.place
    parts = {part for entry in received.entries.values() for part in entry.assigned}
    handles = " given" if own is not None and own.key in parts else ""
    return documents.relation(persona, received.item) + handles


def state(received: Received) -> str:
    """How far it goes below those addressed, and what the places have done with it."""
    handled = " ".join(sorted({entry.state for entry in received.entries.values()}))
    return f"to {received.item.scope} {handled}".strip()


def one_more(stage: Stage) -> list[tuple[Rule, Received]]:
    return [(rule, one) for one in make_more(stage) for rule in (sees_received, watches)]


ACCESS = Access(
    permissions={
        VIEW: held(
            SERVED, "secretary", "deputy_secretary", "standing_member", "committee_member",
            "clerk", "office_chief", "branch_secretary", "branch_committee_member",
            own_for=("clerk",),
        ),
        REGISTER: held(OWN, "clerk"),
        PROPOSE: held(SERVED, "secretary", "office_chief"),
        DIRECT: held(OWN, "secretary", "deputy_secretary"),
        HANDLE: held(OWN, "office_chief", "unit_head", "specialist"),
        CLOSE: held(SERVED, "secretary", "deputy_secretary", "office_chief"),
        FORWARD: held(SERVED, "clerk", "office_chief", own_for=("clerk",)),
        REMIND: held(OWN, "secretary", "clerk"),
        WATCH_SERVED: held(SERVED, "office_chief", "specialist"),
    },
    kinds=(Kind("received", relation, state), *routes_outside.KINDS),
    readers={
        SUBJECT: reads_subject,
        NOTATION: reads_subject,
        HANDLING: reads_handling,
        REFUSAL: reads_refusal,
        OUTSIDE: routes_outside.reads,
    },
    routes=ROUTES,
    make=make,
    make_more=one_more,
)  # fmt: skip
