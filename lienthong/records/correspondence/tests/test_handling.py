"""Proposing, directing, answering, returning and closing."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.records.correspondence.actions import handling
from lienthong.records.correspondence.actions.handling import Instruction
from lienthong.records.correspondence.actions.registering import open_received, register_incoming
from lienthong.records.correspondence.models import Direction, IncomingDocument
from lienthong.records.correspondence.queries.received import act_due, received_for

from .factories import yesterday

State = IncomingDocument.State


@pytest.fixture
def incoming(house, resolution):
    return register_incoming(resolution.audience_id, house.commune.pk, actor=house.actor("clerk"))


def state_of(incoming):
    return IncomingDocument.objects.get(pk=incoming.pk).state


def instruction(house, **changes):
    given = {
        "lead_id": house.building.pk,
        "coordinator_ids": (house.inspection.pk,),
        "know_ids": (house.office.pk,),
        "instruction": "Tham mưu kế hoạch thực hiện.",
        "due_on": timezone.localdate() + dt.timedelta(days=10),
    }
    return Instruction(**{**given, **changes})


def proposed(house, incoming):
    return handling.propose(incoming.pk, opinion="Kính trình đồng chí.", actor=house.actor("chief"))


def directed(house, incoming, **changes):
    return handling.direct(
        incoming.pk, given=instruction(house, **changes), actor=house.actor("secretary")
    )


def answered(house, incoming, who="head", **changes):
    given = {"note": "Đã xong.", **changes}
    return handling.answer(incoming.pk, actor=house.actor(who), **given)


def acts(house, incoming, *names):
    readers = {name: house.actor(name) for name in names}
    return {
        name: act_due(received_for(actor, incoming.audience_id), actor)
        for name, actor in readers.items()
    }


def test_the_whole_way_from_the_proposal_to_the_closing(house, incoming):
    assert acts(house, incoming, "chief", "deputy") == {"chief": "propose", "deputy": ""}

    proposed(house, incoming)
    assert acts(house, incoming, "secretary", "deputy", "chief") == {
        "secretary": "direct",
        "deputy": "direct",
        "chief": "",
    }

    directed(house, incoming)
    assert state_of(incoming) == State.DIRECTED
    assert acts(house, incoming, "head", "specialist", "inspector") == {
        "head": "answer",
        "specialist": "answer",
        "inspector": "answer",
    }

    answered(house, incoming)
    assert acts(house, incoming, "chief", "head") == {"chief": "", "head": ""}
    answered(house, incoming, "inspector")
    assert acts(house, incoming, "chief", "secretary") == {"chief": "close", "secretary": "close"}

    handling.close(incoming.pk, note="Đạt yêu cầu.", actor=house.actor("chief"))
    assert state_of(incoming) == State.CLOSED
    verbs = history_of(incoming).values_list("verb", flat=True)
    assert list(verbs) == [
        "correspondence.registered",
        "correspondence.proposed",
        "correspondence.directed",
        "correspondence.answered",
        "correspondence.answered",
        "correspondence.closed",
    ]


def test_the_secretary_may_direct_without_a_proposal(house, incoming):
    directed(house, incoming)

    assert state_of(incoming) == State.DIRECTED
    assert not desk_of(house.actor("chief")).filter(step="propose").exists()


def test_a_deputy_waits_for_the_proposal(house, incoming):
    with pytest.raises(RuleBroken, match="already been closed"):
        handling.direct(incoming.pk, given=instruction(house), actor=house.actor("deputy"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lead_id": None}, "Choose the body that leads"),
        ({"instruction": "  "}, "Write what is to be done"),
        ({"due_on": yesterday()}, "lies in the past"),
    ],
)
def test_a_direction_names_a_lead_says_something_and_looks_ahead(
    house, incoming, changes, sentence
):
    with pytest.raises(RuleBroken, match=sentence):
        directed(house, incoming, **changes)
    assert not Direction.objects.exists()


def test_a_body_has_one_part_only(house, incoming):
    with pytest.raises(RuleBroken, match="one part only"):
        directed(house, incoming, coordinator_ids=(house.building.pk,))


def test_only_bodies_of_the_committee_are_assigned(house, incoming):
    with pytest.raises(RuleBroken, match="bodies that serve"):
        directed(house, incoming, lead_id=house.province_body.pk)


def test_directing_twice_has_one_effect(house, incoming):
    directed(house, incoming)

    with pytest.raises(RuleBroken, match="already been given"):
        directed(house, incoming)
    assert Direction.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["clerk", "member", "head", "other_secretary", "province_secretary", "branch_secretary"]
)
def test_only_the_office_and_the_leaders_propose_direct_file_and_close(house, incoming, who):
    actor = house.actor(who)
    with pytest.raises(PermissionDenied):
        handling.propose(incoming.pk, opinion="Ý kiến", actor=actor)
    with pytest.raises(PermissionDenied):
        handling.direct(incoming.pk, given=instruction(house), actor=actor)
    with pytest.raises(PermissionDenied):
        handling.return_proposal(incoming.pk, reason="Thiếu", actor=actor)
    with pytest.raises(PermissionDenied):
        handling.file_away(incoming.pk, note="", actor=actor)
    with pytest.raises(PermissionDenied):
        handling.close(incoming.pk, actor=actor)
    with pytest.raises(PermissionDenied):
        handling.ask_for_more(incoming.pk, reason="Thiếu", actor=actor)


def test_the_chief_of_the_office_does_not_direct(house, incoming):
    proposed(house, incoming)

    with pytest.raises(PermissionDenied):
        handling.direct(incoming.pk, given=instruction(house), actor=house.actor("chief"))


@pytest.mark.parametrize("who", ["secretary", "clerk", "province_head", "branch_secretary"])
def test_only_the_assigned_bodies_answer_or_return(house, incoming, who):
    directed(house, incoming)

    with pytest.raises(PermissionDenied):
        answered(house, incoming, who)
    with pytest.raises(PermissionDenied):
        handling.return_assignment(incoming.pk, reason="Không", actor=house.actor(who))


def test_who_is_informed_is_asked_no_answer(house, incoming):
    directed(house, incoming)

    with pytest.raises(RuleBroken, match="for information"):
        answered(house, incoming, "chief")


def test_a_body_answers_once(house, incoming):
    directed(house, incoming)
    answered(house, incoming)

    with pytest.raises(RuleBroken, match="already answered"):
        answered(house, incoming)


def test_an_answer_says_something(house, incoming):
    directed(house, incoming)

    with pytest.raises(RuleBroken, match="Write the result"):
        answered(house, incoming, note=" ")


def test_the_lead_answers_with_a_document_where_the_leader_asks_for_one(house, incoming):
    directed(house, incoming, expected=Direction.Result.DOCUMENT)
    with pytest.raises(RuleBroken, match="asks for a document"):
        answered(house, incoming)

    document = house.answer_document()
    answer = answered(house, incoming, note="", document_id=document.pk)

    assert answer.answer_document == document


def test_an_answer_is_a_document_of_the_own_organisation(house, incoming, resolution):
    directed(house, incoming)

    with pytest.raises(RuleBroken, match="your organisation has issued"):
        answered(house, incoming, document_id=resolution.pk)


def test_the_lead_returns_the_document_and_the_leader_directs_anew(house, incoming):
    directed(house, incoming)
    answered(house, incoming, "inspector")

    handling.return_assignment(
        incoming.pk, reason="Không đúng chức năng.", actor=house.actor("head")
    )

    assert state_of(incoming) == State.PROPOSED
    assert acts(house, incoming, "secretary", "head") == {"secretary": "direct", "head": ""}
    directed(house, incoming, lead_id=house.inspection.pk, coordinator_ids=())
    assert acts(house, incoming, "inspector") == {"inspector": "answer"}
    # Who has no part in the direction that counts follows the handling no longer.
    assert received_for(house.actor("head"), incoming.audience_id) is None


def test_a_coordinating_body_does_not_return_the_document(house, incoming):
    directed(house, incoming)

    with pytest.raises(RuleBroken, match="Only the leading body"):
        handling.return_assignment(incoming.pk, reason="Không", actor=house.actor("inspector"))


def test_the_leader_returns_a_proposal_to_the_office(house, incoming):
    proposed(house, incoming)

    handling.return_proposal(incoming.pk, reason="Nêu rõ hơn.", actor=house.actor("secretary"))

    assert acts(house, incoming, "chief", "deputy") == {"chief": "propose", "deputy": ""}


def test_the_office_asks_the_lead_for_more(house, incoming):
    directed(house, incoming, coordinator_ids=())
    answered(house, incoming)

    handling.ask_for_more(incoming.pk, reason="Thiếu số liệu.", actor=house.actor("chief"))

    assert acts(house, incoming, "head", "chief") == {"head": "answer", "chief": ""}


@pytest.mark.parametrize("who", ["chief", "secretary"])
def test_a_document_that_asks_for_nothing_is_filed(house, incoming, who):
    handling.file_away(incoming.pk, note="Để biết.", actor=house.actor(who))

    assert state_of(incoming) == State.CLOSED
    assert desk_of(house.actor("secretary")).count() == 0


def test_reasons_are_asked_for(house, incoming):
    with pytest.raises(RuleBroken, match="Write the opinion"):
        handling.propose(incoming.pk, opinion=" ", actor=house.actor("chief"))
    proposed(house, incoming)
    with pytest.raises(RuleBroken, match="Say why you return"):
        handling.return_proposal(incoming.pk, reason=" ", actor=house.actor("secretary"))


def test_a_step_that_somebody_has_closed_is_not_closed_again(house, incoming):
    proposed(house, incoming)

    with pytest.raises(RuleBroken, match="already been closed"):
        proposed(house, incoming)


def test_the_document_is_being_handled_once_a_body_has_read_it(house, incoming):
    directed(house, incoming)
    actor = house.actor("specialist")

    open_received(received_for(actor, incoming.audience_id), actor=actor)

    assert state_of(incoming) == State.IN_PROGRESS


def test_a_body_reads_what_it_was_given_and_others_do_not(house, incoming):
    assert received_for(house.actor("head"), incoming.audience_id) is None
    directed(house, incoming, coordinator_ids=())

    assert received_for(house.actor("head"), incoming.audience_id).assignment.part == "lead"
    assert received_for(house.actor("inspector"), incoming.audience_id) is None
