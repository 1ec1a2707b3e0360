"""Who must receive something, and what each did with it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.live.public import UNIT, tells
from lienthong.kernel.people.public import Person
from lienthong.kernel.units.public import Unit


class Purpose(models.TextChoices):
    """Why a document is sent to somebody; printed behind the recipient."""

    CARRY_OUT = "carry_out", _("to carry out")
    REPORT = "report", _("to report")
    KNOW = "know", _("for information")
    COORDINATE = "coordinate", _("to coordinate")


class Scope(models.TextChoices):
    """How far each level must forward the document below the addressed committees."""

    NONE = "none", _("Addressed only")
    COMMITTEES = "committees", _("To committees")
    BRANCHES = "branches", _("To branches")


class Audience(models.Model):
    """The recipients of one document, as the tree stood on the day of issue."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    frozen_on = models.DateField()
    published_at = models.DateTimeField()
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.NONE)
    due_on = models.DateField(null=True)
    # The committee beneath which the board of the issuer looks, where it was when it was issued.
    top_path = models.CharField(max_length=60, db_collation="C", default="")
    # When it was first counted whom it reached beneath each place.
    counted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(counted_at=None), name="boards_to_be_counted")
        ]


class AddressedUnit(models.Model):
    """A unit the document names among its recipients."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="addressed_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "unit"], name="unit_addressed_once"),
        ]
        indexes = [models.Index(fields=["unit", "-published_at"], name="addressed_newest_first")]


class AddressedPerson(MarkedRow):
    """A person the document names, such as each member of the committee."""

    MARKED = ("audience_id", "person_id", "purpose")
    UNMARKED = gettext_noop(
        "Recipient %(row)s is not as this system wrote it. That person is shown nothing."
    )

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="addressed_persons")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    published_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "person"], name="person_addressed_once"),
        ]
        indexes = [models.Index(fields=["person", "-published_at"], name="addressed_to_person")]


class ScopeRule(models.Model):
    """Everything beneath one unit, as the tree stood on the day, must be forwarded the document."""

    audience = models.ForeignKey(
        Audience, models.PROTECT, related_name="scope_rules", db_index=False
    )
    path = models.CharField(max_length=60, db_collation="C")
    frozen_on = models.DateField()
    to_branches = models.BooleanField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["path", "-published_at"], name="scope_newest_first"),
            models.Index(fields=["audience", "path"], name="scope_of_an_audience"),
        ]


class Receipt(models.Model):
    """What one unit did with a document; each moment is written once and stays."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    path = models.CharField(max_length=60, db_collation="C")
    opened_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    forwarded_with = models.ForeignKey(Audience, models.PROTECT, null=True, related_name="carries")
    briefed_at = models.DateTimeField(null=True)
    present_count = models.PositiveIntegerField(null=True)
    member_count = models.PositiveIntegerField(null=True)
    # Which of the moments the board has counted, as bits.
    counted = models.PositiveSmallIntegerField(default=0)

    BITS: ClassVar = {
        "opened": 1,
        "registered": 2,
        "received": 4,
        "briefed": 8,
        "forwarded": 16,
        "refused": 32,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "unit"], name="one_receipt_for_a_unit"),
            models.CheckConstraint(
                name="briefed_no_more_than_there_are",
                condition=Q(present_count=None) | Q(present_count__lte=F("member_count")),
            ),
            models.CheckConstraint(
                name="briefed_says_how_many",
                condition=Q(briefed_at=None) | Q(present_count__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_receipt_has_a_reason",
                condition=Q(refused_at=None) | ~Q(refused_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["audience", "path"], name="receipts_by_place")]


# The moments of a receipt that have come, as the same bits.
DONE = " + ".join(
    f"CASE WHEN {{receipt}}.{name}_at IS NULL THEN 0 ELSE {bit} END"
    for name, bit in Receipt.BITS.items()
)


class PlaceCount(models.Model):
    """What the units beneath one place of a board have done, counted in batches."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="+", db_index=False)
    path = models.CharField(max_length=60, db_collation="C")
    # Whom the document reached: counted once, …
    units = models.PositiveIntegerField()
    branches = models.PositiveIntegerField()
    registers = models.PositiveIntegerField()
    addressed = models.PositiveIntegerField()
    # … and what they did with it.
    opened = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    briefed = models.PositiveIntegerField(default=0)
    forwarded = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    received_by_branches = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = tells(
            "receipts",
            {"audience.issuer_id": UNIT},
            on=(pgtrigger.Update,),
            joined="JOIN audiences_audience audience ON audience.id = one.audience_id",
        )
        constraints = [
            models.UniqueConstraint(fields=["audience", "path"], name="place_counted_once"),
        ]


class Absence(models.Model):
    """A member who was not there when the branch briefed its members on the document."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="absences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "person"], name="absent_once"),
        ]
