from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lienthong.kernel.audiences.public import WATCH
from lienthong.kernel.permissions.public import Actor, paths_where
from lienthong.kernel.procedures.public import steps_of
from lienthong.kernel.web.public import ActorRequest, page, session_mark
from lienthong.records.signing.public import Site

from .. import permissions
from ..actions.editing import STILL_CHANGEABLE
from ..forms import AdoptionForm, InitialForm, NoteForm, PinForm, ReasonForm
from ..labels import state_mark
from ..models import Document, State
from ..queries import progress, slip
from ..queries.document import body_of, content_sha256, official_document
from ..queries.form_check import errors_of, form_check
from ..queries.opinions import answered_said, asked_bodies, notes_beside, owed_answers
from ..queries.pages import page_count
from ..queries.passkey import passkey_offer
from ..queries.refusals import refusals_of
from .finding import found

OK = 200
SECONDS_WHILE_SEALING = "3"
STEP_FORMS: dict[str, type[forms.Form]] = {
    "draft": forms.Form,
    "appraise": InitialForm,
    "record_adoption": AdoptionForm,
    "submit": forms.Form,
    "sign": PinForm,
    "issue": PinForm,
}

TASK_URLS = {
    "draft": "finalise",
    "appraise": "initial",
    "record_adoption": "adoption",
    "submit": "submit",
    "sign": "sign",
    "issue": "issue",
}


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def document_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show(request, found(request, document_id))


def show(
    request: ActorRequest,
    document: Document,
    *,
    status: int = OK,
    **bound: forms.BaseForm,
) -> HttpResponse:
    """The page of a document, with a form that came back from an action in its place."""
    context = _context(document, request.actor)
    if document.best_file:
        context["pages_mark"] = session_mark(request, document.best_file.sha256)
    task = context["task"]
    # The newest of it, unless all of it was asked for.
    told = progress.whole_history if request.GET.get("history") else progress.history
    context["history"] = told(document)
    context["step_form"] = bound.get("step") or _fresh(task, document)
    context["first_empty"] = _first_empty(context["step_form"])
    if task == "sign":
        site = Site.at(request.scheme or "", request.get_host())
        context["passkey_offer"] = passkey_offer(document, request.actor, site)
        context["passkey_form"] = bound.get("passkey")
    context["return_form"] = bound.get("back") or NoteForm(prefix="back")
    context["cancel_form"] = bound.get("cancel") or ReasonForm(prefix="cancel")
    answer = render(request, "documents/document.html", context, status=status)
    if document.state == State.SEALING:
        # Nothing is typed on this page; it shows the sealed document as soon as it is there.
        answer["Refresh"] = SECONDS_WHILE_SEALING
    return answer


def _fresh(task: str, document: Document) -> forms.Form | None:
    if task not in STEP_FORMS:
        return None
    return STEP_FORMS[task](initial=_proposed(task, document))


def _first_empty(form: forms.BaseForm | None) -> str:
    """The field that is to be filled in first; on a phone the fixed bar leads to it."""
    visible = form.visible_fields() if form else []
    return next((field.id_for_label for field in visible if not field.value()), "act")


def _proposed(task: str, document: Document) -> dict[str, Any]:
    """What a step's form already holds."""
    if task == "record_adoption":
        return slip.proposed_vote(document)
    return {"content": content_sha256(document)} if task == "appraise" else {}


def _context(document: Document, actor: Actor) -> dict[str, Any]:
    asked = asked_bodies(document)
    can = progress.abilities(document, actor)
    task = progress.task_for(document, can)
    pages = page_count(document)
    recipients = list(document.recipients.all())
    steps = list(steps_of(document))
    may_watch = paths_where(actor, WATCH).covers(document.issuer.path)
    findings = form_check(document) if document.is_running else []
    return {
        "document": document,
        "state": state_mark(document),
        "task_url": TASK_URLS.get(task, ""),
        "may_edit": can.draft and document.state in STILL_CHANGEABLE,
        "page_numbers": range(1, pages + 1),
        "official": official_document(document) if not pages else None,
        "notes": notes_beside(asked),
        "may_watch": may_watch,
        "round_is_open": any(one.is_open for one in asked),
        "owed": len(owed_answers(asked)),
        "recipients_said": ngettext("%(count)d line", "%(count)d lines", len(recipients))
        % {"count": len(recipients)},
        "opinions_said": answered_said(asked),
        "can": can,
        "task": task,
        "may_return": progress.may_return(document, can),
        "body": [] if pages else body_of(document),
        "pages": pages,
        "findings": findings,
        "is_unsound": bool(errors_of(findings)),
        "asked": asked,
        "refusals": refusals_of(document) if may_watch else [],
        "way": progress.way_of(document, steps),
        "waits_for": "" if task else progress.waits_for(steps),
        "recipients": recipients,
        "attachments": list(document.attachments.all()),
        "adoption": document.standing_adoption,
    }


@page(permissions.VIEW)
@require_GET
def slip_page(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return render(
        request,
        "documents/slip.html",
        {"document": document, "state": state_mark(document), **slip.slip(document)},
    )
