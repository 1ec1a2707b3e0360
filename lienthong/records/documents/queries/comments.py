"""The comments of the drafting office, in the order of the text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.records.texts.public import clauses_of, labels_of

from ..models import Comment, Document
from .anchors import words_by_wid
from .wordings import pieces_of

AROUND = 60  # letters beside the quoted words, on the page


@dataclass(frozen=True)
class Commented:
    """A comment with its answers and the words around those it speaks of."""

    comment: Comment
    before: str
    after: str
    is_clause_there: bool

    @property
    def lost_said(self) -> str:
        """Why the words cannot be shown in their place."""
        if not self.is_clause_there:
            return _("The clause has been taken out.")
        return _("These words have been changed.") if self.comment.lost_its_words else ""


def comments_on(document: Document) -> list[Commented]:
    """Every comment, as the text stands now; those on clauses that are gone come last."""
    answers = Comment.objects.select_related("by__person")
    every = (
        document.comments.filter(answers_to=None)
        .select_related("by__person", "resolved_by__person")
        .prefetch_related(Prefetch("answers", answers))
    )
    words = words_by_wid(pieces_of(clauses_of(document.text)))
    order = {wid: place for place, wid in enumerate(words)}
    sorted_ones = sorted(every, key=lambda one: (order.get(one.wid, len(order)), one.begins or 0))
    return [_commented(one, words.get(one.wid)) for one in sorted_ones]


def _commented(comment: Comment, words: str | None) -> Commented:
    if words is None or comment.begins is None:
        return Commented(comment, "", "", words is not None)
    ends = comment.begins + len(comment.quote)
    since = max(0, comment.begins - AROUND)
    before = ("…" if since else "") + words[since : comment.begins]
    after = words[ends : ends + AROUND] + ("…" if len(words) > ends + AROUND else "")
    return Commented(comment, before, after, is_clause_there=True)


def comments_as_data(document: Document) -> list[dict[str, Any]]:
    """What the editor shows in its margin."""
    return [
        {
            "id": one.comment.pk,
            "wid": one.comment.wid,
            "begins": one.comment.begins,
            "quote": one.comment.quote,
            "label": one.comment.clause_label,
            "lost": one.lost_said,
            "resolved": not one.comment.is_open,
            "said": [_said_by(said) for said in (one.comment, *one.comment.answers.all())],
        }
        for one in comments_on(document)
    ]


def _said_by(comment: Comment) -> dict[str, str]:
    at = timezone.localtime(comment.at)
    return {"by": str(comment.by.person), "at": f"{at:%H:%M %d/%m}", "text": comment.text}


def places_to_comment(document: Document) -> list[tuple[str, str]]:
    """The clauses and rows of the draft, by what officials call them and how they begin."""
    labels = labels_of(document.text)
    words = words_by_wid(pieces_of(clauses_of(document.text)))
    return [
        (wid, f"{labels.get(wid) or ''}: {said[:60]}{'…' if len(said) > 60 else ''}".strip(": "))
        for wid, said in words.items()
        if said.strip()
    ]
