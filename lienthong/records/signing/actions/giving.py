"""What two have agreed to before the signer comes into force here."""

from django.db import transaction

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import (
    Agreed,
)
from lienthong.kernel.units.public import Unit

from ..models import Certificate, KeyRequest
from ..witness import given_by_signer
from .keys import (
    end_request,
    refuse_unless_needs_key,
    refuse_unless_needs_seal,
    registered,
    taken_post,
)


@transaction.atomic
def give_key(
    enrolment: str, key_id: str, purpose: Certificate.Purpose, *, agreed: Agreed
) -> Certificate:
    """Put what a holder has made in force, as two persons agreed before the signer."""
    request = KeyRequest.objects.select_for_update().get(enrolment=enrolment)
    post = taken_post(request.post_id)

    refuse_unless_needs_key(post)

    pem = given_by_signer(agreed.hash).certificate
    certificate = registered(key_id, purpose, post.unit, post=post, pem=pem)
    end_request(request)

    record(
        agreed.actor,
        "signing.post_certified",
        certificate,
        holder=certificate.holder,
        purpose=certificate.purpose,
        by=agreed.proposal_id,
    )
    return certificate


@transaction.atomic
def give_seal(unit_id: int, key_id: str, *, agreed: Agreed) -> Certificate:
    """Give a unit its digital seal, as two persons agreed before the signer.

    From then on an office or a commission issues in its own name, and two persons rename it.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)

    refuse_unless_needs_seal(unit)

    pem = given_by_signer(agreed.hash).certificate
    seal = registered(key_id, Certificate.Purpose.SEAL, unit, pem=pem)
    if not unit.has_seal:
        unit.has_seal = True
        unit.save(update_fields=["has_seal"])

    record(agreed.actor, "signing.seal_certified", seal, holder=seal.holder, by=agreed.proposal_id)
    return seal
