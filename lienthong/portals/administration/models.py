"""An organisation brought from a workbook: its file, what the rehearsal found, what was made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import MarkedQuerySet, MarkedRow
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.people.public import Post
from lienthong.kernel.units.public import Unit


class Intake(MarkedRow):
    """One workbook with organisations, people and posts beneath an organisation."""

    MARKED = (
        "unit_id",
        "brought_by_id",
        "taken_by_id",
        "file_id",
        "state",
        "proposal_id",
        "counts",
        "findings",
        "made",
    )
    UNMARKED = gettext_noop(
        "Workbook %(row)s is not as this system wrote it. Nothing is written from it."
    )

    # Data class: personal (findings hold names from the file). Ids only in addresses, jobs and logs.
    class State(models.TextChoices):
        READING = "reading", _("being tried")
        TRIED = "tried", _("tried; nothing has been written")
        PROPOSED = "proposed", _("proposed; a second person confirms it")
        WRITING = "writing", _("being written")
        CHANGED = "changed", _("changed since it was tried; nothing has been written")
        LAPSED = "lapsed", _("agreed to in a post that is no longer held; nothing has been written")
        STOPPED = "stopped", _("stopped by a fault; nothing has been written")
        DONE = "done", _("written")
        GIVEN_UP = "given_up", _("given up; nothing was written")
        WITHDRAWN = "withdrawn", _("taken back")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    # Who agreed to it last: what is written is written by them, and found with their eyes.
    taken_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    # Let go, for the sweep to take it, once nothing is written from it any more.
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    # How many of its rows have been tried or written.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Why the workbook as a whole cannot be read.
    troubles = models.JSONField(default=list)
    # The faulty rows: sheet, number, and the reason of each column.
    findings = models.JSONField(default=list)
    # What the good rows make, by kind; what is there already; how many need two persons.
    counts = models.JSONField(default=dict)
    # The keys of what was written, by which it can be taken back.
    made = models.JSONField(default=dict)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")

    objects = MarkedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-brought_at"], name="intakes_of_a_unit")]

    def __str__(self) -> str:
        return self.filename

    def let_go(self) -> None:
        """Names and days of birth are kept no longer than they are needed: the file, and the faulty rows."""
        self.file, self.findings = None, []

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.READING, self.State.WRITING)

    @property
    def good(self) -> int:
        return sum(self.counts.get(name, 0) for name in ("units", "people", "posts"))

    @property
    def needs_two(self) -> bool:
        return bool(self.counts.get("powers"))
