"""The organisation tree."""

import datetime as dt

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow, with_history
from lienthong.kernel.permissions.public import PathRanges

PATH_STEP = 5  # base-36 characters of one level
DEEPEST_LEVEL = 12
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(key: int) -> str:
    """The key of a unit as one fixed-width step of a path."""
    letters = ""
    while key:
        key, digit = divmod(key, 36)
        letters = DIGITS[digit] + letters
    if len(letters) > PATH_STEP:
        raise ValueError("the tree is full")
    return letters.rjust(PATH_STEP, "0")


def ancestor_paths(path: str) -> list[str]:
    """The path itself and those of all units above it, highest first."""
    return [path[:end] for end in range(PATH_STEP, len(path) + 1, PATH_STEP)]


class UnitKind(models.TextChoices):
    CENTRAL_COMMITTEE = "central_committee", _("Central Committee")
    PROVINCIAL_COMMITTEE = "provincial_committee", _("Provincial committee")
    CENTRAL_DIRECT_COMMITTEE = "central_direct_committee", _("Committee directly under the Centre")
    UPPER_COMMITTEE = "upper_committee", _("Committee directly above the grassroots")
    COMMUNE_COMMITTEE = "commune_committee", _("Commune committee")
    BASE_COMMITTEE = "base_committee", _("Grassroots committee")
    BASE_BRANCH = "base_branch", _("Grassroots branch")
    PART_COMMITTEE = "part_committee", _("Sectional committee")
    BRANCH = "branch", _("Branch")
    CELL = "cell", _("Party group")
    ADVISORY_BODY = "advisory_body", _("Advisory body")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("Public service unit of the Party")
    STEERING_COMMITTEE = "steering_committee", _("Steering committee")
    MASS_ORG = "mass_org", _("Mass organisation")
    HISTORICAL = "historical", _("Historical organisation")


BRANCHES = frozenset({UnitKind.BASE_BRANCH, UnitKind.BRANCH})
WITHOUT_REGISTER = BRANCHES | {UnitKind.CELL}
COMMITTEES = frozenset(
    {
        UnitKind.CENTRAL_COMMITTEE,
        UnitKind.PROVINCIAL_COMMITTEE,
        UnitKind.CENTRAL_DIRECT_COMMITTEE,
        UnitKind.UPPER_COMMITTEE,
        UnitKind.COMMUNE_COMMITTEE,
        UnitKind.BASE_COMMITTEE,
        UnitKind.PART_COMMITTEE,
    }
)
# Whose name nobody else bears: of those beneath them, two may be called alike in two places.
NAMED_ONCE = COMMITTEES - {UnitKind.BASE_COMMITTEE, UnitKind.PART_COMMITTEE}
LINE_OF_COMMAND = COMMITTEES | BRANCHES
# What an installation may have at its top: a committee with a clerk of its own.
TOPMOST = COMMITTEES - {UnitKind.PART_COMMITTEE}
BODIES = frozenset(
    {
        UnitKind.ADVISORY_BODY,
        UnitKind.PUBLIC_SERVICE_UNIT,
        UnitKind.STEERING_COMMITTEE,
        UnitKind.MASS_ORG,
    }
)
# Which of them issue documents in their own name, once two have given them a seal: 36-HD/VPTW §II.1.3, §II.1.7.
ISSUING_BODIES = frozenset({UnitKind.ADVISORY_BODY, UnitKind.STEERING_COMMITTEE})


def kind_has_keys(kind: str, *, has_register: bool) -> bool:
    """Whether papers are signed or sealed in its name: a committee signs, a register has a seal."""
    return has_register or kind in COMMITTEES


class UnitQuerySet(MarkedQuerySet["Unit"]):
    def within(self, ranges: PathRanges) -> "UnitQuerySet":
        return self.filter(ranges.q("path"))

    def existing_on(self, day: dt.date) -> "UnitQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def issuing(self) -> "UnitQuerySet":
        """Those in whose own name documents are issued: committees with a register, bodies with a seal."""
        bodies = Q(kind__in=ISSUING_BODIES) & Q(Q(has_seal=True) | Q(has_register=True))
        return self.filter(Q(kind__in=COMMITTEES, has_register=True) | bodies)


@with_history(exclude=["kind_is_branch", "kind_in_line", "mark"])
class Unit(MarkedRow):
    """A node of the organisation tree; dated, succeeded, never deleted.

    Rights reach as far as a place in the tree: who is placed otherwise than we wrote it has none.
    """

    MARKED = ("parent_id", "path")
    UNMARKED = gettext_noop(
        "Organisation %(row)s is not placed as this system wrote it. No post in it gives a right."
    )

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    serves = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="served_by"
    )
    path = models.CharField(max_length=PATH_STEP * DEEPEST_LEVEL, db_collation="C", editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=UnitKind)
    name_body = models.CharField(_("name of the organisation"), max_length=200)
    name_committee = models.CharField(_("name of the committee"), max_length=200, blank=True)
    name_folded = models.CharField(max_length=400, db_collation="C", editable=False)
    symbol = models.CharField(_("symbol in document numbers"), max_length=24, blank=True)
    place = models.CharField(_("place printed before the date"), max_length=60, blank=True)
    # Where what is above is not in this system: the first line of papers names it all the same.
    superior_printed = models.CharField(
        _("superior organisation outside this system"), max_length=200, blank=True, db_default=""
    )
    # By which it was founded: number, day, issuer, as a line.
    decision = models.CharField(_("founded by"), max_length=400, blank=True, db_default="")
    # Only a unit with a clerk keeps an incoming register and a seal; a branch has neither.
    has_register = models.BooleanField(_("keeps a register and a seal"), default=False)
    # Said when two have given it its first seal; it stays, for what was sealed stays.
    has_seal = models.BooleanField(default=False, db_default=False, editable=False)
    # What its kind says of a unit, as columns: the functions of the database ask them too.
    kind_is_branch = models.GeneratedField(
        expression=Q(kind__in=sorted(BRANCHES)),  # type: ignore[arg-type]  # a condition is one
        output_field=models.BooleanField(),
        db_persist=True,
    )
    kind_in_line = models.GeneratedField(
        expression=Q(kind__in=sorted(LINE_OF_COMMAND)),  # type: ignore[arg-type]  # as above
        output_field=models.BooleanField(),
        db_persist=True,
    )
    valid_from = models.DateField(_("existing from"))
    valid_to = models.DateField(_("existing until"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path"], name="unit_path_is_its_own"),
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="unit_without_register_is_no_provincial_body",
                condition=Q(has_register=True) | ~Q(kind="provincial_committee"),
            ),
            models.CheckConstraint(
                name="branch_keeps_no_register",
                condition=Q(has_register=False) | ~Q(kind__in=sorted(WITHOUT_REGISTER)),
            ),
        ]
        indexes = [models.Index(fields=["parent", "kind"], name="unit_children_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """That of its committee, in whose name it writes (# 36-HD/VPTW §II.1.2), or of the body."""
        return self.name_committee or self.name_body

    @property
    def level(self) -> int:
        return len(self.path) // PATH_STEP

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def is_committee(self) -> bool:
        return self.kind in COMMITTEES

    @property
    def is_issuing_body(self) -> bool:
        """An office, a commission or a steering committee: its own head signs what it issues."""
        return self.kind in ISSUING_BODIES

    @property
    def can_have_seal(self) -> bool:
        return self.has_register or self.is_issuing_body

    @property
    def has_keys(self) -> bool:
        return self.has_seal or kind_has_keys(self.kind, has_register=self.has_register)

    def exists_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Stood(Func):
    """Whether a placement was that of a day, as the tree was known at a moment: a condition on placements.

    What is founded, moved or ended afterwards changes nothing, however far it is dated back.
    """

    function = "units_stood"
    output_field = models.BooleanField()

    def __init__(self, day: dt.date, moment: dt.datetime) -> None:
        dated = [F(name) for name in ("valid_from", "valid_to", "entered_at", "ended_at")]
        known = Value(day, models.DateField()), Value(moment, models.DateTimeField())
        super().__init__(*dated, *known)


class UnitPlacement(models.Model):
    """Where a unit stood in the tree from one day until another, and when both were entered."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=60, db_collation="C")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entered_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None), name="unit_stands_in_one_place"
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="placement_by_path"),
            models.Index(fields=["parent"], name="placement_by_parent"),
            models.Index(fields=["unit", "valid_from"], name="placement_of_unit"),
        ]


class UnitIdentifier(models.Model):
    """A code of a unit in one scheme; old codes stay resolvable, the parent is never derived."""

    class Scheme(models.TextChoices):
        QCVN102 = "qcvn102", _("QCVN 102:2016")
        QD20_2020 = "qd20_2020", _("Decision 20/2020/QĐ-TTg")
        PARTY_REGISTRY = "party_registry", _("Party identifier registry")
        INTERNAL = "internal", _("Internal code")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=20, choices=Scheme)
    value = models.CharField(_("code"), max_length=35)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(valid_to=None),
                name="identifier_names_one_unit",
            ),
            models.CheckConstraint(
                name="identifier_is_letters_and_digits",
                condition=Q(value__regex=r"^[A-Z0-9]+(\.[A-Z0-9]+)*$"),
            ),
        ]


class UnitSuccession(models.Model):
    """Which unit took over from which, and by what event."""

    class Event(models.TextChoices):
        MERGED_INTO = "merged_into", _("Merged into")
        FUSED = "fused", _("Fused into a new organisation")
        SPLIT = "split", _("Split")
        RENAMED = "renamed", _("Renamed")
        CORRECTED = "corrected", _("Corrected; before")
        ENDED = "ended", _("Ended its task")

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="predecessions")
    event = models.CharField(max_length=20, choices=Event)
    on = models.DateField()
    basis = models.CharField(_("decision"), max_length=400, blank=True)
    former_name = models.CharField(max_length=400, blank=True)
