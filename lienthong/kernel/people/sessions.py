"""Open sessions of an account."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from .models import Account


def sessions_of(account: Account) -> QuerySet[UserSession]:
    """The sessions in which the person is signed in now, latest first."""
    alive = Session.objects.values("session_key")
    opened: QuerySet[UserSession] = UserSession.objects.filter(
        user_id=account.pk, session_key__in=alive
    )
    return opened.order_by("-created_at")


@transaction.atomic
def end_other_sessions(account: Account, kept_key: str) -> None:
    """End all sessions of an account but the one the person sits at."""
    others = UserSession.objects.filter(user_id=account.pk).exclude(session_key=kept_key)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.delete()


@transaction.atomic
def end_session(account: Account, session_id: int) -> bool:
    """End one session; one of somebody else's is not found."""
    session = UserSession.objects.filter(user_id=account.pk, pk=session_id).first()
    if session is None:
        return False
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    return True


@transaction.atomic
def end_all_sessions(account_id: int) -> None:
    """End every session at once: none opened before this moment is accepted any more."""
    # The generation is part of every session's hash, so this holds even for a session that
    # was opened a moment ago and is not listed yet.
    Account.objects.filter(pk=account_id).update(session_generation=F("session_generation") + 1)
    opened = UserSession.objects.filter(user_id=account_id)
    Session.objects.filter(session_key__in=opened.values("session_key")).delete()
    opened.delete()
