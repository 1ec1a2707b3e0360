"""One answer for every import sheet: the template, the rehearsal, and the writing of what was rehearsed."""

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lienthong.kernel.files.public import FileRefused
from lienthong.kernel.spreadsheets.public import XLSX, table_in
from lienthong.kernel.web.public import ActorRequest, done, file_answer, fresh_form
from lienthong.ui.lists.columns import Words
from lienthong.ui.sheets.sheet import (
    MOST_ROWS,
    ImportSheet,
    Rehearsal,
    Row,
    read,
    rehearse,
    write,
)

GOOD_FOR = 24 * 3600  # seconds a rehearsal may wait for its confirmation
WRONG_SHAPE, AGAINST_THE_RULES = 422, 409


def show_sheet(
    request: ActorRequest, sheet: ImportSheet, *, back: str, to: str = "", lede: Words = ""
) -> HttpResponse:
    """The page of an import sheet; after writing it leads `to` what was brought, or `back`."""
    page = {"sheet": sheet, "back": back, "to": to or back, "lede": lede}
    if request.method != "POST":
        if "template" in request.GET:
            return file_answer(sheet.template(), XLSX, f"{sheet.title}.xlsx")
        return _begun(request, page, sheet)
    if "rows" in request.POST:
        return _written(request, page, sheet)
    rehearsal = _brought(request, sheet)
    if not rehearsal.troubles:
        rehearse(rehearsal, actor=request.actor)
    return _shown(request, page, rehearsal, 200 if rehearsal.is_clean else WRONG_SHAPE)


class RehearsedRows(forms.Form):
    """The good rows of a rehearsal, signed: what the button under them sends."""

    rows = forms.CharField()


def _begun(request: ActorRequest, page: dict[str, Any], sheet: ImportSheet) -> HttpResponse:
    """The empty page, or what was read before the person was signed out, tried again."""
    form, rehearsal = fresh_form(request, RehearsedRows), Rehearsal(sheet)
    if getattr(form, "kept", None):
        page["form"] = form
        rehearsal = _signed(request, sheet, form.data.get("rows", ""))
        rehearse(rehearsal, actor=request.actor)
    return _shown(request, page, rehearsal)


def _brought(request: ActorRequest, sheet: ImportSheet) -> Rehearsal:
    upload = request.FILES.get("file")
    if upload is None:
        return Rehearsal(sheet, troubles=[_("No file was chosen.")])
    try:
        return read(sheet, table_in(upload.read(), upload.name or "", most=MOST_ROWS))
    except FileRefused as refused:
        return Rehearsal(sheet, troubles=[str(refused)])


def _written(request: ActorRequest, page: dict[str, Any], sheet: ImportSheet) -> HttpResponse:
    """The rows found good are tried again and written, all of them or none."""
    rehearsal = _signed(request, sheet, request.POST["rows"])
    if rehearsal.troubles:
        return _shown(request, page, rehearsal, WRONG_SHAPE)
    if not write(rehearsal, actor=request.actor):
        return _shown(request, page, rehearsal, AGAINST_THE_RULES)
    return done(request, page["to"], sheet.said(len(rehearsal.rows)))


def _signed(request: ActorRequest, sheet: ImportSheet, signed: str) -> Rehearsal:
    """The rows a rehearsal has found good, if it was made for this person and is no day old."""
    try:
        rows = signing.loads(signed, salt=_salt(request, sheet), max_age=GOOD_FOR)
    except signing.BadSignature:
        said = _("The rehearsal is a day old or not yours. Bring the file again.")
        return Rehearsal(sheet, troubles=[said])
    return Rehearsal(sheet, [Row(number, given) for number, given in rows])


def _salt(request: ActorRequest, sheet: ImportSheet) -> str:
    """A rehearsal is good for the sheet and the person it was made for."""
    return f"sheet:{sheet.name}:{request.actor.person_id}:{request.path}"


def _shown(
    request: ActorRequest, page: dict[str, Any], rehearsal: Rehearsal, status: int = 200
) -> HttpResponse:
    sheet: ImportSheet = page["sheet"]
    fields = sheet.fields
    good = [(row.number, row.given) for row in rehearsal.good]
    context = page | {
        "rehearsal": rehearsal,
        "fields": fields.values(),
        "faulty": [(row, row.cells(fields)) for row in rehearsal.faulty],
        "right": [(row, row.cells(fields)) for row in rehearsal.good],
        "good": good,
        "signed": signing.dumps(good, salt=_salt(request, sheet), compress=True) if good else "",
    }
    return render(request, "ui/sheet.html", context, status=status)
