"""A founded signer for tests: two administrators, and keys that are given as everywhere, by enrolling, proposing, confirming."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from lienthong.records.signing.at_window import Shown
from lienthong.records.signing.client import (
    Enrolment,
    PasskeyAnswer,
    PinAndCode,
    SignerClient,
)
from lienthong.records.signing.messages import canonical, moment
from lienthong.records.signing.signer import clock as signers_clock
from lienthong.records.signing.signer import factors
from lienthong.records.signing.signer.__main__ import _answered
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.factories import FONTS, Passkey
from lienthong.records.signing.told import Answered

PIN = "135790"
TOP = "LT-1"
# The term in which its seal lets an organisation begin to number, and what holders have in their own browser.
FIRST_TERM = "2025-09-28"
ADMINISTRATORS = ("administrator-1", "administrator-2")
CHAIR = "chair"


def browser_of(person: str) -> str:
    """The hash of the window's mark in somebody's own browser."""
    return hashlib.sha256(f"browser of {person}".encode()).hexdigest()


def as_read(
    client: SignerClient, handle: str, verb: str, key: str, *, browser: str = "ee" * 32
) -> Shown:
    """Read as by somebody whom the web has just led to the window."""
    return client.show(handle, verb, key, browser=browser, way=client.way(handle))


def enrol(  # noqa: PLR0913 - the web's part and the holder's
    client: SignerClient,
    person: str,
    name: str,
    pin: str = PIN,
    *,
    founding_code: str = "",
    key: str = "",
    browser: str = "",
) -> Enrolment:
    """The web invites, and the holder begins the key at the window."""
    token = client.invite(person, name, key=key)
    browser = browser or browser_of(person)
    return client.enrol(token, pin, founding_code=founding_code, browser=browser)


class Clock:
    """The signer's clock, moved by hand so that no test waits for the next code."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def time(self) -> float:
        return self.now

    def next_code(self, seed: str) -> str:
        self.now += factors.STEP_SECONDS
        return factors.code_at(seed, factors.current_step(self.now))


class RunningClock:
    """The clock of a signer in a process of its own: who has used a code waits for the next one."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def next_code(self, seed: str) -> str:
        step = max(factors.current_step(), self._used.get(seed, 0) + 1)
        while factors.current_step() + 1 < step:
            self.wait()
        self._used[seed] = step
        return factors.code_at(seed, step)

    def wait(self) -> None:
        time.sleep(0.2)


class HurriedClock(RunningClock):
    """The clock of a signer in this process that also serves a real browser: it runs, and leaps to the next code."""

    def __init__(self) -> None:
        super().__init__()
        self._real, self._ahead = time.time, 0.0

    def time(self) -> float:
        return self._real() + self._ahead

    def wait(self) -> None:
        self._ahead += factors.STEP_SECONDS


@dataclass(frozen=True)
class DeskClient(SignerClient):
    """A client that asks a desk in this process, without a socket between them."""

    desks: list[Desk] = field(default_factory=list)

    @classmethod
    def at(cls, var: Path) -> DeskClient:
        client = cls(var)
        client.restart()
        return client

    @property
    def desk(self) -> Desk:
        return self.desks[0]

    def restart(self) -> None:
        """All that the signer has in memory is gone; it begins again from its disk."""
        self.desks[:] = [Desk(self.var / "keys", fonts=FONTS)]

    def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        plain = json.loads(json.dumps(question))
        act = self.desk.acts[plain.pop("ask")]
        return dict(json.loads(json.dumps(_answered(act, plain))))


@dataclass
class Founded:
    """Founds a signer through its client and gives keys in it. `seeds` is what each holder was shown."""

    client: SignerClient
    clock: Clock | RunningClock = field(default_factory=RunningClock)
    name: str = "Tỉnh ủy Đồng Xuân"
    top: str = TOP
    names: tuple[str, ...] = ("Phạm Quản Trị", "Lý Hệ Thống")
    seeds: dict[str, str] = field(default_factory=dict)
    passkeys: dict[str, Passkey] = field(default_factory=dict)
    organisations: dict[str, tuple[str, str]] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)
    persons: dict[str, str] = field(default_factory=dict)
    statements: int = 0

    def __post_init__(self) -> None:
        self.organisations[self.top] = (self.name, "")
        codes = found(self.client.var / "keys", (self.top, self.name), list(self.names))
        for key, name, code in zip(ADMINISTRATORS, self.names, codes, strict=False):
            person = f"p-{key}"
            enrolled = enrol(self.client, person, name, PIN, founding_code=code, key=key)
            self.seeds[key], self.persons[key] = enrolled.seed, person
            self.holders.add(person)
        self.installation = self.client.hello().installation
        for key in self.seeds:
            self.use_passkey(key)

    def copied_to(self, var: Path, clock: Clock) -> Founded:
        """The same signer on a disk of its own, at the same moment; nobody founds or gives anything again."""
        shutil.copytree(self.client.var, var, dirs_exist_ok=True)
        return self.at(DeskClient.at(var), clock)

    def at(self, client: SignerClient, clock: Clock) -> Founded:
        """What is known of this signer, to be asked of a copy of it."""
        assert isinstance(self.clock, Clock)
        clock.now = self.clock.now
        other = copy.copy(self)
        other.client, other.clock = client, clock
        other.seeds, other.organisations = dict(self.seeds), dict(self.organisations)
        other.passkeys = {key: copy.copy(one) for key, one in self.passkeys.items()}
        other.holders, other.persons = set(self.holders), dict(self.persons)
        return other

    def add_organisation(self, organisation: str, name: str, parent: str | None = None) -> None:
        """Known to the signer from the first key that is given in it."""
        self.organisations[organisation] = (name, self.top if parent is None else parent)

    def give(
        self,
        key: str,
        purpose: str,
        name: str,
        *,
        person: str = "",
        organisation: str = "",
        leads: bool = False,
        title: str = "",
    ) -> str:
        """The holder enrols, one administrator proposes, the other one confirms."""
        person, organisation = person or f"p-{key}", organisation or self.top
        enrolled = enrol(self.client, person, name, PIN)
        self.seeds[key], self.persons[key] = enrolled.seed, person
        body = self.key_body(key, purpose, name, enrolled, person, organisation, leads, title)
        proposer, confirmer = ADMINISTRATORS
        self._agreed("key", person, organisation, body, (proposer, confirmer), enrolled.number)
        return key

    def give_seal(self, key: str, organisation: str = "") -> str:
        """An administrator proposes, the leader at the top confirms."""
        organisation = organisation or self.top
        if CHAIR not in self.seeds:
            self.give(CHAIR, "person", "Chủ Trì", leads=True)
            self.use_passkey(CHAIR)
        name, _parent = self.organisations[organisation]
        body = {
            "key": key,
            "name": name,
            "organisation": organisation,
            "path": self.path(organisation),
            "replaces": f"seal of {organisation}" in self.holders,
        }
        body["term"] = "" if body["replaces"] else FIRST_TERM
        self._agreed("seal", "", organisation, body, (ADMINISTRATORS[0], CHAIR))
        self.holders.add(f"seal of {organisation}")
        return key

    def proof(self, key: str) -> PinAndCode:
        return PinAndCode(PIN, self.clock.next_code(self.seeds[key]))

    def use_passkey(self, key: str) -> None:
        """From now on this holder answers with a passkey, made where the key was begun: it waits for no code."""
        self.add_passkey(key, Passkey())

    def add_passkey(self, key: str, passkey: Passkey) -> None:
        browser = browser_of(self.persons[key])
        registration = passkey.registration
        self.client.add_passkey(key, registration, self.proof(key), browser=browser)
        self.passkeys[key] = passkey

    def assertion(self, handle: str, verb: str, key: str) -> PasskeyAnswer:
        return self.passkeys[key].answer(self.client.ask(handle, verb, key))

    def answer(self, handle: str, verb: str, key: str, number: str = "") -> Answered:
        """Answer with the holder's passkey, or with PIN and code where there is none."""
        with_passkey = key in self.passkeys
        proof = self.assertion(handle, verb, key) if with_passkey else self.proof(key)
        return self.client.answer(handle, verb, key, proof, number=number)

    def key_body(  # noqa: PLR0913 - all that a statement on a key says
        self,
        key: str,
        purpose: str,
        name: str,
        enrolled: Enrolment,
        person: str,
        organisation: str = "",
        leads: bool = False,
        title: str = "",
    ) -> dict[str, Any]:
        organisation = organisation or self.top
        return {
            "enrolment": enrolled.id,
            "key": key,
            "person": person,
            "name": name,
            "purpose": purpose,
            "leads": leads,
            "title": title,
            "organisation": organisation,
            "path": self.path(organisation),
            "replaces": person in self.holders,
        }

    def path(self, organisation: str) -> list[dict[str, str]]:
        name, parent = self.organisations[organisation]
        above = self.path(parent) if parent else []
        return [*above, {"id": organisation, "name": name}]

    def statement(self, kind: str, body: dict[str, Any], **changes: Any) -> bytes:
        """The canonical bytes as the web writes them."""
        self.statements += 1
        now = signers_clock.now()
        said = {
            "v": 1,
            "installation": self.installation,
            "id": f"{self.statements:032x}",
            "kind": kind,
            "made": moment(now),
            "until": moment(now + timedelta(days=7)),
            "organisation": "o-1",
            "concerned": body.get("person", ""),
            "after": 0,
            "body": body,
        }
        return canonical({**said, **changes})

    def _agreed(  # noqa: PLR0913 - who agrees to what
        self,
        what: str,
        person: str,
        organisation: str,
        body: dict[str, Any],
        by: tuple[str, str],
        number: str = "",
    ) -> None:
        kind = f"{what}.replace" if body["replaces"] else f"{what}.give"
        handle = self.client.lay(self.statement(kind, body))
        for verb, key in zip(("propose", "confirm"), by, strict=True):
            came_to = self.answer(handle, verb, key, number)
        if came_to.state == "confirmed" and isinstance(self.clock, Clock):
            self.clock.now += timedelta(hours=24).total_seconds()
        taken = self.client.take(handle)
        assert taken.state == "done", (taken, organisation)
        self.holders.add(person)
