"""A document that waits because a key is suspended: whose, and who brings the key back where."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.web.public import way_to
from lienthong.records.signing.public import (
    CERTIFY,
    Certificate,
    administrators_over,
    keys_of_posts,
)

from ..models import Document, State


@dataclass(frozen=True)
class Resting:
    """What is said of a suspended key to whoever reads the document that waits for it."""

    holder: str
    is_own: bool
    since: dt.datetime
    # Who proposes that it signs again; a second person confirms.
    proposers: str
    # Where, for a reader who may propose it.
    lift_at: str
    # What waits: the signature, or number and seal.
    is_to_be_signed: bool
    # Its number is taken and stays.
    has_number: bool

    def __str__(self) -> str:
        return (
            _("Signing waits: the signing key of %(holder)s is suspended")
            if self.is_to_be_signed
            else _("Sealing waits: the signing key of %(holder)s is suspended")
        ) % {"holder": self.holder}


def awaited_keys(document: Document) -> list[Certificate]:
    """The leader's keys, on which signing and sealing depend; the clerk's too for what is agreed to and not made.

    A clerk whose own key is suspended keeps nobody else from issuing.
    """
    awaited = {
        State.SIGNING: (document.signer_id,),
        State.SIGNED: (document.signer_id,),
        State.SEALING: (document.signer_id, document.issued_by_id),
    }.get(State(document.state), ())
    posts = [post for post in awaited if post]
    return keys_of_posts(posts) if posts else []


def resting_key(document: Document, actor: Actor, keys: list[Certificate]) -> Resting | None:
    """The first of them that is suspended."""
    resting = (key for key in keys if key.suspended_at and not key.withdrawn_at)
    first = next(resting, None)
    return _said_of(first, document, actor) if first else None


def _said_of(key: Certificate, document: Document, actor: Actor) -> Resting:
    post = key.post
    assert post is not None, "a seal is not suspended"
    is_own = post.person_id == actor.person_id
    may_propose = not is_own and paths_where(actor, CERTIFY).covers(key.unit.path)
    return Resting(
        holder=key.holder,
        is_own=is_own,
        since=cast(dt.datetime, key.suspended_at),
        proposers=", ".join(
            f"{one.person.full_name} ({one.unit})" for one in administrators_over(post)
        ),
        lift_at=way_to("lift_key", key.pk) if may_propose else "",
        is_to_be_signed=document.state == State.SIGNING,
        has_number=document.state == State.SEALING,
    )
