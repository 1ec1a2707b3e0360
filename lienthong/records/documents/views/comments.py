"""The comments of the drafting office: a list that works without scripts, and what the editor's margin sends."""

from functools import partial

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.web.public import ActionView, ActorRequest, action_of, offered, page

from .. import permissions
from ..actions import commenting
from ..actions.commenting import NewComment
from ..forms import AnswerForm, CommentForm
from ..models import Comment, Document
from ..queries.comments import comments_as_data, comments_on, places_to_comment
from ..queries.progress import Turn
from .finding import Part, by, found_drafted, to_part

REFUSED = 400
_drafting = partial(ActionView, needs=permissions.DRAFT, place="page")


def _may_speak(turn: Turn) -> bool:
    return turn.draft and turn.document.is_running


ON_COMMENTS = (
    _drafting(
        "comment_add",
        place="main",
        do=by(commenting.comment),
        form=lambda turn, _actor, **given: CommentForm(
            places=places_to_comment(turn.document), **given
        ),
        offered=lambda turn, _actor: _may_speak(turn),
        label=_("Comment"),
        icon="message",
        title=_("Comment on a clause"),
        said=_("The comment stands beside its words."),
        path="comments/add/",
    ),
)
COMMENT = (
    _drafting(
        "comment_answer",
        do=to_part(commenting.answer_comment),
        form=lambda part, _actor, **given: AnswerForm(auto_id=f"answer-{part.key}-%s", **given),
        offered=lambda part, _actor: _may_speak(part.turn),
        label=_("Answer"),
        icon="message",
        said=_("The answer stands beneath the comment."),
        path="comments/<int:comment_id>/answer/",
    ),
    _drafting(
        "comment_resolve",
        do=to_part(commenting.resolve_comment),
        offered=lambda part, _actor: _may_speak(part.turn) and part.row.is_open,
        label=_("Resolved"),
        icon="check",
        said=_("The comment is resolved."),
        path="comments/<int:comment_id>/resolve/",
    ),
    _drafting(
        "comment_reopen",
        do=to_part(commenting.reopen_comment),
        offered=lambda part, _actor: _may_speak(part.turn) and not part.row.is_open,
        label=_("Open again"),
        icon="arrow-back-up",
        said=_("The comment is open again."),
        path="comments/<int:comment_id>/reopen/",
    ),
)


@page(permissions.DRAFT)
@require_GET
def comments_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_comments(request, found_drafted(request, document_id))


def show_comments(request: ActorRequest, thing: Turn | Part, status: int = 200) -> HttpResponse:
    """All comments in the order of the text, with what can be done about each."""
    document = thing.document
    turn = Turn(document, request.actor)
    listed = []
    for one in comments_on(document):
        part = Part(turn, one.comment)
        acts = offered(request, COMMENT, part, comment_id=one.comment.pk).on_page
        done = acts.get("comment_resolve") or acts.get("comment_reopen")
        listed.append((one, acts.get("comment_answer"), done))
    context = {
        "document": document,
        "can": turn,
        "open": [row for row in listed if row[0].comment.is_open],
        "resolved": [row for row in listed if not row[0].comment.is_open],
        "actions": offered(request, ON_COMMENTS, turn),
    }
    return render(request, "documents/comments.html", context, status=status)


@page(permissions.DRAFT)
@action_of("documents:write")
def write_comments(request: ActorRequest, document_id: int) -> HttpResponse:
    """What the margin of the editor sends: a comment, an answer, that one is done; all of them come back."""
    document = found_drafted(request, document_id).document
    try:
        _do(document, {name: str(one) for name, one in request.POST.items()}, actor=request.actor)
    except RuleBroken as broken:
        return JsonResponse({"says": str(broken.sentence)}, status=REFUSED)
    except (Comment.DoesNotExist, ValueError):
        return JsonResponse({"says": ""}, status=REFUSED)
    return JsonResponse({"comments": comments_as_data(document)})


def _do(document: Document, sent: dict[str, str], *, actor: Actor) -> None:
    what, text = sent.get("do", ""), sent.get("text", "")
    if what == "add":
        place = int(sent.get("begins") or 0)
        new = NewComment(sent.get("wid", ""), text, sent.get("quote", ""), place)
        commenting.comment(document.pk, new, actor=actor)
        return
    key = int(sent.get("comment", ""))
    if what == "answer":
        commenting.answer_comment(document.pk, key, text=text, actor=actor)
    elif what == "resolve":
        commenting.resolve_comment(document.pk, key, actor=actor)
    elif what == "reopen":
        commenting.reopen_comment(document.pk, key, actor=actor)
