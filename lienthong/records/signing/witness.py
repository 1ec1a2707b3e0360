"""The signer as the witness of powers over keys and seals: it believes proofs of both, and nobody's word.

The proofs are given at the signing window, before what the signer itself shows there.
"""

import json
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from lienthong.kernel.jobs.public import defer
from lienthong.kernel.permissions.public import (
    Actor,
    NotAnswered,
    NotNow,
    RuleBroken,
    Witnessed,
)

from .documents import said_plainly
from .messages import statement_hash
from .models import Certificate
from .queries import certificate_of_post, posts_with_key, refuse_suspended, the_signer
from .signer.roster import CONFIRMED, DONE
from .signer.wanted import LIFT, SEAL_KINDS
from .told import Taken
from .window import answer_at


class Signer:
    """What the signer has not heard from the person at the window does not happen here either."""

    def installation(self) -> str:
        with said_plainly():
            return the_signer().hello().installation

    def way_to_answer(self, statement: bytes, verb: str, actor: Actor) -> Callable[[str], str]:
        key = own_key(actor)
        with said_plainly():
            handle = the_signer().lay(statement)
        return answer_at(handle, verb, key.key_id)

    def answered(self, statement: bytes, verb: str, actor: Actor) -> Witnessed:
        key = own_key(actor)
        with said_plainly():
            taken = the_signer().take(the_signer().lay(statement))
        if not taken.was_answered(verb, key.key_id):
            raise NotAnswered(_("You have not answered this on the signing page yet."))
        return Witnessed(taken.receipt, taken.waits_until)

    def who_can_answer(self, post_ids: Iterable[int]) -> set[int]:
        return posts_with_key(post_ids)

    def given_up(self, statement: bytes, reason: str) -> None:
        """What both agreed to is withdrawn; what the signer refused itself needs no withdrawal."""
        try:
            given_by_signer(statement_hash(statement))
        except NotNow:
            raise
        except RuleBroken:
            return
        said = json.loads(statement)
        # A key rests at once. What is new is withdrawn besides, which the pages cannot do: the worker carries it.
        if said["kind"] not in SEAL_KINDS:
            with said_plainly():
                _let_rest(said["body"]["key"], reason)
        if said["kind"] != LIFT:
            defer("signing.take_back", statement_id=statement_hash(statement))


def _let_rest(key_id: str, reason: str) -> None:
    signer = the_signer()
    if not signer.key(key_id)["revoked_at"]:
        signer.suspend(key_id, reason)


def own_key(actor: Actor) -> Certificate:
    """The key of the post acted in: who has none can neither propose nor confirm keys."""
    certificate = certificate_of_post(actor.post_id)
    if certificate is None:
        refuse_suspended(actor.post_id)
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
