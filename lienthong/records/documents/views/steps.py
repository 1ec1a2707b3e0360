"""The actions along a document's way, each a form of the document's page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lienthong.kernel.web.public import ActorRequest, action_of, done, form_action, page
from lienthong.records.signing.public import passkey_answer

from .. import permissions
from ..actions import adoption, appraisal, issuing, signature
from ..actions.adoption import BroughtFile, Vote
from ..forms import AdoptionForm, InitialForm, NoteForm, PasskeyForm, PinForm, ReasonForm
from ..models import Document
from .document import show
from .finding import address_of, found

Action = Callable[[dict[str, Any]], Any]


def _step(
    request: ActorRequest, document: Document, form: forms.BaseForm, action: Action, said: str
) -> HttpResponse:
    """One action of the present step; what is refused comes back in the step's panel."""
    return form_action(
        request,
        form,
        action,
        show=lambda bound, status: show(request, document, step=bound, status=status),
        to=lambda result: address_of(document),
        said=said,
    )


@page(permissions.DRAFT)
@action_of("documents:document")
def document_finalise(request: ActorRequest, document_id: int) -> HttpResponse:
    return _step(
        request,
        found(request, document_id),
        forms.Form(request.POST),
        lambda given: appraisal.finalise(document_id, actor=request.actor),
        _("The draft is finalised."),
    )


@page(permissions.APPRAISE)
@action_of("documents:document")
def document_initial(request: ActorRequest, document_id: int) -> HttpResponse:
    return _step(
        request,
        found(request, document_id),
        InitialForm(request.POST),
        lambda given: appraisal.appraise_and_initial(document_id, **given, actor=request.actor),
        _("The document is initialled."),
    )


@page(permissions.RECORD_ADOPTION)
@action_of("documents:document")
def adoption_record(request: ActorRequest, document_id: int) -> HttpResponse:
    def action(given: dict[str, Any]) -> Any:
        upload = given.pop("minutes")
        minutes = BroughtFile(upload.name, upload.read())
        vote = Vote(**given)
        return adoption.record_adoption(document_id, vote, minutes, actor=request.actor)

    return _step(
        request,
        found(request, document_id),
        AdoptionForm(request.POST, request.FILES),
        action,
        _("The adoption is recorded."),
    )


@page(permissions.DRAFT)
@action_of("documents:document")
def document_submit(request: ActorRequest, document_id: int) -> HttpResponse:
    return _step(
        request,
        found(request, document_id),
        forms.Form(request.POST),
        lambda given: signature.submit(document_id, actor=request.actor),
        _("The document lies before the signer."),
    )


@page(permissions.SIGN, second_factor=True)
@action_of("documents:document")
def document_sign(request: ActorRequest, document_id: int) -> HttpResponse:
    return _step(
        request,
        found(request, document_id),
        PinForm(request.POST),
        lambda given: signature.sign(document_id, **given, actor=request.actor),
        _("The document is signed."),
    )


@page(permissions.SIGN, second_factor=True)
@action_of("documents:document")
def document_lay_before_passkey(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    signature.lay_before_passkey(document_id, actor=request.actor)
    return done(request, f"{address_of(document)}#by-passkey")


@page(permissions.SIGN, second_factor=True)
@action_of("documents:document")
def document_sign_by_passkey(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        PasskeyForm(request.POST),
        lambda given: signature.sign_by_passkey(
            document_id, passkey_answer(given["credential"]), actor=request.actor
        ),
        show=lambda bound, status: show(request, document, passkey=bound, status=status),
        to=lambda result: address_of(document),
        said=_("The document is signed."),
    )


@page(permissions.ISSUE, second_factor=True)
@action_of("documents:document")
def document_issue(request: ActorRequest, document_id: int) -> HttpResponse:
    return _step(
        request,
        found(request, document_id),
        PinForm(request.POST),
        lambda given: issuing.issue(document_id, **given, actor=request.actor),
        _("The number is taken. The document is being sealed and will be dispatched at once."),
    )


@page(
    permissions.DRAFT,
    permissions.APPRAISE,
    permissions.RECORD_ADOPTION,
    permissions.SIGN,
    permissions.ISSUE,
)
@action_of("documents:document")
def document_return(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        NoteForm(request.POST, prefix="back"),
        lambda given: appraisal.return_document(document_id, given["note"], actor=request.actor),
        show=lambda bound, status: show(request, document, back=bound, status=status),
        to=lambda result: address_of(document),
        said=_("The document went back to drafting."),
    )


@page(permissions.DRAFT)
@action_of("documents:document")
def document_cancel(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        ReasonForm(request.POST, prefix="cancel"),
        lambda given: issuing.cancel_document(document_id, given["reason"], actor=request.actor),
        show=lambda bound, status: show(request, document, cancel=bound, status=status),
        to=lambda result: address_of(document),
        said=_("The document is given up."),
    )
