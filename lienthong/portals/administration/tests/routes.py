"""Who looks after organisations, persons, posts and certificates: an administrator within their own tree."""

from dataclasses import replace
from functools import cache
from typing import Any

from attack.oracle import OWN, Rule, anybody, covers, held, nobody, position
from attack.places import Place
from attack.rules import DAY, SIGNED_IN, WORDS, Access, Fields, Kind, RouteRule
from attack.world import Persona, World
from lienthong.records.correspondence.tests import routes as correspondence

from .things import Brought, Proposed, Someone, make, make_more

SEE, KEEP = "units.view", "units.manage"
CALENDAR = "reference.calendar"
FOLLOW = "confirmations.follow"
WATCH = "audit.watch"
SET_UP = "administration.set_up"
LOOK, CARE, KEYS = "people.view", "people.manage", "signing.certify"


# --- Rules ----------------------------------------------------------------------------------------


@cache
def over_unit(codename: str) -> Rule:
    return lambda persona, place: covers(persona, codename, place)


@cache
def somewhere(codename: str) -> Rule:
    """A person is found through any open post."""
    return lambda persona, one: any(covers(persona, codename, place) for place in one.places)


@cache
def everywhere(codename: str) -> Rule:
    """What is done to the whole person needs reach over every open post."""
    return lambda persona, one: all(covers(persona, codename, place) for place in one.places)


@cache
def over_first_post(codename: str) -> Rule:
    return lambda persona, one: covers(persona, codename, one.places[0])


def over_everything(persona: Persona, _thing: None) -> bool:
    """Every place has an administrator here, so that only the highest is above all others."""
    return persona.place is not None and persona.place.parent is None


def follows_lending(persona: Persona, one: Someone) -> bool:
    """Who follows what two agree to in an organisation also reads who lends a post of it to whom."""
    return covers(persona, FOLLOW, one.places[0])


def reads_beside(persona: Persona, one: Someone, world: World) -> bool:
    """Who reads a received document in some place may ask who else reads it there."""
    lies_in = (
        correspondence.place_before(persona, received) for received in world.things["received"]
    )
    return any(place in one.places for place in lies_in)


def reads_key(persona: Persona, one: Someone) -> bool:
    """Who gives keys out there or above, and who follows what two agree to."""
    return follows_lending(persona, one) or over_first_post(KEYS)(persona, one)


def reads_name(persona: Persona, one: Someone, route: str, world: World) -> bool:
    follows_it = ("administration:lending", "administration:certificate")
    lends = route in follows_it and follows_lending(persona, one)
    beside = route == "correspondence:readers" and reads_beside(persona, one, world)
    return lends or beside or somewhere(LOOK)(persona, one)


def is_concerned(persona: Persona, one: Someone) -> bool:
    return follows_lending(persona, one) or somewhere(LOOK)(persona, one)


def follows(persona: Persona, proposed: Proposed) -> bool:
    """Who may confirm or audit, from the organisation up; who proposed it; whom it concerns."""
    assert proposed.place is not None
    in_person = persona.person_id in (proposed.proposer_id, proposed.concerned_id)
    return (persona.acts and in_person) or covers(persona, FOLLOW, proposed.place)


def confirms(persona: Persona, proposed: Proposed) -> bool:
    """A leader (of a body its head) or an administrator, from the organisation up, in a post of one's own."""
    if persona.for_post or persona.person_id in (proposed.proposer_id, proposed.concerned_id):
        return True  # a sentence says why not
    heads = persona.place is not None and not persona.place.in_line
    leads = persona.role in ("secretary", "deputy_secretary", "org_admin")
    return leads or (heads and persona.role in ("office_chief", "unit_head"))


def confirms_for_oneself(persona: Persona, proposed: Proposed) -> bool:
    return persona.for_post or (
        confirms(persona, proposed)
        and persona.person_id not in (proposed.proposer_id, proposed.concerned_id)
    )


def proposed_it(persona: Persona, proposed: Proposed) -> bool:
    return persona.person_id == proposed.proposer_id


# --- What is typed --------------------------------------------------------------------------------


def own_unit(persona: Persona, _thing: Any) -> int:
    return persona.place.unit_id if persona.place else 0


PERSON = {"full_name": "Nguyễn Văn Mới", "born_on": "01/01/1980"}
POST = {"role": "member", "title": "", "on": DAY}
FOUNDED = {"kind": "advisory_body", "name_body": "Ban mới", "symbol": "CB", "place": "Đồng Xuân"}


HOLIDAYS = {"year": 2031, "tet_days_before": 2, "national_day_from": 2, "basis": WORDS}
EXCHANGED = {"free_on": "06/05/2031", "worked_on": "10/05/2031", "basis": WORDS}


def moved(persona: Persona, place: Place) -> Fields:
    return {"to_parent": own_unit(persona, place), "on": DAY}


def appointed(persona: Persona, someone: Someone) -> Fields:
    return {**POST, "unit": own_unit(persona, someone)}


def added(persona: Persona, thing: None) -> Fields:
    return {**PERSON, **POST, "unit": own_unit(persona, thing)}


def transferred(persona: Persona, someone: Someone) -> Fields:
    return {"unit": own_unit(persona, someone), "on": DAY}


# --- Routes ---------------------------------------------------------------------------------------


def shown(name: str, needs: str, *asks: str) -> RouteRule:
    return RouteRule(f"administration:{name}", (needs,), factor=True, asks=asks)


def of_calendar(name: str, sends: Fields) -> RouteRule:
    return RouteRule(
        f"administration:{name}",
        (CALENDAR,),
        sees=over_everything,
        does=anybody,
        factor=True,
        sends=sends,
    )


def of_set_up(name: str, **more: Any) -> RouteRule:
    does = None if more.get("reads", True) else anybody
    return RouteRule(
        f"administration:{name}", (SET_UP,), sees=over_everything, does=does, factor=True, **more
    )


def of_unit(name: str, needs: str = KEEP, sends: Any = None, **more: Any) -> RouteRule:
    more = {"does": anybody} | more
    return RouteRule(
        f"administration:{name}",
        (needs,),
        "unit",
        over_unit(needs),
        factor=True,
        sends=sends or {},
        **more,
    )


def over_brought(persona: Persona, brought: Brought) -> bool:
    assert brought.place is not None
    return covers(persona, CARE, brought.place)


def of_intake(name: str, **more: Any) -> RouteRule:
    does = None if more.get("reads", True) else anybody
    return RouteRule(
        f"administration:{name}", (CARE,), "intake", over_brought, does, factor=True, **more
    )


def _relation_to_brought(persona: Persona, brought: Brought) -> str:
    assert brought.place is not None
    return position(persona, brought.place)


def of_person(name: str, needs: str, does: Rule | None = None, **more: Any) -> RouteRule:
    sees = somewhere(needs)
    return RouteRule(f"administration:{name}", (needs,), "person", sees, does, factor=True, **more)


def of_post(name: str, needs: str, sends: Any = None) -> RouteRule:
    return RouteRule(
        f"administration:{name}",
        (needs,),
        "person",
        over_first_post(needs),
        anybody,
        factor=True,
        sends=sends or {},
    )


def of_proposal(name: str, does: Rule, sends: Any = None) -> RouteRule:
    return RouteRule(
        f"administration:{name}",
        (FOLLOW,),
        "proposal",
        follows,
        does,
        factor=True,
        reads=False,
        sends=sends or {},
    )


def by_window(rule: RouteRule) -> tuple[RouteRule, RouteRule]:
    """What is agreed to on the signing page, and the return: nobody has been there, so that it does nothing."""
    return rule, replace(rule, name=f"{rule.name}_back", does=None, reads=True, sends={})


def _relation_to_proposal(persona: Persona, proposed: Proposed) -> str:
    assert proposed.place is not None
    if persona.person_id == proposed.proposer_id:
        return "proposer"
    acting = " acting" if persona.for_post else ""
    body = "" if persona.place is None or persona.place.in_line else " of a body"
    return position(persona, proposed.place) + acting + body


def _relation(persona: Persona, someone: Someone) -> str:
    return " and ".join(sorted({position(persona, place) for place in someone.places}))


REVIEWED = ("proposals", "clerks", "seals", "posts", "suspended", "keys", "work")
ACCESS = Access(
    permissions={SET_UP: held(OWN, "org_admin")},
    kinds=(
        Kind("unit", position, state=lambda place: place.kind),
        Kind("proposal", _relation_to_proposal),
        Kind("intake", _relation_to_brought),
        Kind("person", _relation, state=lambda someone: str(len(someone.places))),
    ),
    readers={"people.name": reads_name},
    routes=(
        shown("home", SEE),
        shown("units", SEE, "q=xa", "q=tinh"),
        shown("tree", SEE, "q=xa", "q=tinh"),
        shown("rules", SEE, "tab=days"),
        of_calendar("holidays_decide", HOLIDAYS),
        of_calendar("days_exchange", EXCHANGED),
        of_calendar("days_correct", {"entry": 0, "day": DAY, "basis": WORDS, "reason": WORDS}),
        of_calendar("days_withdraw", {"entry": 0, "reason": WORDS}),
        of_unit("unit", SEE, does=None, every=True),
        of_unit("unit_found", sends={**FOUNDED, "on": DAY}),
        of_unit("unit_rename", sends={"name_body": "Tên mới", "on": DAY}),
        of_unit("unit_correct", sends={"symbol": "ĐUM", "place": "Đồng Xuân"}),
        of_unit("unit_move", sends=moved),
        of_unit("unit_dissolve", sends={"successor": "", "on": DAY}),
        of_unit("unit_identify", sends={"scheme": "internal", "value": "DX.999", "on": DAY}),
        of_unit("unit_term", sends={"starts_on": DAY}),
        of_unit("unit_term_correct", sends={"starts_on": DAY}),
        of_unit(
            "unit_numbers",
            sends={"register": "incoming", "last_number": "12", "basis": WORDS},
        ),
        of_set_up("set_up"),
        of_set_up("set_up_end", reads=False),
        of_unit("person_register", CARE, sends={**PERSON, **POST}),
        of_unit("unit_slips", CARE),
        of_unit("people_import", CARE, sends={"rows": ""}),
        of_unit("bring", CARE, does=None),
        of_unit("bring_template", CARE, does=None),
        of_unit("intake_bring", CARE, reads=False),
        of_intake("intake"),
        of_intake("intake_faults"),
        of_intake("intake_take", reads=False),
        of_intake("intake_begin_again", reads=False),
        of_intake("intake_give_up", reads=False),
        of_intake("intake_withdraw", reads=False),
        shown("people", LOOK, "q=nguyen"),
        shown("review", LOOK, *(f"tab={one}" for one in REVIEWED)),
        RouteRule("administration:person_add", (CARE,), does=anybody, factor=True, sends=added),
        of_person("person", LOOK, every=True),
        of_person("person_correct", CARE, everywhere(CARE), sends=PERSON),
        # Appointing is an action over the organisation, not over the whole person.
        of_person("person_appoint", CARE, anybody, sends=appointed),
        of_person(
            "person_invite",
            CARE,
            everywhere(CARE),
            sends={"username": "nguoi.moi"},
        ),
        of_person(
            "person_invite_again",
            CARE,
            everywhere(CARE),
            sends={"username": "nguoi.moi"},
        ),
        of_person(
            "person_propose_invitation",
            CARE,
            everywhere(CARE),
            sends={"username": "nguoi.moi"},
        ),
        of_post("post_end", CARE, {"on": DAY}),
        of_post("post_transfer", CARE, transferred),
        *(
            of_person(name, CARE, everywhere(CARE))
            for name in (
                "account_recover",
                "account_propose_recovery",
                "account_propose_return",
                "account_bar",
                "account_restore",
            )
        ),
        shown("lending", FOLLOW, "tab=ended"),
        shown("posts_given", FOLLOW),
        # Nobody of them is the holder of the post.
        RouteRule("administration:post_lend", SIGNED_IN, "person", nobody, anybody),
        RouteRule(
            "administration:delegation_end",
            SIGNED_IN,
            "person",
            over_first_post(CARE),
            anybody,
        ),
        shown("proposals", FOLLOW, "tab=answered"),
        shown("history", WATCH),
        RouteRule("administration:proposal", SIGNED_IN, "proposal", follows),
        *by_window(of_proposal("proposal_confirm", confirms)),
        *by_window(
            of_proposal("proposal_refuse", confirms_for_oneself, {"proposal_refuse-reason": WORDS})
        ),
        *by_window(of_proposal("proposal_withdraw", proposed_it)),
        # Nothing is recovered here: everybody reads that there is no half to see.
        of_proposal("proposal_half", anybody),
        shown("certificates", KEYS, "tab=posts", "tab=seals"),
        RouteRule("administration:certificate", SIGNED_IN, "person", reads_key),
        *by_window(of_post("post_certify", KEYS)),
        *by_window(
            RouteRule(
                "administration:key_make",
                ("signing.hold",),
                "person",
                # Nobody of them is the holder of a post that needs a key.
                nobody,
                anybody,
                factor=True,
            )
        ),
        *by_window(of_unit("seal_certify", KEYS)),
        of_post("certificate_withdraw", KEYS, {"reason": WORDS}),
        # Nobody of them has a key that the signer knows: it cannot be reached, and says so.
        of_post("certificate_suspend", KEYS, {"reason": WORDS}),
        *by_window(of_post("certificate_lift", KEYS)),
        RouteRule(
            "administration:key_suspend",
            ("signing.hold",),
            "person",
            nobody,
            anybody,
            factor=True,
        ),
    ),
    make=make,
    make_more=lambda stage: [(is_concerned, someone) for someone in make_more(stage)],
)
