"""How an action behind a form or a button answers."""

import re
from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django_htmx.http import HttpResponseClientRedirect

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.text.public import in_plain_letters

from .kept import remember_broken_rule

Result = TypeVar("Result")


class HasAddress(Protocol):
    def get_absolute_url(self) -> str: ...


Target = str | HasAddress
# What some system takes in a name for a folder, a drive or a pattern.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
WRONG_SHAPE = 422
AGAINST_THE_RULES = 409


def form_action(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[[dict[str, Any]], Result],
    *,
    show: Callable[[forms.BaseForm, int], HttpResponse],
    to: Callable[[Result], Target | HttpResponse],
    said: str | Callable[[Result], Any] = "",
) -> HttpResponse:
    """Do an action with a form's input; what is wrong comes back on the form, the input kept.

    `show(form, status)` renders the page again; `to(result)` is where a success leads, or what is
    shown instead; `said`, or
    what it makes of the result, is the sentence shown there.
    """
    if not form.is_valid():
        return show(form, WRONG_SHAPE)
    try:
        result = action(form.cleaned_data)
    except RuleBroken as broken:
        field = broken.field if broken.field in form.fields else None
        form.add_error(field, broken.sentence)
        remember_broken_rule(request, field, broken.sentence)
        return show(form, AGAINST_THE_RULES)
    target = to(result)
    if isinstance(target, HttpResponse):
        return target
    return done(request, target, str(said(result) if callable(said) else said))


def done(request: HttpRequest, to: Target, said: str = "") -> HttpResponse:
    """Lead on after a success, with a sentence saying what happened."""
    if said:
        messages.success(request, said)
    answer = redirect(to)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(answer.headers["Location"])
    return answer


def file_answer(data: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file under its name: saved, never run; a PDF or a picture of ours may be shown in place."""
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = _under_its_name(name, inline=inline)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if inline:
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _under_its_name(name: str, *, inline: bool) -> str:
    """A name in Vietnamese, and in plain letters for programs that know no others (# RFC 6266 §4.3)."""
    name = _NOT_IN_A_NAME.sub("-", name)
    plain = in_plain_letters(name)
    header = content_disposition_header(not inline, plain) or "inline"
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
