"""Questions about keys and certificates."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import Person, Post, Role
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.units.public import Unit, ancestor_paths, units_where

from . import permissions
from .client import SignerClient, SignerUnavailable
from .letters import our_letters
from .messages import NOT_ME
from .models import Certificate, KeyRequest
from .permissions import KEY_ROLES
from .told import Hello
from .trust import Trust, texts_of
from .verdict import Verdict, verify_file

# Who hears near the holder that a key was used by somebody else.
TOLD_NEAR = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORG_ADMIN, Role.SECURITY_AUDITOR)


def the_signer() -> SignerClient:
    """The line to this installation's signer."""
    return SignerClient(_folder_of_the_signer())


def greeting() -> Hello | None:
    """How the signer stands; None where it cannot be reached."""
    try:
        return the_signer().hello()
    except SignerUnavailable:
        return None


def certificate_of_post(post_id: int) -> Certificate | None:
    """The certificate in force of a post, if it has one."""
    return Certificate.objects.in_force().filter(post_id=post_id).select_related("unit").first()


def suspended_of_post(post_id: int) -> Certificate | None:
    """The key of a post while it is suspended."""
    resting = Certificate.objects.suspended().filter(post_id=post_id)
    return resting.select_related("unit").first()


def keys_of_posts(post_ids: Iterable[int]) -> list[Certificate]:
    """All keys these posts ever had."""
    held = Certificate.objects.filter(post_id__in=post_ids)
    return list(held.select_related("unit", "post__unit").order_by("pk"))


def refuse_suspended(post_id: int) -> None:
    """Whose key is suspended needs no new one, and is told what brings it back."""
    if suspended_of_post(post_id) is not None:
        raise RuleBroken(
            _(
                "Your signing key is suspended. An administrator proposes that it signs again, and a second person confirms it."
            )
        )


def last_withdrawn(post_id: int) -> Certificate | None:
    """The key a post had last, if it was withdrawn."""
    withdrawn = Certificate.objects.filter(post_id=post_id, withdrawn_at__isnull=False)
    return withdrawn.order_by("-withdrawn_at", "-pk").first()


def is_disowned(post_id: int, signed_at: dt.datetime) -> bool:
    """Whether the key a post had at this moment was disowned: what it signed is never sealed."""
    return is_disowned_in(keys_of_posts([post_id]), post_id, signed_at)


def is_disowned_in(keys: Iterable[Certificate], post_id: int, signed_at: dt.datetime) -> bool:
    """The same, where the keys are at hand."""
    held = [one for one in keys if one.post_id == post_id and one.valid_from <= signed_at]
    return bool(held) and max(held, key=lambda one: one.pk).withdrawn_because == NOT_ME


def disowned_among(post: str, signed_at: str) -> Case:
    """The same of every row of a query, whose post and moment are in these columns."""
    held = Certificate.objects.filter(post=OuterRef(post), valid_from__lte=OuterRef(signed_at))
    because = Subquery(held.order_by("-pk").values("withdrawn_because")[:1])
    return Case(When(Exact(because, NOT_ME), then=True), default=False)


def requests_open() -> QuerySet[KeyRequest]:
    return KeyRequest.objects.open()


def open_request(post_id: int) -> KeyRequest | None:
    """The key a holder has made that two others may still agree to."""
    requests = KeyRequest.objects.open().filter(post=post_id)
    return requests.select_related("post__person", "post__unit").first()


def needs_key(post: Post) -> bool:
    """Who signs or issues in an organisation with a register, and who administers, needs a key."""
    if post.role == Role.ORG_ADMIN:
        return True
    unit = post.unit
    serves_register = unit.serves is not None and unit.serves.has_register
    return post.role in KEY_ROLES and (unit.has_register or serves_register)


def posts_needing_key() -> Q:
    """The same of many posts at once."""
    registers = Q(unit__has_register=True) | Q(unit__serves__has_register=True)
    return Q(role=Role.ORG_ADMIN) | (Q(role__in=KEY_ROLES) & registers)


def administrators_over(post: Post) -> list[Post]:
    """The administrators of the organisation; where it has none but the holder, the nearest above."""
    held = Post.objects.valid_on(timezone.localdate()).filter(
        role=Role.ORG_ADMIN, ended_at=None, unit__path__in=ancestor_paths(post.unit.path)
    )
    others = list(
        held.exclude(person=post.person_id).select_related("unit", "person").order_by("pk")
    )
    nearest = max((len(one.unit.path) for one in others), default=0)
    return [one for one in others if len(one.unit.path) == nearest]


def persons_told_of_misuse(certificate: Certificate) -> set[int]:
    """The holder, and of leaders, administrators and auditors those nearest to the holder's organisation."""
    held = Post.objects.held().filter(
        role__in=TOLD_NEAR, unit__path__in=ancestor_paths(certificate.unit.path)
    )
    holder = certificate.post.person_id if certificate.post else None
    near = list(held.exclude(person=holder).values_list("role", "unit__path", "person_id"))
    deepest: dict[str, int] = {}
    for role, path, _person in near:
        deepest[role] = max(deepest.get(role, 0), len(path))
    told = {person for role, path, person in near if len(path) == deepest[role]}
    return told | ({holder} if holder else set())


def line_of(unit: Unit) -> list[Unit]:
    """The organisations from the one that founded the signer down to this one."""
    founders = Certificate.objects.filter(purpose=Certificate.Purpose.ADMINISTRATOR)
    first = founders.order_by("pk").select_related("unit").first()
    if first is None or not unit.path.startswith(first.unit.path):
        raise RuleBroken(_("The signer was not founded for this organisation."))
    paths = [path for path in ancestor_paths(unit.path) if len(path) >= len(first.unit.path)]
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def had_a_key(person: Person) -> bool:
    """Whether a key was given to a person before: then it is replaced, and that waits."""
    return Certificate.objects.filter(post__person=person).exists()


def had_a_seal(unit: Unit) -> bool:
    return Certificate.objects.filter(unit=unit, purpose=Certificate.Purpose.SEAL).exists()


def posts_with_key(posts: Iterable[Post | int]) -> set[int]:
    """Those of these posts that have a key in force."""
    with_key = Certificate.objects.in_force().filter(post__in=posts)
    return {post_id for post_id in with_key.values_list("post_id", flat=True) if post_id}


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
