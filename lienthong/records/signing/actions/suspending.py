"""Keys rest: suspended by one person at once, signing again when two have agreed before the signer."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.notices.public import notify
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize
from lienthong.kernel.web.public import way_to

from .. import permissions
from ..documents import said_plainly
from ..models import Certificate
from ..queries import persons_told_of_misuse, the_signer
from ..sentences import Refused
from ..signer.wanted import LIFT
from ..told import Hello
from ..witness import given_by_signer

BY_HOLDER = gettext_noop("asked for by the holder")


@transaction.atomic
def suspend_key(certificate_id: int, *, reason: str, actor: Actor) -> Certificate:
    """Let a key do nothing from now on: its holder may, and so may an administrator there or above."""
    certificate = _taken(certificate_id)
    if not _is_own(certificate, actor):
        authorize(actor, permissions.CERTIFY, certificate.unit.path)

    if certificate.purpose == Certificate.Purpose.SEAL:
        raise RuleBroken(_("A seal is not suspended; suspend the key of whoever uses it."))
    if certificate.withdrawn_at is not None:
        raise RuleBroken(_("This certificate has already been withdrawn."))
    if certificate.suspended_at is not None:
        raise RuleBroken(_("This signing key is suspended already."))

    with said_plainly():
        since = the_signer().suspend(certificate.key_id, reason[:200])
    _enter(certificate, since, reason)

    record(
        actor, "signing.key_suspended", certificate, holder=certificate.holder, reason=reason[:200]
    )
    return certificate


@transaction.atomic
def lift_key(key_id: str, *, agreed: Agreed) -> Certificate:
    """Let a suspended key sign again, as two persons agreed before the signer."""
    certificate = Certificate.objects.select_for_update(of=("self",)).get(key_id=key_id)

    given_by_signer(agreed.hash)
    _enter(certificate, None, "")

    by = agreed.proposal_id
    record(agreed.actor, "signing.key_lifted", certificate, holder=certificate.holder, by=by)
    return certificate


def follow_suspended(signer: Hello, asked_at: datetime) -> None:
    """What rests at the signer rests here, and the other way round; two alone let it sign again, at the signer.

    What was suspended after the signer was asked is left as it is; so is what a proposal is about to lift.
    """
    at_signer = {one.key: one for one in signer.suspended}
    held = Certificate.objects.not_withdrawn().select_for_update(of=("self",))
    for certificate in held.filter(key_id__in=at_signer, suspended_at=None):
        one = at_signer[certificate.key_id]
        _enter(certificate, one.at, one.reason)
        facts = {"holder": certificate.holder, "reason": one.reason[:200]}
        record(None, "signing.key_suspended", certificate, **facts)
    proposed = Proposal.objects.filter(kind=LIFT, state__in=Proposal.OPEN).values("subject")
    resting = held.filter(suspended_at__lt=asked_at).exclude(key_id__in=proposed)
    for certificate in resting.exclude(key_id__in=at_signer):
        lifted_at = signer.lifted.get(certificate.key_id)
        since = certificate.suspended_at
        if lifted_at is not None and since is not None and since <= lifted_at:
            _enter(certificate, None, "")
            record(None, "signing.key_lifted", certificate, holder=certificate.holder)
        else:
            # Set back, the signer has forgotten it. A key it does not know rests anyhow.
            with suppress(Refused):
                the_signer().suspend(certificate.key_id, certificate.suspended_because)


def _taken(certificate_id: int) -> Certificate:
    held = Certificate.objects.select_for_update(of=("self",)).select_related("unit", "post")
    return held.get(pk=certificate_id)


def _is_own(certificate: Certificate, actor: Actor) -> bool:
    """The holder in person: one who acts for a post has no part in its key."""
    return certificate.post_id == actor.post_id and actor.for_post_id is None


def _enter(certificate: Certificate, at: datetime | None, reason: str) -> None:
    certificate.suspended_at, certificate.suspended_because = at, reason[:200]
    certificate.save(update_fields=["suspended_at", "suspended_because"])
    if at is not None:
        _notify(certificate)


def _notify(certificate: Certificate) -> None:
    """Somebody may have reason to fear for the key: nobody switches this notice off."""
    notify(
        persons_told_of_misuse(certificate),
        gettext_noop(
            "The signing key of %(holder)s is suspended. Nothing is signed or confirmed with it, and what it signed is not sealed, until two persons agree to lift that."
        ),
        way_to("key", certificate.pk),
        source="signing",
        stands=True,
        holder=certificate.holder,
    )
