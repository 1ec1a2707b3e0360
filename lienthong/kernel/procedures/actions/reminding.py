"""Notifying those who hold a step: when it opens, before its day, and when the day has passed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import holders
from lienthong.kernel.permissions.public import declared
from lienthong.kernel.reference.public import last_day, rule

from ..definitions import Caption, Procedure, Reminding, captions_of, procedures
from ..models import WorkItem, WorkReminder
from ..queries import facts_of, posts_asked


def notify_those_asked(item_ids: Iterable[int]) -> None:
    """Everybody on whose desk a step has come to lie finds a line under the bell."""
    items = _with_holders(WorkItem.objects.filter(pk__in=item_ids, closed_at=None))
    facts = facts_of((item.subject_type_id, item.subject_id) for item in items)
    for item in items:
        if item.definition.notice:
            _notify_of(item, _persons_asked(item), item.definition.notice, facts)


def _with_holders(items: QuerySet[WorkItem]) -> list[WorkItem]:
    return list(items.select_related("case", "unit", "post", "subject_type").order_by("pk"))


def _persons_asked(item: WorkItem) -> set[int]:
    return {post.person_id for post in posts_asked(item)} | {item.person_id or 0} - {0}


def _notify_of(
    item: WorkItem,
    persons: Iterable[int],
    message: str,
    facts: dict[tuple[int, int], dict[str, Any]],
    day: str = "",
) -> None:
    """Notify with the record's facts that the message names, and with no other."""
    said = facts.get((item.subject_type_id, item.subject_id))
    model = item.subject_type.model_class()
    if said is None or model is None:
        return
    caption: Caption = captions_of(model).words({"id": item.subject_id} | said)
    named = {**said, "day": day}
    params = {name: value for name, value in named.items() if f"%({name})s" in message}
    notify(persons, message, caption.url, source=model._meta.app_label, **params)


@transaction.atomic
def remind_of_deadlines() -> int:
    """Remind of every open step whose day the rule names, in one batch; how many reminders were sent."""
    sent = 0
    for procedure in procedures():
        if procedure.reminding is not None:
            sent += _remind(procedure, procedure.reminding)
    return sent


@dataclass(frozen=True)
class _Schedule:
    """The days of the rule, counted from the deadline: to remind the holders, to notify the leaders."""

    days: list[int]
    late: int

    def reached(self, passed: int) -> int | None:
        """A day on which the job did not run is made good; of several only the newest counts."""
        return max((day for day in self.days if day <= passed), default=None)


def _schedule(reminding: Reminding, today: dt.date) -> _Schedule:
    value = rule(reminding.rule, today).value
    days = {-int(day) for day in value["days_before"]} | {*map(int, value["days_after"])}
    return _Schedule(sorted(days), int(value["escalate_after"]))


def _remind(procedure: Procedure, reminding: Reminding) -> int:
    today = timezone.localdate()
    schedule = _schedule(reminding, today)
    due = _with_holders(
        WorkItem.objects.filter(
            case__procedure_key=procedure.key,
            case__procedure_version=procedure.version,
            closed_at=None,
            is_suspended=False,
            due_at__isnull=False,
        )
    )
    facts = facts_of((item.subject_type_id, item.subject_id) for item in due)
    marks = WorkReminder.objects.filter(item__in=due)
    sent = set(marks.values_list("item", "due_on", "days", "is_escalation"))
    fresh = []
    leaders_know: set[tuple[int | None, dt.date]] = set()
    for item in due:
        assert item.due_at is not None
        due_on = last_day(item.due_at)
        passed, day = (today - due_on).days, f"{due_on:%d/%m/%Y}"
        reached = schedule.reached(passed)
        if reached is not None and (item.pk, due_on, reached, False) not in sent:
            message = reminding.late if passed > 0 else reminding.before
            _notify_of(item, _persons_asked(item), message, facts, day=day)
            fresh.append(WorkReminder(item=item, due_on=due_on, days=reached))
        late = schedule.late
        if passed >= late and (item.pk, due_on, late, True) not in sent:
            # Several who are late with one record are one matter to those who lead it.
            if (item.case_id, due_on) not in leaders_know:
                _notify_of(item, _leaders(item, procedure), reminding.escalated, facts, day=day)
            leaders_know.add((item.case_id, due_on))
            fresh.append(WorkReminder(item=item, due_on=due_on, days=late, is_escalation=True))
    WorkReminder.objects.bulk_create(fresh)
    return len(fresh)


def _leaders(item: WorkItem, procedure: Procedure) -> set[int]:
    """Those who lead the case."""
    lead, case = procedure.lead, item.case
    if lead is None or case is None:
        return set()
    posts = holders(lead.unit(case.subject), declared()[lead.permission])
    return set(posts.values_list("person_id", flat=True))
