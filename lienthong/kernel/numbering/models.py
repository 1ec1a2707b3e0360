"""Registers and the numbers taken from them."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.public import Unit


@dataclass(frozen=True)
class SeriesKey:
    """Which register a number comes from."""

    unit_id: int
    register: str
    type_code: str = ""
    term_id: int | None = None
    year: int | None = None


class Series(MarkedRow):
    """One register of one unit: outgoing by type and term, incoming by year."""

    MARKED = ("unit_id", "register", "type_code", "term_id", "year", "last_number")
    UNMARKED = gettext_noop(
        "Register %(row)s is not as this system wrote it. No number is taken from it."
    )

    class Register(models.TextChoices):
        OUTGOING = "outgoing", _("Outgoing")
        INCOMING = "incoming", _("Incoming")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    register = models.CharField(max_length=10, choices=Register)
    type_code = models.CharField(max_length=30, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    last_number = models.PositiveIntegerField(default=0)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "register", "type_code", "term", "year"],
                name="series_is_one_register",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="series_runs_for_a_term_or_a_year",
                condition=Q(term=None, year__isnull=False) | Q(term__isnull=False, year=None),
            ),
        ]


class TakenNumber(models.Model):
    """A number that was given out; it is never given out again."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="taken")
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    # A document bears it, whose record was lost in a restore; its file, if the signer still had it.
    record_lost = models.BooleanField(default=False)
    kept_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="number_taken_once"),
            models.CheckConstraint(
                name="cancelled_number_has_a_reason",
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""),
            ),
        ]
