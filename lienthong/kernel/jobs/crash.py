"""Named points in actions and jobs at which a test may let the process die."""

import os

from django.conf import settings


def crash_point(name: str) -> None:
    """Die here, without a word and without cleaning up, when the setting names this point."""
    if settings.CRASH_AT and name == settings.CRASH_AT:
        os._exit(137)
