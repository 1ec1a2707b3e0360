"""Which persona asks at which route, with what in hand: every role × place at every route."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .facts import Item, Persona, World
from .oracle import before, covers, holds, reads_document, watches
from .places import Place
from .rules import IN, NOT_FOUND, RULES, SIGNED_IN, RouteRule, Target, expected

IDS_OF_A_PERSON = ("person_id", "post_id", "account_id", "certificate_id")
NO_SUCH = 987_654_321  # an id nothing has
ODD_METHODS = ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
EVERY_THING = {
    "documents:document",
    "correspondence:received",
    "correspondence:board",
    "administration:unit",
    "administration:person",
}
OF_EACH_ANSWER = 1
PAGES_IN_TURN = 3


@dataclass(frozen=True)
class Attempt:
    """One request; `may` is what the table allows as an answer."""

    rule: RouteRule
    method: str
    persona: Persona
    target: Target
    url: str
    may: frozenset[str]


def routes() -> dict[str, URLPattern]:
    """Every named route of the product; a route without a name is listed by its pattern."""
    return dict(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list, space: str, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, inner, prefix + str(entry.pattern))
        else:
            name = f"{space}{entry.name}" if entry.name else f"(without a name) {prefix}"
            yield name, entry


def arguments_of(name: str) -> list[str]:
    lookups = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        lookups = lookups.namespace_dict[space][1]
    return list(lookups.reverse_dict.getlist(last)[0][0][0][1])


def address(rule: RouteRule, target: Target, world: World, **changed: int | str) -> str:
    """Where a route stands for one thing."""
    ids: dict[str, int | str] = {"number": 1, "which": "received"}
    if rule.name == "correspondence:board_units":
        ids["number"] = "units"
    if isinstance(target, Item):
        own = {f"{name}_id": value for name, value in target.ids.items()}
        ids |= own | {"document_id": target.document_id, "audience_id": target.audience_id}
        ids["wid"] = target.ids.get("wid", "c0")
    elif isinstance(target, Place):
        ids["unit_id"] = target.unit_id
    elif target is not None:
        ids |= {name: getattr(target, name) for name in IDS_OF_A_PERSON}
    ids |= {f"{name}_id": key for name, key in world.others.items()}
    ids["pk"] = world.others.get("passkey", NO_SUCH)
    ids |= changed
    return reverse(
        rule.name, kwargs={name: ids.get(name, NO_SUCH) for name in arguments_of(rule.name)}
    )


def attempts_of(persona: Persona, number: int, world: World) -> Iterator[Attempt]:
    """All asks of one persona: what is the same for many personas is tried by some of them in turn."""
    for turn, rule in enumerate(RULES.values(), start=number):
        enters = _enters(rule, persona)
        if not enters and turn % 4 and not persona.is_anonymous:
            continue  # the threshold asks for the role alone: each is tried in several places
        for target in _targets(rule, persona, world, turn):
            url = address(rule, target, world)
            for method in _methods(rule, turn):
                may = expected(rule, method, persona, target)
                yield Attempt(rule, method, persona, target, url, may)
    yield from _crossed(persona, world)
    yield from _pages(persona, number, world)


def _enters(rule: RouteRule, persona: Persona) -> bool:
    """Past the threshold of a guarded route, where it matters which thing is asked for."""
    if not isinstance(rule.needs, tuple):
        return False
    return not persona.is_anonymous and any(holds(persona, need) for need in rule.needs)


def _methods(rule: RouteRule, turn: int) -> list[str]:
    methods = []
    if rule.reads or turn % 6 == 0:
        methods.append("GET")
    if rule.action is not None or turn % 6 == 1:
        methods.append("POST")
    if turn % 8 == 0:
        methods.append(ODD_METHODS[turn // 8 % len(ODD_METHODS)])
    return methods


def _things(rule: RouteRule, world: World) -> list[Target]:
    if rule.takes == "document":
        return list(world.items.values())
    if rule.takes == "item":
        return list(world.issued)
    if rule.takes == "unit":
        return list(world.places.values())
    if f"{rule.takes}_id" in IDS_OF_A_PERSON:
        return list(world.people.values())
    return [None]


def _targets(rule: RouteRule, persona: Persona, world: World, turn: int) -> list[Target]:
    """Every thing at the routes that are read most; else some of each answer, their states in turn."""
    things = _things(rule, world)
    things = [*things[turn % len(things) :], *things[: turn % len(things)]]
    if not _enters(rule, persona):
        return things[:1]
    if rule.name in EVERY_THING:
        return things
    method = "GET" if rule.action is None else "POST"
    by_answer: dict[frozenset[str], list[Target]] = {}
    for thing in things:
        by_answer.setdefault(expected(rule, method, persona, thing), []).append(thing)
    return [thing for alike in by_answer.values() for thing in alike[:OF_EACH_ANSWER]]


# --- Keys that belong to another lock -------------------------------------------------------------


def _crossed(persona: Persona, world: World) -> Iterator[Attempt]:
    """A thing one may see, with the id of a part of another thing: never found."""
    mine = next((p for p in world.items.values() if reads_document(persona, p)), None)
    if persona.is_anonymous or mine is None:
        return
    for name, part in (
        ("attachment", "attachment"),
        ("minutes", "adoption"),
        ("take_in", "opinion"),
    ):
        rule = RULES[f"documents:{name}"]
        items = world.items.values()
        other = next((p for p in items if p is not mine and part in p.ids), None)
        if other is None:
            continue
        url = address(rule, mine, world, **{f"{part}_id": other.ids[part]})
        method = "POST" if name == "take_in" else "GET"
        may = frozenset({NOT_FOUND})
        yield Attempt(rule, method, persona, mine, url, may)
    yield from _places_on_a_board(persona, world)


def top_of_board(persona: Persona, item: Item) -> Place | None:
    """From where a persona looks at the receipts: the whole tree of the issuer, or what is beneath."""
    if not watches(persona, item):
        return None
    whole = item.issuer.served or item.issuer
    if covers(persona, "audiences.watch", item.issuer):
        return whole
    return whole if covers(persona, "correspondence.watch_served", item.issuer) else persona.place


def _places_on_a_board(persona: Persona, world: World) -> Iterator[Attempt]:
    item, rule = world.items.get("resolution"), RULES["correspondence:board"]
    top = top_of_board(persona, item) if item else None
    if item is None or top is None:
        return
    for place in world.places.values():
        may = frozenset({IN if place.at_or_under(top) else NOT_FOUND})
        for more in ("", "&format=csv"):
            url = f"{address(rule, item, world)}?place={place.unit_id}{more}"
            yield Attempt(rule, "GET", persona, item, url, may)


# --- Pages that show many things ------------------------------------------------------------------

LISTS = {
    "desk:search": ["q=b%E1%BA%A1ch+%C4%91%C3%A0n", "q=bach+dan", "q=01", "q=TUA"],
    "documents:documents": [
        f"tab={tab}" for tab in ("drafts", "opinions", "signing", "issuing", "issued", "cancelled")
    ]
    + ["tab=issued&q=bach", "q=01"],
    "documents:register": ["type=plan", "type=resolution"],
    "correspondence:incoming": [
        f"tab={tab}"
        for tab in (
            "to_register", "to_direct", "in_progress", "closed", "all", "to_receive", "to_pass_on",
            "passed_on", "waiting", "by_name", "assigned", "own_body",
        )
    ]
    + ["tab=all&q=bach"],
    "correspondence:register_of_arrivals": ["print=1", "q=bach"],
    "desk:desk": ["kind=incoming", "due=week"],
    "account:notices": [""],
    "account:readings": [""],
    "correspondence:boards": ["", "q=bach"],
    "administration:people": ["q=nguyen"],
    "administration:units": ["q=xa", "q=tinh"],
}  # fmt: skip


def _pages(persona: Persona, number: int, world: World) -> Iterator[Attempt]:
    for name, questions in LISTS.items():
        rule = RULES[name]
        if persona.is_anonymous or not (_enters(rule, persona) or rule.needs == SIGNED_IN):
            continue
        # A list a persona does not have is not found; what counts here is what stands on it.
        may = expected(rule, "GET", persona, None) | {NOT_FOUND}
        for question in questions[number % PAGES_IN_TURN :: PAGES_IN_TURN]:
            url = f"{address(rule, None, world)}?{question}"
            yield Attempt(rule, "GET", persona, None, url, may)


def unseen_pairs(persona: Persona, world: World) -> Iterator[tuple[Attempt, str]]:
    """Something there that the persona does not find, beside the same route for what is not there."""
    for rule in RULES.values():
        if not _enters(rule, persona) or rule.takes == "nothing":
            continue
        for target in _things(rule, world):
            method = "GET" if rule.reads else "POST"
            may = expected(rule, method, persona, target)
            if may != {NOT_FOUND}:
                continue
            absent = {f"{rule.takes}_id": NO_SUCH}
            if isinstance(target, Item):
                absent = {"document_id": NO_SUCH, "audience_id": NO_SUCH}
            url = address(rule, target, world)
            yield (
                Attempt(rule, method, persona, target, url, may),
                address(rule, target, world, **absent),
            )
            break


def lies_before(persona: Persona, item: Item) -> str:
    lies = before(persona, item)
    return lies.place.key if lies and lies.place else ""
