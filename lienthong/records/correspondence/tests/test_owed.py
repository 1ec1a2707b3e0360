"""The rows on the desks and what the pages ask for are the same, whatever is done in whatever order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lienthong.kernel.audiences.public import Audience, Scope
from lienthong.kernel.people.tests.factories import a_post, by_two
from lienthong.kernel.permissions.public import Role, RuleBroken
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.public import Unit
from lienthong.kernel.units.tests.by_two import dissolve
from lienthong.records.correspondence.actions import handling, receiving, registering
from lienthong.records.correspondence.actions.owing import balance_work_of, owe_again
from lienthong.records.correspondence.models import IncomingDocument
from lienthong.records.correspondence.queries.forwarding import owes_forwarding, own_letter
from lienthong.records.correspondence.queries.received import (
    ReceivedDocument,
    act_due,
    received_at_place,
    received_for,
)
from lienthong.records.documents.actions.issuing import cancel_document
from lienthong.records.documents.public import Document, State

# Who looks after what arrives, and where.
CLERKS = {"clerk": "commune", "other_clerk": "other"}
SECRETARIES = {
    "base_secretary": "base",
    "part_secretary": "part",
    "branch_secretary": "branch",
    "sibling_secretary": "sibling",
    "province_head": "province_body",
}
EVERYBODY = CLERKS | SECRETARIES
WHICH = st.integers(0, 3)
ACTIONS = st.one_of(
    st.tuples(st.just("issue"), st.sampled_from([Scope.NONE, Scope.COMMITTEES, Scope.BRANCHES])),
    st.tuples(
        st.sampled_from(["register", "refuse", "begin"]), st.sampled_from(sorted(CLERKS)), WHICH
    ),
    st.tuples(st.just("letter"), WHICH),
    st.tuples(st.just("give up"), WHICH),
    st.tuples(
        st.sampled_from(["receive", "brief members", "forward"]),
        st.sampled_from(sorted(SECRETARIES)),
        WHICH,
    ),
    st.tuples(st.just("move"), st.sampled_from(["base", "branch"])),
    st.tuples(st.just("dissolve"), st.sampled_from(["sibling", "part"])),
)


class Story:
    def __init__(self, house) -> None:
        self.house = house
        self.issued: list[Document] = [house.resolution()]

    def tried(self, action: str, *what) -> None:
        """One action; what the rules forbid leaves everything as it was."""
        try:
            with transaction.atomic():
                getattr(self, action.replace(" ", "_"))(*what)
        except (RuleBroken, PermissionDenied):
            pass

    def of(self, which: int) -> Document:
        return self.issued[which % len(self.issued)]

    def issue(self, scope: str) -> None:
        self.issued.append(self.house.resolution(scope=scope))

    def letter(self, which: int) -> None:
        """The commune's letter, issued; what it means for the original is noted by its own job.

        A committee has one letter for a document: with the second it is led to the first.
        """
        document = self.of(which)
        carried = document.carries or document.audience
        if own_letter(self.house.commune, carried.pk) is not None:
            return
        letter = self.house.letter(carried)
        self.issued.append(letter)
        receiving.note_forwarding(letter.pk)

    def register(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, CLERKS[who]), self.house.actor(who)
        entry = registering.register_incoming(self.of(which).audience_id, unit.pk, actor=actor)
        if which % 2:  # of the others nobody has decided anything: they are not forwarded yet
            leader = self.house.actor(who.replace("clerk", "secretary"))
            handling.file_away(entry.pk, note="", actor=leader)

    def refuse(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, CLERKS[who]), self.house.actor(who)
        registering.refuse_incoming(
            self.of(which).audience_id, unit.pk, reason="Gửi nhầm.", actor=actor
        )

    def begin(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, CLERKS[who]), self.house.actor(who)
        entry = IncomingDocument.objects.filter(unit=unit, document=self.of(which)).first()
        if entry is not None:
            receiving.forward_with_letter(entry.pk, actor=actor)

    def give_up(self, which: int) -> None:
        drafts = Document.objects.filter(state=State.DRAFT, carries=self.of(which).audience_id)
        for letter in drafts:
            clerk = next(
                who for who, unit in CLERKS.items() if getattr(self.house, unit) == letter.issuer
            )
            cancel_document(letter.pk, "Thôi gửi.", actor=self.house.actor(clerk))
            owe_again(letter.pk)

    def here(self, which: int, unit: Unit) -> ReceivedDocument:
        now = Unit.objects.get(pk=unit.pk)
        found = received_at_place(now, self.of(which).audience_id)
        if found is None:
            raise RuleBroken("This document did not reach this organisation.")
        return found

    def receive(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, SECRETARIES[who]), self.house.actor(who)
        receiving.confirm_receipt(self.here(which, unit), actor=actor)

    def brief_members(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, SECRETARIES[who]), self.house.actor(who)
        receiving.brief_members(self.here(which, unit), absent_ids=[], actor=actor)

    def forward(self, who: str, which: int) -> None:
        unit, actor = getattr(self.house, SECRETARIES[who]), self.house.actor(who)
        receiving.forward(self.here(which, unit), note="", actor=actor)

    def move(self, name: str) -> None:
        unit = getattr(self.house, name)
        actor = self.house.actor("admin")
        move_unit(
            unit.pk, to_parent_id=self.house.other.pk, on=timezone.localdate(), agreed=by_two(actor)
        )
        balance_work_of(unit.pk)

    def dissolve(self, name: str) -> None:
        unit = getattr(self.house, name)
        actor = self.house.actor("admin")
        dissolve(unit.pk, successor_id=None, on=timezone.localdate(), actor=actor)
        balance_work_of(unit.pk)

    # What is to be done, read from the pages and from the rows

    def on_the_pages(self, who: str) -> set[tuple[str, int]]:
        actor, found = self.house.actor(who), set()
        if not Unit.objects.existing_on(timezone.localdate()).filter(pk=actor.unit_id).exists():
            return found  # nobody holds a post there any more
        for audience in Audience.objects.values_list("pk", flat=True):
            received = received_for(actor, audience)
            if received is None:
                continue
            act = act_due(received, actor)
            if act in ("register", "receive", "brief_members", "forward"):
                found.add((act, received.audience_id))
            if owes_forwarding(received) and received.own_letter is None:
                assert received.incoming is not None
                found.add(("forward_with_letter", received.incoming.pk))
        return found

    def on_the_desk(self, who: str) -> set[tuple[str, int]]:
        unit = getattr(self.house, EVERYBODY[who])
        rows = WorkItem.objects.filter(unit=unit, case=None).values_list("step", "subject_id")
        return {(step.removeprefix("correspondence."), key) for step, key in rows}

    def agrees(self) -> None:
        for who in EVERYBODY:
            assert self.on_the_desk(who) == self.on_the_pages(who), who


@pytest.fixture
def administered(house):
    house.posts["admin"] = a_post(house.province, Role.ORG_ADMIN)
    return house


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=st.lists(ACTIONS, max_size=12))
@example(
    actions=[
        ("register", "clerk", 0),
        ("dissolve", "sibling"),
        ("letter", 0),
        ("receive", "sibling_secretary", 0),
    ]
)
def test_desks_and_pages_agree_after_any_sequence(administered, actions) -> None:
    with transaction.atomic():
        story = Story(administered)
        story.agrees()
        for action in actions:
            story.tried(*action)
        story.agrees()
        transaction.set_rollback(True)
