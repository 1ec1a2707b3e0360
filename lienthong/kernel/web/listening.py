"""Whose browser listens for changes, found from its cookies as for any page."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from lienthong.kernel.live.public import SESSION, Ears
from lienthong.kernel.people.public import (
    actors_of,
    needs_second_factor,
    signed_in_with_second_factor,
    topic_of_session,
)
from lienthong.kernel.procedures.public import desk_topics


def who_listens(cookies: dict[str, str]) -> Ears | None:
    """The person signed in who may act in a post today; nobody else hears anything.

    A session that lacks the second factor its posts demand has no actor, here as on every page.
    """
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return None
    request = HttpRequest()
    request.COOKIES = dict(cookies)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    if not user.is_authenticated:
        return None
    request.user = user
    actors = actors_of(user.person)
    if not actors or (needs_second_factor(actors) and not signed_in_with_second_factor(request)):
        return None
    session = topic_of_session(key)
    return Ears(user.pk, session, frozenset(desk_topics(actors) | {f"{SESSION}{session}"}))
