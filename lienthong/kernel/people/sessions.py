"""Open sessions of an account."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from .models import Account
from .session_store import OpenSession, hash_of


def sessions_of(account: Account) -> QuerySet[OpenSession]:
    """The sessions in which the person is signed in now, latest first."""
    alive = OpenSession.objects.filter(account=account, expire_date__gt=timezone.now())
    return alive.order_by("-opened_at")


def is_session_of(session: OpenSession, key: str) -> bool:
    """Whether it is the one whose cookie holds this key."""
    return session.pk == hash_of(key)


@transaction.atomic
def end_other_sessions(account: Account, kept_key: str) -> None:
    """End all sessions of an account but the one the person sits at."""
    OpenSession.objects.filter(account=account).exclude(pk=hash_of(kept_key)).delete()


@transaction.atomic
def end_session(account: Account, session_id: str) -> bool:
    """End one session; one of somebody else's is not found."""
    ended, _by_model = OpenSession.objects.filter(account=account, pk=session_id).delete()
    return bool(ended)


@transaction.atomic
def end_all_sessions(account_id: int) -> None:
    """End every session at once: none opened before this moment is accepted any more."""
    # The generation is part of every session's hash, so this holds even for a session that
    # was opened a moment ago and is not listed yet.
    Account.objects.filter(pk=account_id).update(session_generation=F("session_generation") + 1)
    OpenSession.objects.filter(account=account_id).delete()


def forget_expired_sessions() -> int:
    """What nobody can open any more is not kept."""
    deleted, _by_model = OpenSession.objects.filter(expire_date__lte=timezone.now()).delete()
    return deleted
