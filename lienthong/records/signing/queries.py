"""Questions about keys and certificates."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.kernel.people.public import Person
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit, units_where

from . import permissions
from .client import SignerClient
from .letters import our_letters
from .models import Certificate, KeyPermit
from .trust import Trust, texts_of
from .verdict import Verdict, verify_file

PERMIT_IS_GOOD_FOR = dt.timedelta(days=7)


def the_signer() -> SignerClient:
    """The line to this installation's signer."""
    return SignerClient(_folder_of_the_signer())


def certificate_of_post(post_id: int) -> Certificate | None:
    """The certificate in force of a post, if it has one."""
    return Certificate.objects.in_force().filter(post_id=post_id).select_related("unit").first()


def open_permits(post_id: int) -> Q:
    """Permits of a post to make a key that are neither used nor too old."""
    return Q(post=post_id, used_at=None, granted_at__gt=timezone.now() - PERMIT_IS_GOOD_FOR)


def may_make_key(post_id: int) -> bool:
    """Whether the holder of a post may make a key of their own now."""
    return KeyPermit.objects.filter(open_permits(post_id)).exists()


def had_a_key(person: Person) -> bool:
    """Whether a key was given to a person before: then it is replaced, and that waits."""
    return Certificate.objects.filter(post__person=person).exists()


def had_a_seal(unit: Unit) -> bool:
    return Certificate.objects.filter(unit=unit, purpose=Certificate.Purpose.SEAL).exists()


def seal_of(unit_id: int) -> Certificate | None:
    """The certificate in force of a unit's seal, if it has one."""
    seals = Certificate.objects.in_force().filter(unit_id=unit_id, purpose=Certificate.Purpose.SEAL)
    return seals.select_related("unit").first()


def certificates_seen_by(actor: Actor) -> QuerySet[Certificate]:
    """The register, for those who give out certificates in their part of the tree."""
    units = units_where(actor, permissions.CERTIFY)
    return Certificate.objects.filter(unit__in=units).select_related("unit", "post__person")


def _folder_of_the_signer() -> Path:
    return Path(settings.SIGNER or settings.VAR)


def trust_folder() -> Path:
    """What the signer publishes: roots, intermediates, withdrawn certificates."""
    return _folder_of_the_signer() / "keys" / "trust"


def trust_of_this_installation() -> Trust:
    """Whom this installation trusts: its own authority and the list of withdrawn certificates."""
    return Trust.kept_in(trust_folder())


def handed_to_verifiers() -> dict[str, Any]:
    """Trust and typeface as plain data, for a child that may read nothing of ours."""
    return {"trust": texts_of(trust_folder()), "letters": our_letters()}


def verify(data: bytes) -> Verdict:
    """The verdict on a file by this installation's trust."""
    return verify_file(data, trust_of_this_installation())
