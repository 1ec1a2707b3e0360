"""Signing keys for a demonstration: drawn at random per installation, kept for the owner's eyes only."""

import json
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from lienthong.kernel.confirmations.public import confirm, propose
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit

from .actions import NewCertificate, certify_post
from .models import Certificate
from .powers import key_proposed, seal_proposed
from .queries import seal_of
from .signer.factors import STEP_SECONDS, code_at, current_step


def key_by_two(post: Post, pin: str, *, proposer: Actor, confirmer: Actor) -> NewCertificate:
    """Play all three: one proposes, a second one confirms, the holder makes the key."""
    proposal = propose(*key_proposed(post), actor=proposer)
    confirm(proposal.pk, actor=confirmer)
    return certify_post(post.pk, pin, actor=actor_in(post))


def seal_by_two(unit: Unit, *, proposer: Actor, confirmer: Actor) -> Certificate:
    """Play both: an administrator proposes the seal, a leader confirms it."""
    proposal = propose(*seal_proposed(unit), actor=proposer)
    confirm(proposal.pk, actor=confirmer)
    seal = seal_of(unit.pk)
    assert seal is not None, proposal.because
    return seal


def remember_demo_key(made: NewCertificate, pin: str) -> None:
    """Keep what the holder of a demo key was shown once."""
    kept = _kept()
    holder = made.certificate.post.person.full_name if made.certificate.post else ""
    kept[made.certificate.key_id] = {
        "holder": holder,
        "pin": pin,
        "seed": made.seed,
        "last_step": 0,
    }
    _keep(kept)


def demo_pin(key_id: str) -> str:
    return str(_kept()[key_id]["pin"])


def demo_code(key_id: str, *, used_at_once: bool = False) -> str:
    """The next signing code of a demo key that was not shown before, waiting for one if need be.

    A program that uses it at once may still take the one before, which the signer accepts too.
    """
    kept = _kept()
    mine = kept[key_id]
    earliest = current_step() - 1 if used_at_once else current_step()
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
