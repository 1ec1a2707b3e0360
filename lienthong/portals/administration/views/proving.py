"""How somebody proves an answer to the signer: by PIN and code, or by a passkey over the very bytes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lienthong.kernel.confirmations.public import Proposal, prepare, propose
from lienthong.kernel.permissions.public import Matter, Power, RuleBroken
from lienthong.kernel.web.public import ActorRequest, form_action, fresh_form
from lienthong.records.signing.public import (
    PinAndCode,
    Proven,
    Site,
    ask_to_answer,
    passkey_answer,
)

from .declaring import Given

# As long as the signer's question to a passkey is good.
PREPARED_FOR = 600
Proposed = Callable[[], tuple[Power, Matter]]


def proven(given: Given) -> Proven | None:
    """What a form gave as proof, where one is asked for."""
    if "pin" not in given:
        return None
    number = given.get("check_number", "")
    if given["credential"]:
        return Proven(passkey_answer(given["credential"]), number)
    return Proven(PinAndCode(given["pin"], given["code"]), number)


def passkey_offer(request: ActorRequest, statement: bytes, verb: str) -> dict[str, Any] | None:
    """What the actor's passkey is asked, where there is one for this site."""
    site = Site.at(request.scheme or "", request.get_host())
    return ask_to_answer(statement, verb, request.actor.post_id, site)


def propose_page(
    request: ActorRequest,
    proposed: Proposed,
    form: type[forms.Form],
    *,
    to: Callable[[Proposal], str],
    said: Callable[[Proposal], Any],
    **about: Any,
) -> HttpResponse:
    """The page on which one person proposes something to the signer, with their own proof."""

    def show(form: Any, status: int = 200) -> HttpResponse:
        context = {"form": form, "here": request.path, **_prepared(request, proposed), **about}
        return render(request, "administration/propose.html", context, status=status)

    def act(given: Given) -> Proposal:
        power, matter = proposed()
        prepared = b""
        if given["credential"]:
            prepared = _read(request, given["statement"])
            matter = power.said_in(prepared)
        return propose(power, matter, prepared=prepared, proof=proven(given), actor=request.actor)

    if request.method != "POST":
        return show(fresh_form(request, form))
    return form_action(request, form(request.POST), act, show=show, to=to, said=said)


def _prepared(request: ActorRequest, proposed: Proposed) -> dict[str, Any]:
    """What the passkey is asked about, and the very bytes; or why nothing can be proposed."""
    try:
        statement = prepare(*proposed(), actor=request.actor)
    except RuleBroken as broken:
        return {"hindrance": broken.sentence}
    offer = passkey_offer(request, statement, "propose")
    if offer is None:
        return {}
    return {"offer": offer, "statement": _signer(request).sign(statement.decode("utf-8"))}


def _read(request: ActorRequest, signed: str) -> bytes:
    try:
        return _signer(request).unsign(signed, max_age=PREPARED_FOR).encode("utf-8")
    except signing.BadSignature:
        raise RuleBroken(_("This page is too old. Open it again.")) from None


def _signer(request: ActorRequest) -> signing.TimestampSigner:
    """Bytes prepared for one page and one post are good for no other."""
    return signing.TimestampSigner(
        salt=f"administration.propose {request.path} {request.actor.post_id}"
    )
