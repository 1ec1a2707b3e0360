"""What an administrator sees."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import AuditEntry
from lienthong.kernel.confirmations.public import FOLLOW, Proposal
from lienthong.kernel.people.public import MANAGE as MANAGE_PEOPLE
from lienthong.kernel.people.public import (
    MEMBERSHIP,
    ROLES_THAT_READ,
    Account,
    Delegation,
    Person,
    Post,
    Role,
    delegations_where,
    persons_seen_by,
    posts_seen_by,
    posts_that_can_act_for,
)
from lienthong.kernel.permissions.public import Actor, scope_of
from lienthong.kernel.reference.public import (
    MarkedDay,
    RuleVersion,
    declared_rules,
    entered_days,
    last_known_year,
    marked_days,
)
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import (
    ISSUING_BODIES,
    MANAGE,
    VIEW,
    Unit,
    UnitQuerySet,
    units_where,
)
from lienthong.records.signing.public import (
    CERTIFY,
    KEY_KINDS,
    WITNESSED_KINDS,
    Certificate,
    certificates_seen_by,
    posts_needing_key,
    requests_open,
)

from .models import Intake


def history_began_at() -> dt.datetime | None:
    """When the first thing was entered in the history."""
    return AuditEntry.objects.order_by("pk").values_list("at", flat=True).first()


def units_seen_by(actor: Actor) -> UnitQuerySet:
    """The organisations the administrator may look into."""
    return units_where(actor, VIEW)


def units_kept_by(actor: Actor) -> UnitQuerySet:
    """The organisations the administrator may change, those that exist today."""
    return units_where(actor, MANAGE).existing_on(timezone.localdate()).order_by("name_folded")


def roles_given_by(actor: Actor) -> list[Role]:
    """The posts there may be in the organisations the administrator keeps."""
    is_above_all = units_where(actor, MANAGE).filter(parent=None).exists()
    return [one for one in Role if one != Role.SYSTEM_ADMIN or is_above_all]


def children_seen_by(actor: Actor, unit: Unit) -> QuerySet[Unit]:
    """The organisations beneath one, those that exist before those that ended."""
    return (
        units_seen_by(actor)
        .filter(parent=unit)
        .annotate(below=Count("children"))
        .order_by(F("valid_to").desc(nulls_first=True), "kind", "name_folded")
    )


def posts_held_in(actor: Actor, unit: Unit) -> QuerySet[Post]:
    """Who holds a post in an organisation today, officials by the order of their posts; its members aside."""
    held = posts_seen_by(actor).valid_on(timezone.localdate()).filter(unit=unit)
    by_rank = Case(*(When(role=role, then=Value(role.precedence)) for role in Role))
    return held.exclude(role__in=MEMBERSHIP).order_by(by_rank, "person__sort_key")


def told_apart(posts: QuerySet[Post]) -> list[Post]:
    """The same posts; `born_in` is the year of birth where two of the persons are called alike.

    For pages of administrators alone, who read the whole date on the page of the person.
    """
    listed = list(posts)
    bearers: dict[str, set[int]] = defaultdict(set)
    for post in listed:
        bearers[post.person.name_folded].add(post.person_id)
    for post in listed:
        born_on = post.person.born_on
        alike = len(bearers[post.person.name_folded]) > 1
        post.born_in = str(born_on.year) if born_on and alike else ""  # type: ignore[attr-defined]
    return listed


def everybody_seen_by(actor: Actor) -> QuerySet[Person]:
    """Whose page opens: holders of posts within reach, and those who held their last one there."""
    return persons_seen_by(actor, with_former=True)


def holds_post_in(unit: Unit, full_name: str, born_on: dt.date | None) -> bool:
    """Whether a person of this name and date of birth has an open post in an organisation."""
    return Post.objects.filter(
        unit=unit, person__name_folded=fold(full_name), person__born_on=born_on, valid_to=None
    ).exists()


def people_listed(actor: Actor, *, with_former: bool) -> QuerySet[Person]:
    """Who holds a post within reach, in order of names, each with these posts."""
    by_rank = Case(*(When(role=role, then=Value(role.precedence)) for role in Role))
    posts = posts_seen_by(actor).valid_on(timezone.localdate()).order_by(by_rank, "unit__path")
    held = Prefetch("posts", posts, to_attr="held")
    people = persons_seen_by(actor, with_former=with_former)
    return people.select_related("account").prefetch_related(held)


def holders_in(actor: Actor, word: str) -> QuerySet[Post, Any]:
    """Who holds a post today, as far as the actor sees, in an organisation whose name has the word."""
    held = posts_seen_by(actor).valid_on(timezone.localdate())
    return held.filter(unit__name_folded__contains=word).order_by().values("person")


def rules_in_force() -> QuerySet[RuleVersion]:
    """Every rule and its versions, the newest first; those of the calendar are shown day by day."""
    rules = RuleVersion.objects.filter(withdrawn_at=None, key__in=declared_rules())
    return rules.order_by("key", "-valid_from")


def days_to_come(today: dt.date) -> list[MarkedDay]:
    """The days off and the exchanged days from today to the last year that is known, or was entered."""
    last = entered_days(today).last()
    years = [today.year + 1, last_known_year(), last.valid_from.year if last else 0]
    marked = marked_days(today.year, max(years))
    return [one for day, one in marked.items() if day >= today]


def certificates_in_order(actor: Actor) -> QuerySet[Certificate]:
    """The register of keys and the state of each, those in force first, then the latest withdrawn."""
    keys = _with_state(certificates_seen_by(actor))
    return keys.order_by(F("withdrawn_at").desc(nulls_first=True), "unit__path", "purpose")


def certificates_read_by(actor: Actor) -> QuerySet[Certificate]:
    """Keys whose page opens: one's own, and those where one gives keys out or follows what two agree to."""
    mine = Q(post__person=actor.person_id) if actor.for_post_id is None else Q(pk__in=[])
    near = Q(unit__in=units_where(actor, CERTIFY)) | Q(unit__in=units_where(actor, FOLLOW))
    keys = Certificate.objects.filter(mine | near).select_related("unit", "post__person")
    return _with_state(keys)


@dataclass(frozen=True)
class Particular:
    what: Any
    said: str


def particulars_of_key(key: Certificate, _actor: Actor) -> list[Particular]:
    """What is known of a key: whose it is, how it is told from others, and which two agreed to it."""
    agreed = _agreement_to(key)
    told = (
        (_("Holder"), key.holder),
        (_("Serial number"), key.serial),
        (_("Fingerprint of the certificate (SHA-256)"), key.fingerprint),
        (_("Proposed by"), f"{agreed.proposer}, {agreed.proposed_by.label}" if agreed else ""),
        (
            _("Confirmed by"),
            f"{agreed.confirmer}, {agreed.confirmed_by.label}"
            if agreed and agreed.confirmer and agreed.confirmed_by
            else "",
        ),
        (_("Withdrawn on"), _moment(key.withdrawn_at) if key.withdrawn_at else ""),
        (_("Reason"), gettext(key.withdrawn_because) if key.withdrawn_because else ""),
    )
    return [Particular(what, said) for what, said in told if said]


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


def _agreement_to(key: Certificate) -> Proposal | None:
    """What two have agreed to so that the key came to be; none of those who found the signer."""
    done = Proposal.objects.filter(
        kind__in=WITNESSED_KINDS,
        state=Proposal.State.DONE,
        unit=key.unit_id,
        subject=str(key.post_id or key.unit_id),
    ).select_related("proposer", "proposed_by", "confirmer", "confirmed_by")
    named = key.key_id.encode()
    return next((one for one in done.order_by("-pk") if named in bytes(one.statement)), None)


def _with_state(keys: QuerySet[Certificate]) -> QuerySet[Certificate]:
    state = Case(
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(valid_to__lte=timezone.now(), then=Value("run_out")),
        When(suspended_at__isnull=False, then=Value("suspended")),
        default=Value("in_force"),
    )
    return keys.annotate(state=state).select_related("unit")


def posts_without_key(actor: Actor) -> QuerySet[Post]:
    """Holders of posts that need a key and have none in force, and how far each has come."""
    with_key = Certificate.objects.kept().filter(post__isnull=False).values("post")
    open_kinds = Proposal.objects.filter(kind__in=KEY_KINDS, state__in=Proposal.OPEN)
    proposed = open_kinds.filter(subject=Cast(OuterRef("pk"), CharField()))
    step = Case(
        When(Exists(proposed), then=Value("proposed")),
        When(Exists(requests_open().filter(post=OuterRef("pk"))), then=Value("to_propose")),
        default=Value("to_make"),
    )
    held = posts_seen_by(actor).valid_on(timezone.localdate()).filter(posts_needing_key())
    return held.exclude(pk__in=with_key).annotate(step=step)


def who_can_act_for(post: Post) -> list[tuple[int, str]]:
    """Who else holds a post in the organisation today, each once, by the most important one."""
    posts = posts_that_can_act_for(post, timezone.localdate()).select_related("person", "unit")
    named: dict[int, str] = {}
    for one in sorted(posts, key=lambda one: (Role(one.role).precedence, one.person.sort_key)):
        named.setdefault(one.person_id, f"{one.person} – {one.label}, {one.unit}")
    return list(named.items())


def posts_lent_by(actor: Actor) -> QuerySet[Post]:
    """The post one holds and acts in; a membership is nobody else's to exercise."""
    if actor.for_post_id is not None:
        return Post.objects.none()
    held = Post.objects.valid_on(timezone.localdate()).select_related("person", "unit")
    return held.filter(pk=actor.post_id, person=actor.person_id).exclude(role__in=MEMBERSHIP)


def delegations_listed(actor: Actor) -> QuerySet[Delegation]:
    """Who acts for whom within reach of the actor's post, and whether the actor may take it back."""
    mine = Q(post=actor.post_id) if actor.for_post_id is None else Q(pk__in=[])
    kept = Q(post__unit__in=units_where(actor, MANAGE_PEOPLE))
    may_end = ExpressionWrapper(mine | kept, output_field=BooleanField())
    return delegations_where(actor, FOLLOW).annotate(may_end=may_end).order_by("-valid_from", "pk")


def delegations_ended_by(actor: Actor) -> QuerySet[Delegation]:
    """What the actor may take back: of the post they hold and act in, and where they administer."""
    mine = Q(post=actor.post_id) if actor.for_post_id is None else Q(pk__in=[])
    kept = Q(post__unit__in=units_where(actor, MANAGE_PEOPLE))
    known = Delegation.objects.filter(mine | kept)
    return known.select_related("post__unit", "post__person", "to_person")


def units_without_seal(actor: Actor) -> QuerySet[Unit]:
    """Organisations that keep a register, or have a clerk to issue in their own name, and no seal in force."""
    clerks = Post.objects.held().filter(unit=OuterRef("pk"), role=Role.CLERK)
    of_its_own = Q(kind__in=ISSUING_BODIES) & Q(Exists(clerks))
    sealed = Certificate.objects.in_force().filter(purpose=Certificate.Purpose.SEAL).values("unit")
    return (
        units_where(actor, CERTIFY)
        .existing_on(timezone.localdate())
        .filter(Q(has_register=True) | of_its_own)
        .exclude(pk__in=sealed)
        .order_by("path")
    )


def intakes_seen_by(actor: Actor) -> QuerySet[Intake]:
    """Workbooks of organisations that the administrator keeps, the newest first.

    What was found names people as far as who brought or took it sees: nobody reads it who sees less.
    """
    kept = units_where(actor, MANAGE_PEOPLE)
    seen = Intake.objects.filter(unit__in=kept, brought_by__unit__in=kept).filter(
        Q(taken_by=None) | Q(taken_by__unit__in=kept)
    )
    return seen.select_related("unit", "brought_by__person", "proposal").order_by("-brought_at")


def account_of(person: Person) -> Account | None:
    """Their sign-in, if they were ever given one."""
    return getattr(person, "account", None)


def may_be_invited(person: Person, actor: Actor) -> bool:
    """Who holds a post today and cannot sign in yet."""
    account = account_of(person)
    can_sign_in = account and (not account.is_active or account.has_usable_password())
    held = posts_seen_by(actor).filter(person=person).valid_on(timezone.localdate())
    return not can_sign_in and held.exists()


def posts_given_where(actor: Actor) -> QuerySet[Post]:
    """The posts in which papers are read, within reach of who follows what two agree to; the newest first."""
    within = scope_of(actor, FOLLOW).q("unit__path")
    given = Post.objects.filter(within, role__in=ROLES_THAT_READ)
    return given.select_related("person", "unit").order_by("-pk")
