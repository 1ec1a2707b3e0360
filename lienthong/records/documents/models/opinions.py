"""What bodies were asked about a draft, what they answered, and what became of it."""

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import TextVersion

from .document import Document


class OpinionRequest(models.Model):
    """A body was asked for its official opinion on a draft."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="opinion_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    # The text as it was sent out: what the body says is said of these words.
    version = models.ForeignKey(TextVersion, models.PROTECT, null=True, related_name="+")
    # The opinion in the making, field by field; nobody but the body sees it.
    kept = models.JSONField(default=dict, editable=False)
    kept_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit", "round"], name="body_asked_once_in_a_round"
            ),
        ]
        indexes = [models.Index(fields=["unit", "document"], name="opinions_asked_of_a_body")]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None


class Opinion(models.Model):
    """What a body says about one clause, or about the whole draft, and what became of it."""

    class Stance(models.TextChoices):
        AGREE = "agree", _("Agrees")
        AMEND = "amend", _("Proposes a change")
        OTHER = "other", _("Another opinion")

    class TakenIn(models.TextChoices):
        OPEN = "", _("Not yet considered")
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        EXPLAINED = "explained", _("Not accepted, explained")

    class Proposal(models.TextChoices):
        NONE = "", _("No wording proposed")
        REWORD = "reword", _("Other words for the clause")
        INSERT = "insert", _("A new clause behind it")
        STRIKE = "strike", _("The clause is to be struck")

    request = models.ForeignKey(OpinionRequest, models.CASCADE, related_name="opinions")
    wid = models.CharField(max_length=40, blank=True)  # empty: on the whole draft
    clause_label = models.CharField(max_length=120, blank=True)
    stance = models.CharField(_("opinion"), max_length=6, choices=Stance)
    text = models.TextField(_("in words"), blank=True)
    proposal = models.CharField(max_length=6, choices=Proposal, blank=True, default=Proposal.NONE)
    # The words of the clause as the body wants them, or the cells of the row.
    wording = models.JSONField(default=list)
    taken_in = models.CharField(max_length=10, choices=TakenIn, blank=True, default=TakenIn.OPEN)
    answer = models.TextField(_("how it was taken in"), blank=True)
    taken_in_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    taken_in_at = models.DateTimeField(null=True)
    # What was put into the text of it, and where, if it was put in from here.
    put_in = models.JSONField(default=list)
    put_in_wid = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "request",
                "wid",
                Case(When(proposal="insert", then=True), default=False),
                name="one_opinion_on_a_clause",
            ),
            models.CheckConstraint(
                name="dissent_is_put_in_words",
                condition=Q(stance="agree") | ~Q(text="") | ~Q(proposal=""),
            ),
            models.CheckConstraint(
                name="proposed_words_are_there",
                condition=Q(proposal__in=["", "strike"], wording=[])
                | Q(proposal__in=["reword", "insert"]) & ~Q(wording=[]) & ~Q(wid=""),
            ),
            models.CheckConstraint(
                name="explained_opinion_has_an_explanation",
                condition=~Q(taken_in__in=["explained", "partly"]) | ~Q(answer=""),
            ),
        ]

    @property
    def wants_an_answer(self) -> bool:
        return self.stance != self.Stance.AGREE and not self.taken_in
