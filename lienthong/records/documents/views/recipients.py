from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, action_of, done, form_action, page

from .. import permissions
from ..actions import drafting, recipients
from ..actions.recipients import RecipientLine
from ..forms import ReachForm, RecipientForm
from ..models import Document
from ..queries import choosing
from .finding import found

OK = 200


def _address(document_id: int) -> str:
    return reverse("documents:recipients", args=[document_id])


def _show(
    request: ActorRequest,
    document: Document,
    *,
    form: Any = None,
    reach: Any = None,
    status: int = OK,
) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    current = {"scope": document.scope, "due_on": document.due_on}
    return render(
        request,
        "documents/recipients.html",
        {
            "document": document,
            "lines": choosing.lines(document),
            "quick": choosing.quick_choices(document),
            "words": words,
            "hits": choosing.search(document, words) if words.strip() else [],
            "searched": bool(words.strip()),
            "form": form or RecipientForm(initial={"kind": "outside", "purpose": "know"}),
            "reach_form": reach or ReachForm(initial=current),
            "counts": choosing.counts(document),
        },
        status=status,
    )


@page(permissions.DRAFT)
@require_GET
def recipients_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return _show(request, found(request, document_id))


@page(permissions.DRAFT)
@action_of("documents:recipients")
def recipient_add(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        RecipientForm(request.POST),
        lambda given: recipients.add_recipient(
            document_id,
            RecipientLine(
                given["kind"], given["label"], given["purpose"], given["unit"], given["person"]
            ),
            actor=request.actor,
        ),
        show=lambda bound, status: _show(request, document, form=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The recipient is added."),
    )


@page(permissions.DRAFT)
@action_of("documents:recipients")
def recipient_remove(request: ActorRequest, document_id: int, recipient_id: int) -> HttpResponse:
    document = found(request, document_id)
    line = get_object_or_404(document.recipients, pk=recipient_id)
    recipients.remove_recipient(document.pk, line.pk, actor=request.actor)
    return done(request, _address(document_id), _("The recipient is removed."))


@page(permissions.DRAFT)
@action_of("documents:recipients")
def reach_edit(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        ReachForm(request.POST),
        lambda given: drafting.edit_reach(
            document_id, given["scope"], given["due_on"], actor=request.actor
        ),
        show=lambda bound, status: _show(request, document, reach=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The reach is saved."),
    )
