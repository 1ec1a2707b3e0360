"""Comments in the drafting office: on words of a clause, answered, resolved, opened again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.text.public import nfc
from lienthong.records.texts.public import clauses_of, labels_of

from .. import permissions
from ..models import Comment, Document
from ..queries.anchors import Anchor, followed, place_in, words_by_wid
from ..queries.wordings import pieces_of
from .notifying import notify_of_a_comment

LONGEST = 5_000


@dataclass(frozen=True)
class NewComment:
    """What is said of which words; without words of the whole clause. `begins` is where the page saw them."""

    wid: str
    text: str
    quote: str = ""
    begins: int = 0


@transaction.atomic
def comment(document_id: int, new: NewComment, *, actor: Actor) -> Comment:
    """Say something about words of a draft, to those who draft it."""
    document = _taken(document_id, actor)
    words = words_by_wid(pieces_of(clauses_of(document.text))).get(new.wid)

    text = _said(new.text)
    if words is None:
        raise RuleBroken(_("This clause is no longer in the text."), field="wid")
    quote = nfc(new.quote).strip()
    begins = place_in(words, quote, new.begins) if quote else None
    if quote and begins is None:
        raise RuleBroken(
            _("These words do not stand in the clause. Choose them once more."), field="quote"
        )

    made = Comment.objects.create(
        document=document,
        wid=new.wid,
        clause_label=labels_of(document.text).get(new.wid, ""),
        begins=begins,
        quote=quote,
        text=text,
        by_id=actor.post_id,
    )

    record(actor, "documents.commented", document, comment=made.pk)
    notify_of_a_comment(made, actor=actor)
    return made


@transaction.atomic
def answer_comment(document_id: int, comment_id: int, *, text: str, actor: Actor) -> Comment:
    """Answer a comment; one that was resolved is open again."""
    document = _taken(document_id, actor)
    asked = _comment(document, comment_id)

    text = _said(text)

    made = Comment.objects.create(
        document=document,
        answers_to=asked,
        wid=asked.wid,
        clause_label=asked.clause_label,
        text=text,
        by_id=actor.post_id,
    )
    _close(asked, None)

    record(actor, "documents.comment_answered", document, comment=asked.pk)
    notify_of_a_comment(made, actor=actor)
    return made


@transaction.atomic
def resolve_comment(document_id: int, comment_id: int, *, actor: Actor) -> Comment:
    """Say that nothing more is to be done about a comment."""
    document = _taken(document_id, actor)
    asked = _comment(document, comment_id)

    if not asked.is_open:
        raise RuleBroken(_("This comment has been resolved already."))

    _close(asked, actor.post_id)

    record(actor, "documents.comment_resolved", document, comment=asked.pk)
    return asked


@transaction.atomic
def reopen_comment(document_id: int, comment_id: int, *, actor: Actor) -> Comment:
    """Take a comment up again."""
    document = _taken(document_id, actor)
    asked = _comment(document, comment_id)

    if asked.is_open:
        raise RuleBroken(_("This comment is open."))

    _close(asked, None)

    record(actor, "documents.comment_reopened", document, comment=asked.pk)
    return asked


def _taken(document_id: int, actor: Actor) -> Document:
    document = Document.objects.taken(document_id)
    authorize(actor, permissions.DRAFT, document.drafting_unit.path)
    if not document.is_running:
        raise RuleBroken(
            _("The document has been issued or given up; nothing is said on it any more.")
        )
    return document


def _comment(document: Document, comment_id: int) -> Comment:
    return document.comments.select_for_update().get(pk=comment_id, answers_to=None)


def _said(text: str) -> str:
    words = nfc(text).strip()
    if not words:
        raise RuleBroken(_("Write the comment."), field="text")
    if len(words) > LONGEST:
        raise RuleBroken(
            _("A comment may have at most %(count)d characters.") % {"count": LONGEST},
            field="text",
        )
    return words


def _close(asked: Comment, post_id: int | None) -> None:
    asked.resolved_at = timezone.now() if post_id else None
    asked.resolved_by_id = post_id
    asked.save(update_fields=["resolved_at", "resolved_by"])


def watched(document: Document) -> Callable[[], None]:
    """Remember where comments stand before a change of the text; called after it, they have followed."""
    standing = list(document.comments.filter(answers_to=None))
    before = words_by_wid(pieces_of(clauses_of(document.text)))

    def follow() -> None:
        text = document.text
        after, labels = words_by_wid(pieces_of(clauses_of(text))), labels_of(text)
        for one in standing:
            found = followed(Anchor(one.wid, one.begins, one.quote), before, after)
            label = labels.get(found.wid, one.clause_label)
            if (one.wid, one.begins, one.clause_label) == (found.wid, found.begins, label):
                continue
            one.wid, one.begins, one.clause_label = found.wid, found.begins, label
            one.save(update_fields=["wid", "begins", "clause_label"])

    return follow
