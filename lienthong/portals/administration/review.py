"""What an administrator looks after: people, organisations, keys and work that wait for somebody."""

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.kernel.confirmations.public import Proposal, proposals_seen_by
from lienthong.kernel.people.public import VIEW, Person, Post, Role
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.public import Unit, units_where
from lienthong.records.signing.public import Certificate, certificates_seen_by

from .queries import people_listed

# Long enough to give a new one before the old one ends.
DAYS_BEFORE_A_KEY_ENDS = 30
# What nobody has done so long after its deadline is stuck, not late.
DAYS_STUCK = 7


def never_signed_in(actor: Actor) -> QuerySet[Person]:
    """Holders of posts who were given an account and have set no password yet."""
    never = {"account__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    return people_listed(actor, with_former=False).filter(account__is_active=True, **never)


def units_without_clerk(actor: Actor) -> QuerySet[Unit]:
    """Organisations that keep a register and have no clerk, neither their own nor in a body that serves them."""
    today = timezone.localdate()
    clerks = Post.objects.valid_on(today).filter(role=Role.CLERK)
    return (
        units_where(actor, VIEW)
        .existing_on(today)
        .filter(has_register=True)
        .exclude(pk__in=clerks.values("unit"))
        .exclude(pk__in=clerks.filter(unit__serves__isnull=False).values("unit__serves"))
        .order_by("path")
    )


def keys_running_out(actor: Actor) -> QuerySet[Certificate]:
    """Keys and seals in force whose certificate ends soon."""
    soon = timezone.now() + dt.timedelta(days=DAYS_BEFORE_A_KEY_ENDS)
    keys = certificates_seen_by(actor).filter(withdrawn_at=None, valid_to__gt=timezone.now())
    return keys.filter(valid_to__lte=soon).select_related("unit").order_by("valid_to")


def keys_suspended(actor: Actor) -> QuerySet[Certificate]:
    """Keys that rest until two have agreed that they sign again."""
    keys = certificates_seen_by(actor).filter(withdrawn_at=None, suspended_at__isnull=False)
    return keys.order_by("suspended_at")


def open_proposals(actor: Actor) -> QuerySet[Proposal]:
    """What waits for a second person within reach, what ends first before the rest."""
    return proposals_seen_by(actor).filter(state__in=Proposal.OPEN).order_by("until", "pk")


def stuck_work(actor: Actor) -> QuerySet[WorkItem]:
    """Work of organisations within reach that is long overdue. Of what it is about, nothing is read."""
    since = timezone.now() - dt.timedelta(days=DAYS_STUCK)
    here = units_where(actor, VIEW)
    held = Q(unit__in=here) | Q(post__unit__in=here)
    late = WorkItem.objects.filter(held, closed_at=None, is_suspended=False, due_at__lte=since)
    return late.select_related("unit", "post__unit", "post__person").order_by("due_at")
