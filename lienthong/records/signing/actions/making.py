"""The holder makes a key on the signing page; here it is entered, and two others are asked to agree to it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.permissions.public import (
    Actor,
    NotAnswered,
    NotNow,
    RuleBroken,
)
from lienthong.kernel.procedures.public import Holder, owe, settle

from ..at_window import Invited
from ..documents import said_plainly
from ..hidden import hidden
from ..models import KeyInvitation, KeyRequest
from ..procedures import PROPOSE_KEY
from ..queries import (
    administrators_over,
    open_request,
    the_signer,
)
from ..window import enrol_at
from .keys import (
    ask_to_make_key,
    end_request,
    new_key_id,
    purpose_of,
    refuse_unless_needs_key,
    registered,
    taken_post,
)


@transaction.atomic
def invite_to_make_key(post_id: int, *, actor: Actor) -> Callable[[str], str]:
    """Lead the holder to the signing page, where a key is made and its secrets are seen by nobody else.

    Those who found the signer are led there the same way, and bring a code from its console.
    """
    post = _own_post(post_id, actor)

    refuse_unless_needs_key(post)

    with said_plainly():
        signer = the_signer()
        is_founding = not signer.hello().is_founded
        key_id = new_key_id(post.unit, purpose_of(post)) if is_founding else ""
        token = signer.invite(f"p-{post.person_id}", post.person.full_name, key=key_id)
    KeyInvitation.objects.update_or_create(
        post=post, defaults={"hidden_token": hidden(token), "made_at": timezone.now()}
    )
    return partial(enrol_at, token)


@transaction.atomic
def make_key(post_id: int, *, actor: Actor) -> KeyRequest:
    """Enter what the holder of a post has made on the signing page; made anew, the one before is void.

    It signs nothing until two others have agreed to it. PIN, seed and check number are not known here.
    """
    post = _own_post(post_id, actor)
    invitation = KeyInvitation.objects.select_for_update().filter(post=post).first()
    before = KeyRequest.objects.filter(post=post).order_by("pk").last()
    if invitation is None and before is not None:
        return before

    refuse_unless_needs_key(post)

    made = _made_there(invitation)
    for former in KeyRequest.objects.filter(post=post, ended_at=None):
        end_request(former)
    request: KeyRequest = KeyRequest.objects.create(
        post=post, enrolment=made.enrolment or made.key, key_id=made.key
    )
    if invitation is not None:
        invitation.delete()
    settle(post)
    if made.key:
        _found_keys()
    else:
        _ask_to_propose(request)

    record(actor, "signing.key_made", request, post=post.pk, founding=bool(made.key))
    return request


def _own_post(post_id: int, actor: Actor) -> Post:
    """Only the holder makes the key of a post."""
    post = taken_post(post_id)
    if actor.person_id != post.person_id:
        raise PermissionDenied
    return post


def _made_there(invitation: KeyInvitation | None) -> Invited:
    """What the holder has made at the window."""
    if invitation is not None:
        with said_plainly():
            made = the_signer().invited(invitation.token)
        if made.is_enrolled:
            return made
    raise NotAnswered(_("You have not made a key on the signing page yet."))


def take_up_keys(**of: Any) -> None:
    """Enter what was made on the signing page by holders who did not come back."""
    invitations = KeyInvitation.objects.filter(**of)
    for invitation in invitations.select_related("post__person", "post__unit"):
        post = invitation.post
        try:
            make_key(post.pk, actor=actor_in(post))
        except NotNow:
            return
        except NotAnswered:
            continue
        except RuleBroken:
            # It has expired, or the post needs no key any more: the holder begins anew.
            KeyInvitation.objects.filter(
                pk=invitation.pk, hidden_token=invitation.hidden_token
            ).delete()


def _found_keys() -> None:
    """The keys of those who founded the signer are in force once it has all of them."""
    with said_plainly():
        if not the_signer().hello().is_founded:
            return
    founders = KeyRequest.objects.open().exclude(key_id="").select_related("post__unit")
    for request in founders.order_by("pk"):
        post = request.post
        made = registered(request.key_id, purpose_of(post), post.unit, post=post)
        end_request(request)
        record(None, "signing.post_certified", made, holder=made.holder, founding=True)


@transaction.atomic
def stop_asking_to_propose(post_id: int) -> None:
    """The key of a post is proposed: no administrator is asked any more."""
    for request in KeyRequest.objects.open().filter(post=post_id):
        settle(request)


@transaction.atomic
def ask_again_to_propose(post_id: int) -> None:
    """What was proposed has come to nothing: what the holder has made may be proposed anew."""
    request = open_request(post_id)
    if request is not None:
        _ask_to_propose(request)


@transaction.atomic
def let_requests_run_out() -> int:
    """What nobody agreed to in seven days is void; its holder is asked to make the key anew."""
    open_ones = KeyRequest.objects.open().values("pk")
    run_out = KeyRequest.objects.select_for_update(of=("self",)).filter(ended_at=None)
    requests = list(run_out.exclude(pk__in=open_ones).select_related("post__unit__serves"))
    for request in requests:
        end_request(request)
        record(None, "signing.key_ran_out", request, post=request.post_id)
        if request.post.is_held_on(timezone.localdate()):
            ask_to_make_key(request.post)
    return len(requests)


def _ask_to_propose(request: KeyRequest) -> None:
    """The nearest administrators are asked to propose what the holder has made."""
    for post in administrators_over(request.post):
        owe(PROPOSE_KEY, request, Holder(post_id=post.pk, due_at=request.until))
