"""The thread drawn: of one task, and of a whole document with what nobody has taken yet."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import ActorRequest, form_action, page
from lienthong.records.documents.public import Document, documents_seen_by

from .. import permissions
from ..actions.plans import open_plan
from ..forms import OpenPlanForm
from ..models import CompiledReport
from ..queries import thread
from ..queries.deadlines import soon_days
from .marks import marks_of, proof
from .tasks import found_task


def place_of_document(document: Document, actor: Actor) -> str:
    """Where the reader finds the document itself: among its own, or among what arrived."""
    own = document.issuer_id in (actor.unit_id, actor.acts_for_committee_id)
    if own or document.audience_id is None:
        return reverse("documents:document", args=[document.pk])
    return reverse("correspondence:received", args=[document.audience_id])


def place_of_report(compiled: CompiledReport, actor: Actor) -> str:
    """Where the reader finds a compiled report; nothing for who may not read it."""
    document = documents_seen_by(actor).filter(pk=compiled.document_id).first()
    return place_of_document(document, actor) if document else ""


def drawn(knot: thread.Knot, today: dt.date, soon: int) -> dict[str, Any]:
    return {
        "knot": knot,
        "task": knot.task,
        "marks": marks_of(knot.task, today, soon),
        "reports": knot.reports[:3],
        "evidence": [proof(one) for one in knot.evidence],
        "below": [drawn(one, today, soon) for one in knot.below],
    }


@page(permissions.VIEW)
@require_GET
def thread_page(request: ActorRequest, task_id: int) -> HttpResponse:
    """From any task to its clause above it and the evidence beneath."""
    task = found_task(request, task_id)
    top = thread.top_of(task, request.actor)
    document = thread.document_for(request.actor, top.document_id)
    today = timezone.localdate()
    clause = None
    if document is not None and top.wid:
        every = thread.clauses_of_document(document, request.actor)
        clause = next((one for one in every if one.wid == top.wid), None)
    (knot,) = thread.knots_of([top], request.actor, here=task.pk)
    context = {
        "task": task,
        "document": document,
        "document_url": place_of_document(document, request.actor) if document else "",
        "clause": clause,
        "top": top,
        "target": thread.target_for(request.actor, top, document),
        "knots": [drawn(knot, today, soon_days(today))],
    }
    return render(request, "commitments/thread.html", context)


def found_document(request: ActorRequest, document_id: int) -> Document:
    document = thread.document_for(request.actor, document_id)
    if document is None:
        raise Http404
    return document


@page(permissions.VIEW)
def document_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """What has come of a document, clause by clause; here a plan is opened for it."""
    actor, document = request.actor, found_document(request, document_id)
    committee = Unit.objects.get(pk=actor.acts_for_committee_id)
    may_plan = paths_where(actor, permissions.PLAN).covers(committee.path)
    if request.method == "POST" and not may_plan:
        raise Http404

    def show(form: Any, status: int = 200) -> HttpResponse:
        clauses = thread.clauses_of_document(document, actor)
        shown = [one for one in clauses if one.is_taken or one.is_untaken]
        today = timezone.localdate()
        soon = soon_days(today)
        context = {
            "document": document,
            "document_url": place_of_document(document, actor),
            "plan": thread.plan_for(document, committee.pk, actor),
            "committee": committee,
            "may_plan": may_plan,
            "form": form,
            "clauses": [(one, [drawn(knot, today, soon) for knot in one.knots]) for one in shown],
            "untaken": [one for one in shown if one.is_untaken],
            "proved": thread.proved_by(document, actor),
            "period": thread.period_of(document, actor),
        }
        return render(request, "commitments/document.html", context, status=status)

    if request.method != "POST":
        return show(OpenPlanForm(initial=_beginning(document)))
    return form_action(
        request,
        OpenPlanForm(request.POST),
        lambda given: open_plan(committee.pk, **given, document_id=document.pk, actor=actor),
        show=show,
        to=lambda plan: reverse("commitments:plan", args=[plan.pk]),
    )


def _beginning(document: Document) -> dict[str, Any]:
    title = (
        f"Kế hoạch thực hiện {document.type.name} số {document.notation} {document.subject_line}"
    )
    return {"title": title[:500], "year": timezone.localdate().year}
