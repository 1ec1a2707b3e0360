"""Work outside any procedure: owed when it arises, settled when it is done, by the rooms' actions.

A unit, post or person owes one thing at a time on one record: what is owed next takes the place of
what was owed before, so that each is written once and repeating it changes nothing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from ..definitions import Holder, Work
from ..models import WorkItem
from ..queries import on_subject

AT_ONCE = 5_000


@dataclass(frozen=True)
class Owed:
    """What one holder owes on one record, and since when."""

    work: Work
    subject_id: int
    holder: Holder
    since: dt.datetime

    @property
    def key(self) -> tuple[int, int | None, int | None, int | None]:
        holder = self.holder
        return self.subject_id, holder.unit_id, holder.post_id, holder.person_id

    def columns(self) -> dict[str, object]:
        """What may change while the holder and the record stay the same."""
        return {
            "step": self.work.key,
            "kind": self.work.kind.key,
            "permission": self.work.permission,
            "office_first": self.work.office_first,
            "is_shared": self.holder.shared,
            "due_at": self.holder.due_at,
        }


def owe(work: Work, subject: Model, holder: Holder) -> None:
    """Somebody owes something on a record from now on, instead of what he owed on it before."""
    owed = Owed(work, subject.pk, holder, timezone.now())
    before = WorkItem.owed.filter(on_subject(subject), _held_as(holder))
    if not before.exclude(step=work.key).update(opened_at=owed.since, **owed.columns()):
        kind = ContentType.objects.get_for_model(subject)
        WorkItem.owed.bulk_create([_row(owed, kind)], ignore_conflicts=True)


def _held_as(holder: Holder) -> Q:
    return Q(unit=holder.unit_id, post=holder.post_id, person=holder.person_id)


def _row(owed: Owed, subject_type: ContentType) -> WorkItem:
    return WorkItem(
        subject_type=subject_type,
        subject_id=owed.subject_id,
        unit_id=owed.holder.unit_id,
        post_id=owed.holder.post_id,
        person_id=owed.holder.person_id,
        opened_at=owed.since,
        **owed.columns(),
    )


def settle(subject: Model, *, unit_id: int | None = None) -> None:
    """Nothing is owed on a record any more: by a unit, or by anybody."""
    owed = WorkItem.owed.filter(on_subject(subject))
    (owed if unit_id is None else owed.filter(unit=unit_id)).delete()


@transaction.atomic
def balance(
    model: type[Model],
    wanted: Iterable[Owed],
    *,
    unit_ids: Iterable[int],
    subject_ids: Iterable[int],
) -> None:
    """Make what these units owe on these records what it should be; what is so already stays untouched.

    For a consequence that concerns many at once, in a job of its own.
    """
    kind = ContentType.objects.get_for_model(model)
    mine = Q(subject_type=kind, subject_id__in=list(subject_ids), unit__in=list(unit_ids))
    rows = WorkItem.owed.filter(mine).select_for_update()
    standing = {(row.subject_id, row.unit_id, row.post_id, row.person_id): row for row in rows}

    missing = []
    for owed in wanted:
        row = standing.pop(owed.key, None)
        if row is None:
            missing.append(_row(owed, kind))
        elif any(getattr(row, name) != value for name, value in owed.columns().items()):
            WorkItem.owed.filter(pk=row.pk).update(opened_at=owed.since, **owed.columns())
    WorkItem.owed.filter(pk__in=[row.pk for row in standing.values()]).delete()
    WorkItem.owed.bulk_create(missing, batch_size=AT_ONCE, ignore_conflicts=True)
