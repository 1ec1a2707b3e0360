"""A registered document as it is handled: what was proposed, directed and answered, and what is to be done."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import Actor, holds, paths_where
from lienthong.kernel.procedures.public import WorkItem, open_step, steps_of
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit

from .. import permissions, procedures
from ..models import Assignment, Direction, IncomingDocument, ResultFile, TimeRequest

ACTS = {
    procedures.PROPOSE: "propose",
    procedures.DIRECT: "direct",
    procedures.HANDLE: "answer",
    procedures.CLOSE: "close",
}


TO_THE_LEADER = ("de xuat", "kinh")


class Handled:
    """What reached one reader, with its entry in the register and the handling of it, if there is one."""

    unit: Unit | None
    incoming: IncomingDocument | None
    assignment: Assignment | None
    steps: list[WorkItem]
    directions: list[Direction]
    # What the bodies have asked for, each with the part it was asked for.
    time_requests: list[tuple[Assignment, TimeRequest]]

    def __str__(self) -> str:
        return self.incoming.title if self.incoming else ""

    @property
    def direction(self) -> Direction | None:
        return next((one for one in self.directions if one.is_current), None)

    @property
    def open_request(self) -> tuple[Assignment, TimeRequest] | None:
        """The first request for more time that the leader has not answered."""
        return next((one for one in self.time_requests if one[1].is_open), None)

    @property
    def proposal(self) -> Direction | None:
        """The whole direction that the office proposes, while it stands; the leader agrees to it or changes it."""
        last = self.directions[-1] if self.directions else None
        if last is None or not last.is_proposal or not _waits_with_the_leader(self.incoming):
            return None
        names_lead = any(one.part == Assignment.Part.LEAD for one in last.assignments.all())
        return last if names_lead else None


def _waits_with_the_leader(incoming: IncomingDocument | None) -> bool:
    return incoming is not None and incoming.state == IncomingDocument.State.PROPOSED


def standing_proposals() -> QuerySet[Direction]:
    """The proposals to which a leader can agree as they are.

    Each is whole and waits with the leader; nothing has been proposed or directed after it.
    """
    newer = Direction.objects.filter(incoming=OuterRef("incoming"), pk__gt=OuterRef("pk"))
    return Direction.objects.filter(
        ~Exists(newer),
        is_proposal=True,
        incoming__state=IncomingDocument.State.PROPOSED,
        assignments__part=Assignment.Part.LEAD,
    )


def read_the_handling(received: Handled, actor: Actor) -> None:
    """What was proposed, directed and answered, and what of it concerns the actor's own body."""
    assert received.incoming is not None
    received.steps = list(steps_of(received.incoming))
    if not any(one.outcome in (procedures.PROPOSED, procedures.DIRECTED) for one in received.steps):
        return
    asked = Exists(TimeRequest.objects.filter(assignment=OuterRef("pk")))
    read = Assignment.objects.select_related("unit", "answer_document", "answer_draft")
    assignments = read.annotate(has_asked_for_time=asked)
    received.directions = list(
        received.incoming.directions.select_related("agreed_to", "person__person")
        .prefetch_related(Prefetch("assignments", assignments))
        .order_by("pk")
    )
    given = received.direction.assignments.all() if received.direction else ()
    answered = [one for one in given if one.answered_at is not None]
    prefetch_related_objects(answered, "files")
    every = (one for direction in received.directions for one in direction.assignments.all())
    if asking := [one for one in every if vars(one)["has_asked_for_time"]]:
        prefetch_related_objects(asking, "time_requests")
        received.time_requests = [
            (one, request) for one in asking for request in one.time_requests.all()
        ]
    if received.direction is not None and holds(actor, permissions.HANDLE):
        received.assignment = next(
            (
                one
                for one in received.direction.assignments.all()
                if one.unit_id == actor.unit_id and one.is_marked()
            ),
            None,
        )


def result_file(received: Handled, file_id: int) -> ResultFile | None:
    """A file that a body has handed in on this document."""
    if received.incoming is None:
        return None
    of_it = ResultFile.objects.filter(assignment__direction__incoming=received.incoming)
    return of_it.filter(pk=file_id).select_related("file").first()


def own_step(received: Handled, actor: Actor) -> WorkItem | None:
    """The part of the actor's own body, while it is open."""
    open_now = (one for one in received.steps if one.is_open and one.step == procedures.HANDLE)
    return next((one for one in open_now if one.unit_id == actor.unit_id), None)


def post_with_part(received: Handled, actor: Actor) -> Post | None:
    """Who has the part of the actor's body by name, while it is open."""
    step = own_step(received, actor)
    return step.post if step else None


def handed_to(received: Handled, actor: Actor) -> Post | None:
    """Another one of the actor's body who has its part by name."""
    post = post_with_part(received, actor)
    if post is None or post.person_id == actor.person_id:
        return None
    return None if post.pk in (actor.post_id, actor.for_post_id) else post


def addresses_the_leader(words: str) -> bool:
    """Whether a proposal speaks to the leader ("Đề xuất", "Kính trình"); its words are no direction then."""
    return fold(words).strip().startswith(TO_THE_LEADER)


def act_in_handling(received: Handled, actor: Actor) -> str:
    """The one thing the actor must do with a registered document now; empty when there is nothing."""
    step = open_step(received.steps, actor)
    if step is None:
        return ""
    assert received.unit is not None
    if step.step == procedures.PROPOSE and _directs(actor, received.unit):
        return "direct"
    return ACTS[step.step]


def _directs(actor: Actor, unit: Unit) -> bool:
    return paths_where(actor, permissions.DIRECT).covers(unit.path)
