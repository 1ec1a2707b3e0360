"""Where submitting, signing, issuing and sealing may die, and what must be true afterwards."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse

from chaos.findings import DOUBLED, GAP, LOST, STUCK, Finding, Findings, history, once
from chaos.points import Action, Dying
from chaos.stage import Scene, Send, Theatre
from lienthong.kernel.audiences.public import AddressedUnit, Audience
from lienthong.kernel.events.models import OutboxEntry
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Post, actor_in
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import verify

from ..actions.appraisal import appraise_and_initial, finalise
from ..actions.drafting import Beginning, start_document
from ..actions.signature import submit
from ..demo import issue_at_window, sign_at_window
from ..models import Document, Recipient, State
from ..queries.proposals import Details

# Two kinds of document, so that two registers run beside each other.
KINDS = ("notice", "plan")
# What the history of an issued document holds, each exactly once.
OF_AN_ISSUED_DOCUMENT = ("submitted", "signed", "numbered", "sealed", "issued")


# --- Bringing documents to the state before a point, through the actions themselves ---------------


class Offices:
    """The offices of the province and of its first commune at work."""

    def __init__(self, theatre: Theatre) -> None:
        self.people = theatre.people
        self.posts, self.stage = self.people.posts, self.people.stage
        self.kinds = itertools.cycle(KINDS)

    def laid_before_office(self) -> Document:
        """A document of the province, initialled, to be submitted for signature."""
        details = _details(
            self.people.province,
            next(self.kinds),
            "về chăm sóc rừng ngập mặn ven đầm",
            next(self.people.signers),
        )
        lines = [
            Recipient(
                kind="subordinates", label="Các đảng ủy trực thuộc Tỉnh ủy", purpose="carry_out"
            ),
            Recipient(kind="file", label="Lưu Văn phòng Tỉnh ủy"),
        ]
        beginning = Beginning(body=words(), recipients=lines, scope="branches")
        minh = actor_in(self.posts["minh"])
        document = start_document(details, beginning, actor=minh)
        finalise(document.pk, actor=minh)
        return appraise_and_initial(document.pk, actor=actor_in(self.posts["huong"]))

    def submitted(self) -> Document:
        return submit(self.laid_before_office().pk, actor=actor_in(self.posts["minh"]))

    def signed(self) -> Document:
        document = self.submitted()
        signer = signer_of(document)
        return sign_at_window(document.pk, actor_in(signer))

    def issued(self) -> Document:
        return self.issue(self.signed(), next(self.people.clerks))

    def issue(self, document: Document, clerk: Post) -> Document:
        issue_at_window(document.pk, actor_in(clerk))
        run_jobs()
        document.refresh_from_db()
        assert document.state == State.ISSUED, document.trouble
        return document

    def notice_of_the_commune(self) -> Document:
        """A notice of the first commune to its branches."""
        lan, commune = actor_in(self.posts["lan"]), self.stage.commune
        subject = "về lịch chăm sóc rừng ngập mặn ven đầm"
        details = _details(commune, "notice", subject, self.posts["son"])
        lines = [
            Recipient(
                kind=Recipient.Kind.SUBORDINATES, label="Các chi bộ trực thuộc", purpose="carry_out"
            ),
            Recipient(kind=Recipient.Kind.FILE, label="Lưu Văn phòng Đảng ủy"),
        ]
        document = start_document(details, Beginning(words(), lines), actor=lan)
        return self.issue(self.signed_in_the_commune(document), self.posts["lan"])

    def signed_in_the_commune(self, document: Document) -> Document:
        lan, son = self.posts["lan"], self.posts["son"]
        document = finalise(document.pk, actor=actor_in(lan))
        if document.state == State.APPRAISAL:
            appraise_and_initial(document.pk, actor=actor_in(self.posts["hai"]))
        submit(document.pk, actor=actor_in(lan))
        return sign_at_window(document.pk, actor_in(son))

    def scene(self, action: str, document: Document, post: Post, *, signs: bool) -> Scene:
        path = reverse(f"documents:{action}", args=[document.pk])
        send = Send(self.people.session(post), path, signs_as=post.pk if signs else 0)
        return Scene([send], [document.pk])


def signer_of(document: Document) -> Post:
    assert document.signer is not None, "a document of the stage has its signer"
    return document.signer


def _details(issuer: Unit, kind: str, subject: str, signer: Post) -> Details:
    return Details(
        issuer=issuer,
        type=DocumentType.objects.get(code=kind),
        subject=subject,
        authority="T/M",
        signing_body="BAN THƯỜNG VỤ",
        signer=signer,
    )


def words() -> list[dict[str, Any]]:
    return [
        {"kind": "clause", "marker": marker, "heading": None, "text": text, "children": []}
        for marker, text in (
            ("1.", "Trồng mới hai nghìn héc-ta rừng ngập mặn ven đầm."),
            ("2.", "Mỗi chi bộ nhận chăm sóc một đoạn bờ./."),
        )
    ]


def to_submit(theatre: Theatre) -> Scene:
    offices = theatre.of(Offices)
    minh = offices.posts["minh"]
    return offices.scene("submit", offices.laid_before_office(), minh, signs=False)


def to_sign(theatre: Theatre) -> Scene:
    offices = theatre.of(Offices)
    document = offices.submitted()
    return offices.scene("sign", document, signer_of(document), signs=True)


def to_issue(theatre: Theatre) -> Scene:
    offices = theatre.of(Offices)
    return offices.scene("issue", offices.signed(), next(offices.people.clerks), signs=True)


# --- What must be true ----------------------------------------------------------------------------


def comes_to(state: State, verb: str) -> Callable[[Mapping[str, Any]], Findings]:
    """The action of a trial had its effect, exactly once."""

    def effect(scene: Mapping[str, Any]) -> Findings:
        for pk in scene["documents"]:
            document = Document.objects.get(pk=pk)
            if document.state != state:
                yield Finding(LOST, f"document {pk} is {document.state} and should be {state}")
            count = history("documents.document")[str(pk), f"documents.{verb}"]
            yield from once(count, f"document {pk}: “{verb}” in the history")

    return effect


def documents() -> Findings:
    """An issued document's history holds each action once, and the event was announced once."""
    verbs = history("documents.document")
    announced = Counter(
        OutboxEntry.objects.filter(event="documents.DocumentIssued").values_list(
            "ids__document_id", flat=True
        )
    )
    for document in Document.objects.filter(state=State.ISSUED):
        for verb in OF_AN_ISSUED_DOCUMENT:
            count = verbs[str(document.pk), f"documents.{verb}"]
            yield from once(count, f"{document.notation}: “{verb}” in the history")
        yield from once(announced[document.pk], f"{document.notation}: the event of its issue")
    for document in Document.objects.filter(state=State.SEALING):
        yield Finding(STUCK, f"{document.notation} is numbered and not issued")
    same = Document.objects.exclude(notation="").values("issuer", "type", "term", "notation")
    for row in same.annotate(documents=Count("pk")).filter(documents__gt=1):
        yield Finding(DOUBLED, f"{row['documents']} documents bear {row['notation']}")


def published() -> Findings:
    """Each issued document has exactly one audience, and each audience its document."""
    for audience in Audience.objects.filter(document=None):
        yield Finding(DOUBLED, f"audience {audience.pk} belongs to no document")
    for document in Document.objects.filter(state=State.ISSUED):
        if not AddressedUnit.objects.filter(audience=document.audience_id).exists():
            yield Finding(LOST, f"{document.notation} reached nobody")


judged: set[str] = set()  # a sealed file that was found good is not judged again


def sealed_files() -> Findings:
    """Every issued document is valid for a stranger and bears the number of the register."""
    issued = Document.objects.filter(state=State.ISSUED).exclude(sealed_file__in=judged or [""])
    for document in issued.select_related("sealed_file"):
        assert document.sealed_file is not None, "guarded by the database"
        verdict = verify(document.sealed_file.read())
        if not verdict.valid or len(verdict.signatures) != 2:
            yield Finding(LOST, f"{document.notation}: the sealed file is not valid")
        if verdict.number != document.notation or verdict.date != document.issued_on:
            yield Finding(GAP, f"{document.notation}: the file says {verdict.number}")
        judged.add(document.sealed_file.sha256)
    shared = Document.objects.filter(state=State.ISSUED).values("sealed_file")
    for row in shared.annotate(documents=Count("pk")).filter(documents__gt=1):
        yield Finding(DOUBLED, f"{row['documents']} documents share the file {row['sealed_file']}")


# --- The points -----------------------------------------------------------------------------------

SUBMIT = Action("submit", to_submit, comes_to(State.SIGNING, "submitted"))
SIGN = Action("sign", to_sign, comes_to(State.SIGNED, "signed"))
ISSUE = Action("issue", to_issue, comes_to(State.ISSUED, "issued"))

DYING = Dying(
    points=(
        *SUBMIT.dies("submit.after_form_stored"),
        *SIGN.dies(
            "sign.before_signer",
            "sign.after_signer",
            "sign.after_file_stored",
            "sign.before_commit",
        ),
        *ISSUE.dies(
            "issue.before_number",
            "issue.after_number",
            "issue.after_agreement",
            "issue.before_commit",
        ),
        *ISSUE.dies(
            "seal.started",
            "seal.after_signer",
            "seal.after_file_stored",
            "seal.before_commit",
            "publish.started",
            "publish.after_audience",
            "publish.before_commit",
            under="worker",
        ),
        SIGN.loses_database("sign.after_signer"),
        ISSUE.loses_database("issue.after_agreement"),
        ISSUE.loses_database("seal.after_file_stored", under="worker"),
        ISSUE.loses_database("publish.after_audience", under="worker"),
        SIGN.suffers("signer_dies", "signing+signer"),
        ISSUE.suffers("signer_dies", "permitting+signer"),
        ISSUE.suffers("signer_dies_under_worker", "sealing+signer"),
        SIGN.suffers("signer_dies_under_window", "agreeing+signer"),
        SIGN.suffers("window_is_killed", "agreeing+window", documents=3),
        ISSUE.suffers("window_is_killed", "permitting+window"),
        SIGN.suffers("answer_is_lost", "signed+answer"),
        ISSUE.suffers("answer_is_lost", "issued+answer"),
        ISSUE.suffers("web_is_killed", "issuing+web"),
        ISSUE.suffers("worker_is_killed_again_and_again", "queue+worker", documents=3),
    ),
    checks=(documents, published, sealed_files),
)
