"""Who may see and do what with documents from outside: written by hand, to be held against the pages."""

from typing import Any

from attack.oracle import Rule, anybody, both, covers, holds
from attack.rules import WORDS, Fields, Kind, RouteRule
from attack.world import Persona, World

from .things import Brought, Outside

VIEW, HANDLE, REGISTER = "correspondence.view", "correspondence.handle", "correspondence.register"
PROPOSE, DIRECT, CLOSE = "correspondence.propose", "correspondence.direct", "correspondence.close"
FORWARD = "correspondence.forward"


# --- Who sees, who does ---------------------------------------------------------------------------


def keeps_own_register(persona: Persona, _thing: Any) -> bool:
    return persona.place is not None and persona.place.register


def enters(persona: Persona, scan: Brought) -> bool:
    return persona.acts and persona.place is scan.place and holds(persona, REGISTER)


def is_given(persona: Persona, thing: Outside) -> bool:
    own = persona.place
    return own is not None and own.key in thing.assigned and holds(persona, HANDLE)


def sees(persona: Persona, thing: Outside) -> bool:
    return persona.acts and (covers(persona, VIEW, thing.place) or is_given(persona, thing))


def nobody(_persona: Persona, _thing: Outside) -> bool:
    """Nothing has been handed in on these."""
    return False


def none_there(_persona: Persona, _scan: Brought) -> bool:
    """Nothing came with these scans."""
    return False


def reads(persona: Persona, thing: Outside, _route: str, _world: World) -> bool:
    return sees(persona, thing)


def in_its_place(*codenames: str) -> Rule:
    return lambda persona, thing: all(covers(persona, one, thing.place) for one in codenames)


def files_away(persona: Persona, thing: Outside) -> bool:
    waits_for = {"registered": (PROPOSE,)}.get(thing.state, ())
    return in_its_place(CLOSE, *waits_for)(persona, thing)


def has_part(persona: Persona, thing: Outside) -> bool:
    return persona.place is not None and persona.place.key in thing.assigned


def directing(_persona: Persona, thing: Outside) -> Fields:
    bodies = [one for one in thing.place.below if one.served is thing.place]
    lead = str(bodies[0].unit_id) if bodies else ""
    return {"lead": lead, "instruction": WORDS, "expected": "note"}


def answering_instead(_persona: Persona, _thing: object) -> Fields:
    return {"answer_instead-note": WORDS}


def directing_otherwise(persona: Persona, thing: Outside) -> Fields:
    return {f"direct_otherwise-{name}": said for name, said in directing(persona, thing).items()}


# --- Routes ---------------------------------------------------------------------------------------


def _of_a_scan(name: str, **more: Any) -> RouteRule:
    return RouteRule(f"correspondence:{name}", (REGISTER,), "scan", enters, **more)


def _page(name: str, **more: Any) -> RouteRule:
    return RouteRule(f"correspondence:outside:{name}", (VIEW, HANDLE), "outside", sees, **more)


def _action(
    name: str, *needs: str, does: Rule | None = None, finds: Rule = anybody, sends: Any = None
) -> RouteRule:
    return RouteRule(
        f"correspondence:outside:{name}",
        needs[:1],
        "outside",
        both(sees, finds),
        does or in_its_place(*needs),
        reads=False,
        sends=sends or {f"{name}-reason": WORDS, f"{name}-note": WORDS},
    )


ROUTES = (
    RouteRule(
        "correspondence:outside", (REGISTER,), sees=keeps_own_register, does=anybody,
        sends={"came_by": "post"},
    ),
    RouteRule(
        "correspondence:enter_typed", (REGISTER,), sees=keeps_own_register, does=anybody,
        sends={"sender": WORDS, "came_by": "post"},
    ),
    RouteRule(
        "correspondence:enter_secret", (REGISTER,), sees=keeps_own_register, does=anybody,
        sends={"came_by": "post"},
    ),
    _of_a_scan("scan"),
    _of_a_scan("scan_file"),
    _of_a_scan("scan_image", ids={"number": 1}),
    _of_a_scan("enter_scan", does=anybody, reads=False, sends={"came_by": "post"}),
    _of_a_scan("enclose", does=anybody, reads=False),
    *(
        RouteRule(f"correspondence:{name}", (REGISTER,), "scan", none_there, reads=False)
        for name in ("make_letter", "enclosure_up", "enclosure_down", "take_out")
    ),
    RouteRule("correspondence:scan_enclosure", (REGISTER,), "scan", none_there),
    RouteRule("correspondence:outside:enclosure", (VIEW, HANDLE), "outside", nobody),
    _of_a_scan("turn_scan", does=anybody, reads=False),
    _of_a_scan("discard_scan", does=anybody, reads=False),
    _page("entry", every=True),
    _page("file"),
    _page("image", ids={"number": 1}),
    _page("stamped"),
    RouteRule("correspondence:outside:result_file", (VIEW, HANDLE), "outside", nobody),
    _action("propose", PROPOSE, sends={"opinion": WORDS}),
    _action("direct", DIRECT, sends=directing),
    _action("agree", DIRECT),
    _action("direct_otherwise", DIRECT, sends=directing_otherwise),
    _action("return_proposal", DIRECT),
    _action("reassign", DIRECT),
    _action("extend", DIRECT),
    _action("give_time", DIRECT, sends={"outcome": "declined", "words": WORDS}),
    _action("ask_time", HANDLE, does=is_given),
    _action("file_away", CLOSE, does=files_away),
    _action("close", CLOSE),
    _action("forward_outside", FORWARD),
    _action("ask_for_more", CLOSE),
    _action("answer", HANDLE, does=is_given, finds=has_part, sends={"note": WORDS}),
    _action("answer_instead", HANDLE, does=is_given, finds=has_part, sends=answering_instead),
    _action("return", HANDLE, does=is_given),
    _action("begin_answer", HANDLE, does=is_given),
    RouteRule(
        "correspondence:outside:hand_on", (HANDLE,), "outside", both(sees, has_part), is_given,
        sends={"words": WORDS},
    ),
    _action("take_back", HANDLE, does=is_given),
)  # fmt: skip


def _stands(persona: Persona, thing: Brought | Outside) -> str:
    own = persona.place
    if own is None:
        return "nowhere"
    if own is thing.place:
        return "in its place"
    if own.served is thing.place:
        given = isinstance(thing, Outside) and own.key in thing.assigned
        return "serves it, given" if given else "serves it"
    return "above" if thing.place.at_or_under(own) else "elsewhere"


KINDS = (
    Kind("scan", _stands),
    Kind("outside", _stands, lambda thing: thing.state),
)
