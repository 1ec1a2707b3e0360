"""Questions about keys and certificates."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import units_where

from . import permissions
from .client import SignerClient
from .letters import our_letters
from .models import Certificate
from .trust import Trust, texts_of
from .verdict import Verdict, verify_file


def the_signer() -> SignerClient:
    """The line to this installation's signer."""
    return SignerClient(settings.VAR)


def certificate_of_post(post_id: int) -> Certificate | None:
    """The certificate in force of a post, if it has one."""
    return Certificate.objects.in_force().filter(post_id=post_id).select_related("unit").first()


def seal_of(unit_id: int) -> Certificate | None:
    """The certificate in force of a unit's seal, if it has one."""
    seals = Certificate.objects.in_force().filter(unit_id=unit_id, purpose=Certificate.Purpose.SEAL)
    return seals.select_related("unit").first()


def certificates_seen_by(actor: Actor) -> QuerySet[Certificate]:
    """The register, for those who give out certificates in their part of the tree."""
    units = units_where(actor, permissions.CERTIFY)
    return Certificate.objects.filter(unit__in=units).select_related("unit", "post__person")


def trust_of_this_installation() -> Trust:
    """Whom this installation trusts: its own authority and the list of withdrawn certificates."""
    return Trust.kept_in(settings.KEYS / "trust")


def handed_to_verifiers() -> dict[str, Any]:
    """Trust and typeface as plain data, for a child that may read nothing of ours."""
    return {"trust": texts_of(settings.KEYS / "trust"), "letters": our_letters()}


def verify(data: bytes) -> Verdict:
    """The verdict on a file by this installation's trust."""
    return verify_file(data, trust_of_this_installation())
