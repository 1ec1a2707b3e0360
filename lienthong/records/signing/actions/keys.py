"""What the actions on keys have in common: who needs one, what it is called, entering and ending it."""

import secrets
from typing import Any

from cryptography import x509
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import Post, Role
from lienthong.kernel.permissions.public import (
    RuleBroken,
)
from lienthong.kernel.procedures.public import Holder, owe, settle
from lienthong.kernel.units.public import Unit

from ..models import Certificate, KeyRequest
from ..permissions import KEY_ROLES
from ..procedures import MAKE_KEY
from ..queries import (
    needs_key,
    refuse_suspended,
)


def taken_post(post_id: int) -> Post:
    posts = Post.objects.select_for_update(of=("self",)).select_related("person", "unit__serves")
    return posts.get(pk=post_id)


def refuse_unless_needs_key(post: Post) -> None:
    if not post.is_held_on(timezone.localdate()):
        raise RuleBroken(_("This post is no longer held."))
    if post.role not in KEY_ROLES:
        raise RuleBroken(
            _("This post neither signs nor issues documents and needs no signing key.")
        )
    refuse_suspended(post.pk)
    if Certificate.objects.not_withdrawn().filter(post=post).exists():
        raise RuleBroken(
            _("This post already has a signing key; withdraw it before giving out a new one.")
        )


def refuse_unless_needs_seal(unit: Unit) -> None:
    if not unit.can_have_seal:
        raise RuleBroken(_("This organisation keeps no register and therefore has no seal."))
    seals = Certificate.objects.not_withdrawn().filter(purpose=Certificate.Purpose.SEAL)
    if seals.filter(unit=unit).exists():
        raise RuleBroken(
            _("This organisation already has a seal; withdraw it before giving out a new one.")
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


def registered(
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


def end_request(request: KeyRequest) -> None:
    request.ended_at = timezone.now()
    request.save(update_fields=["ended_at"])
    settle(request)


def ask_to_make_key(post: Post) -> None:
    """The holder of a post that needs a key and has none is asked to make it."""
    if needs_key(post) and not Certificate.objects.kept().filter(post=post).exists():
        owe(MAKE_KEY, post, Holder(post_id=post.pk))
