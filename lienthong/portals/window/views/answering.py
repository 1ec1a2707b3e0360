"""Reading what the signer holds, and agreeing to exactly that."""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.files.refusals import FileRefused
from lienthong.portals.window import passkeys, reading
from lienthong.portals.window.forms import AnswerForm
from lienthong.portals.window.shown import to_read
from lienthong.portals.window.signer import the_signer
from lienthong.portals.window.uses import KeyHere
from lienthong.portals.window.views.shell import browser_of
from lienthong.records.signing.at_window import Shown
from lienthong.records.signing.sentences import Refused

FEW_USES = 3
LONGEST_WAY = 64


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, handle: str, verb: str, key: str) -> HttpResponse:
    """What is to be agreed to, first; then the proof; then back to where the person came from."""
    asked = (handle, verb, key)
    try:
        shown = the_signer().show(
            *asked, browser=browser_of(request), way=request.GET.get("way", "")[:LONGEST_WAY]
        )
    except Refused:
        # After a restart the ways are gone; who has answered is led back and shown nothing.
        if _has_answered(asked):
            return _led_back(request)
        raise
    if shown.is_answered:
        # Who presses twice has answered once.
        return _led_back(request) if request.method == "POST" else _already(request, asked, shown)
    if request.method != "POST":
        return _page(request, asked, shown, _form(shown))
    form = _form(shown, request.POST)
    if not form.is_valid():
        return _page(request, asked, shown, form, 422)
    try:
        _give(request, asked, form.cleaned_data)
    except Refused as refused:
        return _not_taken(request, asked, refused)
    return _led_back(request)


def _has_answered(asked: tuple[str, str, str]) -> bool:
    """By the signer's journal; what came of the answer is said in the system."""
    with suppress(Refused):
        return the_signer().answered(*asked)
    return False


def _form(shown: Shown, sent: QueryDict | None = None) -> AnswerForm:
    holder = shown.concerned if shown.needs_number else ""
    return AnswerForm(sent, number_of=holder, tries=shown.tries_left)


def _not_taken(request: HttpRequest, asked: tuple[str, str, str], refused: Refused) -> HttpResponse:
    """The form but for its proof, with the sentence; the signer is asked anew, for it counts the tries."""
    shown = the_signer().show(*asked, browser=browser_of(request))
    form = _form(shown, request.POST)
    form.refuse(refused.sentence.said(_))
    form.forget_code()
    return _page(request, asked, shown, form, 422)


def _give(request: HttpRequest, asked: tuple[str, str, str], given: dict[str, Any]) -> None:
    number = "".join(given.get("number", "").split())
    browser = browser_of(request)
    the_signer().answer(*asked, passkeys.proof_in(given), number=number, browser=browser)


def _led_back(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(request.back)  # type: ignore[attr-defined]
    response.status_code = 303
    return response


def _already(request: HttpRequest, asked: tuple[str, str, str], shown: Shown) -> HttpResponse:
    handle, verb, _key = asked
    given = {"to_read": to_read(shown, verb, handle), "shown": shown}
    return render(request, "window/already.html", given)


def _page(
    request: HttpRequest,
    asked: tuple[str, str, str],
    shown: Shown,
    form: AnswerForm,
    status: int = 200,
) -> HttpResponse:
    handle, verb, key = asked
    browser = browser_of(request)
    options = passkeys.asked_here(shown.passkeys, lambda: the_signer().ask(*asked, browser=browser))
    may_type = shown.has_pin and not shown.locked_until
    given = {
        "shown": shown,
        "to_read": to_read(shown, verb, handle),
        "form": form,
        "may_type": may_type,
        "may_prove": may_type or options,
        "handle": handle,
        "verb": verb,
        "key": key,
        "passkey_options": options,
        "uses": _lately(request, key),
        **_pages(shown, handle, browser),
    }
    return render(request, "window/answer.html", given, status=status)


def _pages(shown: Shown, handle: str, browser: str) -> dict[str, Any]:
    """Its pages, where there is a document; that they cannot be drawn keeps nobody from reading the file."""
    if shown.sort not in ("sign", "seal"):
        return {}
    try:
        return {"has_file": True, "pages": range(1, reading.pages_of(handle, browser) + 1)}
    except FileRefused:
        return {"has_file": True, "pages": []}


def _lately(request: HttpRequest, key: str) -> list[Any]:
    """What was last agreed to with this key, shown in a browser that is known for it only."""
    browser = browser_of(request)
    known = the_signer().known_here(browser)
    return [
        use for one in known if one.id == key for use in KeyHere.of(one, browser).uses[:FEW_USES]
    ]


@require_safe
def whole_file(request: HttpRequest, handle: str) -> HttpResponse:
    """The PDF itself, as the signer holds it."""
    pdf = reading.file_of(handle, browser_of(request))
    if not pdf:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="van-ban.pdf"'
    return response


@require_safe
def large_page(request: HttpRequest, handle: str, verb: str, key: str, page: str) -> HttpResponse:
    """One page by itself as it is, as large as the screen, and the way back to where it is signed."""
    try:
        if int(page) > reading.pages_of(handle, browser_of(request)):
            raise Http404
    except FileRefused as unreadable:
        raise Http404 from unreadable
    given = {"handle": handle, "verb": verb, "key": key, "page": int(page)}
    return render(request, "window/large_page.html", given)


@require_safe
def picture(request: HttpRequest, handle: str, page: str, phone: str = "") -> HttpResponse:
    """One page of it, as it is or set anew for a phone."""
    draw = reading.phone_picture_of if phone else reading.picture_of
    try:
        if int(page) > reading.pages_of(handle, browser_of(request)):
            raise Http404
        drawn = draw(handle, browser_of(request), int(page))
        return HttpResponse(drawn, content_type="image/png")
    except FileRefused as unreadable:
        raise Http404 from unreadable
