"""The page of one arrived document: the document, what to do with it, what has been done."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.audiences.public import READ
from lienthong.kernel.audit.public import sentence
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.permissions.public import Actor, holds, signature
from lienthong.kernel.web.public import (
    ActorRequest,
    cache_for_session,
    file_answer,
    offered,
    page,
    session_mark,
)
from lienthong.records.documents.public import VIEW as DOCUMENTS_VIEW
from lienthong.records.documents.public import (
    WIDTHS,
    Document,
    body_of,
    cited_by,
    mentions_in,
    page_count,
    page_picture,
)
from lienthong.records.signing.public import verify

from .. import permissions
from ..public import open_received, received_for
from ..queries.around import (
    absentees,
    attachments_of,
    board_to_see,
    due_on,
    has_answers,
    history_in_place,
    is_late,
    last_proposal,
    purpose_of,
)
from ..queries.forwarding import owes_forwarding
from ..queries.handled import Handled, handed_to, post_with_part, result_file
from ..queries.in_force import since_it_was_issued
from ..queries.readers import readers_in_place
from ..queries.received import ReceivedDocument, act_due
from ..queries.stamp import stamped_copy
from ..queries.steps import steps_of
from .actions import ACTIONS

READERS = (permissions.VIEW, READ, permissions.HANDLE)


def found_received(request: ActorRequest, audience_id: int) -> ReceivedDocument:
    received = received_for(request.actor, audience_id)
    if received is None:
        raise Http404
    return received


@page(*READERS)
@require_GET
def received_page(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request, audience_id)
    open_received(received, actor=request.actor)
    return show_received(request, received)


@page(*READERS)
@require_GET
def reading_page(request: ActorRequest, audience_id: int) -> HttpResponse:
    """The text of the very document asked for, letter or original, clause by clause."""
    received = found_received(request, audience_id)
    open_received(received, actor=request.actor)
    parts = (received.document, received.letter, received.original)
    asked = (one for one in parts if one is not None and one.audience_id == audience_id)
    document = next(asked, received.document)
    context = {
        "received": received,
        "since": since_it_was_issued(received, request.actor),
        "document": document,
        "body": body_of(document),
        "back": audience_id,
    }
    return render(request, "correspondence/reading.html", context)


@page(*READERS)
@require_GET
def cited_page(request: ActorRequest, audience_id: int) -> HttpResponse:
    """The registered documents its text cites, those that have reached the reader, and whether each is in force."""
    received = found_received(request, audience_id)
    document = shown_document(received, shown_name_of(received, request.GET.get("show", "")))
    cited = cited_by(document, request.actor)
    context = {"received": received, "document": document, "cited": cited}
    fragment = "#cited" if request.headers.get("HX-Request") else ""
    return render(request, f"correspondence/cited_page.html{fragment}", context)


@page(*READERS)
@require_GET
def readers_page(request: ActorRequest, audience_id: int) -> HttpResponse:
    """Ai xem được văn bản này: those who read it in the asker's own place."""
    received = found_received(request, audience_id)
    document = received.document
    context = {
        "received": received,
        "document": document,
        "readers": readers_in_place(received),
        "lines": document.recipients.all(),
    }
    return render(request, "correspondence/readers_page.html", context)


def show_received(
    request: ActorRequest, received: ReceivedDocument, status: int = 200
) -> HttpResponse:
    shown_name = shown_name_of(received, request.GET.get("show", ""))
    shown = shown_document(received, shown_name)
    context = {
        "received": received,
        "shown": shown,
        "body": body_of(shown),
        "mentions": [one.notation for one in mentions_in(shown)],
        "page_numbers": range(1, page_count(shown) + 1),
        "pages_mark": session_mark(request, shown.sealed_file_id or ""),
        "shown_name": shown_name,
        "choices": _choices(received, shown_name),
        "act": act_due(received, request.actor),
        "handed_to": handed_to(received, request.actor),
        "has_it": post_with_part(received, request.actor),
        "actions": offered(request, ACTIONS, received),
        **_around(received, request.actor),
    }
    return render(request, "correspondence/received.html", context, status=status)


def _around(received: ReceivedDocument, actor: Actor) -> dict[str, Any]:
    """What stands around the act: its deadline, the steps, the results, related documents, the history."""
    history = list(history_in_place(received))
    steps = steps_of(received, history)
    owes = owes_forwarding(received)
    watched = board_to_see(received, actor, owes=owes)
    return {
        "since": since_it_was_issued(received, actor),
        "purpose": purpose_of(received),
        "due_on": due_on(received),
        "last_proposal": last_proposal(received),
        "current_steps": [one.title for one in steps if one.state == "current"],
        "steps": steps,
        "has_answers": has_answers(received),
        "absentees": absentees(received),
        "owes_forwarding": owes,
        "letter_begun": received.own_letter if received.incoming else None,
        "sees_letters": holds(actor, DOCUMENTS_VIEW),
        "callout_tone": "bad" if is_late(received) else "warn",
        "attachments": attachments_of(received),
        "watches": watched is not None,
        "watched_audience_id": watched,
        "history": [
            {"text": sentence(one), "at": one.at, "by": signature(one.actor_name, one.actor_title)}
            for one in history
        ],
    }


def _choices(received: ReceivedDocument, shown_name: str) -> list[tuple[str, str, bool]]:
    """The documents of one item: the letter and what it carries are read beside each other."""
    documents = [
        ("received", received.document),
        ("letter", received.letter),
        ("original", received.original),
    ]
    return [
        (f"?show={name}", f"{one.type.word} {one.notation}", name == shown_name)
        for name, one in documents
        if one is not None
    ]


def shown_name_of(received: ReceivedDocument, wish: str) -> str:
    """Which of the documents of an item is shown: the main one, its cover letter, what it encloses."""
    return wish if wish in ("letter", "original") and getattr(received, wish) else "received"


def shown_document(received: ReceivedDocument, name: str) -> Document:
    return {"letter": received.letter, "original": received.original}.get(name) or received.document


@page(*READERS)
@require_GET
def received_file(request: ActorRequest, audience_id: int, which: str) -> HttpResponse:
    """The sealed file itself, byte for byte."""
    received = found_received(request, audience_id)
    document = shown_document(received, shown_name_of(received, which))
    if document.sealed_file is None:
        raise Http404
    name = f"{document.notation.replace('/', '-')}.pdf"
    return file_answer(document.sealed_file.read(), "application/pdf", name, inline=True)


@page(*READERS)
@require_GET
def received_page_image(
    request: ActorRequest, audience_id: int, which: str, number: int
) -> HttpResponse:
    """A picture of one page, for screens without a reader of PDF."""
    received = found_received(request, audience_id)
    document = shown_document(received, shown_name_of(received, which))
    width = WIDTHS[-1] if "wide" in request.GET else WIDTHS[0]
    file = document.sealed_file
    picture = page_picture(file, number, width=width) if file else None
    if file is None or picture is None:
        raise Http404
    answer = file_answer(picture, "image/png", f"{document.pk}-{number}.png", inline=True)
    return cache_for_session(request, answer, file.sha256)


@page(*READERS)
@require_GET
def received_verdict(request: ActorRequest, audience_id: int, which: str) -> HttpResponse:
    """What the signatures on the file say, in plain words."""
    received = found_received(request, audience_id)
    document = shown_document(received, shown_name_of(received, which))
    if document.sealed_file is None:
        raise Http404
    verdict = verify(document.sealed_file.read())
    context = {
        "verdict": verdict,
        "document": document,
        "reasons": [reason.said(_) for reason in verdict.reasons],
        "notes": [note.said(_) for note in verdict.notes],
        "back": audience_id,
    }
    fragment = request.headers.get("HX-Request")
    name = "correspondence/verdict.html#verdict" if fragment else "correspondence/verdict.html"
    return render(request, name, context)


@page(*READERS)
@require_GET
def received_attachment(
    request: ActorRequest, audience_id: int, attachment_id: int
) -> HttpResponse:
    """A file that travels with a document, to be saved, never shown in place."""
    received = found_received(request, audience_id)
    attached = next((one for one in attachments_of(received) if one.pk == attachment_id), None)
    if attached is None:
        raise Http404
    return file_answer(attached.file.read(), "application/octet-stream", attached.name)


@page(*READERS)
@require_GET
def received_result(request: ActorRequest, audience_id: int, file_id: int) -> HttpResponse:
    """A file that a body handed in with its result, to be saved."""
    return result_answer(found_received(request, audience_id), file_id)


def result_answer(received: Handled, file_id: int) -> HttpResponse:
    handed_in = result_file(received, file_id)
    if handed_in is None:
        raise Http404
    return file_answer(handed_in.file.read(), "application/octet-stream", handed_in.name)


@page(*READERS)
@require_GET
def received_stamped(request: ActorRequest, audience_id: int) -> HttpResponse:
    """A copy of the first page with the stamp of arrival, to print."""
    received = found_received(request, audience_id)
    return stamped_answer(received, received.document.sealed_file)


def stamped_answer(received: Handled, file: StoredFile | None, turned: int = 0) -> HttpResponse:
    entry = received.incoming
    copy = stamped_copy(entry, file, turned) if entry and file else None
    if entry is None or copy is None:
        raise Http404
    number = entry.number.number if entry.number else 0
    return file_answer(copy, "application/pdf", f"den-{number}-{entry.year}.pdf", inline=True)
