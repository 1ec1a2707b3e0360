"""Signing keys for a demonstration: the same acts as on the pages, their secrets kept for the owner's eyes only.

Nobody waits for the next one-time code here: those who agree to many keys have a passkey made of software.
"""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.utils import websafe_encode

from lienthong.kernel.confirmations.public import (
    Proposal,
    confirm,
    laid_to_propose,
    lay_to_confirm,
    lay_to_propose,
    lay_to_refuse,
    propose,
    refuse,
)
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.permissions.public import Actor, Matter, Power
from lienthong.kernel.units.public import Unit

from .actions.making import invite_to_make_key, make_key
from .client import Enrolment, PasskeyAnswer, PinAndCode, Proof, SignerClient
from .models import Certificate, KeyInvitation, KeyRequest
from .pins import refuse_easy
from .powers import key_proposed, seal_proposed
from .queries import certificate_of_post, seal_of, the_signer
from .sentences import Refused
from .signer.factors import STEP_SECONDS, code_at, current_step
from .told import Answered
from .witness import own_key

# No browser is at this address, so that no page offers the passkey to somebody who does not have it.
SITE = "demo.invalid"
PRESENT_AND_VERIFIED = b"\x05"
SECONDS_TO_USE = 10


def the_window() -> SignerClient:
    """The line to the signer on which people are played at the signing window."""
    return the_signer()


def found_by(posts: Sequence[Post], codes: Sequence[str]) -> None:
    """Play those who found the signer: each makes their key with a code from its console, then a passkey."""
    made = []
    for post, code in zip(posts, codes, strict=True):
        pin, browser = new_pin(), new_browser()
        one = made_at_window(post, pin, founding_code=code, browser=browser)
        made.append((post, pin, browser, one))
    for post, pin, browser, one in made:
        certificate = _certificate_of(post)
        remember(certificate.key_id, post, one, pin, browser)
        use_software_passkey(certificate)


def made_at_window(
    post: Post, pin: str, *, founding_code: str = "", browser: str = ""
) -> Enrolment:
    """Play the holder, who is led to the window, makes the key there and comes back."""
    actor = actor_in(post)
    invite_to_make_key(post.pk, actor=actor)
    token = KeyInvitation.objects.get(post=post).token
    made = the_window().enrol(token, pin, founding_code=founding_code, browser=browser)
    make_key(post.pk, actor=actor)
    return made


def key_by_two(post: Post, pin: str, *, proposer: Actor, confirmer: Actor) -> Certificate:
    """Play all three: the holder makes the key and tells the number, one proposes, a second one confirms."""
    number = begin_key(post, pin)
    _agreed_by_two(*key_proposed(post), number, proposer=proposer, confirmer=confirmer)
    return _certificate_of(post)


def begin_key(post: Post, pin: str) -> str:
    """Play the holder alone, who is shown the check number; two others have yet to agree to the key."""
    browser = new_browser()
    made = made_at_window(post, pin, browser=browser)
    remember(made.id, post, made, pin, browser)
    return made.number


def seal_by_two(unit: Unit, *, proposer: Actor, confirmer: Actor) -> Certificate:
    """Play both: an administrator proposes the seal, a leader confirms it."""
    done = _agreed_by_two(*seal_proposed(unit), "", proposer=proposer, confirmer=confirmer)
    seal = seal_of(unit.pk)
    assert seal is not None, done.because
    return seal


def _agreed_by_two(
    power: Power, matter: Matter, number: str, *, proposer: Actor, confirmer: Actor
) -> Proposal:
    proposal = proposed_by(proposer, power, matter, number)
    return confirmed_by(confirmer, proposal, number)


def proposed_by(actor: Actor, power: Power, matter: Matter, number: str = "") -> Proposal:
    """Play who proposes; with a witness, at the window first."""
    if power.witness is not None:
        lay_to_propose(power, matter, actor=actor)
        answer_what_is_laid(actor, power, matter, number)
    return propose(power, matter, actor=actor)


def answer_what_is_laid(actor: Actor, power: Power, matter: Matter, number: str = "") -> None:
    """Play who has gone to the window to propose this."""
    laid = laid_to_propose(power, matter, actor)
    assert laid is not None, "it lies before the signer"
    answers(laid.hash, "propose", own_key(actor), number)


def confirmed_by(actor: Actor, proposal: Proposal, number: str = "") -> Proposal:
    """Play the second person; with a witness, at the window first."""
    lay_to_confirm(proposal.pk, actor=actor)
    proposal.refresh_from_db()
    if not proposal.waits:
        return proposal
    if proposal.power.witness is not None:
        answers(proposal.hash, "confirm", own_key(actor), number)
    return confirm(proposal.pk, actor=actor)


def refused_by(actor: Actor, proposal: Proposal, reason: str) -> Proposal:
    """Play who refuses what another has proposed at the signer."""
    lay_to_refuse(proposal.pk, reason=reason, actor=actor)
    answers(proposal.hash, "refuse", own_key(actor))
    return refuse(proposal.pk, reason=reason, actor=actor)


def answers(handle: str, verb: str, certificate: Certificate, number: str = "") -> Answered:
    """Play the holder of a key at the window: what lies there is read, and answered with a proof."""
    window, key_id = the_window(), certificate.key_id
    window.show(handle, verb, key_id, browser=new_browser(), way=the_signer().way(handle))
    proof = proof_of(certificate, partial(window.ask, handle, verb, key_id))
    return window.answer(handle, verb, key_id, proof, number=number)


def proof_of(certificate: Certificate, asked: Callable[[], bytes]) -> Proof:
    """What somebody of the demonstration gives: the passkey's answer if there is one, else PIN and code."""
    mine = _kept()[_place_of(certificate.key_id)]
    if "passkey" in mine:
        return SoftwarePasskey.of(mine["passkey"]).answer(asked())
    return PinAndCode(mine["pin"], demo_code(certificate.key_id, used_at_once=True))


def new_pin() -> str:
    """By chance, and none that the signer finds too easy."""
    pin = f"{secrets.randbelow(10**6):06}"
    try:
        refuse_easy(pin)
    except Refused:
        return new_pin()
    return pin


def _certificate_of(post: Post) -> Certificate:
    certificate = certificate_of_post(post.pk)
    assert certificate is not None, f"{post} has a key"
    return certificate


@dataclass(frozen=True)
class SoftwarePasskey:
    """What a browser and its authenticator do, with a key in a file."""

    key: ec.EllipticCurvePrivateKey

    @classmethod
    def of(cls, pem: str) -> "SoftwarePasskey":
        key = serialization.load_pem_private_key(pem.encode("ascii"), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), (
            "a passkey of the demonstration is ES256"
        )
        return cls(key)

    @property
    def pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode("ascii")

    @property
    def credential_id(self) -> str:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        return websafe_encode(point)

    @property
    def registration(self) -> dict[str, Any]:
        point = self.key.public_key().public_numbers()
        x, y = (websafe_encode(one.to_bytes(32, "big")) for one in (point.x, point.y))
        return {
            "credential_id": self.credential_id,
            "public_key": {"1": 2, "3": -7, "-1": 1, "-2": x, "-3": y},
            "rp_id": SITE,
            "origins": [f"https://{SITE}"],
        }

    def answer(self, challenge: bytes) -> PasskeyAnswer:
        client = json.dumps(
            {
                "type": "webauthn.get",
                "challenge": websafe_encode(challenge),
                "origin": f"https://{SITE}",
            }
        ).encode()
        seen = hashlib.sha256(SITE.encode()).digest() + PRESENT_AND_VERIFIED + bytes(4)
        signature = self.key.sign(seen + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return PasskeyAnswer(
            self.credential_id,
            websafe_encode(client),
            websafe_encode(seen),
            websafe_encode(signature),
        )


def use_software_passkey(certificate: Certificate) -> SoftwarePasskey:
    """From now on the holder answers with a passkey, which waits for no code."""
    passkey = SoftwarePasskey(ec.generate_private_key(ec.SECP256R1()))
    code = demo_code(certificate.key_id, used_at_once=True)
    kept, place = _kept(), _place_of(certificate.key_id)
    proof = PinAndCode(kept[place]["pin"], code)
    browser = browser_of(certificate.key_id)
    the_window().add_passkey(certificate.key_id, passkey.registration, proof, browser=browser)
    kept[place]["passkey"] = passkey.pem
    _keep(kept)
    return passkey


def in_groups(number: str) -> str:
    """A check number as it is read out."""
    half = len(number) // 2
    return f"{number[:half]} {number[half:]}"


def new_browser() -> str:
    """The hash of the mark in a browser that nobody has been seen in."""
    return secrets.token_hex(32)


def browser_of(key_id: str) -> str:
    """The one in which a demo key was begun."""
    return str(_kept()[_place_of(key_id)]["browser"])


def remember(place: str, post: Post, made: Enrolment, pin: str, browser: str) -> None:
    """Keep what the holder of a demo key was shown once."""
    kept = _kept()
    kept[place] = {
        "holder": post.person.full_name,
        "pin": pin,
        "browser": browser,
        "seed": made.seed,
        "number": in_groups(made.number),
        "last_step": 0,
    }
    _keep(kept)


def _place_of(key_id: str) -> str:
    """Where the secrets of a key are: a founder's under its own name, others under what their holder made."""
    if key_id in _kept():
        return key_id
    post = Certificate.objects.get(key_id=key_id).post
    made = KeyRequest.objects.filter(post=post, ended_at__isnull=False).order_by("-pk")
    return made[0].enrolment


def has_demo_key(key_id: str) -> bool:
    """Whether its holder is played: whoever made a key in the browser has the secrets alone."""
    return _place_of(key_id) in _kept()


def demo_number(request: KeyRequest) -> str:
    """The check number that somebody who is played tells, while two others have yet to agree."""
    return str(_kept().get(request.enrolment, {}).get("number", ""))


def demo_pin(key_id: str) -> str:
    return str(_kept()[_place_of(key_id)]["pin"])


def demo_code(key_id: str, *, used_at_once: bool = False) -> str:
    """The next signing code of a demo key that was not shown before, waiting for one if need be.

    A program that uses it at once may still take the one before, which the signer accepts too,
    unless the next half minute begins before the signer has read it.
    """
    kept = _kept()
    mine = kept[_place_of(key_id)]
    is_left = STEP_SECONDS - time.time() % STEP_SECONDS > SECONDS_TO_USE
    earliest = current_step() - 1 if used_at_once and is_left else current_step()
    step = max(earliest, mine["last_step"] + 1)
    while step > current_step() + 1:
        time.sleep(STEP_SECONDS / 30)
    mine["last_step"] = step
    _keep(kept)
    return code_at(mine["seed"], step)


def _file() -> Path:
    return Path(settings.KEYS) / "demo-signing.json"


def _kept() -> dict[str, Any]:
    return dict(json.loads(_file().read_text("utf-8"))) if _file().exists() else {}


def _keep(kept: dict[str, Any]) -> None:
    draft = _file().with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
    draft.replace(_file())
