"""The deeds done on the page of an arrived paper."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.audiences.public import ACKNOWLEDGE
from lienthong.kernel.web.public import ActorRequest, done, form_deed, page
from lienthong.records.documents.public import DRAFT

from .. import permissions, public
from ..forms import AnswerForm, DirectionForm, NoteForm, OpinionForm, PassOnForm, ReasonForm
from ..public import Paper
from .paper import found_paper, paper_again


def _page_of(audience_id: int) -> str:
    return reverse("correspondence:paper", args=[audience_id])


def _deed(
    request: ActorRequest,
    paper: Paper,
    act: str,
    form: forms.BaseForm,
    deed: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    return form_deed(
        request,
        form,
        deed,
        show=lambda again, status: paper_again(request, paper, act, again, status),
        to=lambda _result: _page_of(paper.audience_id),
        said=said,
    )


def _place(paper: Paper) -> int:
    """The organisation in whose place a paper lies; one sent to a person by name lies in none."""
    if paper.unit is None:
        raise PermissionDenied
    return paper.unit.pk


def _entry(paper: Paper) -> int:
    """The register's entry of a paper; a deed on one that is not registered finds nothing."""
    if paper.incoming is None:
        raise Http404
    return paper.incoming.pk


@page(permissions.REGISTER)
@require_POST
def paper_register(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    incoming = public.register_incoming(audience_id, _place(paper), actor=request.actor)
    number = incoming.number.number if incoming.number else 0
    said = _("Registered: number of arrival %(number)s/%(year)s.") % {
        "number": number,
        "year": incoming.year,
    }
    return done(request, _page_of(incoming.audience_id), said)


@page(permissions.REGISTER)
@require_POST
def paper_refuse(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "refuse",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.refuse_incoming(
            audience_id, _place(paper), reason=given["reason"], actor=request.actor
        ),
        _("The paper has been refused; its sender sees the reason."),
    )


@page(permissions.PROPOSE)
@require_POST
def paper_propose(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "propose",
        OpinionForm(request.POST),
        lambda given: public.propose(_entry(paper), opinion=given["opinion"], actor=request.actor),
        _("The proposal has been submitted."),
    )


@page(permissions.DIRECT)
@require_POST
def paper_direct(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    assert paper.unit is not None or paper.incoming is None
    form = DirectionForm(request.POST, unit=paper.unit)  # type: ignore[arg-type]  # asserted above
    return _deed(
        request,
        paper,
        "direct",
        form,
        lambda _given: public.direct(
            _entry(paper), given=form.instruction_given(), actor=request.actor
        ),
        _("The paper has been given to the bodies to handle."),
    )


@page(permissions.DIRECT)
@require_POST
def paper_return_proposal(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "return_proposal",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.return_proposal(
            _entry(paper), reason=given["reason"], actor=request.actor
        ),
        _("The paper has been returned."),
    )


@page(permissions.CLOSE)
@require_POST
def paper_file_away(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "file",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.file_away(_entry(paper), note=given["note"], actor=request.actor),
        _("The paper has been filed; nothing more is to be done."),
    )


@page(permissions.HANDLE)
@require_POST
def paper_answer(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    if paper.assignment is None:
        raise Http404
    return _deed(
        request,
        paper,
        "answer",
        AnswerForm(request.POST, assignment=paper.assignment),
        lambda given: public.answer(
            _entry(paper),
            note=given["note"],
            document_id=given["document"].pk if given["document"] else None,
            actor=request.actor,
        ),
        _("Your answer has been handed in."),
    )


@page(permissions.HANDLE)
@require_POST
def paper_return(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "return",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.return_assignment(
            _entry(paper), reason=given["reason"], actor=request.actor
        ),
        _("The paper has been returned."),
    )


@page(permissions.CLOSE)
@require_POST
def paper_close(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "close",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.close(_entry(paper), note=given["note"], actor=request.actor),
        _("The handling has been closed."),
    )


@page(permissions.CLOSE)
@require_POST
def paper_ask_for_more(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "more",
        ReasonForm(request.POST, prefix="why"),
        lambda given: public.ask_for_more(
            _entry(paper), reason=given["reason"], actor=request.actor
        ),
        _("The leading body has been asked for more."),
    )


@page(ACKNOWLEDGE)
@require_POST
def paper_receive(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    public.confirm_receipt(audience_id, _place(paper), actor=request.actor)
    return done(request, _page_of(paper.audience_id), _("The receipt has been confirmed."))


@page(ACKNOWLEDGE)
@require_POST
def paper_pass_on(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    if paper.unit is None:
        raise PermissionDenied
    form = PassOnForm(request.POST, unit=paper.unit)
    return _deed(
        request,
        paper,
        "pass_on",
        form,
        lambda _given: public.pass_on(
            audience_id, _place(paper), absent_ids=form.absent_ids(), actor=request.actor
        ),
        _("Passed on to the members; the receipts board shows it."),
    )


@page(ACKNOWLEDGE)
@require_POST
def paper_forward_on(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    return _deed(
        request,
        paper,
        "forward_on",
        NoteForm(request.POST, prefix="note"),
        lambda given: public.forward_on(
            audience_id, _place(paper), note=given["note"], actor=request.actor
        ),
        _("The paper has been carried on to the organisations below."),
    )


@page(DRAFT)
@require_POST
def paper_forward_with_letter(request: ActorRequest, audience_id: int) -> HttpResponse:
    paper = found_paper(request.actor, audience_id)
    letter = public.forward_with_letter(_entry(paper), actor=request.actor)
    return done(
        request,
        reverse("documents:document", args=[letter.pk]),
        _("The letter has been drafted; the original travels with it."),
    )
