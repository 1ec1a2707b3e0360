"""What a page needs, and how it answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import get_resolver, reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lienthong.kernel.audit.public import history_by
from lienthong.kernel.people.public import signed_in_with_second_factor
from lienthong.kernel.permissions.public import Actor, Permission, RuleBroken, holds

from .models import ActionOutcome
from .places import way_to

KEY_FIELD = "idempotency_key"
KEY_HEADER = "Idempotency-Key"
# Kept where the first answer was a page and not a way on: it cannot be given again.
SHOWN_IN_PLACE = "-"
View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """A request of somebody signed in, acting in a post."""

    actor: Actor
    # What a page has counted for the menu already, by the name of the entry's address.
    waiting_counts: dict[str, int]
    # A form that was refused, and the address at which.
    refused: tuple[str, forms.BaseForm]


class Marked(Protocol):
    """What the architecture test and the access attack read off a view."""

    needs: tuple[Permission, ...]
    access: str


def page(
    *needs: Permission, signed_in: bool = False, second_factor: bool = False
) -> Callable[[View], View]:
    """A page for people who hold one of the permissions, or for everybody signed in.

    Behind a second factor, it opens only to a session in which one was shown.
    """
    if not needs and not signed_in:
        raise ValueError("a page says which permission it needs")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor: Actor | None = getattr(request, "actor", None)
            if needs and (actor is None or not any(holds(actor, need) for need in needs)):
                raise Http404
            if second_factor and not signed_in_with_second_factor(request):
                return _ask_for_second_factor(request)
            if request.method == "POST":
                return _once(request, view, *args, **kwargs)
            return view(request, *args, **kwargs)

        marked = cast(Marked, guarded)
        marked.needs = needs
        marked.access = "second_factor" if second_factor else "permission" if needs else "signed_in"
        return guarded

    return decorate


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where a second factor is shown or set up, and from there back to this very page."""
    back = request.get_full_path()
    if request.method != "GET" or request.headers.get("HX-Request"):
        # What is sent, or fetched as a part of a page, is no page: back to the one it came from.
        back = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    to = way_to("second_factor") + (f"?{urlencode({'next': back})}" if safe else "")
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(to)
    return HttpResponseRedirect(to)


def action_of(page_name: str) -> Callable[[View], View]:
    """What only takes a form: a reader who comes to its address is led to the page it belongs to."""
    name, _, part = page_name.partition("#")

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **ids: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **ids)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            return HttpResponseRedirect(address_of(name, ids) + (f"#{part}" if part else ""))

        answered.action_of = name  # type: ignore[attr-defined]  # read by the test of all addresses
        return answered

    return decorate


def address_of(name: str, ids: dict[str, Any]) -> str:
    """The address of a page by its name, with those of the numbers that it takes."""
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    possible = resolver.reverse_dict.getlist(last)
    taken = possible[0][0][0][1] if possible else []
    return reverse(name, kwargs={one: ids[one] for one in taken})


def public_page(view: View) -> View:
    """A page that needs nobody: signing in, verifying a file, the health check."""
    marked = cast(Marked, view)
    marked.needs, marked.access = (), "public"
    return view


def _once(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    """Run an action in one transaction with its idempotency key; a repeat gets the first answer."""
    with transaction.atomic():
        outcome, is_new = _claim(request)
        if not is_new and outcome is not None:
            return _again(request, outcome)
        with history_by(getattr(request, "actor", None)):
            response = view(request, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif outcome is not None:
            outcome.location = _way_on(response)
            outcome.save(update_fields=["location"])
    return response


def _claim(request: HttpRequest) -> tuple[ActionOutcome | None, bool]:
    key = _key(request)
    if not key:
        return None, True
    mine = ActionOutcome(
        person_id=request.user.pk or 0,
        action=request.path[:200],
        key=key,
        body_hash=_fingerprint(request),
    )
    # A second request with the key waits here until the first has committed or failed.
    ActionOutcome.objects.bulk_create([mine], ignore_conflicts=True)
    found = ActionOutcome.objects.get(person_id=mine.person_id, action=mine.action, key=mine.key)
    if found.body_hash != mine.body_hash:
        raise RuleBroken(_("This form was already sent with other content. Reload the page."))
    return found, found.location == ""


def _key(request: HttpRequest) -> str:
    key = request.POST.get(KEY_FIELD) or request.headers.get(KEY_HEADER, "")
    return key[:64]


def _way_on(response: HttpResponse) -> str:
    """Where an answer leads, whether the browser follows it or a script does."""
    to = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    longest = cast(int, ActionOutcome._meta.get_field("location").max_length)
    return to if 0 < len(to) <= longest else SHOWN_IN_PLACE


def _again(request: HttpRequest, outcome: ActionOutcome) -> HttpResponse:
    if outcome.location == SHOWN_IN_PLACE:
        raise RuleBroken(_("This form was already sent and is done. Reload the page to see it."))
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer.headers["HX-Redirect"] = outcome.location
        return answer
    return HttpResponseRedirect(outcome.location)


def _fingerprint(request: HttpRequest) -> str:
    """What was sent, as a mark nobody can guess back without the installation's key: PINs are short."""
    digest = salted_hmac("lienthong.web.body", _key(request), algorithm="sha256")
    for name in sorted(request.POST):
        if name not in (KEY_FIELD, "csrfmiddlewaretoken"):
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(repr((name, upload.name, upload.size)).encode())
            for part in upload.chunks():
                digest.update(part)
            upload.seek(0)
    return digest.hexdigest()
