"""One answer for the page of every record."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lienthong.kernel.web.public import ActorRequest, OfferedActions
from lienthong.ui.lists.page import Button
from lienthong.ui.records.page import RecordPage


def show_record(
    request: ActorRequest,
    page: RecordPage,
    record: Any,
    *,
    actions: OfferedActions | None = None,
    buttons: Sequence[Button] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a record, with the actions offered on it and buttons that lead elsewhere."""
    context = {
        "page": page,
        "title": page.title(record),
        "lede": page.lede(record),
        "back": reverse(page.back),
        "record_facts": page.facts_of(record),
        "sections": page.sections_of(record, request.actor),
        "related": list(page.related(record, request.actor)),
        "history": list(page.history(record, request.actor)),
        "actions": actions,
        "buttons": buttons,
        "call": page.call(record, actions),
    }
    return render(request, "ui/record.html", context, status=status)
