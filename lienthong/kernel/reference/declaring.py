"""The dated rules a room brings: said once, in its `rules.py`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Certainty(TextChoices):
    """How far a rule has been checked against its source."""

    SURE = "sure", _("Checked")
    LIKELY = "likely", _("Likely")
    VERIFY = "verify", _("Not verified")


# What no regulation demands: a convention of this system, and said to be one.
NO_BASIS = ""


@dataclass(frozen=True)
class DeclaredRule:
    """A rule as the product knows it: what officials call it, its value as a phrase and as data.

    What a value says is read from the version in force wherever it is applied. A rule that the product
    keeps in another way, and that no value can change, has none: its phrase says what is done.
    """

    key: str
    name: str | Promise
    phrase: str | Promise
    value: dict[str, Any]
    since: dt.date
    certainty: Certainty
    legal_basis: str


_declared: dict[str, DeclaredRule] = {}


def declare_rule(rule: DeclaredRule) -> DeclaredRule:
    """Make a rule known; `manage.py seed` writes its first version, later ones are entered."""
    if rule.key in _declared:
        raise ValueError(f"{rule.key} is declared twice")
    _declared[rule.key] = rule
    return rule


def declared_rules() -> dict[str, DeclaredRule]:
    return dict(_declared)
