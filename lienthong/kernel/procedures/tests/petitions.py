"""A record with a state and a procedure over it, that only these tests know."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection, models
from django.utils import timezone

from lienthong.kernel.people.public import Post
from lienthong.kernel.people.queries import actor_in
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.kernel.permissions.public import Actor, Role
from lienthong.kernel.procedures.definitions import (
    Caption,
    Holder,
    Kind,
    Lead,
    Procedure,
    Reminding,
    Step,
    Then,
    Work,
    caption_by,
)
from lienthong.kernel.reference.public import end_of_day
from lienthong.kernel.units.public import Unit, UnitKind

# Held by secretaries, clerks and heads of bodies, in their own unit.
HELD = "audiences.acknowledge"
PETITIONS = Kind("tests.petitions", "Petitions")


class Petition(models.Model):
    """Something a unit asks those beneath it about, and then decides."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ANSWERED = "answered", "Answered in part"
        DECIDING = "deciding", "Being decided"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, related_name="+")
    state = models.CharField(max_length=12, choices=State, blank=True)
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "procedures"
        managed = False
        db_table = "procedures_tests_petition"


def make_table() -> None:
    """The table for one test, gone with it."""
    with connection.schema_editor() as editor:
        editor.create_model(Petition)


@caption_by(Petition, name="name", unit="unit_id")
def _words(facts: dict) -> Caption:
    return Caption(facts["name"], f"of unit {facts['unit']}", f"/petitions/{facts['id']}/")


def the_children(petition: Petition) -> list[Holder]:
    due_at = end_of_day(timezone.localdate() + dt.timedelta(days=5))
    return [Holder(one.pk, due_at=due_at) for one in petition.unit.children.order_by("pk")]


def itself(petition: Petition) -> list[Holder]:
    return [Holder(petition.unit_id)]


def a_step(key: str = "one", **changes: object) -> Step:
    given = {
        "key": key,
        "label": key.title(),
        "verb": key.title(),
        "permission": HELD,
        "kind": PETITIONS,
        "outcomes": {"done": ()},
        "holders": itself,
    }
    return Step(**{**given, **changes})  # type: ignore[arg-type]


def a_procedure(*steps: Step, **changes: object) -> Procedure:
    given = {
        "key": "tests.petition",
        "version": 1,
        "label": "Petition",
        "subject": Petition,
        "steps": steps,
        "first": (steps[0].key,),
    }
    return Procedure(**{**given, **changes})  # type: ignore[arg-type]


def asking() -> Procedure:
    """A unit asks its children, then decides; a refusal brings it there at once."""
    state = Petition.State
    ask = a_step(
        "ask",
        verb="Answer",
        label_each="Answer of %(unit)s",
        notice="%(name)s waits for your answer.",
        holders=the_children,
        state=state.ASKED,
        begun=state.ANSWERED,
        outcomes={"agree": ("decide",), "refuse": ("decide",)},
        cuts_short=frozenset({"refuse"}),
    )
    decide = a_step(
        "decide",
        state=state.DECIDING,
        outcomes={
            "done": Then(state=state.DONE),
            "returned": ("ask",),
            "taken_up": Then(("ask",), state.ANSWERED),
        },
    )
    return a_procedure(
        ask,
        decide,
        lead=Lead(HELD, lambda petition: petition.unit),
        reminding=Reminding(
            "tests.reminders",
            before="%(name)s is due on %(day)s.",
            late="%(name)s was due on %(day)s.",
            escalated="%(name)s was due on %(day)s; nobody has answered.",
        ),
    )


TO_READ = Work(
    key="tests.read", verb="Read", permission=HELD, kind=Kind("tests.reading", "To read")
)
TO_KEEP = Work(key="tests.keep", verb="Keep", permission=HELD, kind=TO_READ.kind, icon="archive")


@dataclass
class House:
    """A committee with three organisations beneath it, each with a secretary and a clerk."""

    top: Unit = field(default_factory=lambda: a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE))
    children: list[Unit] = field(default_factory=list)
    posts: dict[tuple[int, str], Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.children = [a_unit(self.top) for _ in range(3)]
        for unit in (self.top, *self.children):
            for role in (Role.SECRETARY, Role.CLERK):
                self.posts[unit.pk, role] = a_post(unit, role)

    def post(self, unit: Unit, role: str = Role.SECRETARY) -> Post:
        return self.posts[unit.pk, role]

    def actor(self, unit: Unit, role: str = Role.SECRETARY) -> Actor:
        return actor_in(self.post(unit, role))

    def petition(self, name: str = "Đơn đề nghị") -> Petition:
        return Petition.objects.create(unit=self.top, name=name)
