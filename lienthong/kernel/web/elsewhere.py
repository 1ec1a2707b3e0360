"""Actions that are agreed to elsewhere, as at the signing window: the way there, and what the return takes up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from lienthong.kernel.audit.public import sign_history

from .kept import post_of, without_secrets
from .models import AwaitedReturn
from .pages import WRONG, refuse_other_post

# Beneath the address of the action.
BACK = "back/"
SEE_OTHER = 303
# The address where a person agrees, made from the one that they come back to: of the host name that
# the place elsewhere knows of us.
AddressMaker = Callable[[str], str]


@dataclass(frozen=True)
class Elsewhere:
    """Something is laid elsewhere and waits to be agreed to there."""

    at: AddressMaker


@dataclass(frozen=True)
class NotYet:
    """Nothing was agreed to elsewhere: the person came back without an answer, and may go again."""

    sentence: str


class LedBack(HttpResponseRedirect):
    """To the page, with nothing done; the return is awaited still."""


def lead_back(request: HttpRequest, not_yet: NotYet, its_page: str) -> HttpResponse:
    messages.info(request, not_yet.sentence)
    return LedBack(its_page)


def lead_elsewhere(request: HttpRequest, laid: Elsewhere) -> HttpResponse:
    """Remember what was typed and in which post, and lead to where the person agrees to it.

    The answer of a form may lead to another host only where the rule for the content of our pages
    lets it (`form-action` in the settings).
    """
    given = {"fields": without_secrets(dict(request.POST.lists())), "sent_at": timezone.now()}
    AwaitedReturn.objects.update_or_create(
        account_id=request.user.pk or 0,
        address=request.path,
        defaults=given | {"post_id": post_of(getattr(request, "actor", None))},
    )
    to = laid.at(settings.WEB + request.path + BACK)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(to)
    answer = HttpResponseRedirect(to)
    answer.status_code = SEE_OTHER
    return answer


def take_up(
    request: HttpRequest, address: str, act: Callable[[QueryDict], HttpResponse]
) -> HttpResponse | None:
    """Do what this person went elsewhere to agree to, once; None where nothing is awaited any more."""
    with transaction.atomic():
        mine = AwaitedReturn.objects.select_for_update().filter(
            account_id=request.user.pk or 0, address=address
        )
        sent = mine.first()
        if sent is None:
            return None
        refuse_other_post(request, sent.post_id)
        sign_history(getattr(request, "actor", None))
        answer = act(_typed(sent.fields))
        if answer.status_code >= WRONG:
            transaction.set_rollback(True)
        elif not isinstance(answer, LedBack):
            sent.delete()
    return answer


def _typed(fields: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, cast(list[str], values))
    return data
