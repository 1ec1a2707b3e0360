from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.public import public_page
from lienthong.records.documents.public import issued_document_with

from . import queries
from .forms import FileForm

TEMPLATE = "verification/verify.html"


@public_page
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, TEMPLATE, {"form": FileForm()})
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422)
    upload = form.cleaned_data["file"]
    if upload.size > settings.UPLOAD_MAX_BYTES:
        form.add_error("file", _("The file is larger than a document can be."))
        return render(request, TEMPLATE, {"form": form}, status=422)
    try:
        queries.refuse_too_many(get_adapter().get_client_ip(request))
        verdict = queries.verdict_on(upload.read())
    except RuleBroken as broken:
        form.add_error(None, broken.sentence)
        return render(request, TEMPLATE, {"form": form}, status=429)
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return render(request, TEMPLATE, {"form": form}, status=422)
    return render(request, TEMPLATE, {"form": FileForm(), "verdict": verdict})


@public_page
@require_GET
def verify_scanned(request: HttpRequest, token: str) -> HttpResponse:
    """What a scanned QR leads to: signer, seal, time and verdict, never the subject or the file."""
    document = issued_document_with(token)
    if document is None or document.sealed_file is None:
        raise Http404
    try:
        queries.refuse_too_many(get_adapter().get_client_ip(request))
        verdict = queries.verdict_on(document.sealed_file.read())
    except RuleBroken as broken:
        context = {"form": FileForm(), "refused": broken.sentence}
        return render(request, TEMPLATE, context, status=429)
    except FileRefused as refused:
        context = {"form": FileForm(), "refused": str(refused)}
        return render(request, TEMPLATE, context, status=503)
    verdict["number"] = verdict["date"] = None
    return render(request, TEMPLATE, {"form": FileForm(), "verdict": verdict})
