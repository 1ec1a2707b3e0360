"""What the clock does each working day: one digest a person (T-40)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from lienthong.kernel.notices.public import notify
from lienthong.kernel.reference.public import rule

from ..models import Task, Urging
from ..queries.digest import heads_on, still_to_do

DIGEST = gettext_noop("To be reminded of today: %(soon)d tasks soon due, %(late)d tasks late.")


@dataclass
class Counts:
    """What one person is told: no task is named, because a notice names none."""

    soon: int = 0
    late: int = 0


@transaction.atomic
def send_digests(today: dt.date | None = None) -> int:
    """Tell the responsible and the heads of their tasks, each person once; how many were told (T-40)."""
    today = today or timezone.localdate()
    days = Days.of(today)
    tasks = [one for one in _waiting(today, days) if days.remind(one.due_on, today)]
    told: dict[int, Counts] = defaultdict(Counts)
    heads = _heads({one.lead_id for one in tasks}, today)
    for task in tasks:
        persons = {*heads.get(task.lead_id, ())}
        if task.responsible is not None:
            persons.add(task.responsible.person_id)
        for person in persons:
            counts = told[person]
            assert task.due_on is not None, "it was reminded of by its day"
            counts.late += task.due_on < today
            counts.soon += task.due_on >= today
    _tell(told)
    now = timezone.now()
    Urging.objects.bulk_create(Urging(task=one, form=Urging.Form.DIGEST, at=now) for one in tasks)

    return len(told)


@dataclass(frozen=True)
class Days:
    """7, 3, 1 days before, on the day, a day after, then weekly: the rule of the day (T-40)."""

    before: frozenset[int]
    after: int
    every: int

    @classmethod
    def of(cls, today: dt.date) -> "Days":
        value = rule("commitments.reminders", today).value
        before = frozenset(int(one) for one in str(value["before"]).split(","))
        return cls(before, int(value["after"]), int(value["every"]))

    def remind(self, due: dt.date | None, today: dt.date) -> bool:
        if due is None:
            return False
        left = (due - today).days
        if left >= 0:
            return left in self.before
        return -left >= self.after and (-left - self.after) % self.every == 0


def _waiting(today: dt.date, days: Days) -> list[Task]:
    """What was not told of today."""
    told = Urging.objects.filter(form=Urging.Form.DIGEST, at__date=today).values("task")
    ahead = [today + dt.timedelta(days=one) for one in days.before]
    due = Q(due_on__in=ahead) | Q(due_on__lt=today)
    rows = still_to_do().filter(due).exclude(pk__in=told).select_related("responsible")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _heads(unit_ids: set[int | None], today: dt.date) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = defaultdict(list)
    posts = heads_on(today).filter(unit__in=[one for one in unit_ids if one])
    for unit_id, person_id in posts.values_list("unit", "person"):
        found[unit_id].append(person_id)
    return found


def _tell(told: dict[int, Counts]) -> None:
    """Those who are told the same are told in one statement."""
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for person, counts in told.items():
        alike[counts.soon, counts.late].append(person)
    for (soon, late), persons in alike.items():
        url = reverse("commitments:list")
        notify(persons, DIGEST, url, source="commitments", soon=soon, late=late)
