"""The actions done on the page of an arrived document."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.audiences.public import ACKNOWLEDGE
from lienthong.kernel.web.public import ActorRequest, done, form_action, page
from lienthong.records.documents.public import DRAFT

from .. import permissions, public
from ..forms import AnswerForm, DirectionForm, NoteForm, OpinionForm, PassOnForm, ReasonForm
from ..public import ReceivedDocument
from .received import found_received, received_again


def _page_of(audience_id: int) -> str:
    return reverse("correspondence:received", args=[audience_id])


def _action(
    request: ActorRequest,
    received: ReceivedDocument,
    act: str,
    form: forms.BaseForm,
    action: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    return form_action(
        request,
        form,
        action,
        show=lambda again, status: received_again(request, received, act, again, status),
        to=lambda _result: _page_of(received.audience_id),
        said=said,
    )


def _place(received: ReceivedDocument) -> int:
    """The organisation in whose place a document lies; one sent to a person by name lies in none."""
    if received.unit is None:
        raise PermissionDenied
    return received.unit.pk


def _entry(received: ReceivedDocument) -> int:
    """The register's entry of a document; an action on one that is not registered finds nothing."""
    if received.incoming is None:
        raise Http404
    return received.incoming.pk


@page(permissions.REGISTER)
@require_POST
def received_register(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    incoming = public.register_incoming(audience_id, _place(received), actor=request.actor)
    number = incoming.number.number if incoming.number else 0
    said = _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": number,
        "year": incoming.year,
    }
    return done(request, _page_of(incoming.audience_id), said)


@page(permissions.REGISTER)
@require_POST
def received_refuse(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "refuse",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.refuse_incoming(
            audience_id, _place(received), reason=given["reason"], actor=request.actor
        ),
        _("The document has been refused; its sender sees the reason."),
    )


@page(permissions.PROPOSE)
@require_POST
def received_propose(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "propose",
        OpinionForm(request.POST),
        lambda given: public.propose(
            _entry(received), opinion=given["opinion"], actor=request.actor
        ),
        _("The proposal has been submitted."),
    )


@page(permissions.DIRECT)
@require_POST
def received_direct(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    assert received.unit is not None or received.incoming is None
    form = DirectionForm(request.POST, unit=received.unit)  # type: ignore[arg-type]  # asserted above
    return _action(
        request,
        received,
        "direct",
        form,
        lambda _given: public.direct(
            _entry(received), given=form.instruction_given(), actor=request.actor
        ),
        _("The document has been given to the bodies to handle."),
    )


@page(permissions.DIRECT)
@require_POST
def received_return_proposal(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "return_proposal",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.return_proposal(
            _entry(received), reason=given["reason"], actor=request.actor
        ),
        _("The document has been returned."),
    )


@page(permissions.CLOSE)
@require_POST
def received_file_away(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "file",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.file_away(_entry(received), note=given["note"], actor=request.actor),
        _("The document has been filed; nothing more is to be done."),
    )


@page(permissions.HANDLE)
@require_POST
def received_answer(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    if received.assignment is None:
        raise Http404
    return _action(
        request,
        received,
        "answer",
        AnswerForm(request.POST, assignment=received.assignment),
        lambda given: public.answer(
            _entry(received),
            note=given["note"],
            document_id=given["document"].pk if given["document"] else None,
            actor=request.actor,
        ),
        _("Your answer has been handed in."),
    )


@page(permissions.HANDLE)
@require_POST
def received_return(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "return",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.return_assignment(
            _entry(received), reason=given["reason"], actor=request.actor
        ),
        _("The document has been returned."),
    )


@page(permissions.CLOSE)
@require_POST
def received_close(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "close",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.close(_entry(received), note=given["note"], actor=request.actor),
        _("The handling has been closed."),
    )


@page(permissions.CLOSE)
@require_POST
def received_ask_for_more(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "more",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.ask_for_more(
            _entry(received), reason=given["reason"], actor=request.actor
        ),
        _("The leading body has been asked for more."),
    )


@page(ACKNOWLEDGE)
@require_POST
def received_receive(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    public.confirm_receipt(audience_id, _place(received), actor=request.actor)
    return done(request, _page_of(received.audience_id), _("The receipt has been confirmed."))


@page(ACKNOWLEDGE)
@require_POST
def received_pass_on(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    if received.unit is None:
        raise PermissionDenied
    form = PassOnForm(request.POST, unit=received.unit)
    return _action(
        request,
        received,
        "pass_on",
        form,
        lambda _given: public.pass_on(
            audience_id, _place(received), absent_ids=form.absent_ids(), actor=request.actor
        ),
        _("Passed on to the members; the receipts board shows it."),
    )


@page(ACKNOWLEDGE)
@require_POST
def received_forward_on(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    return _action(
        request,
        received,
        "forward_on",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.forward_on(
            audience_id, _place(received), note=given["note"], actor=request.actor
        ),
        _("The document has been forwarded to the organisations below."),
    )


@page(DRAFT)
@require_POST
def received_forward_with_letter(request: ActorRequest, audience_id: int) -> HttpResponse:
    received = found_received(request.actor, audience_id)
    letter = public.forward_with_letter(_entry(received), actor=request.actor)
    return done(
        request,
        reverse("documents:document", args=[letter.pk]),
        _("The letter has been drafted; the original travels with it."),
    )
