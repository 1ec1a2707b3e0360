"""A mail each working morning, where the installation has a mail server."""

from .actions import end_daily_mail, want_daily_mail
from .lines import in_daily_mail
from .models import FIRST_HOUR, LAST_HOUR
from .queries import daily_mail_of, mail_is_set_up

__all__ = [
    "in_daily_mail",
    "FIRST_HOUR",
    "LAST_HOUR",
    "daily_mail_of",
    "end_daily_mail",
    "mail_is_set_up",
    "want_daily_mail",
]
