"""What no person brings from a workbook alone: organisations with keys, and posts with power."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.jobs.public import defer
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import EITHER, Agreed, Power, RuleBroken, declare_power
from lienthong.kernel.units.public import MANAGE

from .models import Intake


@dataclass(frozen=True)
class BringOrganisation:
    """All good rows of one workbook, which is known by its hash; faulty ones are left out."""

    unit_id: int
    intake_id: int
    sha256: str
    units: int
    people: int
    posts: int
    powers: int
    left_out: int

    concerned_id = None

    @classmethod
    def made_of(cls, intake: Intake) -> Self:
        names = ("units", "people", "posts", "powers")
        counts = {name: int(intake.counts.get(name, 0)) for name in names}
        left_out = len(intake.findings)
        return cls(intake.unit_id, intake.pk, intake.file_id or "", **counts, left_out=left_out)

    @property
    def intake(self) -> Intake:
        return Intake.objects.select_related("unit", "file").get(pk=self.intake_id)

    def subject(self) -> str:
        return str(self.intake_id)

    def check(self) -> None:
        intake = self.intake
        state = Intake.State
        waits = intake.state in (state.TRIED, state.CHANGED, state.LAPSED, state.PROPOSED)
        if not waits or self != self.made_of(intake):
            raise RuleBroken(_("This workbook has been dealt with already."))

    def carry_out(self, agreed: Agreed) -> Intake:
        """It is written in the background, with this proposal as its warrant."""
        intake = Intake.objects.select_for_update(of=("self",)).get(pk=self.intake_id)
        intake.state = Intake.State.WRITING
        intake.proposal_id = agreed.proposal_id
        intake.save()
        defer("administration.write_rows", lock=f"intake-{intake.pk}", intake_id=intake.pk)
        return intake

    def gives(self, post: Post) -> bool:
        """Whether a post was written from this workbook, beneath its organisation: the daily check asks."""
        intake = self.intake
        is_beneath = post.unit.path.startswith(intake.unit.path)
        return is_beneath and post.pk in intake.made.get("posts", [])

    def lines(self) -> list[tuple[str, str]]:
        intake = self.intake
        unread = intake.counts.get("unread", [])
        return [
            (_("Workbook"), intake.filename),
            (_("Organisation"), str(intake.unit)),
            (_("Organisations to be founded"), str(self.units)),
            (_("People to be registered"), str(self.people)),
            (_("Posts to be given"), str(self.posts)),
            (_("Faulty rows, left out"), str(self.left_out)),
            *([(_("Sheets that are not read"), ", ".join(unread))] if unread else []),
            *((label, words) for label, words, _whose in intake.counts.get("named", [])),
        ]


BRING = declare_power(
    Power(
        kind="administration.bring",
        label=gettext_lazy("Bring an organisation from a workbook"),
        matter=BringOrganisation,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
