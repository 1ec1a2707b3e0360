"""The editor of a draft: its page, what it sends while somebody writes, its preview, the versions.

What the editor sends is answered in JSON: 200 with the new revision, 412 where others changed the same
clauses, 423 where somebody else writes, 400 with a sentence of what is refused.
"""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web.public import (
    ActorRequest,
    action_of,
    file_answer,
    offered,
    page,
)
from lienthong.records.texts.public import (
    Clash,
    HeldByOther,
    Unreadable,
    read_changes,
    read_pasted,
)

from .. import permissions
from ..actions.writing import write_text
from ..queries import writing
from ..queries.progress import STILL_CHANGEABLE, Turn
from .finding import found, found_turn
from .part_actions import ON_VERSIONS

REFUSED, CLASH, HELD = 400, 412, 423
LONGEST_PASTE = 2_000_000


def _said(sentence: object, status: int = REFUSED) -> JsonResponse:
    return JsonResponse({"says": str(sentence)}, status=status)


@page(permissions.DRAFT)
@require_GET
def write_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """The text of a draft, to be written; readable as it is where no script runs."""
    document = found(request, document_id)
    turn = Turn(document, request.actor)
    if not turn.may_edit:
        return render(request, "documents/write_closed.html", {"document": document}, status=409)
    context = {
        "document": document,
        "body": document.text.body,
        "kinds": writing.kinds_to_choose(),
        "voids_initials": document.initials.filter(voided_at=None).exists(),
        "data": writing.editor_data(document, actor=request.actor),
    }
    return render(request, "documents/write.html", context)


@page(permissions.DRAFT)
@action_of("documents:write")
def write_changes(request: ActorRequest, document_id: int) -> HttpResponse:
    """Take what was written; a repeat of what was taken is led to where the text stands now."""
    document = found(request, document_id)
    try:
        changes = read_changes(request.POST.get("changes", ""))
        written = write_text(
            document.pk, changes, take_over="take_over" in request.POST, actor=request.actor
        )
    except HeldByOther as held:
        return _said(held.sentence, HELD)
    except Clash as clash:
        return JsonResponse(_clashed(clash), status=CLASH)
    except Unreadable:
        return _said("", REFUSED)
    except RuleBroken as broken:
        return _said(broken.sentence)
    document.text = written.text
    answer: dict[str, Any] = {"revision": written.text.revision}
    if written.others_wrote:
        answer["theirs"] = writing.standing(document)["pieces"]
    to = reverse("documents:write_state", args=[document.pk])
    return JsonResponse(answer, headers={"Content-Location": to})


def _clashed(clash: Clash) -> dict[str, Any]:
    stands = writing.standing_of(clash.text)
    return stands | {"clash": sorted(clash.wids), "by": writing.last_writer_of(clash.text)}


@page(permissions.DRAFT)
@require_GET
def write_state(request: ActorRequest, document_id: int) -> HttpResponse:
    """The text as it stands now, for an editor whose answer was lost, or that looks whether others write."""
    document = found(request, document_id)
    known = request.GET.get("since", "")
    return JsonResponse(writing.standing_since(document, known, actor=request.actor))


@page(permissions.DRAFT)
@action_of("documents:write")
def write_read(request: ActorRequest, document_id: int) -> HttpResponse:
    """What is pasted, read as clauses; nothing of it is kept here."""
    found(request, document_id)
    words = request.POST.get("lines", "")
    if len(words) > LONGEST_PASTE:
        return _said("", 413)
    try:
        read = read_pasted(words)
    except FileRefused as refused:
        return _said(refused)
    return JsonResponse({"pieces": read.pieces, "left_out": read.left_out})


@page(permissions.DRAFT)
@require_GET
def write_preview(request: ActorRequest, document_id: int) -> HttpResponse:
    """The addresses of the pages as they would be printed now."""
    document = found(request, document_id)
    try:
        drawn = writing.draft_pages(document)
    except RuleBroken as broken:
        return JsonResponse({"says": str(broken.sentence)})
    pages = [
        reverse("documents:draft_picture", args=[document.pk, number + 1])
        for number in range(drawn.count)
    ]
    return JsonResponse({"pages": pages, "mark": drawn.mark})


@page(permissions.DRAFT)
@require_GET
def draft_picture(request: ActorRequest, document_id: int, number: int) -> HttpResponse:
    """One page of the draft as it would be printed now."""
    document = found(request, document_id)
    picture = writing.draft_picture(document, number)
    if picture is None:
        raise Http404
    return file_answer(picture, "image/png", f"{document.pk}-{number}.png", inline=True)


# --- Versions -------------------------------------------------------------------------------------


@page(permissions.DRAFT)
@require_GET
def versions_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return show_versions(request, found_turn(request, document_id))


def show_versions(request: ActorRequest, turn: Turn, status: int = 200) -> HttpResponse:
    """The versions of the text, and a form to keep one by name."""
    document = turn.document
    context = {
        "document": document,
        "versions": writing.versions_of(document),
        "actions": offered(request, ON_VERSIONS, turn),
        "is_draft": document.state in STILL_CHANGEABLE,
    }
    return render(request, "documents/versions.html", context, status=status)


@page(permissions.DRAFT)
@require_GET
def compare_page(request: ActorRequest, document_id: int) -> HttpResponse:
    """What was changed between two versions, or between one and the text as it is now."""
    document = found(request, document_id)
    asked = [request.GET.get(name) or writing.NOW for name in ("from", "to")]
    old, new = (writing.version_asked(document, one) for one in asked)
    if old is None or new is None:
        raise Http404
    differences, only_changes = writing.differences(old, new), "all" not in request.GET
    changed = [one for one in differences if one.state != "same"]
    context = {
        "document": document,
        "old": old,
        "new": new,
        "versions": writing.versions_of(document),
        "differences": changed if only_changes else differences,
        "changed_count": len(changed),
        "only_changes": only_changes,
    }
    return render(request, "documents/compare.html", context)
