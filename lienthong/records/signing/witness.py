"""The signer as the witness of powers over keys and seals: it believes proofs of both, and nobody's word."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, NotNow, RuleBroken, Witnessed

from .client import Proof, Taken
from .documents import said_plainly
from .messages import statement_hash
from .models import Certificate
from .queries import certificate_of_post, the_signer
from .signer.roster import CONFIRMED, DONE


@dataclass(frozen=True)
class Proven:
    """What a person gives besides the answer: the proof by their own key, and the holder's check number.

    The proof may be made from the signer's challenge, as a passkey at hand makes it.
    """

    proof: Proof | Callable[[bytes], Proof]
    number: str = ""


class Signer:
    """Each answer goes to the signer with its proof; what the signer refuses does not happen here either."""

    def installation(self) -> str:
        with said_plainly():
            return the_signer().hello().installation

    def answered(
        self, statement: bytes, verb: str, proof: Proven | None, actor: Actor
    ) -> Witnessed:
        key = own_key(actor)
        if proof is None:
            raise RuleBroken(_("Give your signing PIN and a code, or use your passkey."))
        with said_plainly():
            signer = the_signer()
            handle = signer.lay(statement)
            shown = proof.proof
            if callable(shown):
                shown = shown(signer.ask(handle, verb, key.key_id))
            answered = signer.answer(handle, verb, key.key_id, shown, number=proof.number)
            taken = signer.take(handle)
        return Witnessed(answered.receipt, taken.waits_until if taken.state == CONFIRMED else None)

    def given_up(self, statement: bytes, reason: str) -> None:
        """What both agreed to is withdrawn; what the signer refused itself needs no withdrawal."""
        try:
            given_by_signer(statement_hash(statement))
        except NotNow:
            raise
        except RuleBroken:
            return
        with said_plainly():
            the_signer().revoke(json.loads(statement)["body"]["key"], reason)


def own_key(actor: Actor) -> Certificate:
    """The key of the post acted in: who has none can neither propose nor confirm keys."""
    certificate = certificate_of_post(actor.post_id)
    if certificate is None:
        raise RuleBroken(
            _("This needs a signing key of your own. Make it first, under your account.")
        )
    return certificate


def given_by_signer(handle: str) -> Taken:
    """What the signer gives for what two have agreed to; if it gives nothing, its sentence says why."""
    with said_plainly():
        taken = the_signer().take(handle)
    if taken.state == CONFIRMED:
        raise NotNow(_("The signer gives this key only when its wait is over."))
    if taken.state != DONE:
        ended = _("The signer gives nothing for it: it was refused, stopped or has expired.")
        raise RuleBroken(_(taken.reason) if taken.reason else ended)
    return taken
