from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.people.public import Post
from lienthong.kernel.web.public import ActorRequest, action_of, done, form_action, page

from .. import permissions
from ..actions import drafting, importing
from ..actions.adoption import BroughtFile
from ..actions.drafting import Details
from ..forms import AttachmentForm, DetailsForm, UploadForm
from ..models import Document
from ..queries import proposals
from ..queries.bodies import issuers_for, signers_for
from .finding import address_of, found

OK = 200


def _signers(request: ActorRequest) -> Any:
    """Every post that may sign for one of the committees the actor drafts for."""
    posts = [post.pk for unit in issuers_for(request.actor) for post in signers_for(unit)]
    return Post.objects.filter(pk__in=posts).select_related("person", "unit")


def _details_form(request: ActorRequest, **options: Any) -> DetailsForm:
    return DetailsForm(issuers=issuers_for(request.actor), signers=_signers(request), **options)


def _show_new(
    request: ActorRequest, *, upload: Any = None, details: Any = None, status: int = OK
) -> HttpResponse:
    issuers = issuers_for(request.actor)
    issuer = issuers.first()
    initial: dict[str, Any] = {"type": "resolution"}
    if issuer is not None:
        initial |= {
            "issuer": issuer,
            "signing_body": proposals.EXECUTIVE_COMMITTEE,
            "signer": proposals.proposed_signer(issuer),
        }
    return render(
        request,
        "documents/new.html",
        {
            "upload_form": upload or UploadForm(issuers=issuers),
            "details_form": details or _details_form(request, initial=initial),
        },
        status=status,
    )


@page(permissions.DRAFT)
@require_http_methods(["GET", "POST"])
def document_new(request: ActorRequest) -> HttpResponse:
    if request.method == "GET":
        return _show_new(request)
    return form_action(
        request,
        _details_form(request, data=request.POST),
        lambda given: drafting.start_document(Details(**given), actor=request.actor),
        show=lambda bound, status: _show_new(request, details=bound, status=status),
        to=lambda document: reverse("documents:text", args=[document.pk]),
        said=_("The draft is begun."),
    )


@page(permissions.DRAFT)
@action_of("documents:new")
def document_import(request: ActorRequest) -> HttpResponse:
    def action(given: dict[str, Any]) -> Document:
        upload = given["file"]
        brought = BroughtFile(upload.name, upload.read())
        return importing.start_from_file(given["issuer"], brought, actor=request.actor)

    return form_action(
        request,
        UploadForm(request.POST, request.FILES, issuers=issuers_for(request.actor)),
        action,
        show=lambda bound, status: _show_new(request, upload=bound, status=status),
        to=lambda document: reverse("documents:details", args=[document.pk]),
        said=_("The file has been read. Check what was recognised."),
    )


def _current(document: Document) -> dict[str, Any]:
    return {
        "issuer": document.issuer,
        "type": document.type,
        "subject": document.subject,
        "urgency": document.urgency,
        "authority": document.authority,
        "signing_body": document.signing_body,
        "signer": document.signer,
    }


@page(permissions.DRAFT)
@require_http_methods(["GET", "POST"])
def document_details(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)

    def show(form: Any, status: int = OK) -> HttpResponse:
        context = {"document": document, "form": form, "attachment_form": AttachmentForm()}
        return render(request, "documents/details.html", context, status=status)

    if request.method == "GET":
        return show(_details_form(request, initial=_current(document)))
    return form_action(
        request,
        _details_form(request, data=request.POST),
        lambda given: drafting.edit_details(document_id, Details(**given), actor=request.actor),
        show=show,
        to=lambda result: address_of(document),
        said=_("The particulars are saved."),
    )


@page(permissions.DRAFT)
@action_of("documents:details")
def attachment_add(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)

    def action(given: dict[str, Any]) -> Any:
        upload = given["file"]
        brought = BroughtFile(upload.name, upload.read())
        return drafting.attach_file(document_id, brought, actor=request.actor)

    def show(form: Any, status: int) -> HttpResponse:
        details = _details_form(request, initial=_current(document))
        context = {"document": document, "form": details, "attachment_form": form}
        return render(request, "documents/details.html", context, status=status)

    return form_action(
        request,
        AttachmentForm(request.POST, request.FILES),
        action,
        show=show,
        to=lambda result: reverse("documents:details", args=[document_id]),
        said=_("The file is attached."),
    )


@page(permissions.DRAFT)
@action_of("documents:details")
def attachment_remove(request: ActorRequest, document_id: int, attachment_id: int) -> HttpResponse:
    document = found(request, document_id)
    attachment = get_object_or_404(document.attachments, pk=attachment_id)
    drafting.detach_file(document.pk, attachment.pk, actor=request.actor)
    return done(
        request, reverse("documents:details", args=[document_id]), _("The file is removed.")
    )
