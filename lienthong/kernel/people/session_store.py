"""Sessions, known to the database by a keyed hash of what their cookie holds.

Who reads the table, or a copy of it, cannot write a cookie; who writes to it, cannot lend a session's content
to another one, because its signature names the session.
"""

from typing import Any, cast

import pgtrigger
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.live.public import SESSION, SESSION_OVER, tells

# In the session: when, from where and with what it was opened.
OPENED = "opened"
LONGEST_BROWSER = 200
DIGITS = 40  # of the hash, as many as the framework gives a key


class OpenSession(AbstractBaseSession):
    """What one browser is remembered by; `session_key` is the hash."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    opened_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)

    class Meta:
        triggers = tells(SESSION_OVER, {"session_key": SESSION}, on=(pgtrigger.Delete,))
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        return SessionStore


class SessionStore(DatabaseStore):
    """The database's own store, under hashed names. Nothing here asks it from asynchronous code."""

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    @property
    def key_salt(self) -> str:
        """Of the signature on the content: it is good in this session alone."""
        return f"{super().key_salt}.{hash_of(self.session_key or '')}"

    def exists(self, session_key: str) -> bool:
        return OpenSession.objects.filter(pk=hash_of(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            OpenSession.objects.filter(pk=hash_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        made = cast(OpenSession, super().create_model_instance(data))
        made.session_key = hash_of(made.session_key)
        opened = data.get(OPENED, {})
        made.account_id = data.get(SESSION_KEY)
        made.opened_at = opened.get("at")
        made.address = opened.get("address", "")
        made.browser = opened.get("browser", "")
        return made

    def _get_session_from_db(self) -> OpenSession | None:
        alive = OpenSession.objects.filter(expire_date__gt=timezone.now())
        found = alive.filter(pk=hash_of(self.session_key or "")).first()
        if found is None:
            self._session_key = None
        return found


def hash_of(session_key: str) -> str:
    """How the database knows the session of a cookie."""
    made = salted_hmac("lienthong.people.session-key", session_key, algorithm="sha256")
    return made.hexdigest()[:DIGITS]
