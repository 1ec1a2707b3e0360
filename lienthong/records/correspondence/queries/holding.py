"""Who has a registered document at the moment, and by when it is to be handled: for a whole list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Audience
from lienthong.kernel.people.public import Post
from lienthong.kernel.procedures.public import WorkItem, posts_asked_in
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit

from .. import procedures
from ..models import Direction, IncomingDocument

WORKS = (*procedures.HANDLING.steps, procedures.REGISTER, procedures.FORWARD_WITH_LETTER)
NAMED = 2  # so many people are named, of more only how many
SOON = dt.timedelta(days=6)  # seven days, today the first
LATE, NEAR = "late", "near"
ENDED = (IncomingDocument.State.CLOSED, IncomingDocument.State.REFUSED)
_NAME_OF_UNIT = Case(
    When(unit__name_committee="", then="unit__name_body"), default="unit__name_committee"
)


def in_hand(
    rows: QuerySet[Any],
    unit: Unit,
    *,
    entry: str = "",
    audience: str = "",
    to_forward: bool = False,
    is_asked: bool = True,
) -> QuerySet[Any]:
    """Rows of a unit's list, each with who has it now (`held_by`) and by when it is to be handled
    (`due_here`), and, where something `is_asked` of the list, what it is sorted and narrowed by
    (`held_by_folded`, `nearness`); `entry` leads to what the register has of it, "" for the entry itself.

    A body has its part; of what lies with the committee itself, those of its people who are asked. Who is
    `to_forward` a document has it only in the list of those: its handling goes on beside that.
    """
    asked = {key: _named(posts) for key, posts in posts_asked_in(unit, WORKS).items()}
    items = _open_items(unit, entry or "pk", audience)
    forwarding = Q(step=procedures.FORWARD_WITH_LETTER.key)
    items = items.filter(forwarding if to_forward else ~forwarding)
    held: QuerySet[Any] = rows.annotate(
        held_by=_all_of(items, _holder(unit, asked, _NAME_OF_UNIT, "full_name")),
        due_here=_due_here(entry or "pk"),
    )
    if not is_asked:
        return held
    folded = {key: fold(names) for key, names in asked.items()}
    narrowed: QuerySet[Any] = held.annotate(
        held_by_folded=_all_of(items, _holder(unit, folded, F("unit__name_folded"), "name_folded")),
        nearness=_nearness(f"{entry}__state" if entry else "state"),
    )
    return narrowed


def _open_items(unit: Unit, entry: str, audience: str) -> QuerySet[WorkItem]:
    """What is open on an entry; and on what arrived, as far as it is the unit's own to do."""
    kind = ContentType.objects.get_for_model
    about = Q(subject_type=kind(IncomingDocument), subject_id=OuterRef(entry))
    if audience:
        about |= Q(subject_type=kind(Audience), subject_id=OuterRef(audience), unit=unit)
    return WorkItem.objects.filter(about, closed_at=None).order_by()


def _named(posts: Sequence[Post]) -> str:
    names = [post.person.full_name for post in posts]
    if len(names) <= NAMED:
        return ", ".join(names)
    return _("%(first)s and %(others)d others") % {"first": names[0], "others": len(names) - 1}


def _holder(unit: Unit, asked: dict[str, str], of_unit: Any, of_person: str) -> Case:
    """Who has one work item: a person, the person in a post, those asked in the unit itself, a body."""
    in_the_unit = [
        When(unit=unit.pk, step=key, then=Value(names)) for key, names in asked.items() if names
    ]
    return Case(
        When(person__isnull=False, then=f"person__{of_person}"),
        When(post__isnull=False, then=f"post__person__{of_person}"),
        *in_the_unit,
        default=of_unit,
        output_field=CharField(),
    )


def _all_of(items: QuerySet[WorkItem], holder: Case) -> Coalesce:
    together = items.annotate(one=Value(1)).values("one")
    names = together.annotate(names=StringAgg(holder, ", ", order_by="pk")).values("names")
    return Coalesce(Subquery(names), Value(""), output_field=TextField())


def _due_here(entry: str) -> Coalesce:
    """The leader's day goes before the issuer's."""
    directed = Direction.objects.filter(incoming=OuterRef(entry), is_current=True)
    return Coalesce(Subquery(directed.values("due_on")), F("audience__due_on"))


def _nearness(state: str) -> Case:
    today, is_open = timezone.localdate(), ~Q(**{f"{state}__in": ENDED})
    return Case(
        When(is_open, due_here__lt=today, then=Value(LATE)),
        When(is_open, due_here__lte=today + SOON, then=Value(NEAR)),
        default=Value(""),
    )
