"""The structured editor: every act is a link to a page or a form of its own."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.web.public import ActorRequest, action_of, form_action, page
from lienthong.records.texts.public import NewClause

from .. import permissions
from ..actions import clauses
from ..actions.clauses import Place, Words
from ..forms import ClauseForm, NewClauseForm, RevisionForm, RowForm
from ..models import Document
from ..queries.editor import Piece, editor_lines, piece
from .finding import found

OK = 200


def _address(document_id: int, wid: str = "") -> str:
    anchor = f"#{wid}" if wid else ""
    return reverse("documents:text", args=[document_id]) + anchor


def _show(
    request: ActorRequest,
    document: Document,
    *,
    form: forms.BaseForm | None = None,
    status: int = OK,
) -> HttpResponse:
    revision = {"revision": document.text.revision}
    context = {
        "document": document,
        "lines": editor_lines(document),
        "first_form": NewClauseForm(initial={**revision, "kind": "section"}),
        "refused": form,
        "voids_initials": document.initials.filter(voided_at=None).exists(),
    }
    return render(request, "documents/text.html", context, status=status)


@page(permissions.DRAFT)
@require_GET
def text_page(request: ActorRequest, document_id: int) -> HttpResponse:
    return _show(request, found(request, document_id))


def _piece(document: Document, wid: str) -> Piece:
    there = piece(document, wid)
    if there is None:
        raise Http404
    return there


def _form_of(there: Piece, document: Document, data: Any = None) -> Any:
    initial = {"revision": document.text.revision}
    if there.is_row:
        return RowForm(data, columns=there.columns, cells=there.node["cells"], initial=initial)
    words = {part: there.node.get(part) or "" for part in ("marker", "heading", "text")}
    return ClauseForm(data, initial={**initial, **words})


@page(permissions.DRAFT)
@require_http_methods(["GET", "POST"])
def clause_page(request: ActorRequest, document_id: int, wid: str) -> HttpResponse:
    document = found(request, document_id)
    there = _piece(document, wid)

    def show(form: Any, status: int = OK) -> HttpResponse:
        context = {"document": document, "piece": there, "form": form}
        return render(request, "documents/clause.html", context, status=status)

    if request.method == "GET":
        return show(_form_of(there, document))
    form = _form_of(there, document, request.POST)

    def action(given: dict[str, Any]) -> Document:
        if there.is_row:
            cells, revision = form.cells(), given["revision"]
            return clauses.edit_row(document_id, wid, cells, revision, actor=request.actor)
        return clauses.edit_clause(document_id, wid, Words(**given), actor=request.actor)

    return form_action(
        request,
        form,
        action,
        show=show,
        to=lambda result: _address(document_id, wid),
        said=_("The clause is saved."),
    )


@page(permissions.DRAFT)
@require_http_methods(["GET", "POST"])
def clause_insert(request: ActorRequest, document_id: int, wid: str) -> HttpResponse:
    document = found(request, document_id)
    there = _piece(document, wid)
    data = request.POST if request.method == "POST" else None
    form = _new_form(there, document, data)

    def show(bound: Any, status: int = OK) -> HttpResponse:
        context = {"document": document, "piece": there, "form": bound}
        return render(request, "documents/clause_new.html", context, status=status)

    if data is None:
        return show(form)

    def action(given: dict[str, Any]) -> Document:
        if there.is_row:
            place = Place(given["revision"], after=wid)
            return clauses.insert_row(document_id, form.cells(), place, actor=request.actor)
        return clauses.insert_clause(
            document_id, _new_clause(given), _place(given, wid), actor=request.actor
        )

    return form_action(
        request,
        form,
        action,
        show=show,
        to=lambda result: _address(document_id, wid),
        said=_("The clause is put in."),
    )


def _new_form(there: Piece, document: Document, data: Any) -> Any:
    initial = {"revision": document.text.revision, "kind": there.node.get("kind", "clause")}
    if there.is_row:
        return RowForm(data, columns=there.columns, cells=[], initial=initial)
    if initial["kind"] == "table":
        initial["kind"] = "paragraph"
    return NewClauseForm(data, initial=initial)


def _new_clause(given: dict[str, Any]) -> NewClause:
    return NewClause(given["kind"], heading=given["heading"], text=given["text"])


def _place(given: dict[str, Any], wid: str) -> Place:
    if given["where"] == "inside":
        return Place(given["revision"], inside=wid)
    return Place(given["revision"], after=wid)


@page(permissions.DRAFT)
@action_of("documents:text")
def clause_first(request: ActorRequest, document_id: int) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        NewClauseForm(request.POST),
        lambda given: clauses.insert_clause(
            document_id, _new_clause(given), Place(given["revision"]), actor=request.actor
        ),
        show=lambda bound, status: _show(request, document, form=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The clause is put in."),
    )


@page(permissions.DRAFT)
@action_of("documents:text")
def clause_move(request: ActorRequest, document_id: int, wid: str) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        RevisionForm(request.POST),
        lambda given: clauses.move_clause(
            document_id,
            wid,
            upwards=request.POST.get("direction") == "up",
            revision=given["revision"],
            actor=request.actor,
        ),
        show=lambda bound, status: _show(request, document, form=bound, status=status),
        to=lambda result: _address(document_id, wid),
        said=_("The clause is moved."),
    )


@page(permissions.DRAFT)
@action_of("documents:text")
def clause_remove(request: ActorRequest, document_id: int, wid: str) -> HttpResponse:
    document = found(request, document_id)
    return form_action(
        request,
        RevisionForm(request.POST),
        lambda given: clauses.remove_piece(
            document_id, wid, given["revision"], actor=request.actor
        ),
        show=lambda bound, status: _show(request, document, form=bound, status=status),
        to=lambda result: _address(document_id),
        said=_("The clause is removed."),
    )
