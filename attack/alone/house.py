"""An installation as an office runs it: a signer that is another OS user, and everybody with a key of their own."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from fido2.utils import websafe_decode

from bench.database import own_database
from lienthong.kernel.audit.public import record
from lienthong.kernel.confirmations.actions import drawn_up
from lienthong.kernel.confirmations.allowed import to_propose
from lienthong.kernel.confirmations.tests.office import Office
from lienthong.kernel.files.child import hold, places_of_the_code
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit, an_account
from lienthong.kernel.permissions.public import Actor, Matter, Power, Role
from lienthong.kernel.reference.public import seed
from lienthong.kernel.units.public import Unit
from lienthong.portals.window.tests.visiting import Page, Visit
from lienthong.records.signing import demo
from lienthong.records.signing.actions.withdrawing import list_withdrawn
from lienthong.records.signing.client import (
    PasskeyAnswer,
    PinAndCode,
    Proof,
    SignerClient,
)
from lienthong.records.signing.demo import (
    demo_code,
    demo_pin,
    found_by,
    key_by_two,
    new_pin,
    seal_by_two,
)
from lienthong.records.signing.public import (
    Certificate,
    certificate_of_post,
    organisation_id,
    suspend_key,
    withdraw_certificate,
)
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.factories import Passkey
from lienthong.records.signing.tests.other_user import (
    SIGNER,
    SOCKET_GROUP,
    WEB,
    WINDOW,
    WORKER,
    OtherUser,
    as_user,
)
from lienthong.records.signing.told import Answered

from .running import RunningWindow, a_running_window

PLAYED = demo.answers  # at the signer, as the window's user
FOUNDERS = ("above org_admin", "above other_admin")
# Who else has a key; in this order, because the leaders confirm the seals.
HOLDERS = (
    "above secretary",
    "org_admin",
    "other_admin",
    "secretary",
    "deputy_secretary",
    "clerk",
    "neighbour org_admin",
    "neighbour secretary",
)
# Whose key was withdrawn with the post, whose key was lost, whose may be locked by guesses, whose is suspended.
FORMER, LOST, SPARE = "former org_admin", "lost clerk", "spare org_admin"
RESTING = "resting clerk"
MORE = {FORMER: Role.ORG_ADMIN, LOST: Role.CLERK, SPARE: Role.ORG_ADMIN, RESTING: Role.CLERK}


@contextmanager
def acting_as(user: int) -> Iterator[None]:
    """By this name one is known to the signer meanwhile."""
    former = os.geteuid()
    os.seteuid(0)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.seteuid(former)


@dataclass(frozen=True)
class AtTheWindow(SignerClient):
    """A person at the window: the signer is asked by the window's user, who passes on what was given."""

    def _ask(self, act: str, **question: Any) -> dict[str, Any]:
        with acting_as(WINDOW):
            return super()._ask(act, **question)


class OwnPasskey(Passkey):
    """Made at the window, and good for it alone."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.origin = origin

    def answer(self, challenge: bytes, **given: Any) -> PasskeyAnswer:
        return super().answer(challenge, origin=self.origin)

    def credential(self, challenge: bytes) -> str:
        """The same as a browser sends it."""
        said = self.answer(challenge)
        response = {
            "clientDataJSON": said.client_data,
            "authenticatorData": said.authenticator_data,
            "signature": said.signature,
        }
        return json.dumps({"rawId": said.credential_id, "response": response})


@dataclass
class House:
    """Its people by name, and how each answers: with a passkey of their own."""

    signer: OtherUser
    served: RunningWindow
    office: Office = field(default_factory=Office)
    passkeys: dict[str, OwnPasskey] = field(default_factory=dict)
    former_key: str = ""
    former_actor: Actor | None = None

    @property
    def client(self) -> SignerClient:
        """As whoever this process is: the web's user, or another one in a child of it."""
        return self.signer.client

    @property
    def window(self) -> SignerClient:
        """As somebody at the window."""
        return AtTheWindow(self.signer.var)

    @cached_property
    def trust(self) -> Path:
        return self.signer.var / "keys" / "trust"

    @property
    def web_keys(self) -> Path:
        """What the pages keep for themselves."""
        return Path(settings.KEYS)

    @property
    def commune(self) -> Unit:
        return self.office.commune

    @cached_property
    def lost_seal(self) -> Unit:
        """A commune whose seal was withdrawn."""
        return a_unit(self.office.province)

    @cached_property
    def without_seal(self) -> Unit:
        return a_unit(self.office.province)

    def post(self, name: str) -> Post:
        return Post.objects.select_related("person", "unit__serves").get(
            pk=self.office.posts[name].pk
        )

    def actor(self, name: str) -> Actor:
        return actor_in(self.post(name))

    def certificate(self, name: str) -> Certificate:
        certificate = certificate_of_post(self.office.posts[name].pk)
        assert certificate is not None, name
        return certificate

    def key(self, name: str) -> str:
        return self.certificate(name).key_id

    def statement(self, power: Power, matter: Matter, *, proposer: str) -> bytes:
        actor = self.actor(proposer)
        unit = to_propose(power, matter, actor)
        return bytes(drawn_up(power, matter, unit, actor).statement)

    def answer(self, handle: str, verb: str, name: str, number: str = "") -> Answered:
        """What the holder of a key says at the window, with a good proof."""
        passkey = self.passkeys.get(name)
        if passkey is None:
            return PLAYED(handle, verb, self.certificate(name), number)
        return self._answered(self.key(name), passkey.answer, handle, verb, number)

    def given(self, name: str, challenge: bytes) -> Proof:
        """What somebody's passkey answers to a challenge of the signer's."""
        passkey = self.passkeys.get(name)
        if passkey is not None:
            return passkey.answer(challenge)
        return demo.proof_of(self.certificate(name), lambda: challenge)

    def visit(
        self, address: str, name: str, number: str = "", *, origin: str = "", token: str = ""
    ) -> Page:
        """The window itself in a browser: it is read, the passkey agrees to what the page asks."""
        browser = Visit()
        page = browser.read(address)
        if not page.challenge:
            return page
        given = {"credential": self.passkeys[name].credential(websafe_decode(page.challenge))}
        given |= {"number": number} if number else {}
        given["csrfmiddlewaretoken"] = token or page.token
        return browser.send(address, given, origin=origin)

    def answers_in_a_browser(
        self, handle: str, verb: str, certificate: Certificate, number: str = ""
    ) -> None:
        """The same as `demo.answers`, at the window as it is served: the page is read, then agreed to.

        The two founders, whose passkeys are not of this window, answer at the signer as its user.
        """
        named = {self.office.posts[name].pk: name for name in self.passkeys}
        name = named.get(certificate.post_id or 0)
        if name is None:
            PLAYED(handle, verb, certificate, number)
            return
        page = self.visit(self.answer_at(handle, verb, certificate.key_id), name, number)
        if not page.is_led_back:
            raise Refused(f"The window answers with {page.status}.")

    def answer_at(self, handle: str, verb: str, key: str) -> str:
        """Where the web leads somebody to what is laid, with a way of its own."""
        return self.served.answer_at(handle, verb, key, self.client.way(handle))

    def answer_as_former(self, handle: str, verb: str, number: str = "") -> Answered:
        """The passkey is still there; the key was withdrawn with the post."""
        passkey = self.passkeys[FORMER]
        return self._answered(self.former_key, passkey.answer, handle, verb, number)

    def _answered(
        self,
        key: str,
        proof: Callable[[bytes], PasskeyAnswer],
        handle: str,
        verb: str,
        number: str,
    ) -> Answered:
        given = proof(self.window.ask(handle, verb, key))
        return self.window.answer(handle, verb, key, given, number=number)

    # --- Before the attack: everything by two, with the product's own actions

    def staff(self) -> None:
        for unit in (self.commune, self.lost_seal, self.without_seal):
            Unit.objects.filter(pk=unit.pk).update(has_register=True)
            unit.has_register = True
        for name, role in MORE.items():
            self.office.posts[name] = a_post(self.commune, role)
        for post in self.office.posts.values():
            an_account(post.person, password=None)
            record(None, "people.appointed", post, person=post.person_id, role=post.role)
        founders = [self.post(name) for name in FOUNDERS]
        found_by(founders, self._founding_codes(founders))
        for name in (*HOLDERS, *MORE):
            self.give_key(name)
        for unit in (self.office.province, self.commune):
            self.give_seal(unit)
        self.withdraw(self.give_seal(self.lost_seal))
        self.withdraw(self.certificate(LOST))
        resting = self.certificate(RESTING)
        suspend_key(resting.pk, reason="mất điện thoại", actor=self.actor(FOUNDERS[0]))
        self._end_former()

    def _end_former(self) -> None:
        """Held a post yesterday, has still its passkey, and a page that was open."""
        former = self.certificate(FORMER)
        self.former_key, self.former_actor = former.key_id, self.actor(FORMER)
        self.withdraw(former)
        post = self.office.posts[FORMER]
        post.valid_to, post.ended_at = timezone.localdate(), timezone.now()
        post.save(update_fields=["valid_to", "ended_at"])

    def _founding_codes(self, founders: list[Post]) -> list[str]:
        top = self.office.province
        organisation = (organisation_id(top.pk), top.name)
        names = [post.person.full_name for post in founders]
        codes: list[str] = as_user(SIGNER, found, self.signer.var / "keys", organisation, names)
        return codes

    def give_key(self, name: str) -> None:
        """By the two founders; the holder then registers a passkey, so that nobody waits for codes."""
        proposer, confirmer = (self.actor(one) for one in FOUNDERS)
        made = key_by_two(self.post(name), new_pin(), proposer=proposer, confirmer=confirmer)
        passkey = OwnPasskey(self.served.address)
        proof = PinAndCode(demo_pin(made.key_id), demo_code(made.key_id, used_at_once=True))
        browser = demo.browser_of(made.key_id)
        self.window.add_passkey(made.key_id, passkey.registration, proof, browser=browser)
        self.passkeys[name] = passkey

    def give_seal(self, unit: Unit) -> Certificate:
        proposer = self.actor(FOUNDERS[0])
        return seal_by_two(unit, proposer=proposer, confirmer=self.actor("above secretary"))

    def withdraw(self, certificate: Certificate) -> None:
        """The pages withdraw it here, and the worker carries it to the signer."""
        withdraw_certificate(certificate.pk, reason="thay đổi", actor=self.actor(FOUNDERS[0]))
        with acting_as(WORKER):
            list_withdrawn(certificate.pk)


@contextmanager
def a_house() -> Iterator[House]:
    """Found it, lend it as the web's OS user, and take all of it away again. Only root can."""
    place = Path(tempfile.mkdtemp(prefix="lt-", dir="/tmp"))
    try:
        place.chmod(0o711)
        signer, web = _folder(place / "s", SIGNER, 0o711), _folder(place / "w", WEB, 0o700)
        _folder(web / "keys", WEB, 0o700)
        folders = {
            "VAR": web,
            "KEYS": web / "keys",
            "MARKS": web / "keys" / "audit-entries",
            "FILES_ROOT": web / "files",
            "SECOND_FACTOR_KEYS": web / "keys" / "second-factor",
            "SIGNER": str(signer),
        }
        other = OtherUser(signer)
        static = Path(settings.STATIC_ROOT)
        with override_settings(**folders), own_database():
            seed()
            connections.close_all()
            other.start()
            try:
                connections["default"].ensure_connection()
                with a_running_window(signer, static) as served, as_the_web():
                    house = House(other, served)
                    with patch.object(demo, "the_window", lambda: house.window):
                        house.staff()
                        yield house
            finally:
                other.stop()
    finally:
        shutil.rmtree(place)


def _folder(path: Path, user: int, mode: int) -> Path:
    path.mkdir()
    os.chown(path, user, SOCKET_GROUP)
    path.chmod(mode)
    return path


@contextmanager
def as_the_web() -> Iterator[None]:
    """Act as the web's user meanwhile: the signer knows this process by that user."""
    hold(places_of_the_code())
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(SOCKET_GROUP)
    try:
        with acting_as(WEB):
            yield
    finally:
        os.setegid(0)
        os.setgroups(groups)
