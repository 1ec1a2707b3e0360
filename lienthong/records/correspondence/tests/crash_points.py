"""Where registering, directing, receiving and briefing may die, and what must be true afterwards."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from chaos.findings import DOUBLED, LOST, Finding, Findings, history, once
from chaos.points import Action, Dying
from chaos.stage import Scene, Send, Theatre
from lienthong.kernel.audiences.public import Receipt
from lienthong.kernel.audiences.tests.crash_points import marked_once
from lienthong.kernel.people.public import Post, Role, actor_in, members_of
from lienthong.kernel.people.tests.factories import a_post
from lienthong.kernel.procedures.public import open_work
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Attachment, Document
from lienthong.records.documents.tests.crash_points import ISSUE, Offices

from ..actions.handling import Instruction, direct, propose
from ..actions.mail import bring_mail
from ..actions.outside import BroughtScan, Described, register_outside
from ..actions.receiving import confirm_receipt, forward_with_letter
from ..actions.registering import register_incoming
from ..models import Direction, IncomingDocument, TimeRequest
from ..procedures import GIVE_TIME
from ..queries.received import received_at_place
from .scans import a_letter

# --- Bringing documents to the state before a point, through the actions themselves ---------------


class Arrivals:
    """What has arrived and is not yet registered, and what the branches have not yet received."""

    def __init__(self, theatre: Theatre) -> None:
        self.offices = theatre.of(Offices)
        self.people = theatre.people
        self.waiting = self._waiting()

    def _waiting(self) -> Iterator[tuple[int, Unit]]:
        """Documents not yet registered, each at each commune."""
        communes = Unit.objects.filter(parent=self.people.province, kind="commune_committee")
        while True:
            audience_id = audience_of(self.offices.issued())
            yield from ((audience_id, commune) for commune in communes.order_by("pk"))

    @cached_property
    def letters(self) -> Iterator[int]:
        return itertools.count(701)

    @cached_property
    def notice_to_branches(self) -> Document:
        return self.offices.notice_of_the_commune()

    @cached_property
    def branches(self) -> Iterator[Unit]:
        found = Unit.objects.filter(parent=self.people.stage.commune, kind="base_branch")
        return iter(found.order_by("pk"))

    def scene(self, action: str, audience_id: int, unit: Unit, post: Post) -> Scene:
        path = reverse(f"correspondence:{action}", args=[audience_id])
        send = Send(self.people.session(post), path)
        return Scene([send], audience=audience_id, unit=unit.pk)


def audience_of(document: Document) -> int:
    assert document.audience_id is not None, "an issued document has its audience"
    return document.audience_id


def bodies_of(commune: Unit) -> list[Unit]:
    return [Unit.objects.get(serves=commune, symbol=symbol) for symbol in ("BXDĐ", "UBKTĐU")]


def to_register(theatre: Theatre) -> Scene:
    arrivals = theatre.of(Arrivals)
    audience_id, commune = next(arrivals.waiting)
    clerk = arrivals.people.holder(commune, Role.CLERK)
    return arrivals.scene("register", audience_id, commune, clerk)


def to_direct(theatre: Theatre) -> Scene:
    arrivals = theatre.of(Arrivals)
    audience_id, commune = next(arrivals.waiting)
    secretary = arrivals.people.holder(commune, Role.SECRETARY)
    clerk = arrivals.people.holder(commune, Role.CLERK)
    incoming = register_incoming(audience_id, commune.pk, actor=actor_in(clerk))
    opinion = "Đề xuất Ban Xây dựng Đảng chủ trì."
    propose(incoming.pk, opinion=opinion, actor=actor_in(secretary))
    lead, helper = bodies_of(commune)
    scene = arrivals.scene("direct", audience_id, commune, secretary)
    scene.sends[0].fields = [
        ("lead", str(lead.pk)),
        ("coordinators", str(helper.pk)),
        ("instruction", "Chủ trì tham mưu kế hoạch thực hiện."),
        ("expected", "note"),
    ]
    return scene


def to_give_together(theatre: Theatre) -> Scene:
    """Two documents at one commune, chosen and given with one form."""
    arrivals, commune = theatre.of(Arrivals), theatre.people.stage.commune
    secretary = arrivals.people.holder(commune, Role.SECRETARY)
    clerk = actor_in(arrivals.people.holder(commune, Role.CLERK))
    arrived = [audience_of(arrivals.offices.issued()) for _ in range(2)]
    entries = [register_incoming(one, commune.pk, actor=clerk) for one in arrived]
    lead, _helper = bodies_of(commune)
    send = Send(arrivals.people.session(secretary), reverse("correspondence:together"))
    send.fields = [
        ("rows", ",".join(str(entry.pk) for entry in entries)),
        ("lead", str(lead.pk)),
        ("instruction", "Chủ trì thực hiện."),
        ("expected", "note"),
    ]
    return Scene([send], documents=[entry.pk for entry in entries], unit=commune.pk)


def to_ask_for_time(theatre: Theatre) -> Scene:
    """A body at work before its deadline."""
    arrivals = theatre.of(Arrivals)
    audience_id, commune = next(arrivals.waiting)
    secretary = arrivals.people.holder(commune, Role.SECRETARY)
    clerk = arrivals.people.holder(commune, Role.CLERK)
    lead, _helper = bodies_of(commune)
    head = Post.objects.filter(unit=lead, role__in=(Role.UNIT_HEAD, Role.SPECIALIST)).first()
    head = head or a_post(lead, Role.UNIT_HEAD, title="Trưởng Ban")
    incoming = register_incoming(audience_id, commune.pk, actor=actor_in(clerk))
    day = timezone.localdate() + dt.timedelta(days=5)
    given = Instruction(lead_id=lead.pk, due_on=day, instruction="Thực hiện.", expected="note")
    direct(incoming.pk, given=given, actor=actor_in(secretary))
    scene = arrivals.scene("ask_time", audience_id, commune, head)
    later = day + dt.timedelta(days=5)
    scene.sends[0].fields = [
        ("ask_time-until", f"{later:%d/%m/%Y}"),
        ("ask_time-reason", "Cần thêm số liệu."),
    ]
    return scene


def to_send_down(theatre: Theatre) -> Scene:
    """A letter from outside with its scan, decided on, to be sent to those below."""
    arrivals, commune = theatre.of(Arrivals), theatre.people.stage.commune
    clerk = arrivals.people.holder(commune, Role.CLERK)
    secretary = actor_in(arrivals.people.holder(commune, Role.SECRETARY))
    number = next(arrivals.letters)
    brought = BroughtScan(f"{number}.pdf", a_letter(number))
    scan = bring_mail([brought], actor=actor_in(clerk)).scan
    described = Described("Sở Nội vụ", "tổ chức hội nghị", f"{number}/SNV-VP")
    entry = register_outside(described, scan.pk, actor=actor_in(clerk))
    lead, _helper = bodies_of(commune)
    given = Instruction(lead_id=lead.pk, instruction="Thực hiện.", expected="note")
    direct(entry.pk, given=given, actor=secretary)
    path = reverse("correspondence:outside:forward_outside", args=[entry.pk])
    send = Send(arrivals.people.session(clerk), path)
    return Scene([send], documents=[entry.pk], unit=commune.pk)


def to_receive(theatre: Theatre) -> Scene:
    arrivals = theatre.of(Arrivals)
    audience_id, branch = audience_of(arrivals.notice_to_branches), next(arrivals.branches)
    secretary = arrivals.people.holder(branch, Role.BRANCH_SECRETARY)
    return arrivals.scene("receive", audience_id, branch, secretary)


def to_brief_members(theatre: Theatre) -> Scene:
    arrivals = theatre.of(Arrivals)
    audience_id, branch = audience_of(arrivals.notice_to_branches), next(arrivals.branches)
    secretary = arrivals.people.holder(branch, Role.BRANCH_SECRETARY)
    received = received_at_place(branch, audience_id)
    assert received is not None, "what was forwarded has reached the branch"
    confirm_receipt(received, actor=actor_in(secretary))
    absent = members_of(branch).values_list("pk", flat=True)[:2]
    scene = arrivals.scene("brief_members", audience_id, branch, secretary)
    scene.sends[0].fields = [("absent", str(person)) for person in absent]
    return scene


def to_forward(theatre: Theatre) -> Scene:
    """The commune's letter that forwards a registered document, signed, to be issued."""
    offices, commune = theatre.of(Offices), theatre.people.stage.commune
    lan = offices.posts["lan"]
    audience_id = audience_of(offices.issued())
    incoming = register_incoming(audience_id, commune.pk, actor=actor_in(lan))
    letter = offices.signed_in_the_commune(forward_with_letter(incoming.pk, actor=actor_in(lan)))
    scene = offices.scene("issue", letter, lan, signs=True)
    scene.audience, scene.unit = audience_id, commune.pk
    return scene


# --- What must be true ----------------------------------------------------------------------------


def is_registered(scene: Mapping[str, Any]) -> Findings:
    place = {"audience_id": scene["audience"], "unit_id": scene["unit"]}
    entries = IncomingDocument.objects.filter(**place).exclude(number=None)
    yield from once(entries.count(), f"the entry of {place}")
    yield from marked_once(scene, "registered")


def is_directed(scene: Mapping[str, Any]) -> Findings:
    yield from is_registered(scene)
    place = f"audience {scene['audience']} at unit {scene['unit']}"
    given = Direction.objects.filter(
        incoming__audience=scene["audience"], incoming__unit=scene["unit"], is_proposal=False
    )
    yield from once(given.count(), f"the direction on {place}")
    parts = sum(direction.assignments.count() for direction in given)
    if parts != 2:
        yield Finding(LOST if parts < 2 else DOUBLED, f"{parts} assignments on {place}")


def are_directed_together(scene: Mapping[str, Any]) -> Findings:
    for entry in scene["documents"]:
        given = Direction.objects.filter(incoming=entry, is_proposal=False)
        yield from once(given.count(), f"the direction on entry {entry}")


def is_asked_once(scene: Mapping[str, Any]) -> Findings:
    place = {"audience": scene["audience"], "unit": scene["unit"]}
    incoming = IncomingDocument.objects.get(**place)
    asked = TimeRequest.objects.filter(assignment__direction__incoming=incoming)
    yield from once(asked.count(), f"the request for time on {place}")
    work = open_work(scene["unit"], GIVE_TIME.key)
    owed = work.filter(subject_id__in=asked.values("pk"))
    yield from once(owed.count(), f"the leader's work on {place}")


def is_sent_down(scene: Mapping[str, Any]) -> Findings:
    """One letter, with the scan of its entry, and no draft beside it that nobody finds."""
    for entry in IncomingDocument.objects.filter(pk__in=scene["documents"]):
        letters = Document.objects.filter(subject__contains=entry.notation)
        yield from once(letters.count(), f"the letter of entry {entry.pk}")
        sent = Attachment.objects.filter(document=entry.forwarded_with, file=entry.scan.file)
        yield from once(sent.count(), f"the scan sent with entry {entry.pk}")


def is_received(scene: Mapping[str, Any]) -> Findings:
    return marked_once(scene, "received")


def are_briefed(scene: Mapping[str, Any]) -> Findings:
    return marked_once(scene, "briefed")


def is_forwarded(scene: Mapping[str, Any]) -> Findings:
    yield from ISSUE.effect(scene)
    yield from marked_once(scene, "forwarded")


def registers() -> Findings:
    """One entry per unit and document, each with its line in the history."""
    entered = IncomingDocument.objects.exclude(number=None)
    same = entered.values("unit", "document").annotate(entries=Count("pk"))
    for row in same.filter(entries__gt=1):
        yield Finding(
            DOUBLED, f"document {row['document']} is {row['entries']} times in a register"
        )
    verbs = history("correspondence.incomingdocument")
    for entry in entered:
        count = verbs[str(entry.pk), "correspondence.registered"]
        yield from once(count, f"entry {entry.pk}: “registered” in the history")
        count = verbs[str(entry.pk), "correspondence.directed"]
        if count != entry.directions.filter(is_proposal=False).count():
            yield Finding(DOUBLED, f"entry {entry.pk}: {count} directions in the history")


def receipts_of_entries() -> Findings:
    """A receipt says “registered” exactly where the register has the entry."""
    registered = set(
        Receipt.objects.exclude(registered_at=None).values_list("audience_id", "unit_id")
    )
    numbered = IncomingDocument.objects.exclude(number=None)
    # What came from outside was sent to nobody here: it has no receipt.
    entered = set(numbered.exclude(audience=None).values_list("audience_id", "unit_id"))
    for audience_id, unit_id in registered - entered:
        yield Finding(LOST, f"document {audience_id} is registered at {unit_id} without an entry")
    for audience_id, unit_id in entered - registered:
        yield Finding(LOST, f"the entry of document {audience_id} at {unit_id} has no receipt")


# --- The points -----------------------------------------------------------------------------------

REGISTER = Action("register", to_register, is_registered)
DIRECT = Action("direct", to_direct, is_directed)
TOGETHER = Action("together", to_give_together, are_directed_together)
ASK_TIME = Action("ask_time", to_ask_for_time, is_asked_once)
SEND_DOWN = Action("forward_outside", to_send_down, is_sent_down)
RECEIVE = Action("receive", to_receive, is_received)
BRIEF = Action("brief_members", to_brief_members, are_briefed)
FORWARD = Action("forward", to_forward, is_forwarded)

DYING = Dying(
    points=(
        *REGISTER.dies(
            "register.before_receipt",
            "register.after_receipt",
            "register.after_number",
            "register.after_entry",
            "register.before_commit",
        ),
        *DIRECT.dies("direct.after_direction", "direct.after_assignments", "direct.before_commit"),
        *TOGETHER.dies("together.after_one"),
        *ASK_TIME.dies("ask_time.after_request"),
        *SEND_DOWN.dies("send_down.after_letter"),
        TOGETHER.suffers("answer_is_lost", "together+answer"),
        *RECEIVE.dies("receive.before_receipt", "receive.before_commit"),
        *BRIEF.dies("brief_members.after_receipt"),
        *FORWARD.dies("forward.after_letter", under="worker"),
        REGISTER.loses_database("register.after_number"),
        DIRECT.loses_database("direct.before_commit"),
        REGISTER.suffers("answer_is_lost", "registered+answer"),
        REGISTER.suffers("web_is_killed", "registering+web"),
    ),
    checks=(registers, receipts_of_entries),
)
