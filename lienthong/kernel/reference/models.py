"""Dated reference data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.units.public import Unit

from .declaring import Certainty, declared_rules
from .labels import TYPES


def word_of_type(code: str, name: str = "") -> str:
    """A type in the reader's language; one that no list knows keeps the name it has."""
    return str(TYPES.get(code, name or code))


def words_of_types() -> dict[str, str]:
    """Every type of the closed list by its code, in the reader's language, for a filter."""
    return {code: str(word) for code, word in TYPES.items()}


class DocumentType(models.Model):
    """A type of Party document from the closed list (# 399-QĐ/TW, 36-HD/VPTW)."""

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(_("type"), max_length=60)
    abbreviation = models.CharField(_("abbreviation"), max_length=8)
    certainty = models.CharField(max_length=8, choices=Certainty)
    # An official letter prints no type name; its subject stands under the number.
    has_type_title = models.BooleanField(default=True)
    # An act of a collective is signed only after the collective has adopted it.
    needs_adoption = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        """In a list to choose from: the page's word, and the printed name where that is another."""
        return self.name if self.word == self.name else f"{self.word} ({self.name})"

    @property
    def word(self) -> str:
        """What the page calls the type; `name` is what is printed."""
        return word_of_type(self.code, self.name)

    def before(self, title: str) -> str:
        """A printed title, led by the page's word where that is not the printed name."""
        return title if self.word == self.name else f"{self.word}: {title}"


class Term(MarkedRow):
    """A term of a committee: numbering starts again with each (# 36-HD/VPTW §II.1.3)."""

    MARKED = ("unit_id", "starts_on", "ends_on")
    UNMARKED = gettext_noop(
        "Term %(row)s is not as this system wrote it. No number is taken in it."
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms")
    starts_on = models.DateField(_("from the day after the congress closed"))
    ends_on = models.DateField(_("until the closing day of the next congress"), null=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ends_on=None), name="one_open_term_for_a_unit"
            ),
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on"], name="term_of_unit")]

    @property
    def label(self) -> str:
        """The term by its first day, which stays once a number is taken in it."""
        return self.starts_on.isoformat()


class RuleVersion(MarkedRow):
    """One version of a rule: its value, from when, on what legal basis, how certain.

    What was entered and does not hold is withdrawn with a reason, never deleted.
    """

    MARKED = ("key", "value", "valid_from", "valid_to", "withdrawn_at")
    UNMARKED = gettext_noop("Rule %(row)s is not as this system wrote it. It does not hold.")

    key = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    certainty = models.CharField(max_length=8, choices=Certainty)
    legal_basis = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="rule_version_starts_once",
            ),
            models.CheckConstraint(
                name="withdrawn_rule_version_says_why",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""),
            ),
        ]

    @property
    def name(self) -> str:
        """What the rule is called by officials; its key where no room declares it."""
        rule = declared_rules().get(self.key)
        return str(rule.name) if rule else self.key

    @property
    def basis(self) -> str:
        """The regulation it rests on; where there is none, that it is ours alone."""
        return self.legal_basis or str(_("a convention of this system"))

    @property
    def said(self) -> str:
        """The value as a phrase."""
        rule = declared_rules().get(self.key)
        if rule:
            parts = {
                name: ", ".join(map(str, part)) if isinstance(part, list) else part
                for name, part in self.value.items()
            }
            return f"{str(rule.phrase) % parts}"
        return "; ".join(f"{part}: {value}" for part, value in self.value.items())
