"""Wanting the daily mail or not, and sending it."""

import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken

from .models import DailyMail
from .queries import due_now, mail_is_set_up, words_for

logger = logging.getLogger(__name__)

AT_ONCE = 200


@transaction.atomic
def want_daily_mail(address: str, hour: int, *, actor: Actor) -> DailyMail:
    """Somebody wants a mail each working morning; a new address is tried anew."""
    if not mail_is_set_up():
        raise RuleBroken(_("This installation sends no mail: no mail server is set up."))
    wanted, _is_new = DailyMail.objects.select_for_update().update_or_create(
        person_id=actor.person_id,
        defaults={"address": address, "hour": hour, "refused_at": None},
    )

    record(actor, "mail.wanted", wanted, hour=hour)
    return wanted


@transaction.atomic
def end_daily_mail(*, actor: Actor) -> None:
    """Somebody wants no mail any more; their address is forgotten."""
    for wanted in DailyMail.objects.select_for_update().filter(person_id=actor.person_id):
        record(actor, "mail.ended", wanted)
        wanted.delete()


def send_daily_mails() -> int:
    """Send today's mails to all whose hour has come; how many went out."""
    if not mail_is_set_up():
        return 0
    due = due_now(timezone.now()).order_by("hour", "pk").values_list("pk", flat=True)
    return sum(_send(pk) for pk in list(due[:AT_ONCE]))


def _send(pk: int) -> bool:
    """One mail: taken for today first, so that nobody has two, whatever stops in between."""
    now = timezone.now()
    with transaction.atomic():
        mail = due_now(now).select_for_update(skip_locked=True).filter(pk=pk).first()
        if mail is None:
            return False
        before, mail.taken_on = mail.taken_on, timezone.localdate(now)
        mail.save(update_fields=["taken_on"])
    with translation.override(settings.LANGUAGE_CODE):
        words = words_for(mail, now)
        if not words:
            return False
        try:
            _message(mail, words).send()
        except smtplib.SMTPRecipientsRefused:
            DailyMail.objects.filter(pk=pk).update(refused_at=now)
            return False
        except (smtplib.SMTPException, OSError) as trouble:
            # The server did not take it: tried again at the next round.
            logger.warning("The mail server is away (%s).", type(trouble).__name__)
            DailyMail.objects.filter(pk=pk).update(taken_on=before)
            return False
    return True


def _message(mail: DailyMail, words: str) -> EmailMessage:
    server: dict[str, Any] = settings.MAIL or {}
    return EmailMessage(
        subject=_("Liên Thông: your work today"),
        body=words,
        from_email=server["from"],
        to=[mail.address],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{mail.taken_on:%Y%m%d}.{mail.pk}@{settings.INSTALLATION}>",
        },
        connection=get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=server["host"],
            port=server["port"],
            username=server["user"],
            password=server["password"],
            use_tls=server["security"] == "starttls",
            use_ssl=server["security"] == "tls",
            timeout=30,
        ),
    )
