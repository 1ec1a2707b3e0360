"""The main job, played once by the cast through the same actions as the pages use."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from lienthong.kernel.audiences.public import Audience, Scope
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Post, current_posts, members_of
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.public import (
    IncomingDocument,
    Instruction,
    ReceivedDocument,
    answer,
    brief_members,
    close,
    confirm_receipt,
    direct,
    forward_with_letter,
    open_received,
    propose,
    received_for,
    register_incoming,
)
from lienthong.records.documents.actions.adoption import BroughtFile, record_adoption
from lienthong.records.documents.actions.appraisal import appraise_and_initial, finalise
from lienthong.records.documents.actions.drafting import edit_details, edit_reach
from lienthong.records.documents.actions.importing import start_from_file
from lienthong.records.documents.actions.opinions import (
    ask_opinions,
    give_opinion,
    opinions_due_on,
)
from lienthong.records.documents.actions.recipients import set_recipients
from lienthong.records.documents.actions.signature import submit
from lienthong.records.documents.actions.taking_in import take_in
from lienthong.records.documents.demo import issue_at_window, sign_at_window
from lienthong.records.documents.models import Adoption, Opinion, Recipient
from lienthong.records.documents.public import Document, State
from lienthong.records.documents.queries.proposals import Details
from lienthong.records.texts.public import every_clause

from .cast import Stage

TEXT = Path(__file__).parent / "texts" / "resolution.txt"
# 36-HD/VPTW: the recipients a provincial resolution usually names, each with its purpose.
RECIPIENTS = [
    Recipient(kind=Recipient.Kind.SUPERIOR, label="Ban Bí thư Trung ương Đảng", purpose="report"),
    Recipient(kind=Recipient.Kind.SUBORDINATES, label="Các đảng ủy trực thuộc Tỉnh ủy", purpose="carry_out"),
    Recipient(kind=Recipient.Kind.BODIES, label="Các cơ quan tham mưu, giúp việc Tỉnh ủy", purpose="coordinate"),
    Recipient(kind=Recipient.Kind.MEMBERS, label="Các đồng chí Ủy viên Ban Chấp hành Đảng bộ tỉnh", purpose="know"),
    Recipient(kind=Recipient.Kind.FILE, label="Lưu Văn phòng Tỉnh ủy"),
]  # fmt: skip
MINUTES = """BIÊN BẢN
Hội nghị Ban Chấp hành Đảng bộ tỉnh Đồng Xuân
(tóm tắt phần biểu quyết, dùng cho bản trình diễn)

Hội nghị biểu quyết thông qua dự thảo bằng hình thức giơ tay.
"""


@dataclass
class Journey:
    """What the journey has made so far, and how long each step took."""

    stage: Stage
    posts: dict[str, Post]
    actors: dict[str, Actor]
    tell: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)
    document: Document | None = None
    letter: Document | None = None

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        self.tell(sentence)
        began = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - began, 3)

    @property
    def issued_document(self) -> Document:
        assert self.document is not None, "the journey begins with a draft"
        self.document.refresh_from_db()
        return self.document


def play(journey: Journey, source: Path) -> None:
    """Draft, opinion, appraisal, adoption, signature, issue, receipts, forwarding, branch."""
    _draft(journey, source)
    _opinions(journey)
    _appraise_and_adopt(journey)
    _sign_and_issue(journey)
    _handle_in_the_commune(journey)
    _forward(journey)
    _brief_in_the_branch(journey)
    journey.tell("Hoàn thành hành trình.")


def _draft(journey: Journey, source: Path) -> None:
    minh = journey.actors["minh"]
    with journey.step("draft", "Chuyên viên Trần Đức Minh soạn dự thảo từ tệp"):
        journey.document = start_from_file(
            journey.stage.province, BroughtFile(source.name, source.read_bytes()), actor=minh
        )
        issued_document = journey.issued_document
        details = Details(
            issuer=issued_document.issuer,
            type=issued_document.type,
            subject=issued_document.subject,
            address_word=issued_document.address_word,
            urgency=issued_document.urgency,
            authority="T/M",
            signing_body="BAN CHẤP HÀNH"
            if issued_document.type.needs_adoption
            else "BAN THƯỜNG VỤ",
            signer=journey.posts["long"],
        )
        edit_details(issued_document.pk, details, actor=minh)
        set_recipients(issued_document.pk, RECIPIENTS, actor=minh)
        edit_reach(
            issued_document.pk,
            Scope.BRANCHES,
            timezone.localdate() + dt.timedelta(days=14),
            actor=minh,
        )


def _opinions(journey: Journey) -> None:
    minh, issued_document = journey.actors["minh"], journey.issued_document
    with journey.step("opinions", "Ban Tổ chức, Ban Tuyên giáo và Dân vận cho ý kiến; tiếp thu"):
        bodies = [journey.posts[name].unit_id for name in ("nhung", "anh")]
        ask_opinions(issued_document.pk, bodies, opinions_due_on(timezone.localdate()), actor=minh)
        clauses = [
            node["wid"] for node in every_clause(issued_document.text.body) if node.get("text")
        ]
        give_opinion(
            issued_document.pk,
            [
                Opinion(
                    wid=clauses[len(clauses) // 2],
                    stance="amend",
                    text="Đề nghị nêu rõ cơ quan chịu trách nhiệm và thời hạn.",
                )
            ],
            actor=journey.actors["nhung"],
        )
        give_opinion(
            issued_document.pk,
            [Opinion(wid="", stance="agree", text="")],
            actor=journey.actors["anh"],
        )
        for opinion in Opinion.objects.filter(request__document=issued_document).exclude(
            stance="agree"
        ):
            take_in(
                opinion.pk,
                "explained",
                "Trách nhiệm, thời hạn cụ thể sẽ được nêu trong kế hoạch thực hiện.",
                actor=minh,
            )


def _appraise_and_adopt(journey: Journey) -> None:
    issued_document, huong = journey.issued_document, journey.actors["huong"]
    with journey.step("appraisal", "Chánh Văn phòng Nguyễn Thu Hương thẩm định thể thức, ký nháy"):
        finalise(issued_document.pk, actor=journey.actors["minh"])
        appraise_and_initial(issued_document.pk, note="Thể thức đúng quy định.", actor=huong)
    if not issued_document.type.needs_adoption:
        return
    with journey.step("adoption", "Ghi nhận Ban Chấp hành thông qua"):
        members = current_posts(journey.stage.province, "committee_member").count()
        vote = Adoption(
            body="Ban Chấp hành Đảng bộ tỉnh",
            held_on=timezone.localdate(),
            votes_for=members - 1,
            votes_against=0,
            votes_abstained=0,
            members_count=members,
        )
        minutes = BroughtFile("bien-ban.txt", MINUTES.encode())
        record_adoption(issued_document.pk, vote, minutes, actor=huong)


def _sign_and_issue(journey: Journey) -> None:
    issued_document = journey.issued_document
    with journey.step("typesetting", "Trình ký: dựng bản PDF chính thức, số và ngày để trống"):
        submit(issued_document.pk, actor=journey.actors["minh"])
    with journey.step("signature", "Bí thư Vũ Hoàng Long ký T/M sau xác thực lần hai"):
        sign_at_window(issued_document.pk, journey.actors["long"])
    with journey.step("issue", "Văn thư Lê Thị Mai cấp số, đóng dấu, phát hành"):
        issue_at_window(issued_document.pk, journey.actors["mai"])
        run_jobs()
    if journey.issued_document.state != State.ISSUED:
        raise RuntimeError(f"The document was not issued: {journey.issued_document.trouble}")


def _handle_in_the_commune(journey: Journey) -> None:
    issued_document, commune, actors = (
        journey.issued_document,
        journey.stage.commune,
        journey.actors,
    )
    assert issued_document.audience is not None, "an issued document has its audience"
    with journey.step("register", f"Văn thư {commune} vào sổ văn bản đến"):
        _open(issued_document.audience, actors["lan"])
        incoming = register_incoming(issued_document.audience.pk, commune.pk, actor=actors["lan"])
    with journey.step("direction", "Bí thư xã cho ý kiến chỉ đạo; các ban xử lý; kết thúc"):
        propose(
            incoming.pk,
            opinion="Kính chuyển đồng chí Bí thư; đề xuất Ban Xây dựng Đảng chủ trì.",
            actor=actors["hai"],
        )
        instruction = Instruction(
            lead_id=journey.posts["thu"].unit_id,
            coordinator_ids=(journey.posts["dung"].unit_id,),
            instruction="Ban Xây dựng Đảng chủ trì tham mưu kế hoạch thực hiện, trình trước ngày họp Ban Chấp hành.",
            due_on=timezone.localdate() + dt.timedelta(days=10),
        )
        direct(incoming.pk, given=instruction, actor=actors["son"])
        answer(
            incoming.pk, note="Đã tham gia ý kiến phần kiểm tra, giám sát.", actor=actors["dung"]
        )
        answer(incoming.pk, note="Đã trình dự thảo kế hoạch thực hiện.", actor=actors["thu"])
        close(incoming.pk, note="", actor=actors["hai"])


def _forward(journey: Journey) -> None:
    commune, actors = journey.stage.commune, journey.actors
    with journey.step("forward", f"{commune} triển khai xuống chi bộ: công văn đã ký, kèm bản gốc"):
        incoming = IncomingDocument.objects.get(unit=commune, document=journey.issued_document)
        letter = forward_with_letter(incoming.pk, actor=actors["lan"])
        journey.letter = issue_letter(journey, letter)


def issue_letter(journey: Journey, letter: Document) -> Document:
    """A letter or report of the commune: finished by lan, appraised by hai, signed by son, issued by lan."""
    actors = journey.actors
    finalise(letter.pk, actor=actors["lan"])
    letter.refresh_from_db()
    if letter.state == State.APPRAISAL:
        appraise_and_initial(letter.pk, note="", actor=actors["hai"])
    submit(letter.pk, actor=actors["lan"])
    sign_at_window(letter.pk, actors["son"])
    issue_at_window(letter.pk, actors["lan"])
    run_jobs()
    letter.refresh_from_db()
    if letter.state != State.ISSUED:
        raise RuntimeError(f"The letter was not issued: {letter.trouble}")
    return letter


def _brief_in_the_branch(journey: Journey) -> None:
    branch, hoa, issued_document = (
        journey.stage.branch,
        journey.actors["hoa"],
        journey.issued_document,
    )
    assert issued_document.audience is not None, "an issued document has its audience"
    with journey.step("branch", f"Bí thư {branch}: Đã nhận, Đã phổ biến"):
        _open(issued_document.audience, hoa)
        confirm_receipt(_found(issued_document.audience, hoa), actor=hoa)
        members = list(members_of(branch).values_list("pk", flat=True))
        received = _found(issued_document.audience, hoa)
        brief_members(received, absent_ids=members[-4:], actor=hoa)
        run_jobs()


def _found(audience: Audience, actor: Actor) -> ReceivedDocument:
    received = received_for(actor, audience.pk)
    assert received is not None, "a document forwarded has reached those below"
    return received


def _open(audience: Audience, actor: Actor) -> None:
    issued_document = received_for(actor, audience.pk)
    if issued_document is not None:
        open_received(issued_document, actor=actor)


def found_already() -> Unit | None:
    """The demonstration organisation, if it was founded before."""
    return Unit.objects.filter(kind="provincial_committee").first()
