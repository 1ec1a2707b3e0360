"""What a page needs, and how it answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Protocol, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import get_resolver, reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lienthong.kernel.audit.public import SIGNED, sign_history, signature_of
from lienthong.kernel.database.public import PLANNED_ONCE
from lienthong.kernel.notices.public import READ_BY_THE_ACT, page_of_thing
from lienthong.kernel.people.public import signed_in_with_second_factor
from lienthong.kernel.permissions.public import Actor, Permission, RuleBroken, holds

from .answers import AGAINST_THE_RULES, WRONG_SHAPE
from .kept import (
    KEY_FIELD,
    OF_ONE_SENDING,
    drop_input,
    keep_input,
    page_of,
    post_of,
    sent_form,
)
from .models import ActionOutcome
from .places import way_to

KEY_HEADER = "Idempotency-Key"
# Kept where the first answer was a page and not a way on: it cannot be given again.
SHOWN_IN_PLACE = "-"
WRONG = 400
View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """A request of somebody signed in, acting in a post."""

    actor: Actor
    # In which posts the person may act, the one acted in among them.
    actors: list[Actor]
    # How much work of each kind waits for the actor, where the page has counted it already.
    work_counts: dict[str, int]
    # The form that was refused, by the address to which it was sent.
    refused: dict[str, forms.BaseForm]
    # Where the other actions on the same thing are sent: what is kept of them goes with a success.
    beside: list[str]


class Marked(Protocol):
    """What the architecture test and the access attack read off a view."""

    needs: tuple[Permission, ...]
    access: str
    at_the_door: bool


def page(
    *needs: Permission,
    signed_in: bool = False,
    second_factor: bool = False,
    at_the_door: bool = False,
) -> Callable[[View], View]:
    """A page for people who hold one of the permissions, or for everybody signed in.

    Behind a second factor, it opens only to a session in which one was shown; so does every page to who
    holds a post that demands one, but those at the door, where it is set up or shown (docs/adr/0009). A
    form that needs a permission is taken only in the post in which it was opened (docs/adr/0028).
    """
    if not needs and not signed_in:
        raise ValueError("a page says which permission it needs")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **ids: Any) -> HttpResponse:
            _read_as_get(request)
            if not _is_made_for_who_asks(request):
                return not_taken(request)
            with _words_kept(request):
                led_away = _admit(
                    request, needs, second_factor=second_factor, at_the_door=at_the_door
                )
                if led_away is not None:
                    return led_away
                if request.method != "POST":
                    return view(request, *args, **ids)
                answer = _once(request, view, *args, **ids)
            if answer.status_code in (WRONG_SHAPE, AGAINST_THE_RULES):
                keep_input(request, was_refused=True)
            return answer

        marked = cast(Marked, guarded)
        marked.needs, marked.at_the_door = needs, at_the_door
        marked.access = "second_factor" if second_factor else "permission" if needs else "signed_in"
        return guarded

    return decorate


def _read_as_get(request: HttpRequest) -> None:
    """Who asks only for the headers of a page gets them; the server leaves the content out."""
    if request.method == "HEAD":
        request.method = "GET"


def _is_made_for_who_asks(request: HttpRequest) -> bool:
    form = sent_form(request)
    is_mine = form is None or form.account_id == request.user.pk
    return request.user.is_authenticated and is_mine


def _refuse_form_of_other_post(request: HttpRequest) -> None:
    """A form opened in one post is not done in another, chosen meanwhile in another tab."""
    form = sent_form(request)
    if form is not None:
        refuse_other_post(request, form.post_id)


def refuse_other_post(request: HttpRequest, post_id: int) -> None:
    """What was begun in one post is not done in another."""
    actor: Actor | None = getattr(request, "actor", None)
    if post_id in (0, post_of(actor)):
        return
    known: list[Actor] = getattr(request, "actors", [])
    opened_in = next((one for one in known if post_of(one) == post_id), None)
    if opened_in is None or actor is None:
        raise RuleBroken(_("Nothing was done: the post in which you opened the form has ended."))
    raise RuleBroken(
        _(
            "Nothing was done: you opened this form as %(then)s and act as %(now)s now. "
            "Choose the first post again; what you typed is kept."
        )
        % {
            "then": f"{opened_in.label}, {opened_in.unit_name}",
            "now": f"{actor.label}, {actor.unit_name}",
        }
    )


@contextmanager
def _words_kept(request: HttpRequest) -> Iterator[None]:
    """What a rule keeps from being taken is kept; not what this person may not do here any more."""
    try:
        yield
    except RuleBroken:
        keep_input(request)
        raise
    except (Http404, PermissionDenied):
        if request.method == "POST":
            drop_input(request)
        raise


def _admit(
    request: HttpRequest, needs: tuple[Permission, ...], *, second_factor: bool, at_the_door: bool
) -> HttpResponse | None:
    """Past the threshold; or the way to where the second factor is shown."""
    if getattr(request, "lacks_factor", False) and not at_the_door:
        return _ask_for_second_factor(request)
    if needs:
        _refuse_form_of_other_post(request)
    actor: Actor | None = getattr(request, "actor", None)
    if needs and (actor is None or not any(holds(actor, need) for need in needs)):
        raise Http404
    if second_factor and not signed_in_with_second_factor(request):
        return _ask_for_second_factor(request)
    return None


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where a second factor is shown or set up, and from there back to this very page."""
    keep_input(request)
    return _lead(request, way_to("second_factor") + "?" + urlencode({"next": page_of(request)}))


def not_taken(request: HttpRequest) -> HttpResponse:
    """Who is not signed in signs in first; so does whose session ended before a form was sent.

    The words are kept for whom the form was made for; somebody else at the same browser is told that
    nothing was saved, and nothing more.
    """
    is_kept = keep_input(request)
    if request.user.is_authenticated:
        if not _is_made_for_who_asks(request):
            sentence = _("Somebody else opened this form at this browser. Nothing was saved.")
            return render(request, "ui/refused.html", {"sentence": sentence}, status=403)
        if not is_kept:
            messages.warning(request, _("Nothing was done: the page was open too long. Try again."))
        return _lead(request, page_of(request))
    if is_kept:
        messages.warning(
            request,
            _(
                "You were signed out, so nothing was saved. Sign in: what you typed is kept for you."
            ),
        )
    elif request.method == "POST":
        messages.warning(
            request, _("You were signed out, so nothing was done. Sign in, try again.")
        )
    return _lead(request, redirect_to_login(page_of(request)).headers["Location"])


def _lead(request: HttpRequest, to: str) -> HttpResponse:
    """To a whole page, also from a part of one."""
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
            if request.method != "GET":
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

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **ids: Any) -> HttpResponse:
        _read_as_get(request)
        return view(request, *args, **ids)

    marked = cast(Marked, answered)
    marked.needs, marked.access = (), "public"
    return answered


def _once(request: HttpRequest, view: View, *args: Any, **ids: Any) -> HttpResponse:
    """Run an action in one transaction with its idempotency key; a repeat gets the first answer."""
    key, usual_way = _key(request), _usual_way(view, ids)
    with transaction.atomic():
        if key:
            is_new, location = _claim(request, key, usual_way)
            if not is_new:
                return _again(request, location, was_seen_once=getattr(view, "shows_once", False))
        else:
            sign_history(getattr(request, "actor", None))
        response = view(request, *args, **ids)
        if response.status_code >= WRONG:
            transaction.set_rollback(True)
        else:
            if key and _way_on(response) != usual_way:
                _mine(request, key).update(location=_way_on(response))
            drop_input(request, *getattr(request, "beside", ()))
    return response


# Takes a key, signs the history of what follows in the transaction, lets its statements be planned once, and
# says what came of the key before. Whoever comes second with it waits here until the first has committed or failed.
CLAIM = f"""
WITH read_by_the_act AS ({READ_BY_THE_ACT})
INSERT INTO web_actionoutcome (person_id, action, key, body_hash, location, created_at)
VALUES (%s, %s, %s, %s, %s, now())
ON CONFLICT (person_id, action, key) DO UPDATE SET key = excluded.key
RETURNING xmax = 0, body_hash, location, {SIGNED}, {PLANNED_ONCE}
"""  # noqa: S608 -- a constant


def _claim(request: HttpRequest, key: str, usual_way: str) -> tuple[bool, str]:
    """Take a key: whether it is new, and where its action led or is going to lead."""
    fingerprint = _fingerprint(request, key)
    signature = signature_of(getattr(request, "actor", None))
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            [
                getattr(request.user, "person_id", None),
                [page_of_thing(one) for one in (usual_way, request.path)],
                *(request.user.pk, request.path[:200], key, fingerprint, usual_way, signature),
            ],
        )
        is_new, sent_before, location, *_set = cursor.fetchone()
    if sent_before != fingerprint:
        raise RuleBroken(_("This form was already sent with other content. Reload the page."))
    return is_new, location


def _usual_way(view: View, ids: dict[str, Any]) -> str:
    """Where an action leads as a rule: to its page; nothing where that is not known beforehand."""
    name = getattr(view, "action_of", "")
    return address_of(name, ids) if name else ""


def _mine(request: HttpRequest, key: str) -> QuerySet[ActionOutcome]:
    action = request.path[:200]
    return ActionOutcome.objects.filter(person_id=request.user.pk or 0, action=action, key=key)


def _key(request: HttpRequest) -> str:
    key = request.POST.get(KEY_FIELD) or request.headers.get(KEY_HEADER, "")
    return key[:64]


def _way_on(response: HttpResponse) -> str:
    """Where an answer leads, whether the browser follows it or a script does; or where it is found again."""
    ways = ("Location", "HX-Redirect", "Content-Location")
    to = next((response.headers[way] for way in ways if way in response.headers), "")
    longest = cast(int, ActionOutcome._meta.get_field("location").max_length)
    return to if 0 < len(to) <= longest else SHOWN_IN_PLACE


def _again(request: HttpRequest, location: str, *, was_seen_once: bool) -> HttpResponse:
    if was_seen_once:
        raise RuleBroken(
            _(
                "This form was already sent and is done. What it gave was shown once and cannot be "
                "shown again. If nobody has noted it down, withdraw it and give a new one."
            )
        )
    if location == SHOWN_IN_PLACE:
        raise RuleBroken(_("This form was already sent and is done. Reload the page to see it."))
    return _lead(request, location)


def _fingerprint(request: HttpRequest, key: str) -> str:
    """What was sent, as a mark nobody can guess back without the installation's key: PINs are short."""
    digest = salted_hmac("lienthong.web.body", key, algorithm="sha256")
    for name in sorted(request.POST):
        if name not in OF_ONE_SENDING:
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(repr((name, upload.name, upload.size)).encode())
            for part in upload.chunks():
                digest.update(part)
            upload.seek(0)
    return digest.hexdigest()
