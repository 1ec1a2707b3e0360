"""Keys are withdrawn: by an administrator, with a lost post, with an account opened anew."""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import (
    Actor,
    RuleBroken,
    authorize,
)
from lienthong.kernel.procedures.public import settle
from lienthong.kernel.web.public import way_to

from .. import permissions
from ..documents import said_plainly
from ..messages import NOT_ME
from ..models import Certificate, KeyRequest
from ..queries import persons_told_of_misuse, the_signer
from .keys import ask_to_make_key, end_request


@transaction.atomic
def withdraw_certificate(certificate_id: int, *, reason: str, actor: Actor) -> Certificate:
    """Withdraw a key at once: it signs nothing any more, and verifiers are told."""
    certificate: Certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=certificate_id)
    )
    authorize(actor, permissions.CERTIFY, certificate.unit.path)

    if certificate.withdrawn_at is not None:
        raise RuleBroken(_("This certificate has already been withdrawn."))
    if reason.strip().casefold() == NOT_ME:
        raise RuleBroken(_("Only the holder says that it was not them, on the signing page."))

    withdraw(certificate, reason)
    notify_withdrawn(certificate)

    record(
        actor,
        "signing.certificate_withdrawn",
        certificate,
        holder=certificate.holder,
        reason=reason,
    )
    return certificate


@transaction.atomic
def withdraw_of_post(post_id: int) -> None:
    """A lost post loses its signing authority at once, and what its holder has made is void."""
    _withdraw_each(Q(post_id=post_id), "post ended")
    for request in KeyRequest.objects.filter(post=post_id, ended_at=None):
        end_request(request)
    settle(Post.objects.get(pk=post_id))


@transaction.atomic
def withdraw_of_person(person_id: int) -> None:
    """Whose account was opened anew signs nothing until their key is certified anew."""
    _withdraw_each(Q(post__person=person_id), "account recovered")


def _withdraw_each(of: Q, reason: str) -> None:
    held = Certificate.objects.not_withdrawn().filter(of)
    for certificate in held.select_for_update(of=("self",)).select_related("unit", "post"):
        withdraw(certificate, reason)
        notify_withdrawn(certificate)
        record(
            None,
            "signing.certificate_withdrawn",
            certificate,
            holder=certificate.holder,
            reason=reason,
        )


def notify_withdrawn(certificate: Certificate) -> None:
    """One person's word is enough, and it is not taken back: nobody switches this notice off."""
    notify(
        persons_told_of_misuse(certificate),
        gettext_noop(
            "The key of %(holder)s is withdrawn. Nothing is signed, sealed or confirmed with it any more; the history says by whom and why."
        ),
        way_to("account"),
        source="signing",
        stands=True,
        holder=certificate.holder,
    )


def withdraw(certificate: Certificate, reason: str, at: datetime | None = None) -> None:
    """Withdraw it here, and have the signer do the same if it has not done so already."""
    certificate.withdrawn_at = at or timezone.now()
    certificate.withdrawn_because = reason[:200]
    certificate.listed_at = at
    certificate.save(update_fields=["withdrawn_at", "withdrawn_because", "listed_at"])
    if certificate.listed_at is None:
        defer("signing.list_withdrawn", certificate_id=certificate.pk)
    if certificate.post is not None:
        ask_to_make_key(certificate.post)


@transaction.atomic
def list_withdrawn(certificate_id: int) -> None:
    """Make the signer itself withdraw a key; repeatable."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.withdrawn_at is None or certificate.listed_at is not None:
        return

    with said_plainly():
        the_signer().revoke(certificate.key_id, certificate.withdrawn_because)
    certificate.listed_at = timezone.now()
    certificate.save(update_fields=["listed_at"])


def take_back(statement_hash: str) -> None:
    """Withdraw at the signer what two had agreed to and what came to nothing here; repeatable."""
    proposal = Proposal.objects.get(hash=statement_hash)
    if proposal.state not in (Proposal.State.FAILED, Proposal.State.EXPIRED):
        return

    key_id = json.loads(bytes(proposal.statement))["body"]["key"]
    with said_plainly():
        the_signer().revoke(key_id, proposal.because or proposal.state)
