"""The resolution becomes a plan: tasks given down to a branch, reported with evidence, compiled, signed and sent."""

import calendar
import datetime as dt

from django.utils import timezone

from lienthong.records.documents.public import Document
from lienthong.work.commitments.public import (
    GivenTask,
    Period,
    Plan,
    Task,
    Told,
    accept_proposal,
    accept_result,
    assign,
    compile_report,
    decide_line,
    enter_task,
    give_on,
    open_period,
    open_plan,
    receive,
    report_progress,
    send_line,
    send_result,
)

from .journey import Journey, issue_letter

PROCEDURE = "Rà soát, công khai quy trình tiếp nhận, cho ý kiến, ban hành và phổ biến văn bản"
TRAINING = "Cử ít nhất hai cán bộ thành thạo, hướng dẫn bí thư chi bộ tại chỗ"
COURSE = "Đưa nội dung làm việc số vào chương trình bồi dưỡng cấp ủy viên cơ sở"
REVIEW = "Tổng hợp kết quả sáu tháng, báo cáo Ban Thường vụ Tỉnh ủy"


def carry_out(journey: Journey) -> None:
    """Every person of the cast finds a part of the plan on the desk."""
    journey.tell(
        "Lập kế hoạch thực hiện nghị quyết, giao nhiệm vụ đến chi bộ, báo cáo có minh chứng"
    )
    people = journey.actors
    plan = _plan(journey, journey.document)
    given = [_given(journey, plan, *about) for about in _tasks(journey)]
    for task in given[:3]:
        assign(task.pk, actor=people["long"])
    _in_the_commune(journey, given[0])
    _done_by_a_body(journey, given[1])
    _reported_upwards(journey)


def _plan(journey: Journey, document: Document | None) -> Plan:
    """Huong opens it; what she accepts of the proposals waits for long."""
    name = document.subject_line if document else "nếp làm việc số trong các cấp ủy"
    plan = open_plan(
        journey.stage.province.pk,
        title=f"Kế hoạch thực hiện nghị quyết {name}",
        year=timezone.localdate().year,
        document_id=document.pk if document else None,
        actor=journey.actors["huong"],
    )
    first = plan.proposals.filter(kind="target").order_by("position").first()
    if first is not None:
        accept_proposal(first.pk, actor=journey.actors["huong"])
    return plan


def _tasks(journey: Journey) -> list[tuple[str, int | None, int]]:
    """What is done, who leads (all beneath, where nobody is named), in how many days."""
    posts = journey.posts
    return [
        (PROCEDURE, None, 20),
        (COURSE, posts["anh"].unit_id, 6),
        (REVIEW, posts["huong"].unit_id, 40),
        (TRAINING, journey.stage.commune.pk, 15),
    ]


def _given(journey: Journey, plan: Plan, content: str, lead: int | None, days: int) -> Task:
    given = GivenTask(
        content=content,
        lead_id=lead,
        to_all_below=lead is None,
        coordinator_ids=(journey.posts["nhung"].unit_id,),
        products=("Báo cáo",),
        authority="Thường trực Tỉnh ủy",
        due_kind=Task.DueKind.DATE,
        due_on=timezone.localdate() + dt.timedelta(days=days),
        rhythm="month",
        basis_words="" if plan.document_id else "Nghị quyết của Ban Chấp hành Đảng bộ tỉnh",
    )
    actor = journey.actors["huong"]
    return enter_task(journey.stage.province.pk, given, plan_id=plan.pk, actor=actor)


def _in_the_commune(journey: Journey, group: Task) -> None:
    """Son receives and gives it on; hoa reports from the branch."""
    son, stage = journey.actors["son"], journey.stage
    task = group.children.get(lead=stage.commune)
    receive(task.pk, responsible_id=journey.posts["lan"].pk, actor=son)
    give_on(task.pk, unit_ids=[stage.branch.pk, journey.posts["thu"].unit_id], actor=son)
    hoa = journey.actors["hoa"]
    below = Task.objects.get(parent=task, lead=stage.branch)
    receive(below.pk, actor=hoa)
    told = Told(
        result="Đã công khai quy trình tại nhà văn hóa thôn, hướng dẫn 21 đảng viên.",
        evidence_words="Biên bản sinh hoạt chi bộ, ảnh niêm yết",
    )
    send_result(below.pk, told, actor=hoa)
    note = Told(result="Hai trên ba tổ chức trực thuộc đã công khai quy trình.", percent=60)
    report_progress(task.pk, note, actor=son)


def _done_by_a_body(journey: Journey, task: Task) -> None:
    """Anh hands in the result with the resolution as evidence; long accepts it."""
    anh = journey.actors["anh"]
    receive(task.pk, responsible_id=journey.posts["anh"].pk, actor=anh)
    documents = (journey.document.pk,) if journey.document else ()
    told = Told(
        result="Chương trình bồi dưỡng đã có ba buổi về làm việc số.",
        document_ids=documents,
        evidence_words="" if documents else "Chương trình bồi dưỡng đã ban hành",
    )
    send_result(task.pk, told, actor=anh)
    accept_result(task.pk, actor=journey.actors["long"])


def _reported_upwards(journey: Journey) -> None:
    """The month ends: the branch reports, the commune compiles, signs and sends; huong finds the lines of the province."""
    journey.tell("Mở kỳ báo cáo tháng; xã tổng hợp từ chi bộ, ký và gửi báo cáo lên tỉnh")
    people, stage = journey.actors, journey.stage
    of_the_commune = _month(journey, stage.commune.pk, "lan")
    hoa_line = of_the_commune.lines.get(task__lead=stage.branch)
    told = Told(
        result="Đã công khai quy trình tại nhà văn hóa thôn, hướng dẫn 21 đảng viên.",
        percent=100,
        difficulties="Một số đảng viên cao tuổi chưa quen dùng thiết bị.",
        requests="Đề nghị tổ chức thêm một buổi hướng dẫn tại thôn.",
        coming="Hướng dẫn lại cho đảng viên vắng mặt.",
    )
    send_line(hoa_line.pk, told, actor=people["hoa"])
    decide_line(hoa_line.pk, accepted=True, actor=people["son"])
    report = compile_report(of_the_commune.pk, actor=people["lan"])
    issue_letter(journey, report)

    of_the_province = _month(journey, stage.province.pk, "huong")
    line = of_the_province.lines.get(task__lead=stage.commune, task__plan__isnull=False)
    summed = Told(
        result="Hai trên ba tổ chức trực thuộc đã công khai quy trình.",
        percent=60,
        document_ids=(report.pk,),
    )
    send_line(line.pk, summed, actor=people["son"])


def _month(journey: Journey, unit_id: int, who: str) -> Period:
    today = timezone.localdate()
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    name = f"Tháng {today:%m/%Y}"
    actor = journey.actors[who]
    return open_period(
        unit_id, rhythm="month", name=name, ends_on=last, closes_on=last, actor=actor
    )
