"""What was typed into a form that came to nothing: kept a day for the person it was made for."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeGuard, cast
from urllib.parse import urlsplit

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from lienthong.kernel.permissions.public import Actor

from .models import KeptInput

FORM_FIELD = "form_of"
KEY_FIELD = "idempotency_key"
KEPT_FOR = dt.timedelta(hours=24)
FORMS_WAIT = dt.timedelta(days=7)  # a form left open on Friday is sent on Monday
LONGEST = 500_000  # signs of one form
MOST = 30  # forms of one person
# What a switch carries of the changed forms of its page: a list of `form_of`, `address`, `fields`.
CARRIED_FIELD = "typed"
# That something is kept for somebody at this browser, and in which post it was typed; whose it is, and
# what, the server knows.
HINT = "input_kept_in_post"
# Fields that prove who somebody is, and what belongs to one sending of a form. Tests hold the names.
NEVER_KEPT = {
    "password",
    "again",
    "pin",
    "pin_again",
    "code",
    "founding_code",
    "check_number",
    "credential",
}
OF_ONE_SENDING = {FORM_FIELD, KEY_FIELD, "csrfmiddlewaretoken"}

ADDRESS_LENGTH = cast(int, KeptInput._meta.get_field("address").max_length)

_signer = signing.TimestampSigner(salt="lienthong.web.form")


@dataclass(frozen=True)
class SentForm:
    """For whom a form was made that has been sent, in which post, and on which page it stood."""

    account_id: int
    post_id: int
    page: str


def form_token(request: HttpRequest) -> str:
    """What a form carries so that its words are kept for the right person; nothing for nobody."""
    known: str | None = getattr(request, "form_token", None)
    if known is None:
        user = getattr(request, "user", None)
        known = ""
        if user is not None and user.is_authenticated:
            post_id = post_of(getattr(request, "actor", None))
            known = _signer.sign(f"{user.pk}:{post_id}:{page_of(request)}")
        request.form_token = known  # type: ignore[attr-defined]  # made once for all forms of a page
    return known


def post_of(actor: Actor | None) -> int:
    """The post in which somebody acts, whether it is theirs or they stand in for it."""
    return (actor.for_post_id or actor.post_id) if actor else 0


def sent_form(request: HttpRequest) -> SentForm | None:
    """What the form just sent says of itself; None where it is not a form of ours, or too old."""
    return _read_token(request.POST.get(FORM_FIELD, "")) if request.method == "POST" else None


def _read_token(signed: str) -> SentForm | None:
    try:
        token = _signer.unsign(signed, max_age=FORMS_WAIT)
    except signing.BadSignature:
        return None
    account_id, post_id, page = token.split(":", 2)
    return SentForm(int(account_id), int(post_id), page)


def page_of(request: HttpRequest) -> str:
    """The page a request is about: itself, or the one on which its form stood."""
    is_part = bool(request.headers.get("HX-Request"))
    if request.method in ("GET", "HEAD") and not is_part:
        return request.get_full_path()
    form = sent_form(request)
    if form is not None:
        return form.page
    back = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if safe else request.path


def keep_input(request: HttpRequest, *, was_refused: bool = False) -> bool:
    """Keep what was typed for the person the form was made for; say whether there was anything."""
    form = sent_form(request)
    if form is None:
        return False
    mine = KeptInput(
        account_id=form.account_id,
        address=request.path[:ADDRESS_LENGTH],
        fields=without_secrets(dict(request.POST.lists())),
        had_files=bool(request.FILES),
        was_refused=was_refused,
        broken_rule=getattr(request, "broken_rule", None),
    )
    return _keep(request, mine, form)


def keep_carried(request: HttpRequest) -> None:
    """Keep the words of the changed forms of a page that its switch has carried along.

    They replace what was kept before: nobody has found fault with them yet.
    """
    for form, address, fields in _carried(request.POST.get(CARRIED_FIELD, "")):
        mine = KeptInput(
            account_id=form.account_id,
            address=address[:ADDRESS_LENGTH],
            fields=without_secrets(fields),
            had_files=False,
            was_refused=False,
            was_sent=False,
        )
        _keep(request, mine, form)


def _carried(told: str) -> list[tuple[SentForm, str, dict[str, list[str]]]]:
    """The forms that a switch carries; those that are not ours, or of another shape, are left out."""
    try:
        every = json.loads(told)
    except ValueError:
        return []
    found = []
    for one in every[:MOST] if isinstance(every, list) else []:
        given = one if isinstance(one, dict) else {}
        form = _read_token(str(given.get(FORM_FIELD, "")))
        address, fields = given.get("address"), given.get("fields")
        if form and isinstance(address, str) and _are_words(fields):
            found.append((form, address, fields))
    return found


def _are_words(fields: Any) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in fields.values()
    )


def without_secrets(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: values
        for name, values in fields.items()
        if name not in OF_ONE_SENDING and not is_secret(name)
    }


def _keep(request: HttpRequest, mine: KeptInput, form: SentForm) -> bool:
    """Keep one form in place of what was kept of it before, and no more than a few of one person."""
    typed = "".join(value for values in mine.fields.values() for value in values).strip()
    if not (typed or mine.had_files) or len(typed) > LONGEST:
        return False
    mine.kept_at = timezone.now()
    KeptInput.objects.bulk_create(
        [mine],
        update_conflicts=True,
        unique_fields=["account_id", "address"],
        update_fields=[
            "fields", "had_files", "was_refused", "was_sent", "broken_rule", "kept_at",
        ],
    )  # fmt: skip
    of_the_person = KeptInput.objects.filter(account_id=form.account_id)
    beyond = of_the_person.order_by("-kept_at").values("pk")[MOST:]
    KeptInput.objects.filter(pk__in=beyond).delete()
    request.input_kept_in_post = form.post_id  # type: ignore[attr-defined]  # for the answer's hint
    return True


def remember_broken_rule(request: HttpRequest, field: str | None, sentence: str) -> None:
    """Which sentence a form was refused with, so that it is said again beside the words kept."""
    rule = {"field": field, "sentence": sentence, "language": get_language()}
    request.broken_rule = rule  # type: ignore[attr-defined]  # for what is kept of this request


def is_secret(name: str) -> bool:
    """Whether a field proves who somebody is; forms may put something before its name."""
    return name.rsplit("-", 1)[-1] in NEVER_KEPT


def with_hint(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser remember that something is kept, so that other requests need not look."""
    post_id = getattr(request, "input_kept_in_post", None)
    if post_id is not None:
        response.set_cookie(
            HINT,
            str(post_id),
            max_age=KEPT_FOR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def post_of_kept_input(request: HttpRequest) -> int | None:
    """In which post something was typed in vain: who signs in again acts in it, if it is theirs."""
    hint = request.COOKIES.get(HINT, "")
    return int(hint) if hint.isascii() and hint.isdecimal() else None


def drop_input(request: HttpRequest, *addresses: str) -> None:
    """The form has been done, or cannot be: nothing of it is kept any longer, nor of those named."""
    if HINT in request.COOKIES:
        every = {address[:ADDRESS_LENGTH] for address in (request.path, *addresses)}
        KeptInput.objects.filter(account_id=request.user.pk or 0, address__in=every).delete()


def kept_inputs(request: HttpRequest) -> dict[str, KeptInput]:
    """What this very person typed into forms that came to nothing, by where they are sent."""
    known: dict[str, KeptInput] | None = getattr(request, "kept_inputs", None)
    if known is None:
        known = {}
        if HINT in request.COOKIES and request.user.is_authenticated:
            since = timezone.now() - KEPT_FOR
            mine = KeptInput.objects.filter(account_id=request.user.pk, kept_at__gte=since)
            known = {one.address: one for one in mine}
        request.kept_inputs = known  # type: ignore[attr-defined]  # asked once a request
    return known


def fresh_form(
    request: HttpRequest, make: Callable[..., forms.BaseForm], *, sent_to: str = ""
) -> forms.BaseForm:
    """A form as a page first shows it: empty, or with what the person has typed there before.

    `make()` gives the empty form, `make(data=…)` a filled one.
    """
    kept = kept_inputs(request).get(sent_to or request.path)
    if kept is None:
        return make()
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    form = make(data=data)
    take_from_page(form, make)
    form.kept = kept  # type: ignore[attr-defined]  # said above the form
    if kept.was_refused and _comes_from_another_page(request, kept):
        kept.was_refused, kept.broken_rule = False, None
        kept.save(update_fields=["was_refused", "broken_rule"])
    if kept.was_refused:
        _say_again(form, kept.broken_rule)
    else:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # nobody has found fault with it yet
    return form


def _comes_from_another_page(request: HttpRequest, kept: KeptInput) -> bool:
    """Whether the form is opened anew, not on the way back from its refusal or from a door."""
    back = urlsplit(request.headers.get("Referer", ""))
    if back.netloc != request.get_host() or back.path in (request.path, kept.address):
        return False
    try:
        view = resolve(back.path).func
    except Http404:
        return True
    return getattr(view, "access", "") != "public" and not getattr(view, "at_the_door", False)


def _say_again(form: forms.BaseForm, rule: dict[str, str] | None) -> None:
    """The rule that was broken, in the words in which it was said; not in another language."""
    if rule is not None and rule["language"] == get_language():
        form.add_error(rule["field"], rule["sentence"])


def take_from_page(form: forms.BaseForm, make: Callable[..., forms.BaseForm]) -> None:
    """Fields that say which content the page shows (`of_page`) are of the page now shown."""
    names: tuple[str, ...] = getattr(form, "of_page", ())
    if names:
        fresh, data = make(), cast(QueryDict, form.data).copy()
        for name in names:
            data[form.add_prefix(name)] = fresh[name].value()
        form.data = data
