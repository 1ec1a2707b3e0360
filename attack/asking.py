"""Knocking at a route, naming the answer, and looking for what should not stand on it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bench.results import progress

from .attempts import Attempt, attempts_of, lies_before, top_of_board, unseen_pairs
from .facts import Item, Persona, World, relation
from .forms import typed
from .oracle import holds, reads_document, sees_document, sees_received, watches
from .rules import BROKEN, CONFIRM, FACTOR, IN, METHOD, NOT_FOUND, REFUSED, SIGN_IN

LED_TO = {"account_login": SIGN_IN, "account:second_factor": FACTOR}
LED_TO |= {f"{how}reauthenticate": CONFIRM for how in ("account_", "mfa_")}
LED_TO |= {"mfa_reauthenticate_webauthn": CONFIRM}
STATUSES = {404: NOT_FOUND, 403: REFUSED, 405: METHOD}
MARKERS = re.compile(r"zqbao(\d\d)x([yhr]?)|Zqnguoi(\d\d)x")
ONE_USE = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    r"|\b[0-9a-f]{16,32}\b"
    r'|<span class="print-only num">[^<]*</span>'  # the minute at which a page is printed
)
COMPARED_BY_ONE_IN = 8
BOARDS = {
    "correspondence:boards",
    "correspondence:board",
    "correspondence:board_units",
    "correspondence:whom_to_remind",
    "correspondence:remind",
}


@dataclass
class Findings:
    """What a run has found."""

    requests: int = 0
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
    """One browser for all personas, each with the own session; nothing of it stays in the database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        self.found = Findings()
        self.led_to = {reverse(name): kind for name, kind in LED_TO.items()}
        self.by_number = {item.marker[5:7]: item for item in world.items.values()}
        self.notations = {item.notation: item for item in world.issued}

    def try_all(self, persona: Persona, number: int) -> None:
        for attempt in attempts_of(persona, number, self.world):
            self.try_one(attempt)
        if number % COMPARED_BY_ONE_IN == 0:
            for attempt, absent in unseen_pairs(persona, self.world):
                self._compare_bytes(attempt, absent)

    def try_one(self, attempt: Attempt) -> None:
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

    def _ask(self, attempt: Attempt, url: str) -> HttpResponse:
        self.found.requests += 1
        self.client.cookies.clear()
        if attempt.persona.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = attempt.persona.session
        data = {}
        if attempt.method == "POST":
            data = typed(attempt.rule, attempt.persona, attempt.target, self.world)
        with transaction.atomic():
            answer: HttpResponse = self._send(attempt.method, url, data)
            if attempt.method == "POST" and answer.status_code < 400:
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
        persona, target = attempt.persona, attempt.target
        related = relation(persona, target) if isinstance(target, Item) else persona.how or "plain"
        what = getattr(target, "key", "")
        sentence = (
            f"{attempt.method} {attempt.rule.name}, {persona.role or 'nobody'} ({related}): "
            f"the table says {' or '.join(sorted(attempt.may))}, the product answered {got}"
        )
        why = getattr(answer, "exc_info", None)
        fault = f" [{why[0].__name__}: {str(why[1])[:160]}]" if why else ""
        state = f" “{what}”" if what else ""
        self.found.note(
            self.found.differences, sentence, f"{persona.name}{state} {attempt.url}{fault}"
        )

    # --- What should not be there -------------------------------------------------------------

    def _look_for_leaks(self, attempt: Attempt, answer: HttpResponse) -> None:
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or not kind.startswith(("text/", "application/json")):
            return
        text = answer.content.decode("utf-8", "replace")
        words = {match.group() for match in MARKERS.finditer(text)}
        words |= {notation for notation in self.notations if notation in text}
        for word in sorted(words):
            if not self._may_read(word, attempt):
                self._leaks(attempt, f"“{word}” of {self._whose(word)}")
        if attempt.rule.name in BOARDS and isinstance(attempt.target, Item):
            self._look_at_board(attempt, attempt.target, text)

    def _leaks(self, attempt: Attempt, what: str) -> None:
        persona = attempt.persona
        sentence = f"{attempt.rule.name} shows {what} to {persona.role} of “{getattr(persona.place, 'key', '')}”"
        self.found.note(
            self.found.leaks, sentence, f"{persona.name} {attempt.method} {attempt.url}"
        )

    def _whose(self, word: str) -> str:
        item = self.notations.get(word) or self.by_number.get(word[5:7])
        return f"“{item.key}” ({word[9:] or 'its subject'})" if item else "a person"

    def _may_read(self, word: str, attempt: Attempt) -> bool:
        persona = attempt.persona
        if word.startswith("Zqnguoi"):
            someone = next(one for one in self.world.people.values() if one.marker == word)
            return (
                holds(persona, "people.view")
                and persona.place is not None
                and any(place.at_or_under(persona.place) for place in someone.places)
            )
        if word in self.notations:
            # A notice of a post still held, or held once, tells the person a number, nothing more.
            told = persona.how in ("other post", "lapsed", "acting for")
            return told or self._reads_title(self.notations[word], attempt)
        item, part = self.by_number[word[5:7]], word[8:]
        if part == "y":
            return sees_document(persona, item)
        if part == "h":
            return lies_before(persona, item) in item.entries
        if part == "r":
            top = top_of_board(persona, item)
            refuser = self.world.places["next commune"]
            watched = top is not None and refuser.at_or_under(top)
            # Where the document was issued, its page tells those who watch its board who refused it.
            at_issuer = attempt.rule.name.startswith("documents:") and reads_document(persona, item)
            told = attempt.rule.name in BOARDS or at_issuer
            return (watched and told) or lies_before(persona, item) == refuser.key
        return self._reads_title(item, attempt)

    def _reads_title(self, item: Item, attempt: Attempt) -> bool:
        persona = attempt.persona
        if reads_document(persona, item) or sees_received(persona, item):
            return True
        if attempt.rule.name in BOARDS and watches(persona, item):
            return True
        # A letter names what it carries.
        return any(
            letter.carries == item.key
            and (reads_document(persona, letter) or sees_received(persona, letter))
            for letter in self.world.items.values()
        )

    def _look_at_board(self, attempt: Attempt, item: Item, text: str) -> None:
        """A committee below watches what is beneath itself, not its neighbours."""
        top = top_of_board(attempt.persona, item)
        if top is None or top is (item.issuer.served or item.issuer):
            return
        for place in self.world.places.values():
            seen = place.at_or_under(top) or place in top.above() or place is item.issuer
            if not seen and place.in_line and place.name in text:
                self._leaks(attempt, f"how “{place.key}” stands with “{item.key}”")

    # --- The same bytes for what is not there -------------------------------------------------

    def _compare_bytes(self, attempt: Attempt, absent: str) -> None:
        self._ask(attempt, absent)  # takes along a message an earlier action left for the next page
        unseen, nothing = self._ask(attempt, attempt.url), self._ask(attempt, absent)
        if _plain(unseen, attempt.url) != _plain(nothing, absent):
            self.found.bytes_differ.append(
                f"{attempt.persona.name}: {attempt.method} {attempt.url} ({unseen.status_code}) "
                f"and {absent} ({nothing.status_code})"
            )


def _plain(answer: HttpResponse, url: str) -> tuple[int, str, list[str]]:
    """An answer without what is of one moment: nonce, token, trace, the minute, its own address."""
    text = answer.content.decode("utf-8", "replace").replace(url, "(address)")
    headers = sorted(name for name in answer.headers if name != "Content-Length")
    return answer.status_code, ONE_USE.sub("", text), headers


def play(world: World, personas: list[Persona], *, notifying: bool) -> Findings:
    """Let these personas try every route."""
    knocker = Knocker(world)
    for number, persona in enumerate(personas):
        knocker.try_all(persona, number)
        if notifying and number % 10 == 9:
            progress(
                f"{number + 1} of {len(personas)} personas, {knocker.found.requests:,} requests"
            )
    return knocker.found
