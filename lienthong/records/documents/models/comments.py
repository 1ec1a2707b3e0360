"""What the drafting office says to itself about words of a draft."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Post

from .document import Document


class Comment(models.Model):
    """A comment on words of a clause or a row, or an answer to one; it hangs on the clause's identity."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="comments")
    answers_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    wid = models.CharField(max_length=40)
    clause_label = models.CharField(max_length=120, blank=True)
    # Where the words begin, counted in letters of the clause; nothing where they are gone, or the
    # clause as a whole is meant.
    begins = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="answer_is_not_resolved_by_itself",
                condition=Q(answers_to=None) | Q(resolved_at=None, begins=None, quote=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def lost_its_words(self) -> bool:
        """Whether the words it speaks of stand in its clause no longer."""
        return bool(self.quote) and self.begins is None
