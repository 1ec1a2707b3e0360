"""What one may not see leaves no mark on the pages one does see: no row, no count, no page more.

Every page without a thing of its own is asked, then each room makes one more of its things, and the same
persona asks again: for whom nothing of it is meant, nothing has changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db import transaction

from .asking import Findings, Knocker, plain
from .attempts import address
from .choosing import covering
from .oracle import held_by
from .rooms import brought, rules
from .rules import PUBLIC, RouteRule, enters
from .stage import Stage, hear_everything
from .world import Persona, World

Asked = tuple[RouteRule, Persona]
# A page that says how long ago something was may change by itself; one that leaks changes each time.
ROUNDS = 3


def unmoved(world: World, names: Iterable[str]) -> Findings:
    """Ask, make one more of everything, ask again, and take it all back; what changed is asked anew."""
    knocker = Knocker(world)
    moved = [(rule, persona) for name in names for rule, persona in _asked(rules()[name], world)]
    for _round in range(ROUNDS):
        moved = _moved(knocker, world, moved)
    for rule, persona in moved:
        sentence = f"{rule.name} changes with what is not to be seen"
        knocker.found.note(knocker.found.leaks, sentence, f"{persona.name}: {rule.name}")
    return knocker.found


def _moved(knocker: Knocker, world: World, asked: list[Asked]) -> list[Asked]:
    """Those that change by one more of everything, though nothing of it is meant for who asks."""
    if not asked:
        return []
    with transaction.atomic():
        before = [_page(knocker, rule, persona) for rule, persona in asked]
        stage = Stage(_copy(world))
        concerned = [
            (concerns, thing)
            for access in brought().values()
            if access.make_more
            for concerns, thing in access.make_more(stage)
        ]
        hear_everything()
        moved = [
            (rule, persona)
            for (rule, persona), page in zip(asked, before, strict=True)
            if not any(concerns(persona, thing) for concerns, thing in concerned)
            and _page(knocker, rule, persona) != page
        ]
        transaction.set_rollback(True)
    return moved


def _copy(world: World) -> World:
    things = {kind: list(things) for kind, things in world.things.items()}
    return replace(world, things=things, secrets=dict(world.secrets))


def _asked(rule: RouteRule, world: World) -> Iterator[tuple[RouteRule, Persona]]:
    """A page that shows many things, and for each set of rights one who may open it."""
    if rule.takes or rule.needs == PUBLIC or not rule.reads:
        return
    personas = [persona for persona in world.personas if not persona.how and enters(rule, persona)]
    rights = [(persona, {tuple(sorted(held_by(persona.role)))}) for persona in personas]
    yield from ((rule, persona) for persona in covering(rights))


def _page(knocker: Knocker, rule: RouteRule, persona: Persona) -> tuple[int, str, list[str]]:
    url = address(rule, None)
    return plain(knocker.send(rule, "GET", persona, url), url)
