"""Persons, their accounts, the posts they hold, and what they delegate.

Rights hang on a post (role, unit, period), never on a person. Periods are half open: a post is
held from `valid_from` on, and no longer on the day `valid_to`.
"""

from datetime import date, timedelta
from typing import Any, ClassVar, Self, TypeVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow, with_history
from lienthong.kernel.live.public import PERSON, RIGHTS, tells
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.text.public import fold, name_sort_key, nfc, one_line
from lienthong.kernel.units.public import Unit


class Person(models.Model):
    # Data class: personal (all columns). Ids only in addresses, jobs and logs.
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=480, db_collation="C", editable=False)
    name_folded = models.CharField(max_length=120, db_collation="C", editable=False)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [
            models.Index(fields=["sort_key"], name="person_in_order_of_names"),
            models.Index(fields=["name_folded"], name="person_found_by_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.keep_name_keys()
        super().save(*args, **kwargs)

    def keep_name_keys(self) -> None:
        """The keys by which a name is sorted and found always follow the name."""
        self.full_name = one_line(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        self.name_folded = fold(self.full_name)


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet["Account"]:
        return MarkedQuerySet(self.model, using=self._db).select_related("person")

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(username=fold(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=fold(username or ""))


class Account(MarkedRow, AbstractBaseUser):
    """A sign-in. It gives no rights by itself: there is no staff and no superuser."""

    MARKED = ("username", "person_id", "is_active", "password")
    UNMARKED = gettext_noop(
        "Account %(row)s is not as this system wrote it. Nobody signs in with it."
    )

    username = models.CharField(
        _("sign-in name"), max_length=64, db_collation="C", help_text=_("Letters, digits and dots.")
    )
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    # Part of every session's hash: raising it ends all sessions of the account at once.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # The time step of the last one-time code used: none before or at it is taken again.
    last_code_step = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["person"]

    class Meta:
        triggers = tells(RIGHTS, {"person_id": PERSON}, on=(pgtrigger.Update,))
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["username"],
                name="account_one_per_sign_in_name",
                violation_error_message=_("This sign-in name is already taken."),
            ),
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]*$"),
                name="account_sign_in_name_is_folded",
            ),
        ]

    def set_password(self, raw_password: str | None) -> None:
        # The same words typed on another machine may be spelt in other code points.
        super().set_password(raw_password and nfc(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and nfc(raw_password))

    def get_session_auth_hash(self) -> str:
        return salted_hmac(
            "lienthong.people.session",
            f"{self.session_generation}:{self.password}",
            algorithm="sha256",
        ).hexdigest()


# By such a post a Party member belongs to a branch: to one at a time (Charter Art. 6; transfer is an
# end there and an appointment here on the same day).
MEMBERSHIP = (Role.MEMBER, Role.PROBATIONARY_MEMBER)

# Who signs, heads, issues or administers works with a second factor.
SECOND_FACTOR_ROLES = frozenset({
    Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.STANDING_MEMBER, Role.OFFICE_CHIEF, Role.UNIT_HEAD,
    Role.CLERK, Role.ORG_ADMIN, Role.SYSTEM_ADMIN, Role.SECURITY_AUDITOR,
})  # fmt: skip

# The same posts sign, issue, seal, administer or audit: no person gives one alone.
ROLES_WITH_POWER = SECOND_FACTOR_ROLES

# Whoever is more than a member reads papers of an organisation: one administrator gives such a post, on a decision
# that is named, and who watches over the organisation is notified of it.
ROLES_THAT_READ = frozenset(Role) - set(MEMBERSHIP)


Row = TypeVar("Row", bound=models.Model)
Marked = TypeVar("Marked", bound=MarkedRow)


def _range(function: str, lower: str, upper: str, bounds: str) -> Func:
    return Func(F(lower), F(upper), Value(bounds), function=function)


def held_on(day: date) -> Q:
    """Rows whose period has begun on a day and has not run out."""
    return Q(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that hold for a period."""

    def valid_on(self, day: date) -> Self:
        return self.filter(held_on(day))


class DatedMarkedQuerySet(MarkedQuerySet[Marked]):
    """Rows that give rights for a period."""

    def valid_on(self, day: date) -> Self:
        return self.filter(held_on(day))


class PostQuerySet(DatedMarkedQuerySet["Post"]):
    def held(self) -> Self:
        """Those whose holders use them today: begun, not run out, and not ended."""
        return self.valid_on(timezone.localdate()).filter(ended_at=None)


@with_history(exclude=["mark"])
class Post(MarkedRow):
    """A person holding a role in a unit for a period: what rights hang on."""

    MARKED = ("person_id", "role", "unit_id", "valid_from", "valid_to", "ended_at")
    UNMARKED = gettext_noop("Post %(row)s is not as this system wrote it. It gives no right.")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", db_index=False)
    role = models.CharField(_("role"), max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", db_index=False)
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("As printed under a signature.")
    )
    # On which it rests: number, day, issuer, as a line.
    decision = models.CharField(_("by decision"), max_length=400, blank=True, db_default="")
    valid_from = models.DateField(_("holds the post from"))
    valid_to = models.DateField(_("no longer holds it from"), null=True, blank=True)
    # The moment an end was carried out: sessions, open steps and signing authority withdrawn.
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        triggers = tells(RIGHTS, {"person_id": PERSON})
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(valid_to__isnull=False),
                name="post_carried_out_end_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(valid_to__isnull=True),
                name="post_held_once",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True, role__in=["secretary", "branch_secretary"]),
                name="post_one_secretary_per_unit",
            ),
            # Ranges of one number stand for the person: no extension of the database is needed.
            ExclusionConstraint(
                name="post_one_branch_at_a_time",
                expressions=[
                    (_range("int8range", "person", "person", "[]"), RangeOperators.OVERLAPS),
                    (_range("daterange", "valid_from", "valid_to", "[)"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=["member", "probationary_member"]),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "valid_from"], name="post_of_a_person"),
            models.Index(fields=["unit", "role"], name="post_in_a_unit"),
            models.Index(
                fields=["valid_to"],
                condition=Q(valid_to__isnull=False, ended_at__isnull=True),
                name="post_end_still_to_carry_out",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_role_display())

    @property
    def label(self) -> str:
        """What a page calls the post: as printed in Vietnamese, by its role in another language."""
        return str(self) if get_language() == "vi" else str(self.get_role_display())

    @property
    def has_power(self) -> bool:
        return self.role in ROLES_WITH_POWER

    @property
    def is_membership(self) -> bool:
        return self.role in MEMBERSHIP

    @property
    def is_to_come(self) -> bool:
        """It begins on a later day."""
        return self.valid_from > timezone.localdate()

    def is_held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@with_history(exclude=["mark"])
class Delegation(MarkedRow):
    """The holder of a post lets another person act for it for a time, on a stated basis."""

    MARKED = ("post_id", "to_person_id", "valid_from", "valid_to")
    UNMARKED = gettext_noop("Delegation %(row)s is not as this system wrote it. It gives no right.")

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    to_person = models.ForeignKey(
        Person, models.PROTECT, related_name="delegations", db_index=False
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("no longer from"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DatedMarkedQuerySet.as_manager()

    class Meta:
        triggers = tells(RIGHTS, {"to_person_id": PERSON})
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delegation_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["post", "to_person"],
                condition=Q(valid_to__isnull=True),
                name="delegation_open_once",
            ),
        ]
        indexes = [models.Index(fields=["to_person", "valid_from"], name="delegation_to_a_person")]

    def __str__(self) -> str:
        return f"{self.to_person} – {self.post.label}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force; none where it runs until it is taken back."""
        return self.valid_to and self.valid_to - timedelta(days=1)

    @property
    def is_to_come(self) -> bool:
        """It begins on a later day."""
        return self.valid_from > timezone.localdate()

    @property
    def is_over(self) -> bool:
        """It has run out, or was taken back."""
        return self.valid_to is not None and self.valid_to <= timezone.localdate()


class AccessCode(MarkedRow):
    """A one-time code handed over in person: it lets somebody set a password. Kept as a digest."""

    MARKED = ("account_id", "purpose", "digest", "expires_at", "used_at", "withdrawn_at")
    UNMARKED = gettext_noop(
        "One-time code %(row)s is not as this system wrote it. It opens nothing."
    )

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        RECOVERY = "recovery", _("Recovery")

    account = models.ForeignKey(Account, models.CASCADE, related_name="access_codes")
    purpose = models.CharField(max_length=12, choices=Purpose)
    # Empty where two persons had to agree: each of them has one half.
    digest = models.CharField(max_length=64, db_collation="C", blank=True)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="access_code_one_open_per_account",
            ),
        ]


class CodeHalf(MarkedRow):
    """The part of a one-time code that one of those who agreed hands over: alone it opens nothing."""

    MARKED = ("code_id", "person_id", "digest")
    UNMARKED = gettext_noop(
        "Half %(row)s of a one-time code is not as this system wrote it. It opens nothing."
    )

    code = models.ForeignKey(AccessCode, models.CASCADE, related_name="halves")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Empty until its person has been shown it, once.
    digest = models.CharField(max_length=64, db_collation="C", blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        verbose_name = _("half of a one-time code")
        verbose_name_plural = _("halves of one-time codes")
        constraints = [
            models.UniqueConstraint(name="code_half_one_per_person", fields=["code", "person"])
        ]


class FailedAttempt(models.Model):
    """A wrong password or code. Names and addresses are kept only as keyed digests."""

    class Kind(models.TextChoices):
        PASSWORD = "password", _("Password")
        SECOND_FACTOR = "second_factor", _("Second factor")
        ACCESS_CODE = "access_code", _("One-time code")

    kind = models.CharField(max_length=16, choices=Kind)
    subject = models.CharField(max_length=64, db_collation="C")
    address = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("failed attempt")
        verbose_name_plural = _("failed attempts")
        indexes = [
            models.Index(fields=["subject", "kind", "at"], name="failed_attempt_on_a_subject"),
            models.Index(fields=["address", "at"], name="failed_attempt_from_an_address"),
        ]
