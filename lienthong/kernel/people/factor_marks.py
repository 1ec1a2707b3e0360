"""Which second factors this system wrote: allauth keeps them, and a row of ours vouches for each."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import Fault, MarkedQuerySet, MarkedRow

# What changes in a factor when it is used or renamed; all else says what it is.
PASSING = ("name", "used_mask", "viewed_at")
NOT_OURS = gettext_noop(
    "Second factor %(factor)s of account %(account)s is not as this system wrote it. It opens nothing."
)


class FactorMark(MarkedRow):
    """Says that this system wrote a second factor, for whom, and what it was."""

    MARKED = ("factor_id", "account_id", "kind", "digest")
    UNMARKED = gettext_noop(
        "The mark %(row)s of a second factor is not as this system wrote it. The factor opens nothing."
    )

    factor = models.OneToOneField(Authenticator, models.CASCADE, related_name="written")
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, db_collation="C")

    objects = MarkedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of a second factor")
        verbose_name_plural = _("marks of second factors")


def digest_of(data: Any) -> str:
    """What identifies a factor: the public key of a passkey, the sealed seed of an app or of codes."""
    if isinstance(data, dict):
        data = {name: part for name, part in data.items() if name not in PASSING}
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def is_ours(factor: Authenticator) -> bool:
    """Whether a process of ours wrote this factor as it is, for this account."""
    written: FactorMark | None = getattr(factor, "written", None)
    return (
        written is not None
        and (written.account_id, written.kind) == (factor.user_id, factor.type)
        and written.digest == digest_of(factor.data)
        and written.is_marked()
    )


def mark_factors(factors: Iterable[Authenticator]) -> None:
    """Vouch for factors that were just written."""
    FactorMark.objects.bulk_create(
        FactorMark(
            factor=factor,
            account_id=factor.user_id,
            kind=factor.type,
            digest=digest_of(factor.data),
        )
        for factor in factors
    )


def _mark_new_factor(instance: Authenticator, created: bool, raw: bool, **_more: Any) -> None:
    if created and not raw:
        mark_factors([instance])


# A row of our own is marked where it is saved; of a library's row, this is that place.
post_save.connect(_mark_new_factor, sender=Authenticator)


def factors_not_ours() -> Iterator[Fault]:
    """The second factors that no process of ours wrote as they are."""
    for factor in Authenticator.objects.select_related("written").order_by("pk").iterator():
        if not is_ours(factor):
            facts = {"factor": factor.pk, "account": factor.user_id}
            yield Fault("mark of a row", NOT_OURS, facts)
