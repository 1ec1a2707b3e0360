"""Work left on the desks, so that whoever signs in finds something to do next.

A signing key gives three codes at once, then one in half a minute: nobody signs more than that here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.public import (
    Instruction,
    direct,
    forward_with_letter,
    propose,
    register_incoming,
)
from lienthong.records.documents.actions.adoption import BroughtFile
from lienthong.records.documents.actions.appraisal import appraise_and_initial, finalise
from lienthong.records.documents.actions.drafting import edit_details, edit_reach
from lienthong.records.documents.actions.importing import start_from_file
from lienthong.records.documents.actions.opinions import ask_opinions, opinions_due_on
from lienthong.records.documents.actions.recipients import set_recipients
from lienthong.records.documents.actions.signature import submit
from lienthong.records.documents.demo import issue_at_window, sign_at_window
from lienthong.records.documents.models import Recipient
from lienthong.records.documents.public import Document
from lienthong.records.documents.queries.proposals import Details
from lienthong.records.signing.actions.keys import ask_to_make_key
from lienthong.records.signing.demo import begin_key, new_pin

from .journey import RECIPIENTS, Journey

TEXTS = Path(__file__).parent / "texts"
STANDING_BOARD = "BAN THƯỜNG VỤ"
EXECUTIVE_COMMITTEE = "BAN CHẤP HÀNH"
RECIPIENTS_OF_THE_COMMUNE = [
    Recipient(kind=Recipient.Kind.SUPERIOR, label="Tỉnh ủy Đồng Xuân", purpose="report"),
    Recipient(
        kind=Recipient.Kind.SUBORDINATES,
        label="Các tổ chức đảng trực thuộc Đảng ủy",
        purpose="carry_out",
    ),
    Recipient(kind=Recipient.Kind.FILE, label="Lưu Văn phòng Đảng ủy"),
]


@dataclass(frozen=True)
class Office:
    """The committee whose documents these are, and who of the cast works on them."""

    committee: Unit
    drafter: str
    chief: str
    signer: str
    clerk: str
    recipients: Sequence[Recipient]


def leave_work(journey: Journey) -> None:
    """Leave every person of the journey something to do, in either committee."""
    journey.tell("Đặt việc đang chờ lên bàn làm việc của từng người")
    stage = journey.stage
    province = Office(stage.province, "minh", "huong", "long", "mai", RECIPIENTS)
    commune = Office(stage.commune, "thu", "hai", "son", "lan", RECIPIENTS_OF_THE_COMMUNE)
    _conclusion_out_for_opinion(journey, province)
    _directive_to_appraise(journey, province)
    _submitted(journey, province, "guidance.txt", due_in=20)  # long signs it
    _issued(journey, province, "notice.txt", due_in=3)  # lan registers it
    _plan_to_handle(journey, _issued(journey, province, "plan.txt", due_in=7))
    _issued(journey, commune, "commune_notice.txt", due_in=5)  # mai registers it, hoa receives it
    _submitted(journey, commune, "commune_plan.txt", due_in=30)  # son signs it
    _of_the_commission(journey, "own_guidance.txt", is_issued=True)
    _of_the_commission(journey, "own_letter.txt", is_issued=False)  # yen issues it
    _keys_to_give(journey)
    run_jobs()


def _keys_to_give(journey: Journey) -> None:
    """Huong makes her signing key; quantri proposes that of hai, who gives both his check number, and quantri2 confirms it."""
    ask_to_make_key(journey.posts["huong"])
    begin_key(journey.posts["hai"], new_pin())


def _draft(
    journey: Journey, office: Office, name: str, *, due_in: int, body: str = STANDING_BOARD
) -> Document:
    actor = journey.actors[office.drafter]
    source = TEXTS / name
    brought = BroughtFile(source.name, source.read_bytes())
    document = start_from_file(office.committee, brought, actor=actor)
    details = Details(
        issuer=document.issuer,
        type=document.type,
        subject=document.subject,
        address_word=document.address_word,
        authority="T/M",
        signing_body=body,
        signer=journey.posts[office.signer],
    )
    edit_details(document.pk, details, actor=actor)
    set_recipients(document.pk, office.recipients, actor=actor)
    day = timezone.localdate() + dt.timedelta(days=due_in)
    edit_reach(document.pk, Scope.BRANCHES, day, actor=actor)
    return document


def _conclusion_out_for_opinion(journey: Journey, office: Office) -> None:
    """Minh waits for two bodies; nhung and anh are asked."""
    document = _draft(journey, office, "conclusion.txt", due_in=30, body=EXECUTIVE_COMMITTEE)
    bodies = [journey.posts[name].unit_id for name in ("nhung", "anh")]
    due = opinions_due_on(timezone.localdate())
    ask_opinions(document.pk, bodies, due, actor=journey.actors[office.drafter])


def _directive_to_appraise(journey: Journey, office: Office) -> None:
    """Huong appraises it, then records its adoption."""
    document = _draft(journey, office, "directive.txt", due_in=40)
    finalise(document.pk, actor=journey.actors[office.drafter])


def _submitted(journey: Journey, office: Office, name: str, *, due_in: int) -> Document:
    document = _draft(journey, office, name, due_in=due_in)
    drafter = journey.actors[office.drafter]
    finalise(document.pk, actor=drafter)
    appraise_and_initial(document.pk, note="", actor=journey.actors[office.chief])
    submit(document.pk, actor=drafter)
    return document


def _issued(journey: Journey, office: Office, name: str, *, due_in: int) -> Document:
    document = _submitted(journey, office, name, due_in=due_in)
    signer, clerk = office.signer, office.clerk
    sign_at_window(document.pk, journey.actors[signer])
    issue_at_window(document.pk, journey.actors[clerk])
    run_jobs()
    document.refresh_from_db()
    return document


def _of_the_commission(journey: Journey, name: str, *, is_issued: bool) -> None:
    """A document in the Organisation Commission's own name: its head signs, its clerk numbers and seals."""
    head, clerk = journey.actors["nhung"], journey.actors["yen"]
    brought = BroughtFile(name, (TEXTS / name).read_bytes())
    document = start_from_file(journey.posts["nhung"].unit, brought, actor=head)
    finalise(document.pk, actor=head)
    submit(document.pk, actor=head)
    sign_at_window(document.pk, head)
    if is_issued:
        issue_at_window(document.pk, clerk)
        run_jobs()


def _plan_to_handle(journey: Journey, document: Document) -> None:
    """Thu leads, dung coordinates; hai appraises the letter that forwards it to the branches."""
    assert document.audience is not None, "an issued document has its audience"
    actors = journey.actors
    incoming = register_incoming(
        document.audience.pk, journey.stage.commune.pk, actor=actors["lan"]
    )
    propose(incoming.pk, opinion="Đề xuất Ban Xây dựng Đảng chủ trì.", actor=actors["hai"])
    instruction = Instruction(
        lead_id=journey.posts["thu"].unit_id,
        coordinator_ids=(journey.posts["dung"].unit_id,),
        instruction="Ban Xây dựng Đảng dự thảo lịch sinh hoạt chuyên đề của các chi bộ, trình Thường trực Đảng ủy.",
        due_on=timezone.localdate() + dt.timedelta(days=2),
    )
    direct(incoming.pk, given=instruction, actor=actors["son"])
    letter = forward_with_letter(incoming.pk, actor=actors["lan"])
    finalise(letter.pk, actor=actors["lan"])
