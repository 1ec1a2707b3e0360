"""Which bodies and persons a document can concern."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.people.public import Person, Post, Role, holders
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.units.public import Unit, bodies_serving, units_where

from .. import permissions
from ..models import Document

ON_THE_COMMITTEE = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.STANDING_MEMBER,
    Role.COMMITTEE_MEMBER,
)
ON_THE_STANDING_BOARD = ON_THE_COMMITTEE[:3]
# 36-HD/VPTW §II.1.7: a committee's secretaries sign for it, an office's or a commission's own head for that.
SIGN_FOR_A_COMMITTEE = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
SIGN_FOR_A_BODY = (Role.OFFICE_CHIEF, Role.UNIT_HEAD)


def committee_of(unit: Unit) -> Unit:
    """The committee whose business a unit does: the one it serves, else itself."""
    return unit.serves if unit.serves_id and unit.serves else unit


def issuers_for(actor: Actor) -> QuerySet[Unit]:
    """In whose name the actor may draft: the committee, and the actor's own body where it has a seal."""
    return units_where(actor, permissions.DRAFT).issuing().order_by("path")


def bodies_to_ask(document: Document) -> QuerySet[Unit]:
    """The bodies whose official opinion can be asked: those serving the committee."""
    return bodies_serving(committee_of(document.issuer), timezone.localdate())


def appraisers_of(document: Document) -> QuerySet[Post]:
    """Who may appraise it; nobody appraises what they sign themselves in their own body's name."""
    posts = holders(document.issuer, permissions.APPRAISE)
    return posts.exclude(person=document.signer.person_id) if document.signer else posts


def has_appraiser(document: Document) -> bool:
    return appraisers_of(document).exists()


def records_votes(document: Document, actor: Actor) -> bool:
    """The chief of the office records the vote; where a committee has none, its clerk does."""
    return holds(actor, permissions.APPRAISE) or not has_appraiser(document)


def signers_for(issuer: Unit) -> QuerySet[Post]:
    """The posts that may sign in the name of an organisation today, the highest first."""
    roles = SIGN_FOR_A_BODY if issuer.is_issuing_body else SIGN_FOR_A_COMMITTEE
    return holders(issuer, permissions.SIGN).filter(role__in=roles)


def signers_open_to(actor: Actor) -> QuerySet[Post]:
    """Every post that may sign in a name in which the actor drafts."""
    posts = [post.pk for unit in issuers_for(actor) for post in signers_for(unit)]
    rows = Post.objects.filter(pk__in=posts).select_related("person", "unit")
    return rows.order_by("unit__path", "person__sort_key", "pk")


def members_of_committee(
    unit: Unit, roles: Collection[Role] = ON_THE_COMMITTEE
) -> QuerySet[Person]:
    """The members of the committee, or of its standing board, today, in order of names."""
    posts = Post.objects.valid_on(timezone.localdate()).filter(
        unit=committee_of(unit), role__in=roles
    )
    return Person.objects.filter(pk__in=posts.values("person")).order_by("sort_key", "pk")


def roles_of_body(body: str) -> tuple[Role, ...]:
    """The roles that sit on the body that voted; none are known for a congress or conference."""
    name = body.upper()
    if "THƯỜNG VỤ" in name:
        return ON_THE_STANDING_BOARD
    return ON_THE_COMMITTEE if "CHẤP HÀNH" in name else ()
