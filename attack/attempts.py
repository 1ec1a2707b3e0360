"""Which player knocks at which door, with what in hand: every role × place at every door."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .doors import DOORS, IN, NOT_FOUND, SIGNED_IN, Door, Target, expected
from .facts import Paper, Player, World
from .oracle import before, covers, holds, reads_document, watches
from .places import Place

IDS_OF_A_PERSON = ("person_id", "post_id", "account_id", "certificate_id")
NO_SUCH = 987_654_321  # an id nothing has
ODD_METHODS = ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
EVERY_THING = {
    "documents:document",
    "correspondence:paper",
    "correspondence:board",
    "administration:unit",
    "administration:person",
}
OF_EACH_ANSWER = 1
PAGES_IN_TURN = 3


@dataclass(frozen=True)
class Attempt:
    """One knock; `may` is what the table allows as an answer."""

    door: Door
    method: str
    player: Player
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


def address(door: Door, target: Target, world: World, **changed: int | str) -> str:
    """Where a door stands for one thing."""
    ids: dict[str, int | str] = {"number": 1, "which": "paper"}
    if door.name == "correspondence:board_units":
        ids["number"] = "units"
    if isinstance(target, Paper):
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
        door.name, kwargs={name: ids.get(name, NO_SUCH) for name in arguments_of(door.name)}
    )


def attempts_of(player: Player, number: int, world: World) -> Iterator[Attempt]:
    """All knocks of one player: what is the same for many players is tried by some of them in turn."""
    for turn, door in enumerate(DOORS.values(), start=number):
        enters = _enters(door, player)
        if not enters and turn % 4 and not player.is_anonymous:
            continue  # the threshold asks for the role alone: each is tried in several places
        for target in _targets(door, player, world, turn):
            url = address(door, target, world)
            for method in _methods(door, turn):
                may = expected(door, method, player, target)
                yield Attempt(door, method, player, target, url, may)
    yield from _crossed(player, world)
    yield from _pages(player, number, world)


def _enters(door: Door, player: Player) -> bool:
    """Past the threshold of a guarded door, where it matters which thing is asked for."""
    if not isinstance(door.needs, tuple):
        return False
    return not player.is_anonymous and any(holds(player, need) for need in door.needs)


def _methods(door: Door, turn: int) -> list[str]:
    methods = []
    if door.reads or turn % 6 == 0:
        methods.append("GET")
    if door.deed is not None or turn % 6 == 1:
        methods.append("POST")
    if turn % 8 == 0:
        methods.append(ODD_METHODS[turn // 8 % len(ODD_METHODS)])
    return methods


def _things(door: Door, world: World) -> list[Target]:
    if door.takes == "document":
        return list(world.papers.values())
    if door.takes == "paper":
        return list(world.issued)
    if door.takes == "unit":
        return list(world.places.values())
    if f"{door.takes}_id" in IDS_OF_A_PERSON:
        return list(world.people.values())
    return [None]


def _targets(door: Door, player: Player, world: World, turn: int) -> list[Target]:
    """Every thing at the doors that are read most; else some of each answer, their states in turn."""
    things = _things(door, world)
    things = [*things[turn % len(things) :], *things[: turn % len(things)]]
    if not _enters(door, player):
        return things[:1]
    if door.name in EVERY_THING:
        return things
    method = "GET" if door.deed is None else "POST"
    by_answer: dict[frozenset[str], list[Target]] = {}
    for thing in things:
        by_answer.setdefault(expected(door, method, player, thing), []).append(thing)
    return [thing for alike in by_answer.values() for thing in alike[:OF_EACH_ANSWER]]


# --- Keys that belong to another lock -------------------------------------------------------------


def _crossed(player: Player, world: World) -> Iterator[Attempt]:
    """A thing one may see, with the id of a part of another thing: never found."""
    mine = next((p for p in world.papers.values() if reads_document(player, p)), None)
    if player.is_anonymous or mine is None:
        return
    for name, part in (
        ("attachment", "attachment"),
        ("minutes", "adoption"),
        ("take_in", "opinion"),
    ):
        door = DOORS[f"documents:{name}"]
        papers = world.papers.values()
        other = next((p for p in papers if p is not mine and part in p.ids), None)
        if other is None:
            continue
        url = address(door, mine, world, **{f"{part}_id": other.ids[part]})
        method = "POST" if name == "take_in" else "GET"
        may = frozenset({NOT_FOUND})
        yield Attempt(door, method, player, mine, url, may)
    yield from _places_on_a_board(player, world)


def top_of_board(player: Player, paper: Paper) -> Place | None:
    """From where a player looks at the receipts: the whole tree of the issuer, or what is beneath."""
    if not watches(player, paper):
        return None
    whole = paper.issuer.served or paper.issuer
    if covers(player, "audiences.watch", paper.issuer):
        return whole
    return whole if covers(player, "correspondence.watch_served", paper.issuer) else player.place


def _places_on_a_board(player: Player, world: World) -> Iterator[Attempt]:
    paper, door = world.papers.get("resolution"), DOORS["correspondence:board"]
    top = top_of_board(player, paper) if paper else None
    if paper is None or top is None:
        return
    for place in world.places.values():
        may = frozenset({IN if place.at_or_under(top) else NOT_FOUND})
        for more in ("", "&format=csv"):
            url = f"{address(door, paper, world)}?place={place.unit_id}{more}"
            yield Attempt(door, "GET", player, paper, url, may)


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


def _pages(player: Player, number: int, world: World) -> Iterator[Attempt]:
    for name, questions in LISTS.items():
        door = DOORS[name]
        if player.is_anonymous or not (_enters(door, player) or door.needs == SIGNED_IN):
            continue
        # A list a player does not have is not found; what counts here is what stands on it.
        may = expected(door, "GET", player, None) | {NOT_FOUND}
        for question in questions[number % PAGES_IN_TURN :: PAGES_IN_TURN]:
            url = f"{address(door, None, world)}?{question}"
            yield Attempt(door, "GET", player, None, url, may)


def unseen_pairs(player: Player, world: World) -> Iterator[tuple[Attempt, str]]:
    """Something there that the player does not find, beside the same door for what is not there."""
    for door in DOORS.values():
        if not _enters(door, player) or door.takes == "nothing":
            continue
        for target in _things(door, world):
            method = "GET" if door.reads else "POST"
            may = expected(door, method, player, target)
            if may != {NOT_FOUND}:
                continue
            absent = {f"{door.takes}_id": NO_SUCH}
            if isinstance(target, Paper):
                absent = {"document_id": NO_SUCH, "audience_id": NO_SUCH}
            url = address(door, target, world)
            yield (
                Attempt(door, method, player, target, url, may),
                address(door, target, world, **absent),
            )
            break


def lies_before(player: Player, paper: Paper) -> str:
    lies = before(player, paper)
    return lies.place.key if lies and lies.place else ""
