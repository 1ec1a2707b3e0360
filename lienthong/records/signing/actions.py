"""What is done with signing keys and certificates."""

import secrets
from dataclasses import dataclass
from typing import Any

import segno
from cryptography import x509
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit

from . import permissions
from .client import Enrolled, NewKey, PinAndCode
from .documents import said_plainly
from .models import Certificate, KeyPermit, Passkey
from .permissions import KEY_ROLES
from .queries import open_permits, the_signer


@dataclass(frozen=True)
class NewCertificate:
    """A certificate, and what its holder is shown once to set up one-time codes."""

    certificate: Certificate
    seed: str = ""
    provisioning: str = ""

    @property
    def picture(self) -> str:
        """What the authenticator app scans."""
        return segno.make(self.provisioning).svg_data_uri(scale=5)


@transaction.atomic
def permit_key(post_id: int, *, agreed: Agreed) -> KeyPermit:
    """Permit the holder of a post to make a key, as two persons agreed."""
    permit = KeyPermit.objects.create(post_id=post_id)

    record(agreed.actor, "signing.key_permitted", permit, post=post_id, by=agreed.proposal_id)
    return permit


@transaction.atomic
def certify_post(post_id: int, pin: str, *, actor: Actor) -> NewCertificate:
    """Make the own signing key, once it is permitted: its holder alone chooses PIN and sees the seed."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("person", "unit")
        .get(pk=post_id)
    )
    if actor.person_id != post.person_id:
        raise PermissionDenied

    refuse_unless_needs_key(post)
    permit = KeyPermit.objects.select_for_update().filter(open_permits(post_id)).first()
    if permit is None:
        raise RuleBroken(_("This key is proposed and confirmed by two others before you make it."))

    purpose = Certificate.Purpose.CLERK if post.role == Role.CLERK else Certificate.Purpose.PERSON
    new_key = NewKey(
        **_key_of(post.unit, purpose), name=post.person.full_name, title=str(post), pin=pin
    )
    made = _made(new_key, post.unit, post)
    permit.used_at = timezone.now()
    permit.save(update_fields=["used_at"])

    record(
        actor,
        "signing.post_certified",
        made.certificate,
        holder=made.certificate.holder,
        purpose=purpose.value,
    )
    return made


@transaction.atomic
def certify_seal(unit_id: int, *, agreed: Agreed) -> Certificate:
    """Give a unit that keeps a register its digital seal, as two persons agreed."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)

    refuse_unless_needs_seal(unit)

    new_key = NewKey(**_key_of(unit, Certificate.Purpose.SEAL), name=organisation_of(unit))
    made = _made(new_key, unit, None).certificate

    record(agreed.actor, "signing.seal_certified", made, holder=made.holder, by=agreed.proposal_id)
    return made


def refuse_unless_needs_seal(unit: Unit) -> None:
    if not unit.has_register:
        raise RuleBroken(_("This organisation keeps no register and therefore has no seal."))
    seals = Certificate.objects.not_withdrawn().filter(purpose=Certificate.Purpose.SEAL)
    if seals.filter(unit=unit).exists():
        raise RuleBroken(
            _("This organisation already has a seal; withdraw it before giving out a new one.")
        )


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

    _withdraw(certificate, reason)

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
    """A lost post loses its signing authority at once."""
    _withdraw_each(Q(post_id=post_id), "post ended")


@transaction.atomic
def withdraw_of_person(person_id: int) -> None:
    """Whose account was opened anew signs nothing until their key is certified anew."""
    _withdraw_each(Q(post__person=person_id), "account recovered")


def _withdraw_each(of: Q, reason: str) -> None:
    held = Certificate.objects.not_withdrawn().filter(of)
    for certificate in held.select_for_update(of=("self",)):
        _withdraw(certificate, reason)
        record(
            None,
            "signing.certificate_withdrawn",
            certificate,
            holder=certificate.holder,
            reason=reason,
        )


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


@transaction.atomic
def register_passkey(
    certificate_id: int, passkey: dict[str, Any], proof: PinAndCode, *, actor: Actor, name: str = ""
) -> Passkey:
    """Let a holder sign with a passkey from now on, proven once by PIN and code.

    A clerk's key permits the seal and takes PIN and code only.
    """
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("post")
        .get(pk=certificate_id)
    )
    if certificate.post is None or certificate.post.person_id != actor.person_id:
        raise PermissionDenied

    _refuse_passkey(certificate, passkey["credential_id"])

    with said_plainly():
        the_signer().add_passkey(certificate.key_id, passkey, proof)
    registered = Passkey.objects.create(
        certificate=certificate,
        credential_id=passkey["credential_id"],
        rp_id=passkey["rp_id"],
        name=one_line(name),
    )

    record(actor, "signing.passkey_registered", certificate, holder=certificate.holder)
    return registered


def _refuse_passkey(certificate: Certificate, credential_id: str) -> None:
    if certificate.withdrawn_at is not None:
        raise RuleBroken(_("This certificate has already been withdrawn."))
    if certificate.purpose != Certificate.Purpose.PERSON:
        raise RuleBroken(_("This key signs no documents; it is used with PIN and code only."))
    if certificate.passkeys.filter(credential_id=credential_id).exists():
        raise RuleBroken(_("This passkey is already registered for this signing key."))


def refuse_unless_needs_key(post: Post) -> None:
    if not post.is_held_on(timezone.localdate()):
        raise RuleBroken(_("This post is no longer held."))
    if post.role not in KEY_ROLES:
        raise RuleBroken(
            _("This post neither signs nor issues documents and needs no signing key.")
        )
    if Certificate.objects.not_withdrawn().filter(post=post).exists():
        raise RuleBroken(
            _("This post already has a signing key; withdraw it before giving out a new one.")
        )


def _key_of(unit: Unit, purpose: Certificate.Purpose) -> dict[str, str]:
    return {
        "key_id": f"{purpose.value}-{unit.pk}-{secrets.token_hex(6)}",
        "purpose": purpose.value,
        "organisation": organisation_of(unit),
        "organisation_id": f"LT-{unit.pk}",
    }


def organisation_of(unit: Unit) -> str:
    return unit.name_committee or unit.name_body


def _made(new_key: NewKey, unit: Unit, post: Post | None) -> NewCertificate:
    with said_plainly():
        enrolled = the_signer().enrol_with_token(new_key)
    certificate = Certificate.objects.create(
        key_id=new_key.key_id,
        purpose=new_key.purpose,
        unit=unit,
        post=post,
        holder=new_key.name,
        **_dated(enrolled),
    )
    return NewCertificate(certificate, enrolled.seed, enrolled.provisioning)


def _dated(enrolled: Enrolled) -> dict[str, Any]:
    if not enrolled.certificate:
        return {"valid_from": timezone.now()}
    certificate = x509.load_pem_x509_certificate(enrolled.certificate.encode("ascii"))
    return {
        "pem": enrolled.certificate,
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
    }


def _withdraw(certificate: Certificate, reason: str) -> None:
    certificate.withdrawn_at = timezone.now()
    certificate.withdrawn_because = reason[:200]
    certificate.save(update_fields=["withdrawn_at", "withdrawn_because"])
    defer("signing.list_withdrawn", certificate_id=certificate.pk)
