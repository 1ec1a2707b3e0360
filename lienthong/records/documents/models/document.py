"""Outgoing documents: what is drafted, adopted, signed, sealed and dispatched."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audiences.public import Audience, Purpose, Scope
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.people.public import Person, Post
from lienthong.kernel.reference.public import ADOPTED_BY_A_COLLECTIVE, DocumentType, Term
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import Certificate
from lienthong.records.texts.public import Text, TextVersion

from ..wording import PRINTED_PURPOSES

if TYPE_CHECKING:
    from .opinions import OpinionRequest

OfIssued = partial(models.Index, condition=Q(audience__isnull=False))


class Urgency(models.TextChoices):
    """How fast a document travels."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    VERY_URGENT = "very_urgent", _("Very urgent")
    EXPRESS = "express", _("Express")


class Authority(models.TextChoices):
    """On whose behalf a signer signs (# 36-HD/VPTW §II.1.7)."""

    OWN = "", _("in the signer's own office")
    FOR = "T/M", _("T/M (on behalf of)")
    INSTEAD = "K/T", _("K/T (for the head)")
    BY_ORDER = "T/L", _("T/L (by order of)")


class State(models.TextChoices):
    DRAFT = "draft", _("Being drafted")
    APPRAISAL = "appraisal", _("Waiting for appraisal")
    ADOPTION = "adoption", _("Waiting for adoption")
    SUBMISSION = "submission", _("Waiting to be submitted")
    SIGNING = "signing", _("Waiting for signature")
    SIGNED = "signed", _("Waiting to be issued")
    SEALING = "sealing", _("Being sealed")
    ISSUED = "issued", _("Issued")
    CANCELLED = "cancelled", _("Cancelled")


NUMBERED = (State.SEALING, State.ISSUED)


class DocumentQuerySet(models.QuerySet["Document"]):
    def taken(self, document_id: int) -> "Document":
        """One document with what its actions look at, its row locked until the action is done."""
        about = ("type", "issuer__serves", "issuer__parent", "drafting_unit", "signer__person")
        return self.select_for_update(of=("self",)).select_related(*about).get(pk=document_id)


class Document(models.Model):
    """An outgoing document from its first draft to the sealed document."""

    type = models.ForeignKey(DocumentType, models.PROTECT, related_name="+", verbose_name=_("type"))
    subject = models.CharField(_("subject"), max_length=500)
    subject_folded = models.CharField(max_length=500, db_collation="C", editable=False)
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    drafting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    drafter = models.ForeignKey(Post, models.PROTECT, related_name="+")
    text = models.OneToOneField(Text, models.PROTECT, related_name="document")
    version = models.ForeignKey(TextVersion, models.PROTECT, null=True, related_name="+")
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    scope = models.CharField(
        _("how far it is forwarded"), max_length=12, choices=Scope, default=Scope.NONE
    )
    due_on = models.DateField(_("to be received, members briefed by"), null=True, blank=True)
    authority = models.CharField(
        _("authority"), max_length=3, choices=Authority, blank=True, default=Authority.OWN
    )
    # One of `AddressWord`, or who sends the telegram: "BAN THƯỜNG VỤ TỈNH ỦY điện".
    address_word = models.CharField(max_length=200, blank=True, db_default="")
    signing_body = models.CharField(_("in whose name"), max_length=120, blank=True)
    signer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    beside = models.TextField(_("who signs beside"), blank=True, db_default="", default="")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    wordings = models.JSONField(default=list, editable=False)  # proposed ones that were taken
    trouble = models.TextField(blank=True)  # why the last sealing failed
    # What the clerk agreed to, under its handle at the signer: this file, number and day.
    agreement = models.CharField(max_length=64, blank=True, db_collation="C", editable=False)
    # Printed as a QR where the installation wants it; whoever scans it sees the verdict only.
    check_token = models.CharField(max_length=64, blank=True, db_collation="C", editable=False)
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+")
    number = models.OneToOneField(TakenNumber, models.PROTECT, null=True, related_name="document")
    notation = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    audience = models.OneToOneField(Audience, models.PROTECT, null=True, related_name="document")
    # The document of somebody else that this one forwards, as 264-CV/ĐU carried a resolution.
    carries = models.ForeignKey(Audience, models.PROTECT, null=True, related_name="carriers")

    source_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    form_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    signed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    sealed_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_number_and_day_go_together",
                condition=Q(state__in=NUMBERED, number__isnull=False, issued_on__isnull=False)
                | ~Q(state__in=NUMBERED) & Q(number=None, issued_on=None),
            ),
            models.CheckConstraint(
                name="issued_document_is_sealed_and_published",
                condition=~Q(state="issued")
                | Q(sealed_file__isnull=False, audience__isnull=False, issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_document_has_its_signed_file",
                condition=~Q(state__in=["signed", "sealing", "issued"])
                | Q(signed_file__isnull=False),
            ),
            models.CheckConstraint(
                name="submitted_document_is_frozen",
                condition=~Q(state__in=["signing", "signed", "sealing", "issued"])
                | Q(form_file__isnull=False, version__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "state", "-changed_at"], name="documents_of_an_issuer"),
            models.Index(
                fields=["issuer", "type", "term"],
                condition=Q(number__isnull=False),
                name="documents_in_the_register",
            ),
            models.Index(fields=["drafting_unit", "state"], name="documents_of_a_drafter"),
            OfIssued(fields=["issuer", "-issued_at"], name="documents_issued_by"),
            OfIssued(fields=["-issued_at"], name="documents_newest_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.notation} {self.subject_line}".strip()

    @property
    def subject_line(self) -> str:
        """The subject without the lines it is printed in."""
        return " ".join(self.subject.split())

    @property
    def title(self) -> str:
        """Type and subject as one line; an official letter bears no type name."""
        subject = self.subject_line or _("(no subject yet)")
        return f"{self.type.name} {subject}" if self.type.has_type_title else str(subject)

    @property
    def heading(self) -> str:
        """The title in a list: where the page is not in Vietnamese, its word for the type first."""
        return self.type.before(self.title)

    @property
    def needs_adoption(self) -> bool:
        return self.type.needs_adoption or self.type_id in ADOPTED_BY_A_COLLECTIVE

    @property
    def standing_adoption(self) -> "Adoption | None":
        """The vote that still counts and need not be repeated."""
        return next((one for one in self.adoptions.all() if one.voided_at is None), None)

    @property
    def open_requests(self) -> "models.QuerySet[OpinionRequest]":
        """The bodies of which an opinion is still waited for."""
        return self.opinion_requests.filter(answered_at=None, withdrawn_at=None)

    @property
    def is_editable(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.state == State.ISSUED

    @property
    def is_running(self) -> bool:
        return self.state not in (State.SEALING, State.ISSUED, State.CANCELLED)

    @property
    def printed_authority(self) -> str:
        """The line above the signer's title: "T/M BAN CHẤP HÀNH"."""
        return f"{self.authority} {self.signing_body}".strip() if self.authority else ""

    @property
    def best_file(self) -> StoredFile | None:
        """The most complete official file there is."""
        return self.sealed_file or self.signed_file or self.form_file


class Recipient(models.Model):
    """One line of "Nơi nhận"."""

    class Kind(models.TextChoices):
        SUBORDINATES = "subordinates", _("All direct subordinate organisations")
        BODIES = "bodies", _("The bodies serving the committee")
        UNIT = "unit", _("One organisation")
        MEMBERS = "members", _("The members of the committee, each by name")
        PERSON = "person", _("One person")
        SUPERIOR = "superior", _("The superior committee")
        OUTSIDE = "outside", _("Somebody outside the system (printed only)")
        FILE = "file", _("File copy")

    document = models.ForeignKey(Document, models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=Kind)
    label = models.CharField(_("as printed"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, blank=True)
    # A brought document may name somebody without a purpose; then none is added to the document.
    purpose_printed = models.BooleanField(default=True, db_default=True)
    is_above = models.BooleanField(default=False, db_default=False)  # "Kính gửi": over the text

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="recipient_unit_is_named",
                condition=~Q(kind="unit") | Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="recipient_person_is_named",
                condition=~Q(kind="person") | Q(person__isnull=False),
            ),
        ]

    @property
    def is_addressed(self) -> bool:
        """A file copy and somebody outside are printed; nobody finds the document in the system."""
        return self.kind not in (self.Kind.FILE, self.Kind.OUTSIDE)

    @property
    def printed(self) -> str:
        """The line as it stands on the document: "Các đảng ủy xã (để thực hiện)"."""
        purpose = PRINTED_PURPOSES.get(self.purpose, "") if self.purpose_printed else ""
        return f"{self.label} ({purpose})" if purpose else self.label


class Adoption(models.Model):
    """The vote by which the collective adopted the text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="adoptions")
    body = models.CharField(_("adopted by"), max_length=200)
    held_on = models.DateField(_("day of the vote"))
    votes_for = models.PositiveIntegerField(_("votes for"))
    votes_against = models.PositiveIntegerField(_("votes against"))
    votes_abstained = models.PositiveIntegerField(_("votes with another opinion"))
    members_count = models.PositiveIntegerField(_("all members of the body"))
    minutes = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    minutes_name = models.CharField(max_length=200)
    # What was adopted: a later change of the text makes the vote worthless.
    text_sha256 = models.CharField(max_length=64)
    rule_version = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(voided_at=None),
                name="document_stands_adopted_once",
            ),
            models.CheckConstraint(
                name="no_more_votes_than_members",
                condition=Q(
                    members_count__gte=F("votes_for") + F("votes_against") + F("votes_abstained")
                ),
            ),
        ]


class Initial(models.Model):
    """The appraiser's personal mark on exactly this content."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="initials")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    initialled_at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-initialled_at"]


class Attachment(models.Model):
    """A file that travels with the document, outside the signed document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    # It came from another room, which says who opens it before the document is issued.
    is_held_back = models.BooleanField(default=False, db_default=False)
    attached_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]


class LaidDocument(models.Model):
    """What is laid before a leader or clerk at the signing window: the signer holds it under a handle."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="laid")
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    handle = models.CharField(max_length=64, db_collation="C")
    # Of a seal: the number, taken only when the clerk agrees to it, and the day.
    number = models.PositiveIntegerField(null=True)
    on = models.DateField(null=True)
    laid_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "certificate"], name="documents_one_laid_a_key"
            )
        ]
