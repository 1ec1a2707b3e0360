"""Who acts for a post for a time: delegations."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize, required

from .. import permissions
from ..events import DelegationEnded, DelegationGiven
from ..models import Delegation, Post
from ..queries import posts_that_can_act_for


@transaction.atomic
def delegate(
    post_id: int, to_person_id: int, *, on: date, until: date | None, basis: str, actor: Actor
) -> Delegation:
    """Let another person of the same organisation act for a post without power for a time."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post_id)
    if not _is_own(post, actor):
        authorize(actor, permissions.MANAGE, post.unit.path)

    if post.has_power:
        said = _("This post carries power: its holder proposes it, and a leader confirms it.")
        raise RuleBroken(said)
    refuse_delegation(post, to_person_id, on=on, until=until)
    # Who administers rights gives none to themselves.
    if to_person_id == actor.person_id:
        raise RuleBroken(_("Nobody delegates a post to themselves."), field="to_person")
    basis = required(basis, _("Name the document this delegation rests on."), field="basis")

    delegation = _written_once(
        post=post,
        to_person_id=to_person_id,
        valid_from=on,
        valid_to=until,
        basis=basis,
    )

    record(actor, "people.delegated", delegation, post=post.pk, to=to_person_id)
    announce(DelegationGiven(delegation.pk))
    return delegation


@transaction.atomic
def delegate_agreed(
    post_id: int, to_person_id: int, *, on: date, until: date | None, basis: str, agreed: Agreed
) -> Delegation:
    """Let another person act for a post with power, as its holder and a leader agreed."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post_id)

    refuse_delegation(post, to_person_id, on=on, until=until)

    delegation = _written_once(
        post=post, to_person_id=to_person_id, valid_from=on, valid_to=until, basis=basis
    )

    facts = {"post": post.pk, "to": to_person_id, "by": agreed.proposal_id}
    record(agreed.actor, "people.delegated", delegation, **facts)
    announce(DelegationGiven(delegation.pk))
    return delegation


def _is_own(post: Post, actor: Actor) -> bool:
    """The holder in person: one who acts for a post does not pass it on."""
    return actor.post_id == post.pk and actor.for_post_id is None


def refuse_delegation(post: Post, to_person_id: int, *, on: date, until: date | None) -> None:
    if until is not None and until <= on:
        raise RuleBroken(_("A delegation must last at least one day."), field="until")
    if not post.is_held_on(on):
        raise RuleBroken(_("The post is not held on that day."), field="on")
    if to_person_id == post.person_id:
        raise RuleBroken(_("A post cannot be delegated to its own holder."), field="to_person")
    if not posts_that_can_act_for(post, on).filter(person=to_person_id).exists():
        raise RuleBroken(
            _(
                "A post can be delegated only to somebody who holds a post in the same organisation."
            ),
            field="to_person",
        )


def _written_once(**fields: Any) -> Delegation:
    try:
        with transaction.atomic():
            return Delegation.objects.create(**fields)
    except IntegrityError:
        raise RuleBroken(_("This post is already delegated to this person.")) from None


@transaction.atomic
def end_delegation(delegation_id: int, *, actor: Actor) -> Delegation:
    """Take a delegation back: the holder may, and so may an administrator of the organisation."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("post__unit")
        .get(pk=delegation_id)
    )
    if not _is_own(delegation.post, actor):
        authorize(actor, permissions.MANAGE, delegation.post.unit.path)

    today = timezone.localdate()
    if delegation.valid_to is not None and delegation.valid_to <= today:
        raise RuleBroken(_("This delegation has already ended."))

    delegation.valid_to = max(today, delegation.valid_from)
    delegation.save(update_fields=["valid_to"])

    record(actor, "people.delegation_ended", delegation, post=delegation.post_id)
    announce(DelegationEnded(delegation.pk))
    return delegation
