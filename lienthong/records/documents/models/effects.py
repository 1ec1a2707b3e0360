"""What documents do to earlier ones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .document import Document


class EffectKind(models.TextChoices):
    """What a document does to an earlier one of the same issuer."""

    AMENDS = "amends", _("Amends or supplements")
    REPLACES = "replaces", _("Replaces")
    RECALLS = "recalls", _("Recalls")


class Effect(models.Model):
    """What a document does to an earlier one of its issuer, from the day on which it is issued."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="effects")
    earlier = models.ForeignKey(Document, models.PROTECT, related_name="effects_on")
    kind = models.CharField(_("what it does"), max_length=8, choices=EffectKind)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "earlier"], name="acts_once_on_another"),
            models.CheckConstraint(name="acts_on_another", condition=~Q(document=F("earlier"))),
        ]
