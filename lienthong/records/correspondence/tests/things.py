"""Arrived documents in each state of handling, the words of each place known to it alone."""

from dataclasses import dataclass, field

from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.permissions.public import Actor
from lienthong.records.documents.tests.things import Item

from ..actions.handling import Instruction, answer, direct, propose
from ..actions.registering import refuse_incoming, register_incoming

HANDLING, REFUSAL = "correspondence.handling", "correspondence.refusal"


@dataclass
class Entry:
    """A committee has entered a document in its register, and perhaps given it to bodies."""

    state: str
    assigned: dict[str, str] = field(default_factory=dict)  # key of the body -> its part


@dataclass(eq=False, kw_only=True)
class Received(Thing):
    """An issued document, and what the places it reached have done with it."""

    item: Item
    entries: dict[str, Entry] = field(default_factory=dict)
    words: str = ""  # of those who handle it


def make(stage: Stage) -> None:
    for item in stage.world.things["document"]:
        if item.is_issued:
            received = Received(item.key, dict(item.ids), item=item)
            received.words = stage.secret(HANDLING, received)
            stage.add("received", received)
            if item.key in HANDLED:
                HANDLED[item.key](stage, received)
    for letter in stage.world.things["received"]:
        for carried in stage.world.things["received"]:
            if letter.item.carries == carried.key:  # they lie before a reader as one
                letter.beside.append(carried)
                carried.beside.append(letter)


def make_more(stage: Stage) -> list[Received]:
    """What a stranger has issued meanwhile, registered by one of its communes."""
    known = {received.item for received in stage.world.things["received"]}
    found = [
        Received(item.key, dict(item.ids), item=item)
        for item in stage.world.things["document"]
        if item.is_issued and item not in known
    ]
    for received in found:
        _register(stage, received, "stranger commune")
    return found


def _resolution(stage: Stage, received: Received) -> None:
    _handle(stage, received, "commune", "commune body", "commune other body")
    unit, clerk = _clerk(stage, "next commune")
    reason = f"Trả lại {stage.secret(REFUSAL, received)}"
    refuse_incoming(received.ids["audience_id"], unit, reason=reason, actor=clerk)
    received.entries["next commune"] = Entry("refused")


def _letter_of_the_centre(stage: Stage, received: Received) -> None:
    incoming = _handle(stage, received, "province", "body", "other body")
    answer(incoming, note=f"Kết quả {received.words}", actor=stage.actor("unit_head", "body"))


def _plan_for_committees(stage: Stage, received: Received) -> None:
    _register(stage, received, "commune")
    received.entries["commune"] = Entry("registered")


HANDLED = {
    "resolution": _resolution,
    "letter of the Centre": _letter_of_the_centre,
    "plan for committees": _plan_for_committees,
}


def _clerk(stage: Stage, place: str) -> tuple[int, Actor]:
    return stage.world.places[place].unit_id, stage.actor("clerk", place)


def _register(stage: Stage, received: Received, place: str) -> int:
    unit, clerk = _clerk(stage, place)
    return register_incoming(int(received.ids["audience_id"]), unit, actor=clerk).pk


def _handle(stage: Stage, received: Received, place: str, lead: str, beside: str) -> int:
    incoming = _register(stage, received, place)
    secretary = stage.actor("secretary", place)
    propose(incoming, opinion=f"Đề xuất {received.words}", actor=secretary)
    units = stage.world.places
    given = Instruction(
        units[lead].unit_id, f"Giao {received.words}", coordinator_ids=(units[beside].unit_id,)
    )
    direct(incoming, given=given, actor=secretary)
    received.entries[place] = Entry("directed", {lead: "lead", beside: "coordinate"})
    return incoming
