"""Arrived documents in each state of handling, the words of each place known to it alone."""

from dataclasses import dataclass, field

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.permissions.public import Actor
from lienthong.records.documents.tests.things import Item

from ..actions.handling import Instruction, answer, direct, propose
from ..actions.outside import BroughtScan, Described, bring_scan, register_outside
from ..actions.registering import refuse_incoming, register_incoming
from ..actions.result_files import BroughtFile
from .scans import a_letter

HANDLING, REFUSAL = "correspondence.handling", "correspondence.refusal"
OUTSIDE = "correspondence.outside"


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
    make_outside(stage)
    for item in stage.world.things["document"]:
        if item.is_issued:
            received = Received(item.key, {"file_id": 0} | item.ids, item=item)
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
        Received(item.key, {"file_id": 0} | item.ids, item=item)
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
    head, files = stage.actor("unit_head", "body"), [BroughtFile("ket-qua.pdf", a_letter(3))]
    given = answer(incoming, note=f"Kết quả {received.words}", files=files, actor=head)
    received.ids["file_id"] = given.files.get().pk


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


# --- From outside ---------------------------------------------------------------------------------


@dataclass(eq=False, kw_only=True)
class Brought(Thing):
    """A scan that waits for the register of one place."""

    place: Place


@dataclass(eq=False, kw_only=True)
class Outside(Thing):
    """A document from outside in the register of one place, perhaps given to bodies."""

    place: Place
    state: str = "registered"
    assigned: dict[str, str] = field(default_factory=dict)


def make_outside(stage: Stage) -> None:
    places = stage.world.places
    clerk = stage.actor("clerk", "commune")
    waiting = bring_scan(BroughtScan("cho-vao-so.pdf", a_letter(1)), actor=clerk)
    stage.add("scan", Brought("scan", {"scan_id": waiting.pk}, place=places["commune"]))
    _from_outside(stage, "commune")
    given = _from_outside(stage, "province")
    bodies = {"body": "lead", "other body": "coordinate"}
    instruction = Instruction(
        places["body"].unit_id,
        f"Giao {stage.secret(OUTSIDE, given)}",
        coordinator_ids=(places["other body"].unit_id,),
    )
    direct(
        int(given.ids["entry_id"]), given=instruction, actor=stage.actor("secretary", "province")
    )
    given.state, given.assigned = "directed", bodies


def _from_outside(stage: Stage, place: str) -> Outside:
    clerk = stage.actor("clerk", place)
    scan = bring_scan(BroughtScan(f"{place}.pdf", a_letter(2)), actor=clerk)
    thing = Outside(f"paper of the {place}", {"file_id": 0}, place=stage.world.places[place])
    described = Described("Đảng ủy xã Hòa Bình", f"Báo cáo {stage.secret(OUTSIDE, thing)}")
    thing.ids["entry_id"] = register_outside(described, scan.pk, actor=clerk).pk
    stage.add("outside", thing)
    return thing
