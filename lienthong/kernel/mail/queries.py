"""Who is due a mail, and what it says."""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.notices.public import unread_count
from lienthong.kernel.people.public import actors_of
from lienthong.kernel.procedures.public import desk_of, label_of_kind
from lienthong.kernel.reference.public import end_of_day, is_working_day, marked_days
from lienthong.kernel.web.public import way_to

from .lines import lines_for
from .models import DailyMail


def mail_is_set_up() -> bool:
    """Whether this installation has a mail server."""
    return settings.MAIL is not None


def daily_mail_of(person_id: int) -> DailyMail | None:
    return DailyMail.objects.filter(person=person_id).first()


def due_now(now: dt.datetime) -> QuerySet[DailyMail]:
    """Those whose hour has come on a working day and who have not had today's mail."""
    local = timezone.localtime(now)
    today = local.date()
    if not is_working_day(today, marked_days(today.year, today.year)):
        return DailyMail.objects.none()
    untaken = Q(taken_on=None) | Q(taken_on__lt=today)
    return DailyMail.objects.filter(untaken, hour__lte=local.hour, refused_at=None)


def words_for(mail: DailyMail, now: dt.datetime) -> str:
    """Counts, kinds and one address; nothing where nothing waits, or for an account that is barred."""
    account = getattr(mail.person, "account", None)
    if account is None or not account.is_active or not account.is_marked():
        return ""
    work = {
        pk: (kind, due_at)
        for actor in actors_of(mail.person)
        for pk, kind, due_at in desk_of(actor).values_list("pk", "kind", "due_at")
    }
    if not work:
        return ""
    today = timezone.localdate(now)
    late = sum(due is not None and due <= now for _kind, due in work.values())
    soon = sum(due is not None and now < due <= end_of_day(today) for _kind, due in work.values())
    kinds = Counter(kind for kind, _due in work.values())
    lines = [
        ngettext("%(n)d thing waits for you:", "%(n)d things wait for you:", len(work))
        % {"n": len(work)},
        *(f"- {label_of_kind(kind)}: {count}" for kind, count in sorted(kinds.items())),
        *lines_for(mail.person_id, today),
        _("Overdue: %(late)d. Due today: %(today)d.") % {"late": late, "today": soon},
        _("Notices not read: %(n)d.") % {"n": unread_count(mail.person_id)},
        "",
        _("Open the desk: %(address)s") % {"address": f"{settings.WEB}/"},
        "",
        _("You no longer want this mail? Switch it off: %(address)s")
        % {"address": f"{settings.WEB}{way_to('outside')}"},
    ]
    return "\n".join(lines)
