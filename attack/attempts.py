"""Which persona asks at which route, with what in hand.

Of all personas and things, so few are chosen at each route that every two of role, relation and state meet
with every answer they can get together (README). `full` leaves nothing out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .choosing import covering
from .oracle import asked, held_by
from .rooms import kinds, rules
from .rules import IN, NOT_FOUND, SIGNED_IN, RouteRule, answers_to, enters, expected
from .world import Persona, World

NO_SUCH = 987_654_321  # an id nothing has
ODD_METHODS = ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
CROSSED = 3  # how often a part of another thing is asked for at one route
COMPARED = 3  # how often “not found” is compared with what is not there


@dataclass(frozen=True)
class Attempt:
    """One request; `may` is what the table allows as an answer."""

    rule: RouteRule
    method: str
    persona: Persona
    thing: Any
    url: str
    may: frozenset[str]
    absent: str = ""  # the same address of what is not there, when the two answers are compared

    @property
    def answer(self) -> str:
        return " or ".join(sorted(self.may))


# --- The addresses of the product ---------------------------------------------------------------


@cache
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


@cache
def arguments_of(name: str) -> list[str]:
    lookups = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        lookups = lookups.namespace_dict[space][1]
    return list(lookups.reverse_dict.getlist(last)[0][0][0][1])


def address(rule: RouteRule, thing: Any, **changed: int | str) -> str:
    """Where a route stands for one thing."""
    ids = dict(rule.ids) | (thing.ids if thing else {}) | changed
    return reverse(
        rule.name, kwargs={name: ids.get(name, NO_SUCH) for name in arguments_of(rule.name)}
    )


# --- All that could be asked at a route ----------------------------------------------------------


def attempts_at(rule: RouteRule, world: World, *, full: bool = False) -> Iterator[Attempt]:
    chance = Random(rule.name)  # so that not all routes choose the same of those who are alike
    personas = chance.sample(world.personas, len(world.personas))
    odd = chance.choice(ODD_METHODS)
    for method in ("GET", "POST", odd):
        asked.clear()
        asks = _asks_of(rule, method, personas, world, chance)
        if method == odd or not answers_to(rule, method):
            yield from covering([(one, {_threshold(one)}) for one in asks])
            continue
        chosen = asks if full else list(covering(_weighed(asks, frozenset(asked))))
        yield from chosen
        yield from _crossed(chosen, world)
        yield from _compared(chosen)
    yield from _lists(rule, personas, full=full)
    yield from _further(rule, personas, world, full=full)


def _asks_of(
    rule: RouteRule, method: str, personas: list[Persona], world: World, chance: Random
) -> list[Attempt]:
    things: list[Any] = list(world.things.get(rule.takes, ())) if rule.takes else [None]
    chance.shuffle(things)
    urls = [(thing, address(rule, thing)) for thing in things]
    # Before the threshold nobody looks which thing is asked for.
    return [
        Attempt(rule, method, persona, thing, url, expected(rule, method, persona, thing))
        for persona in personas
        for thing, url in (urls if enters(rule, persona) else urls[:1])
    ]


# --- What tells two attempts apart ----------------------------------------------------------------


def _threshold(attempt: Attempt) -> tuple:
    return (enters(attempt.rule, attempt.persona), attempt.persona.is_anonymous, attempt.answer)


def _weighed(attempts: list[Attempt], consulted: frozenset[str]) -> list[tuple[Attempt, set]]:
    """Each attempt with the combinations it shows; pairs are shared out among routes of one rule.

    `consulted` are the permissions on which any answer of this route depends, by the oracle itself.
    """
    shown = [(attempt, *_shown(attempt, consulted)) for attempt in attempts]
    pairs = sorted(set().union(*(pairs for *_, pairs in shown)))
    alike = _routes_alike(attempts[0].rule) if attempts else [""]
    mine = set(pairs[alike.index(attempts[0].rule.name) :: len(alike)]) if attempts else set()
    return [(attempt, alone | (pairs & mine)) for attempt, alone, pairs in shown]


def _shown(attempt: Attempt, consulted: frozenset[str]) -> tuple[set, set]:
    """What an attempt shows alone, and what it shows in pairs, each with the answer it gets."""
    rule, persona, thing, answer = attempt.rule, attempt.persona, attempt.thing, attempt.answer
    rights = _rights(persona.role, consulted)
    relation = _relation(attempt) if enters(rule, persona) else ""
    if persona.how:
        # Would the post that is lost, lent or not acted in open this route?
        would = bool(rights or _rights(persona.elsewhere, consulted))
        alone = {("how", persona.how, would, answer)}
        return alone | ({("how", persona.how, rights, relation)} if rule.every else set()), set()
    alone = {("role", persona.role, answer)}
    if not enters(rule, persona) or persona.place is None:
        return alone, set()
    if thing is None:
        return alone | {("place", persona.place.key, answer)}, set()
    state = kinds()[rule.takes].state(thing)
    alone |= {("relation", relation, answer), ("thing", thing.key, answer)}
    if rule.every:
        alone |= {("thing", rights, relation, thing.key), ("thing", persona.place.key, thing.key)}
    pairs = {("relation", rights, relation), ("state", rights, state), ("both", relation, state)}
    return alone, {(*pair, answer) for pair in pairs}


def _rights(role: str, consulted: frozenset[str]) -> str:
    """Roles that a rule cannot tell apart hold the same of what it asks for."""
    return " ".join(sorted(held_by(role) & consulted)) if role else ""


def _relation(attempt: Attempt) -> str:
    if attempt.thing is None:
        return ""
    return kinds()[attempt.rule.takes].relation(attempt.persona, attempt.thing)


@cache
def _routes_alike(rule: RouteRule) -> list[str]:
    """The routes that ask the very same of the same kind of thing."""
    mine = (rule.takes, rule.needs, rule.sees, rule.does)
    return sorted(
        other.name
        for other in rules().values()
        if (other.takes, other.needs, other.sees, other.does) == mine
    )


# --- Keys that belong to another lock, and what is not there --------------------------------------


def _crossed(chosen: list[Attempt], world: World) -> Iterator[Attempt]:
    """A thing one may see, with the id of a part of another thing: never found."""
    let_in = [one for one in chosen if one.may == {IN} and one.thing is not None]
    for attempt in let_in[:CROSSED]:
        rule, thing = attempt.rule, attempt.thing
        for part in arguments_of(rule.name)[1:]:
            others = {one.ids.get(part) for one in world.things[rule.takes]}
            own = {one.ids.get(part) for one in (thing, *thing.beside)}
            foreign = sorted(others - own - {None})
            if foreign and part.endswith("_id"):
                url = address(rule, thing, **{part: foreign[0]})
                yield replace(attempt, url=url, may=frozenset({NOT_FOUND}))


def _compared(chosen: list[Attempt]) -> Iterator[Attempt]:
    """Something there that the persona does not find, beside the same route for what is not there."""
    unseen: dict[str, Attempt] = {}
    for attempt in chosen:
        past = attempt.thing is not None and enters(attempt.rule, attempt.persona)
        if past and attempt.may == {NOT_FOUND}:
            unseen.setdefault(_relation(attempt), attempt)
    for attempt in list(unseen.values())[:COMPARED]:
        yield replace(attempt, absent=address(attempt.rule, None))


# --- Pages that show many things ------------------------------------------------------------------


def _lists(rule: RouteRule, personas: list[Persona], *, full: bool) -> Iterator[Attempt]:
    """A list is asked in every place by every set of rights: what counts is what it shows."""
    found = []
    for persona in personas if rule.asks else ():
        if persona.is_anonymous or not (enters(rule, persona) or rule.needs == SIGNED_IN):
            continue
        rights = tuple(sorted(held_by(persona.role)))
        place = persona.place.key if persona.place else ""
        where = (persona.how, persona.elsewhere) if persona.how else (place,)
        may = expected(rule, "GET", persona, None) | {NOT_FOUND}  # a list it does not have
        for question in rule.asks:
            url = f"{address(rule, None)}?{question}"
            shows = {(rights, *where), (question, rights), (question, where[0])}
            found.append((Attempt(rule, "GET", persona, None, url, may), shows))
    yield from (one for one, _ in found) if full else covering(found)


def _further(
    rule: RouteRule, personas: list[Persona], world: World, *, full: bool
) -> Iterator[Attempt]:
    """Further questions at a page of one thing."""
    if rule.more is None:
        return
    found = []
    for persona in personas:
        for thing in world.things.get(rule.takes, ()):
            if expected(rule, "GET", persona, thing) != {IN}:
                continue
            place = persona.place.key if persona.place else ""
            for question, answer in rule.more(persona, thing, world):
                url = f"{address(rule, thing)}?{question}"
                shows = {(place, question, answer), (thing.key, answer), (persona.role, answer)}
                shows |= {(persona.how, answer)}
                attempt = Attempt(rule, "GET", persona, thing, url, frozenset({answer}))
                found.append((attempt, shows))
    yield from (one for one, _ in found) if full else covering(found)
