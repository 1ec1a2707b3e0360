"""One's own account: posts, sign-in, sessions, display, what others read."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.people.public import (
    actor_for,
    change_password,
    delegations_of,
    end_all_sessions,
    end_other_sessions,
    end_session,
    factors_of,
    needs_second_factor,
    posts_of,
    remember_device,
    sessions_of,
)
from lienthong.kernel.web.public import (
    POST_IN_SESSION,
    action_of,
    done,
    form_action,
    keep_carried,
    page,
)
from lienthong.records.signing.public import compare_heads

from ..forms import NewPasswordForm
from ..queries import (
    lendings_of,
    named_sessions,
    signing_key_of,
    sorted_factors,
    what_was_done_with,
)
from .sign_in import leaving_nothing

LONGEST_NUMBER = 18  # digits of a row's number
A_YEAR = 365 * 24 * 60 * 60
PREFERENCES = {
    "theme": ("auto", "light", "dark"),
    "text_size": ("normal", "large", "larger"),
}


@page(signed_in=True)
@require_GET
def account_page(request: Any) -> HttpResponse:
    person = request.user.person
    shown = {
        "person": person,
        "held": posts_of(person),
        "delegations": delegations_of(person),
        **lendings_of(request.actor),
        **signing_key_of(request.actor),
    }
    return render(request, "account/account.html", shown)


@page(signed_in=True)
@require_GET
def security_page(request: Any) -> HttpResponse:
    return render(
        request,
        "account/security.html",
        sorted_factors(factors_of(request.user))
        | {
            "needs_factor": needs_second_factor(request.actors),
            "sessions": named_sessions(sessions_of(request.user), request.session.session_key),
        },
    )


@page(signed_in=True)
@require_GET
def key_back(request: Any) -> HttpResponse:
    """Whoever comes back from the list of their key may have said "not me": it is entered at once."""
    compare_heads()
    return redirect("account:account")


@page(signed_in=True)
@require_GET
def readings_page(request: Any) -> HttpResponse:
    return render(request, "account/readings.html", {"entries": what_was_done_with(request.user)})


@page(signed_in=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_page(request: Any) -> HttpResponse:
    raise_if_reauthentication_required(request, app="allauth.account")
    form = NewPasswordForm(request.POST or None)

    def show(form: Any, status: int) -> HttpResponse:
        return render(request, "account/password.html", {"form": form}, status=status)

    def action(given: dict[str, Any]) -> str:
        account = change_password(request.user.pk, given["password"], actor=request.actor)
        end_other_sessions(account, request.session.session_key)
        update_session_auth_hash(request, account)
        return "account:security"

    if request.method == "GET":
        return show(form, 200)
    said = _("The new password is in force.")
    answer = form_action(request, form, action, show=show, to=str, said=said)
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        remember_device(request, answer, request.user.username)  # the old password's seal is broken
    return answer


@page(signed_in=True)
@action_of("account:security")
def session_end(request: Any, session_id: str) -> HttpResponse:
    if not end_session(request.user, session_id):
        raise Http404
    return done(request, "account:security", _("That session has ended."))


@page(signed_in=True)
@action_of("account:security")
def sign_out_everywhere(request: Any) -> HttpResponse:
    end_all_sessions(request.user.pk)
    request.session.flush()
    return leaving_nothing(redirect("account_login"))


@page(signed_in=True)
@action_of("account:account")
def post_switch(request: Any) -> HttpResponse:
    chosen = request.POST.get("post_id", "")
    if not chosen.isdecimal() or len(chosen) > LONGEST_NUMBER:
        raise Http404
    actor = actor_for(request.user.person, int(chosen))
    if actor is None or (actor.for_post_id or actor.post_id) != int(chosen):
        raise Http404
    keep_carried(request)
    request.session[POST_IN_SESSION] = int(chosen)
    said = _("You now act as %(title)s, %(unit)s.") % {
        "title": actor.label,
        "unit": actor.unit_name,
    }
    return done(request, "desk:desk", said)


@page(signed_in=True, at_the_door=True)
@action_of("account:account")
def preferences(request: HttpRequest) -> HttpResponse:
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    answer = redirect(back if safe else "account:account")
    for name, allowed in PREFERENCES.items():
        if request.POST.get(name) in allowed:
            answer.set_cookie(
                name,
                request.POST[name],
                max_age=A_YEAR,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return answer
