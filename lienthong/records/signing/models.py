"""The register of signing certificates: whose, for what, how long, and whether still in force."""

import datetime as dt
import hashlib
from ssl import PEM_cert_to_DER_cert
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.reference.public import end_of_day, last_day
from lienthong.kernel.units.public import Unit

from .hidden import shown


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def not_withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def kept(self) -> Self:
        """Those neither withdrawn nor run out; one that is suspended is still kept."""
        return self.not_withdrawn().exclude(valid_to__lte=timezone.now())

    def suspended(self) -> Self:
        """Those that rest until two have agreed that they do not."""
        return self.not_withdrawn().exclude(suspended_at=None)

    def in_force(self) -> Self:
        """Those that may sign now."""
        return self.kept().filter(suspended_at=None)


class Certificate(models.Model):
    """A key the signer holds for a post or for a unit's seal. The key itself is never here."""

    class Purpose(models.TextChoices):
        PERSON = "person", _("Personal signature")
        CLERK = "clerk", _("Clerk's permission to seal")
        ADMINISTRATOR = "administrator", _("Administrator's consent to keys")
        SEAL = "seal", _("Seal of the organisation")

    key_id = models.CharField(max_length=80, db_collation="C", editable=False)
    purpose = models.CharField(_("purpose"), max_length=13, choices=Purpose)
    # The organisation in whose name is signed: a person's and a seal's must be the same on a document.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="certificates")
    holder = models.CharField(_("holder"), max_length=200)
    # Empty for a clerk and an administrator, whose keys permit and do not sign.
    pem = models.TextField(blank=True, editable=False)
    serial = models.CharField(_("serial number"), max_length=40, blank=True, db_collation="C")
    is_trial = models.BooleanField(_("trial certificate"), default=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_because = models.CharField(_("reason"), max_length=200, blank=True)
    # As the signer has it: nothing is done with the key until two have agreed that it is.
    suspended_at = models.DateTimeField(_("suspended at"), null=True)
    suspended_because = models.CharField(max_length=200, blank=True)
    # The moment the signer itself has withdrawn the key and listed the certificate.
    listed_at = models.DateTimeField(null=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing certificate")
        verbose_name_plural = _("signing certificates")
        constraints = [
            models.UniqueConstraint(fields=["key_id"], name="certificate_one_per_key"),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(withdrawn_at__isnull=True),
                name="certificate_one_in_force_per_post",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(purpose="seal", withdrawn_at__isnull=True),
                name="certificate_one_seal_in_force_per_unit",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="seal") | Q(suspended_at=None),
                name="certificate_of_a_seal_is_not_suspended",
            ),
            models.CheckConstraint(
                condition=Q(purpose="seal", post__isnull=True)
                | Q(purpose__in=["person", "clerk", "administrator"], post__isnull=False),
                name="certificate_of_a_post_or_of_a_seal",
            ),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate in groups of four; none of a key that only permits."""
        if not self.pem:
            return ""
        told = hashlib.sha256(PEM_cert_to_DER_cert(self.pem.strip())).hexdigest().upper()
        return " ".join(told[at : at + 4] for at in range(0, len(told), 4))

    @property
    def bears_trial_mark(self) -> bool:
        """Keys of clerks and administrators have no certificate that could be one for trial."""
        return self.is_trial and bool(self.serial)


class KeyRequestQuerySet(models.QuerySet["KeyRequest"]):
    def open(self) -> Self:
        """Those that two others may still agree to."""
        first = timezone.localdate() - KeyRequest.GOOD_FOR
        return self.filter(ended_at=None, made_at__date__gte=first)


class KeyRequest(models.Model):
    """The holder of a post has made a key; it signs nothing until two others have agreed to it.

    PIN, seed and check number are with the signer and the holder, never here.
    """

    # The signer counts seven days by the hour; a day ends at 24:00, here as everywhere.
    GOOD_FOR = dt.timedelta(days=6)

    post = models.ForeignKey(Post, models.PROTECT, related_name="key_requests")
    enrolment = models.CharField(max_length=80, unique=True, db_collation="C", editable=False)
    # The key of one of those who found the signer; the others' is named when it is proposed.
    key_id = models.CharField(max_length=80, blank=True, db_collation="C", editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    # It has become a key, or the holder has made another one in its place.
    ended_at = models.DateTimeField(null=True)

    objects = KeyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a signing key")
        verbose_name_plural = _("requests for signing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(ended_at__isnull=True),
                name="key_request_one_open_per_post",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.until > timezone.now()

    @property
    def until(self) -> dt.datetime:
        return end_of_day(timezone.localdate(self.made_at) + self.GOOD_FOR)

    @property
    def last_day(self) -> dt.date:
        return last_day(self.until)


class KeyInvitation(models.Model):
    """The holder of a post has gone to the signing page to make a key, and has not come back."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="+")
    # Who has the token chooses the PIN: it is kept so that only we read it.
    hidden_token = models.CharField(max_length=255, db_collation="C", editable=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("invitation to make a signing key")
        verbose_name_plural = _("invitations to make signing keys")

    @property
    def token(self) -> str:
        return shown(self.hidden_token)


class KnownHead(models.Model):
    """The newest head of the signer's journal that was seen here. Shown again, it finds a signer set back."""

    ONLY = 1

    head = models.JSONField(editable=False)
    seen_at = models.DateTimeField()
    # The signer did not know it any more; only a restore by two ends that.
    is_set_back = models.BooleanField(default=False)
    # Up to which line of the journal holders were told of what was done with their keys' proofs; none: begin here.
    told_epoch = models.PositiveIntegerField(null=True, editable=False)
    told_n = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("newest head of the signer's journal")
        verbose_name_plural = _("newest heads of the signer's journal")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="known_head_is_one"),
        ]
