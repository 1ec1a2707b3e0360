"""A route of the product: what it takes, who may open it at all, who finds the thing, who may do the action."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from .oracle import Held, Rule, anybody, holds
from .world import Persona, World

SIGN_IN, NOT_FOUND, REFUSED, IN = "sign-in", "not found", "refused", "in"
FACTOR, CONFIRM, METHOD, BROKEN = "second factor", "confirm who you are", "other method", "broken"
PUBLIC, SIGNED_IN = "public", "signed in"

Fields = Mapping[str, Any]
# Who may read a secret of some kind at a route: the persona, the thing, the route's name, the world.
Reader = Callable[[Persona, Any, str, World], bool]


@dataclass(frozen=True, eq=False)
class RouteRule:
    """One route: `sends` is what its form is filled with, `asks` what a list is asked for."""

    name: str
    needs: tuple[str, ...] | str
    takes: str = ""
    sees: Rule = anybody
    does: Rule | None = None
    reads: bool = True
    factor: bool = False
    door: bool = False  # opens before the second factor was shown
    sends: Fields | Callable[[Persona, Any], Fields] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    ids: Fields = field(default_factory=dict)
    # Where every persona asks for every thing, up to what the rules cannot tell apart.
    every: bool = False
    # Where the answer to somebody signed in is not simply “in”.
    answers: Callable[[Persona], frozenset[str]] | None = None
    # Further questions at this address about one thing, each with its only answer.
    more: Callable[[Persona, Any, World], Iterable[tuple[str, str]]] | None = None
    # What a page shows and should not, besides secret words.
    leaks: Callable[[Persona, Any, World, str], Iterable[str]] | None = None

    def fields(self, persona: Persona, thing: Any) -> dict[str, Any]:
        return dict(self.sends(persona, thing) if callable(self.sends) else self.sends)


@dataclass(frozen=True)
class Kind:
    """Things that routes take: how one stands to a persona, and how far it has come."""

    name: str
    relation: Callable[[Persona, Any], str]
    state: Callable[[Any], str] = lambda _thing: ""


@dataclass(frozen=True)
class Access:
    """What a room brings to the attack, in its `tests/routes.py`."""

    routes: tuple[RouteRule, ...] = ()
    permissions: Mapping[str, Held] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    readers: Mapping[str, Reader] = field(default_factory=dict)
    # To be led to one of these pages is an answer of its own: to sign in, to show a second factor.
    leads: Mapping[str, str] = field(default_factory=dict)
    make: Callable[[Any], None] | None = None
    # One more of each thing, far from most, and whom it concerns: for others no page may change.
    make_more: Callable[[Any], Iterable[tuple[Rule, Any]]] | None = None


def expected(rule: RouteRule, method: str, persona: Persona, thing: Any) -> frozenset[str]:
    """The answers this route may give; nearly always one."""
    if method not in ("GET", "HEAD", "POST"):
        return frozenset({METHOD})
    if rule.needs == PUBLIC:
        return (rule.answers(persona) if rule.answers else frozenset({IN, SIGN_IN})) | {METHOD}
    if led := _led_away(rule, persona):
        return frozenset({led})
    if method == "HEAD":
        return expected(rule, "GET", persona, thing) | {METHOD, CONFIRM}
    if not answers_to(rule, method):
        # To read an action leads to its page, whatever is there; a page may say that it is not there.
        if method == "GET":
            return frozenset({IN, CONFIRM})
        return frozenset({METHOD, CONFIRM}) | (_behind(rule, "GET", persona, thing) & {NOT_FOUND})
    return _behind(rule, method, persona, thing)


def _led_away(rule: RouteRule, persona: Persona) -> str:
    """What a route answers to who does not get past its threshold; nothing to others."""
    if persona.is_anonymous:
        return SIGN_IN
    if not enters(rule, persona):
        return FACTOR if persona.waits_at_the_door and not rule.door else NOT_FOUND
    return FACTOR if rule.factor and not persona.shown else ""


def enters(rule: RouteRule, persona: Persona) -> bool:
    """Past the threshold of a route, where it matters which thing is asked for."""
    if persona.waits_at_the_door and not rule.door:
        return False
    if isinstance(rule.needs, str):
        return not persona.is_anonymous
    return not persona.is_anonymous and any(holds(persona, need) for need in rule.needs)


def answers_to(rule: RouteRule, method: str) -> bool:
    return rule.reads if method == "GET" else rule.does is not None


def _behind(rule: RouteRule, method: str, persona: Persona, thing: Any) -> frozenset[str]:
    """Past the threshold: is the thing found, and may the action be done?"""
    if not rule.sees(persona, thing):
        return frozenset({NOT_FOUND})
    if rule.answers:
        return rule.answers(persona)
    if method == "POST" and rule.does and not rule.does(persona, thing):
        return frozenset({REFUSED})
    return frozenset({IN, CONFIRM} if rule.needs == SIGNED_IN else {IN})


# --- What a form is filled with: right in shape, so that only rights and rules can refuse it -------

TODAY = timezone.localdate()
DAY = f"{TODAY:%d/%m/%Y}"
LATER = f"{TODAY + dt.timedelta(days=365):%d/%m/%Y}"
WORDS = "Nội dung do người thử nhập"


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("thu.txt", "Văn bản thử nghiệm.".encode(), "text/plain")
