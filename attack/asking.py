"""Knocking at a route, naming the answer, and looking for what it should not show."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bench.results import progress

from .attempts import Attempt
from .rooms import kinds, leads, readers
from .rules import BROKEN, IN, METHOD, NOT_FOUND, REFUSED, RouteRule, enters
from .world import Persona, World

STATUSES = {404: NOT_FOUND, 403: REFUSED, 405: METHOD}
ONE_USE = re.compile(
    r'nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    r'|name="(?:csrfmiddlewaretoken|idempotency_key|form_of)" value="[^"]*"'
    r"|\b[0-9a-f]{16,32}\b"
    r'|"challenge": ?"[^"]*"'  # what a passkey answers, once
    r'|<span class="print-only num">[^<]*</span>'  # the minute at which a page is printed
)


@dataclass
class Findings:
    """What a run has found."""

    requests: Counter = field(default_factory=Counter)  # by the route
    answers: Counter = field(default_factory=Counter)
    differences: dict[str, list[str]] = field(default_factory=dict)
    leaks: dict[str, list[str]] = field(default_factory=dict)
    let_in: list[str] = field(default_factory=list)
    bytes_differ: list[str] = field(default_factory=list)

    def note(self, kind: dict[str, list[str]], sentence: str, example: str) -> None:
        if sentence not in kind:
            progress(f"! {sentence}\n    {example}")
        kind.setdefault(sentence, []).append(example)

    def add(self, other: "Findings") -> None:
        self.requests += other.requests
        self.answers += other.answers
        self.let_in += other.let_in
        self.bytes_differ += other.bytes_differ
        for mine, theirs in ((self.differences, other.differences), (self.leaks, other.leaks)):
            for sentence, examples in theirs.items():
                mine.setdefault(sentence, []).extend(examples)


class Knocker:
    """One browser for all personas, each with a session of its own; nothing of it stays in the database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        self.found = Findings()
        self.led_to = {reverse(name): answer for name, answer in leads().items()}
        words = sorted(world.secrets, key=len, reverse=True)
        self.secrets = re.compile("|".join(map(re.escape, words)) or "(?!)")

    def try_one(self, attempt: Attempt) -> None:
        if attempt.absent:
            self._compare_bytes(attempt)
            return
        answer = self._ask(attempt, attempt.url)
        got = self.named(answer)
        if got == BROKEN:
            answer = self._ask(attempt, attempt.url)  # two actions at once may have met in a lock
            got = self.named(answer)
        self.found.answers[got] += 1
        if got not in attempt.may:
            self._differs(attempt, got, answer)
        persona = attempt.persona
        guarded = isinstance(attempt.rule.needs, tuple)
        if persona.how in ("former", "lapsed") and guarded and got in (IN, REFUSED):
            self.found.let_in.append(f"{persona.name}: {attempt.method} {attempt.url}")
        self._look_for_leaks(attempt, answer)

    # --- Asking -------------------------------------------------------------------------------

    def _ask(self, attempt: Attempt, url: str) -> HttpResponse:
        data = {}
        if attempt.method == "POST":
            data = attempt.rule.fields(attempt.persona, attempt.thing)
        return self.send(attempt.rule, attempt.method, attempt.persona, url, data)

    def send(
        self, rule: RouteRule, method: str, persona: Persona, url: str, data: dict | None = None
    ) -> HttpResponse:
        self.found.requests[rule.name] += 1
        self.client.cookies.clear()
        if persona.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = persona.session
        with transaction.atomic():
            if method != "POST" and not rule.reads and enters(rule, persona):
                read_only()  # to look at the address of an action is not to do it
            answer = self._send(method, url, data or {})
            if method == "POST" and answer.status_code < 400:
                answer = self._as_committed(answer)
            transaction.set_rollback(True)
        return answer

    def _send(self, method: str, url: str, data: dict) -> HttpResponse:
        send = getattr(self.client, method.lower())
        with transaction.atomic():
            answer: HttpResponse = send(url, data) if data else send(url)
            transaction.set_rollback(answer.status_code >= 500)
        return answer

    @staticmethod
    def _as_committed(answer: HttpResponse) -> HttpResponse:
        """What the database would refuse only at the end is a fault as well."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError as error:
            return HttpResponse(str(error), status=500)
        return answer

    def named(self, answer: HttpResponse) -> str:
        if answer.status_code >= 500:
            return BROKEN
        if answer.status_code in (301, 302, 303):
            return self.led_to.get(answer.headers["Location"].split("?")[0], IN)
        return STATUSES.get(answer.status_code, IN)

    def _differs(self, attempt: Attempt, got: str, answer: HttpResponse) -> None:
        persona, thing, rule = attempt.persona, attempt.thing, attempt.rule
        related = persona.how or "plain"
        if thing is not None and not persona.how:
            related = kinds()[rule.takes].relation(persona, thing)
        sentence = (
            f"{attempt.method} {rule.name}, {persona.role or 'nobody'} ({related}): "
            f"the table says {attempt.answer}, the product answered {got}"
        )
        why = getattr(answer, "exc_info", None)
        fault = f" [{why[0].__name__}: {str(why[1])[:160]}]" if why else ""
        state = f" “{thing.key}”" if thing is not None else ""
        self.found.note(
            self.found.differences, sentence, f"{persona.name}{state} {attempt.url}{fault}"
        )

    # --- What should not be there -------------------------------------------------------------

    def _look_for_leaks(self, attempt: Attempt, answer: HttpResponse) -> None:
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or not kind.startswith(("text/", "application/json")):
            return
        text = answer.content.decode("utf-8", "replace")
        for word in sorted(set(self.secrets.findall(text))):
            if not self._may_read(word, attempt):
                secret = self.world.secrets[word]
                self._leaks(attempt, f"“{secret.thing.key}” ({secret.kind})")
        if attempt.rule.leaks and answer.status_code == 200:
            for what in attempt.rule.leaks(attempt.persona, attempt.thing, self.world, text):
                self._leaks(attempt, what)

    def _may_read(self, word: str, attempt: Attempt) -> bool:
        secret = self.world.secrets[word]
        return any(
            may(attempt.persona, secret.thing, attempt.rule.name, self.world)
            for may in readers()[secret.kind]
        )

    def _leaks(self, attempt: Attempt, what: str) -> None:
        persona = attempt.persona
        sentence = f"{attempt.rule.name} shows {persona.role or 'nobody'} {what}"
        self.found.note(
            self.found.leaks, sentence, f"{persona.name}: {attempt.method} {attempt.url}"
        )

    # --- The same bytes for what is not there -------------------------------------------------

    def _compare_bytes(self, attempt: Attempt) -> None:
        unseen, nothing = self._ask(attempt, attempt.url), self._ask(attempt, attempt.absent)
        if plain(unseen, attempt.url) != plain(nothing, attempt.absent):
            self.found.bytes_differ.append(
                f"{attempt.persona.name}: {attempt.method} {attempt.url} ({unseen.status_code}) "
                f"and {attempt.absent} ({nothing.status_code})"
            )


def read_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def plain(answer: HttpResponse, url: str) -> tuple[int, str, list[str]]:
    """An answer without what is of one moment: nonce, token, trace, the minute, its own address."""
    text = answer.content.decode("utf-8", "replace").replace(url, "(address)")
    headers = sorted(name for name in answer.headers if name != "Content-Length")
    return answer.status_code, ONE_USE.sub("", text), headers


def play(world: World, attempts: Iterable[Attempt]) -> Findings:
    knocker = Knocker(world)
    for attempt in attempts:
        knocker.try_one(attempt)
    return knocker.found
