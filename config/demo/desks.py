"""Work left on the desks, so that whoever signs in finds something to do next."""

import datetime as dt
from pathlib import Path

from django.utils import timezone

from lienthong.kernel.audiences.public import Scope
from lienthong.kernel.jobs.public import run_jobs
from lienthong.records.correspondence.public import Instruction, direct, propose, register_incoming
from lienthong.records.documents.actions.adoption import BroughtFile
from lienthong.records.documents.actions.appraisal import appraise_and_initial, finalise
from lienthong.records.documents.actions.drafting import Details, edit_details, edit_reach
from lienthong.records.documents.actions.importing import start_from_file
from lienthong.records.documents.actions.issuing import issue
from lienthong.records.documents.actions.opinions import ask_opinions, opinions_due_on
from lienthong.records.documents.actions.recipients import set_recipients
from lienthong.records.documents.actions.signature import sign, submit
from lienthong.records.documents.public import Document

from .journey import RECIPIENTS, Journey

TEXTS = Path(__file__).parent / "texts"


def leave_work(journey: Journey) -> None:
    """A draft out for opinion, one to sign, one to issue, one to register, one to direct and to handle."""
    journey.tell("Đặt việc đang chờ lên bàn làm việc của từng người")
    _conclusion_out_for_opinion(journey)
    _guidance_to_sign(journey)
    _notice_to_register(journey)
    _plan_to_handle(journey)
    run_jobs()


def _draft(journey: Journey, name: str, *, due_in: int) -> Document:
    minh = journey.actors["minh"]
    source = TEXTS / name
    brought = BroughtFile(source.name, source.read_bytes())
    document = start_from_file(journey.stage.province, brought, actor=minh)
    collective = document.type.needs_adoption
    details = Details(
        issuer=document.issuer,
        type=document.type,
        subject=document.subject,
        authority="T/M",
        signing_body="BAN CHẤP HÀNH" if collective else "BAN THƯỜNG VỤ",
        signer=journey.posts["long"],
    )
    edit_details(document.pk, details, actor=minh)
    set_recipients(document.pk, RECIPIENTS, actor=minh)
    day = timezone.localdate() + dt.timedelta(days=due_in)
    edit_reach(document.pk, Scope.BRANCHES, day, actor=minh)
    return document


def _conclusion_out_for_opinion(journey: Journey) -> None:
    document = _draft(journey, "conclusion.txt", due_in=30)
    bodies = [journey.posts[name].unit_id for name in ("nhung", "anh")]
    due = opinions_due_on(timezone.localdate())
    ask_opinions(document.pk, bodies, due, actor=journey.actors["minh"])


def _submitted(journey: Journey, name: str, *, due_in: int) -> Document:
    document = _draft(journey, name, due_in=due_in)
    finalise(document.pk, actor=journey.actors["minh"])
    appraise_and_initial(document.pk, note="", actor=journey.actors["huong"])
    submit(document.pk, actor=journey.actors["minh"])
    return document


def _guidance_to_sign(journey: Journey) -> None:
    _submitted(journey, "guidance.txt", due_in=20)


def _issued(journey: Journey, name: str, *, due_in: int) -> Document:
    document = _submitted(journey, name, due_in=due_in)
    sign(document.pk, **journey.proof("long"), actor=journey.actors["long"])
    issue(document.pk, **journey.proof("mai"), actor=journey.actors["mai"])
    run_jobs()
    document.refresh_from_db()
    return document


def _notice_to_register(journey: Journey) -> None:
    _issued(journey, "notice.txt", due_in=3)


def _plan_to_handle(journey: Journey) -> None:
    document = _issued(journey, "plan.txt", due_in=7)
    assert document.audience is not None, "an issued paper has its audience"
    actors = journey.actors
    incoming = register_incoming(
        document.audience.pk, journey.stage.commune.pk, actor=actors["lan"]
    )
    propose(incoming.pk, opinion="Đề xuất Ban Xây dựng Đảng chủ trì.", actor=actors["hai"])
    instruction = Instruction(
        lead_id=journey.posts["thu"].unit_id,
        coordinator_ids=(journey.posts["dung"].unit_id,),
        instruction="Ban Xây dựng Đảng dự thảo lịch chuyên đề của các chi bộ, trình Thường trực.",
        due_on=timezone.localdate() + dt.timedelta(days=2),
    )
    direct(incoming.pk, given=instruction, actor=actors["son"])
