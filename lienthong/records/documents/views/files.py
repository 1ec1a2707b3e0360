from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.files.public import StoredFile, ending_of
from lienthong.kernel.web.public import ActorRequest, cache_for_session, file_answer, page

from .. import permissions
from ..models import Document
from ..queries.attached import opens
from ..queries.document import typeset_document
from ..queries.pages import WIDTHS, page_picture
from .finding import found, found_by_reader

PDF = "application/pdf"
NARROW, WIDE = WIDTHS


def _stored(file: StoredFile, name: str, *, inline: bool = False) -> HttpResponse:
    return file_answer(file.read(), file.media_type, name, inline=inline)


def _pdf_name(document: Document) -> str:
    return f"{document.notation.replace('/', '-') or f'du-thao-{document.pk}'}.pdf"


@page(permissions.VIEW, permissions.OPINE)
@require_GET
def preview(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    pdf = typeset_document(document, draft=True).pdf
    return file_answer(pdf, PDF, f"du-thao-{document.pk}.pdf", inline=True)


@page(permissions.VIEW, READ)
@require_GET
def official_file(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found_by_reader(request, document_id)
    if document.best_file is None:
        raise Http404
    inline = "download" not in request.GET
    return _stored(document.best_file, _pdf_name(document), inline=inline)


@page(permissions.VIEW, READ)
@require_GET
def page_image(request: ActorRequest, document_id: int, number: int) -> HttpResponse:
    document = found_by_reader(request, document_id)
    width = WIDE if "wide" in request.GET else NARROW
    file = document.best_file
    picture = page_picture(file, number, width=width) if file else None
    if file is None or picture is None:
        raise Http404
    answer = file_answer(picture, "image/png", f"{document.pk}-{number}.png", inline=True)
    return cache_for_session(request, answer, file.sha256)


@page(permissions.VIEW)
@require_GET
def source_file(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    file = document.source_file
    if file is None:
        raise Http404
    named = (document.text.account or {}).get("file")
    return _stored(file, named or f"ban-goc-{document.pk}{ending_of(file.media_type)}")


@page(permissions.VIEW)
@require_GET
def minutes_file(request: ActorRequest, document_id: int, adoption_id: int) -> HttpResponse:
    document = found(request, document_id)
    adoption = get_object_or_404(document.adoptions.select_related("minutes"), pk=adoption_id)
    return _stored(adoption.minutes, adoption.minutes_name)


@page(permissions.VIEW, READ)
@require_GET
def attachment_file(request: ActorRequest, document_id: int, attachment_id: int) -> HttpResponse:
    document = found_by_reader(request, document_id)
    attachment = get_object_or_404(document.attachments.select_related("file"), pk=attachment_id)
    if not opens(request.actor, document, attachment):
        raise Http404
    return _stored(attachment.file, attachment.name)
