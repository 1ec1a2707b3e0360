"""What is done with signing keys and certificates."""

import secrets
from contextlib import suppress
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
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit

from . import permissions
from .client import PinAndCode, SignerUnavailable
from .documents import said_plainly
from .models import Certificate, KeyRequest, KnownHead, Passkey
from .permissions import KEY_ROLES
from .procedures import MAKE_KEY, PROPOSE_KEY
from .queries import administrators_over, needs_key, open_request, the_signer
from .witness import given_by_signer


@dataclass(frozen=True)
class MadeKey:
    """What the holder of a new key is shown once: the seed of the codes, and the check number."""

    request: KeyRequest
    number: str
    seed: str
    provisioning: str

    @property
    def in_groups(self) -> str:
        """The check number as it is read out."""
        half = len(self.number) // 2
        return f"{self.number[:half]} {self.number[half:]}"

    @property
    def picture(self) -> str:
        """What the authenticator app scans."""
        return segno.make(self.provisioning).svg_data_uri(scale=5)


@transaction.atomic
def make_key(post_id: int, pin: str, *, founding_code: str = "", actor: Actor) -> MadeKey:
    """Make one's own signing key: its holder alone chooses the PIN and sees seed and check number.

    It signs nothing until two others have agreed to it; made anew, the one before is void. Those
    who found the signer have a code from its console instead.
    """
    post = _taken_post(post_id)
    if actor.person_id != post.person_id:
        raise PermissionDenied

    refuse_unless_needs_key(post)

    for former in KeyRequest.objects.filter(post=post, ended_at=None):
        _end(former)
    key_id = new_key_id(post.unit, purpose_of(post)) if founding_code else ""
    with said_plainly():
        made = the_signer().enrol_directly(
            f"p-{post.person_id}",
            post.person.full_name,
            pin,
            founding_code=founding_code,
            key=key_id,
        )
    request = KeyRequest.objects.create(post=post, enrolment=made.id or made.key, key_id=made.key)
    settle(post)
    if founding_code:
        _found_keys()
    else:
        _ask_to_propose(request)

    record(actor, "signing.key_made", request, post=post.pk, founding=bool(founding_code))
    return MadeKey(request, made.number, made.seed, made.provisioning)


def _taken_post(post_id: int) -> Post:
    posts = Post.objects.select_for_update(of=("self",)).select_related("person", "unit__serves")
    return posts.get(pk=post_id)


def _found_keys() -> None:
    """The keys of those who founded the signer are in force once it has all of them."""
    with said_plainly():
        if not the_signer().hello().is_founded:
            return
    founders = KeyRequest.objects.open().exclude(key_id="").select_related("post__unit")
    for request in founders.order_by("pk"):
        post = request.post
        made = _registered(request.key_id, purpose_of(post), post.unit, post=post)
        _end(request)
        record(None, "signing.post_certified", made, holder=made.holder, founding=True)


def ask_to_make_key(post: Post) -> None:
    """The holder of a post that needs a key and has none is asked to make it."""
    if needs_key(post) and not Certificate.objects.in_force().filter(post=post).exists():
        owe(MAKE_KEY, post, Holder(post_id=post.pk))


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
        _end(request)
        record(None, "signing.key_ran_out", request, post=request.post_id)
        if request.post.is_held_on(timezone.localdate()):
            ask_to_make_key(request.post)
    return len(requests)


def _ask_to_propose(request: KeyRequest) -> None:
    """The nearest administrators are asked to propose what the holder has made."""
    for post in administrators_over(request.post):
        owe(PROPOSE_KEY, request, Holder(post_id=post.pk, due_at=request.until))


@transaction.atomic
def give_key(
    enrolment: str, key_id: str, purpose: Certificate.Purpose, *, agreed: Agreed
) -> Certificate:
    """Put what a holder has made in force, as two persons agreed before the signer."""
    request = KeyRequest.objects.select_for_update().get(enrolment=enrolment)
    post = _taken_post(request.post_id)

    refuse_unless_needs_key(post)

    pem = given_by_signer(agreed.hash).certificate
    certificate = _registered(key_id, purpose, post.unit, post=post, pem=pem)
    _end(request)

    record(
        agreed.actor,
        "signing.post_certified",
        certificate,
        holder=certificate.holder,
        purpose=certificate.purpose,
        by=agreed.proposal_id,
    )
    return certificate


def _end(request: KeyRequest) -> None:
    request.ended_at = timezone.now()
    request.save(update_fields=["ended_at"])
    settle(request)


@transaction.atomic
def give_seal(unit_id: int, key_id: str, *, agreed: Agreed) -> Certificate:
    """Give a unit that keeps a register its digital seal, as two persons agreed before the signer."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)

    refuse_unless_needs_seal(unit)

    pem = given_by_signer(agreed.hash).certificate
    seal = _registered(key_id, Certificate.Purpose.SEAL, unit, pem=pem)

    record(agreed.actor, "signing.seal_certified", seal, holder=seal.holder, by=agreed.proposal_id)
    return seal


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
    """A lost post loses its signing authority at once, and what its holder has made is void."""
    _withdraw_each(Q(post_id=post_id), "post ended")
    for request in KeyRequest.objects.filter(post=post_id, ended_at=None):
        _end(request)
    settle(Post.objects.get(pk=post_id))


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
def compare_heads() -> None:
    """Show the signer the newest head of its journal that is known here, and keep a newer one.

    One that does not know it was set back: that is written down once, and nothing is kept of it.
    """
    known = KnownHead.objects.select_for_update().filter(pk=KnownHead.ONLY).first()
    with suppress(SignerUnavailable):
        signer = the_signer().hello([known.head] if known else [])
        if signer.is_behind:
            _note_set_back(known)
        elif signer.head is not None:
            KnownHead(
                pk=KnownHead.ONLY, head=signer.head, seen_at=timezone.now(), is_set_back=False
            ).save()


def _note_set_back(known: KnownHead | None) -> None:
    if known is None or known.is_set_back:
        return
    known.is_set_back = True
    known.save(update_fields=["is_set_back"])

    record(None, "signing.signer_set_back", known, known=known.head["n"])


@transaction.atomic
def register_passkey(
    certificate_id: int, passkey: dict[str, Any], proof: PinAndCode, *, actor: Actor, name: str = ""
) -> Passkey:
    """Let a holder use a passkey with their key from now on, proven once by PIN and code."""
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


def purpose_of(post: Post) -> Certificate.Purpose:
    """What the key of a post is for, by its role."""
    permits = {
        Role.CLERK: Certificate.Purpose.CLERK,
        Role.ORG_ADMIN: Certificate.Purpose.ADMINISTRATOR,
    }
    return permits.get(Role(post.role), Certificate.Purpose.PERSON)


def new_key_id(unit: Unit, purpose: Certificate.Purpose) -> str:
    return f"{purpose.value}-{unit.pk}-{secrets.token_hex(6)}"


def _registered(
    key_id: str,
    purpose: Certificate.Purpose,
    unit: Unit,
    *,
    post: Post | None = None,
    pem: str = "",
) -> Certificate:
    """Enter into the register what the signer has put in force."""
    holder = post.person.full_name if post else unit.name
    certificate: Certificate = Certificate.objects.create(
        key_id=key_id, purpose=purpose, unit=unit, post=post, holder=holder, **_dated(pem)
    )
    if post is not None:
        settle(post)
    return certificate


def _dated(pem: str) -> dict[str, Any]:
    if not pem:
        return {"valid_from": timezone.now()}
    certificate = x509.load_pem_x509_certificate(pem.encode("ascii"))
    return {
        "pem": pem,
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
    }


def _withdraw(certificate: Certificate, reason: str) -> None:
    certificate.withdrawn_at = timezone.now()
    certificate.withdrawn_because = reason[:200]
    certificate.save(update_fields=["withdrawn_at", "withdrawn_because"])
    defer("signing.list_withdrawn", certificate_id=certificate.pk)
    if certificate.post is not None:
        ask_to_make_key(certificate.post)
