"""Finding what a page and its actions are about: a document, one of its parts, a piece of its text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import ActorRequest

from ..models import Comment, Document, Effect, Opinion
from ..queries.editor import Piece, piece
from ..queries.in_force import acted_on
from ..queries.progress import Turn
from ..queries.seen import documents_listed_for, documents_seen_by
from ..queries.wordings import ProposedWording, proposed_in

RELATED = (
    "type",
    "issuer__serves",
    "issuer__parent",
    "drafting_unit",
    "drafter__person",
    "signer__person",
    "signer__unit",
    "form_file",
    "signed_file",
    "sealed_file",
    "text",
    "version",
)


Do = Callable[[Any, dict[str, Any], Actor], Any]


@dataclass(frozen=True)
class Part:
    """A recipient, an attached file or an opinion, with the document whose part it is."""

    turn: Turn
    row: Any

    @property
    def document(self) -> Document:
        return self.turn.document

    @property
    def key(self) -> int:
        return int(self.row.pk)


def by(action: Callable[..., Any]) -> Do:
    """Done to the document of the page, with what the form gives by its names."""
    return lambda thing, given, actor: action(thing.document.pk, **given, actor=actor)


def to_part(action: Callable[..., Any]) -> Do:
    """Done to one part, or one piece of the text, of the document."""
    return lambda part, given, actor: action(part.document.pk, part.key, **given, actor=actor)


def found(request: ActorRequest, document_id: int) -> Document:
    """The document, if it is one of the actor's own; else it does not exist."""
    open_ones = Comment.objects.filter(document=OuterRef("pk"), answers_to=None, resolved_at=None)
    documents = documents_listed_for(request.actor).select_related(*RELATED)
    documents = documents.annotate(
        acted_on=acted_on(),
        acts=Exists(Effect.objects.filter(document=OuterRef("pk"))),
        has_open_comments=Exists(open_ones),
    )
    return get_object_or_404(
        documents.prefetch_related("recipients__unit", "attachments", "adoptions"), pk=document_id
    )


def found_turn(request: ActorRequest, document_id: int) -> Turn:
    return Turn(found(request, document_id), request.actor)


def found_part(request: ActorRequest, document_id: int, **ids: int) -> Part:
    turn = found_turn(request, document_id)
    ((name, key),) = ids.items()
    rows = {
        "recipient_id": turn.document.recipients.all(),
        "attachment_id": turn.document.attachments.all(),
        "effect_id": turn.document.effects.all(),
    }
    return Part(turn, get_object_or_404(rows[name], pk=key))


def found_drafted(request: ActorRequest, document_id: int) -> Turn:
    """The document, for those who draft it; for nobody else has it comments."""
    turn = found_turn(request, document_id)
    if not turn.draft:
        raise Http404
    return turn


def found_comment(request: ActorRequest, document_id: int, comment_id: int) -> Part:
    turn = found_drafted(request, document_id)
    comments = turn.document.comments.filter(answers_to=None)
    return Part(turn, get_object_or_404(comments, pk=comment_id))


def found_opinion(request: ActorRequest, document_id: int, opinion_id: int) -> Part:
    """One opinion on the document, with what it proposes."""
    turn = found_turn(request, document_id)
    opinions = Opinion.objects.filter(request__document=turn.document)
    opinion = get_object_or_404(
        opinions.select_related("request__unit", "request__version"), pk=opinion_id
    )
    return with_proposal(turn, opinion, proposed_in(turn.document, [opinion]))


def with_proposal(turn: Turn, opinion: Opinion, proposed: dict[int, ProposedWording]) -> Part:
    opinion.proposed = proposed.get(opinion.pk)  # type: ignore[attr-defined]  # beside the row
    return Part(turn, opinion)


@dataclass(frozen=True)
class OtherOfFile:
    """Another document of the file a draft began with, by its place in the file."""

    pk: int


@dataclass(frozen=True)
class Proposed:
    """A wording that is proposed for a draft, or all of them."""

    turn: Turn
    key: str

    @property
    def document(self) -> Document:
        return self.turn.document


def found_other(request: ActorRequest, document_id: int, other: int) -> Part:
    return Part(found_turn(request, document_id), OtherOfFile(other))


def found_wording(request: ActorRequest, document_id: int, key: str) -> Proposed:
    return Proposed(found_turn(request, document_id), key)


def found_piece(request: ActorRequest, document_id: int, wid: str) -> Piece:
    there = piece(found(request, document_id), wid)
    if there is None:
        raise Http404
    return there


def found_place(request: ActorRequest, document_id: int, wid: str) -> Piece:
    """A piece of the text, also one that somebody has taken out meanwhile: the action says so."""
    document = found(request, document_id)
    return piece(document, wid) or Piece(document, {"wid": wid}, [])


def found_by_reader(request: ActorRequest, document_id: int) -> Document:
    """The document, also for those whom it reached."""
    return get_object_or_404(
        documents_seen_by(request.actor).select_related(*RELATED), pk=document_id
    )
