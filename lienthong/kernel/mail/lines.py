"""What rooms above add to the daily mail: counts in a sentence, no subject, no number, no name (docs/adr/0062)."""

import datetime as dt
from collections.abc import Callable

Provider = Callable[[int, dt.date], list[str]]
_providers: list[Provider] = []


def in_daily_mail(provider: Provider) -> Provider:
    """Let a room say something to a person each morning, beside what lies on the desk."""
    _providers.append(provider)
    return provider


def lines_for(person_id: int, today: dt.date) -> list[str]:
    return [line for provider in _providers for line in provider(person_id, today)]
