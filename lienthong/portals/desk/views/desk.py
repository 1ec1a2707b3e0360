"""The desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.notices.public import Notice
from lienthong.kernel.permissions.public import Actor, holds
from lienthong.kernel.procedures.public import desk_of
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.records.documents.public import DRAFT, Document
from lienthong.ui.moments import full_words, last_day_of_week, weekday_and_day

from ..queries import Desk, shown_desk

# Middle words that are not part of the given name.
MIDDLE_WORDS = ("Thị", "Văn")


@page(signed_in=True)
@require_GET
def desk_page(request: ActorRequest) -> HttpResponse:
    """What waits for a person today, in the post they act in."""
    if request.actor is None:
        return render(request, "desk/no_post.html")
    asked = {name: request.GET.get(name, "") for name in ("kind", "due", "page")}
    desk = shown_desk(request.actor, **asked)
    request.work_counts = {kind: counts[""] for kind, counts in desk.counts.items()}
    context = {
        "desk": desk,
        "kind": asked["kind"],
        "given_name": _called(request.actor.name),
        "weekday": full_words(timezone.localdate()),
        "indicators": _indicators(desk),
        "notices": [_notice(one, desk.papers) for one in desk.notices],
        "documents": [_document(one, request.actor) for one in desk.documents],
        "may_draft": holds(request.actor, DRAFT),
        "lent": _lent(request),
    }
    return render(request, "desk/desk.html", context)


def _lent(request: ActorRequest) -> list[tuple[Actor, int]]:
    """The posts lent to the person in which they do not act now, each with what waits there."""
    others = (one for one in request.actors if one.for_post_id and one != request.actor)
    return [(one, desk_of(one).count()) for one in others]


def _called(name: str) -> str:
    """By what a person is called: "Thu Hương" of Nguyễn Thu Hương."""
    words = name.split()
    has_double_name = len(words) > 2 and words[-2] not in MIDDLE_WORDS
    return " ".join(words[-2:] if has_double_name else words[-1:])


def _indicators(desk: Desk) -> list[dict[str, Any]]:
    """Three figures of the work, each leading to the work behind it; the page adds the notices."""
    overdue, today = desk.overdue, desk.due("today")
    last_day = last_day_of_week(timezone.localdate())
    late = ngettext("%(n)d overdue", "%(n)d overdue", overdue) % {"n": overdue} if overdue else ""
    now = ngettext("%(n)d due today", "%(n)d due today", today) % {"n": today} if today else ""
    return [
        {
            "label": _("Work to do"),
            "value": desk.total,
            "url": reverse("desk:desk"),
            "alert": late,
            "detail": now or _("nothing due today"),
        },
        {
            "label": _("Overdue"),
            "value": overdue,
            "url": "?due=overdue",
            "detail": _("to be done first") if overdue else _("nothing is late"),
        },
        {
            "label": _("Due in the next seven days"),
            "value": desk.due("week"),
            "url": "?due=week",
            "detail": _("until %(day)s") % {"day": weekday_and_day(last_day)},
        },
    ]


def _notice(notice: Notice, papers: dict[str, str]) -> dict[str, Any]:
    return {
        "paper": papers.get(notice.page, ""),
        "text": notice.text,
        "path": notice.path or reverse("account:notices"),
        "created_at": notice.created_at,
        "fresh": not notice.is_read,
    }


def _document(document: Document, actor: Actor) -> dict[str, Any]:
    """An issued document: its own page where it was made, the received document elsewhere."""
    is_own = document.issuer_id in (actor.unit_id, actor.served_id)
    url = (
        reverse("documents:document", args=[document.pk])
        if is_own
        else reverse("correspondence:received", args=[document.audience_id])
    )
    day = date_format(document.issued_on, "d/m/Y") if document.issued_on else ""
    parts = (document.notation, str(document.issuer), day)
    return {"document": document, "url": url, "meta": " · ".join(filter(None, parts))}
