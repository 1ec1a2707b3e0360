"""Playing leaders and clerks: led to the window, agreed there, come back."""

from lienthong.kernel.permissions.public import Actor
from lienthong.records.signing.demo import answers

from .actions import issuing, signature
from .models import Document, LaidDocument


def sign_at_window(document_id: int, actor: Actor) -> Document:
    signature.lay_to_sign(document_id, actor=actor)
    _agree(document_id, actor, "sign")
    return signature.sign(document_id, actor=actor)


def issue_at_window(document_id: int, actor: Actor) -> Document:
    issuing.lay_to_issue(document_id, actor=actor)
    _agree(document_id, actor, "seal")
    return issuing.issue(document_id, actor=actor)


def _agree(document_id: int, actor: Actor, verb: str) -> None:
    laid = LaidDocument.objects.get(document=document_id, certificate__post=actor.post_id)
    answers(laid.handle, verb, laid.certificate)
