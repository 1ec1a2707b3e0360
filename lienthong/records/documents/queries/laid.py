"""What is laid before leaders and clerks at the signing window."""

from django.db.models import QuerySet

from lienthong.kernel.files.public import StoredFile

from ..models import Document, LaidDocument, State


def file_laid(document: Document) -> StoredFile | None:
    """What is laid: the form before the leader, the signed file before the clerk."""
    return document.signed_file if document.state == State.SIGNED else document.form_file


def laid_before(document: Document, post_id: int) -> QuerySet[LaidDocument]:
    """The document as it is laid before the key of this post, the newest first, if its file is the same."""
    laid = LaidDocument.objects.select_related("certificate").order_by("-laid_at")
    return laid.filter(document=document, certificate__post=post_id, file=file_laid(document))


def laid_under(document: Document, number: int) -> QuerySet[LaidDocument]:
    """Other documents of the same register that are laid before clerks under this number."""
    others = LaidDocument.objects.exclude(document=document).filter(number=number)
    return others.filter(document__issuer=document.issuer_id, document__type=document.type_id)
