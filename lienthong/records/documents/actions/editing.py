"""What every change of a draft has in common, and the changes of its text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.procedures.public import restart

from .. import permissions
from ..models import Comment, Document, State
from ..procedures import procedure_of
from ..queries.document import text_sha256
from ..queries.progress import STILL_CHANGEABLE
from .commenting import watched
from .finding import let_it_be_found


@contextmanager
def change_of_draft(document_id: int, *, actor: Actor) -> Iterator[Document]:
    """One change of a draft: its row taken, initials void, a vote on another text worthless."""
    comments = Comment.objects.filter(document=OuterRef("pk"), answers_to=None)
    document = Document.objects.annotate(has_comments=Exists(comments)).taken(document_id)
    _begin(document, actor=actor)
    let_comments_follow = (
        watched(document) if getattr(document, "has_comments", False) else _nothing
    )
    yield document
    _settle(document, actor=actor)
    let_comments_follow()


def _nothing() -> None:
    """No comment stands in the text."""


def _begin(document: Document, *, actor: Actor) -> None:
    """Let a change begin: it voids initials, and is refused once adopted or submitted."""
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)

    if document.state not in STILL_CHANGEABLE:
        raise RuleBroken(
            _("The document is no longer a draft. It must be returned before it can be changed.")
        )
    stands_adopted = document.adoptions.filter(voided_at=None).exists()
    if stands_adopted and document.state != State.DRAFT:
        raise RuleBroken(
            _("The text has been adopted. Return the document to drafting before changing it.")
        )

    voided = void_initials(document, actor=actor)
    if voided and document.state != State.DRAFT:
        # Its way begins again at drafting; what was done so far stays in the history.
        restart(procedure_of(document), document)


def _settle(document: Document, *, actor: Actor) -> None:
    """After a change: a vote on another text is worthless."""
    document.refresh_from_db(fields=["text"])
    adoption = document.adoptions.filter(voided_at=None).first()
    if adoption is not None and adoption.text_sha256 != text_sha256(document):
        adoption.voided_at = timezone.now()
        adoption.save(update_fields=["voided_at"])
        record(actor, "documents.adoption_voided", document)
    document.save(update_fields=["changed_at"])
    let_it_be_found(document.pk)


def void_initials(document: Document, *, actor: Actor) -> int:
    """Initials stand for exactly one content; any change makes them worthless."""
    voided = document.initials.filter(voided_at=None).update(voided_at=timezone.now())
    if voided:
        record(actor, "documents.initials_voided", document)
    return voided


@transaction.atomic
def edit_text(document_id: int, change: Callable[[Document], Any], *, actor: Actor) -> Document:
    """Change the clauses of a draft; `change` does it in the text's own room."""
    with change_of_draft(document_id, actor=actor) as document:
        changed = change(document)

    record(actor, "documents.text_edited", document, clause=changed.wid)
    return document
