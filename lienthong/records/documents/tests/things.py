"""The documents of the attack: one in each interesting state, made by the product's own actions."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.audiences.tests.routes import Scope, Sent
from lienthong.kernel.files.public import store
from lienthong.kernel.numbering.public import series_for_outgoing, take_number
from lienthong.kernel.procedures.public import advance
from lienthong.kernel.reference.public import DocumentType, term_on
from lienthong.kernel.units.public import Unit
from lienthong.records.texts.public import every_clause

from ..actions import (
    adoption,
    appraisal,
    commenting,
    drafting,
    issuing,
    opinions,
    sealing,
    signature,
)
from ..actions.adoption import BroughtFile
from ..actions.drafting import Beginning, Details
from ..models import Adoption, Document, Effect, Opinion, Recipient

COMMON_WORDS = "bạch đàn"  # in every subject: what a searcher types
MEMBERS = 9
TEXT = "text/plain"
SUBJECT, NOTATION, INNER = "documents.subject", "documents.notation", "documents.inner"
COMMENTED = "documents.commented"


@dataclass(eq=False, kw_only=True)
class Item(Sent, Thing):
    """A document of a committee, and whom it was meant for if it was issued."""

    issuer: Place
    drafting: Place
    state: str
    asked: tuple[str, ...] = ()
    carries: str = ""
    signer_post_id: int = 0

    @property
    def is_issued(self) -> bool:
        return self.state == "issued"

    @property
    def has_file(self) -> bool:
        return self.state in ("signing", "signed", "issued")


@dataclass(frozen=True)
class Plan:
    """One document to be made."""

    key: str
    issuer: str
    drafting: str
    state: str
    type: str = "plan"
    to: tuple[str, ...] = ()
    scope: Scope = "none"
    carries: str = ""
    asks: tuple[str, ...] = ()
    acts_on: str = ""


PLANS = (
    Plan("draft", "province", "office", "draft"),
    Plan("draft with an opinion", "province", "office", "draft", asks=("body",)),
    Plan("in appraisal", "province", "office", "appraisal", "scheme"),
    Plan("for adoption", "province", "body", "adoption", "resolution"),
    Plan("to be submitted", "province", "office", "submission", "report"),
    Plan("for signature", "province", "office", "signing", "programme"),
    Plan("to be issued", "province", "office", "signed", "guidance"),
    Plan("given up", "province", "office", "cancelled"),
    Plan("draft of the commune", "commune", "commune office", "draft"),
    Plan("draft of a stranger", "stranger", "stranger office", "draft"),
    Plan("resolution", "province", "office", "issued", "resolution",
         ("subordinates", "bodies", "superior", "persons"), "branches"),
    Plan("letter to one commune", "province", "office", "issued", "notice", ("commune",)),
    Plan("plan for committees", "province", "office", "issued", "plan",
         ("subordinates",), "committees"),
    Plan("letter to a body", "province", "office", "issued", "report", ("body",)),
    Plan("letter of the commune", "commune", "commune office", "issued", "decision",
         ("subordinates",), "branches", carries="resolution"),
    Plan("letter of the next commune", "next commune", "next commune", "issued", "programme",
         ("next branch",)),
    Plan("letter of the Centre", "centre", "centre", "issued", "guidance", ("province",)),
    Plan("decision of a stranger", "stranger", "stranger office", "issued", "decision",
         ("subordinates",), "branches"),
    # Those who read what it replaces, and are not sent it, learn neither its number nor its subject.
    Plan("plan that replaces", "province", "office", "issued", "plan", ("body",),
         acts_on="plan for committees"),
)  # fmt: skip
MORE = (
    Plan("one more draft", "stranger", "stranger office", "draft"),
    Plan("one more to sign", "stranger", "stranger office", "signing", "programme"),
    Plan("one more letter", "stranger", "stranger office", "issued", "notice",
         ("subordinates",), "branches"),
)  # fmt: skip


def make(stage: Stage) -> None:
    for plan in PLANS:
        if stage.wants(plan.key):
            stage.add("document", _Making(stage, plan).item)


def make_more(stage: Stage) -> list[Item]:
    made = [_Making(stage, plan).item for plan in MORE]
    stage.add("document", *made)
    return made


class _Making:
    """One document on its way, as far as its plan says."""

    def __init__(self, stage: Stage, plan: Plan) -> None:
        self.stage, self.plan = stage, plan
        places = stage.world.places
        self.issuer, self.drafting = places[plan.issuer], places[plan.drafting]
        self.item = Item(
            plan.key,
            issuer=self.issuer,
            drafting=self.drafting,
            state=plan.state,
            asked=plan.asks,
            addressed=frozenset(place.key for place in self._meant()),
            scope=plan.scope,
            scope_top=self.issuer if plan.scope != "none" else None,
            persons=self._persons(),
            carries=plan.carries,
        )
        self.subject = stage.secret(SUBJECT, self.item)
        self.inner = stage.secret(INNER, self.item)
        self.drafter = stage.actor(self._drafter_role(), plan.drafting)
        self.document = self._begin()
        self._furnish()
        self._go()
        self._note_ids()

    def _drafter_role(self) -> str:
        return "specialist" if self.drafting.kind == "advisory_body" else "clerk"

    # --- Drafting -----------------------------------------------------------------------------

    def _begin(self) -> Document:
        words = f"về chăm sóc {COMMON_WORDS} {self.subject}"
        details = Details(
            issuer=Unit.objects.get(pk=self.issuer.unit_id),
            type=DocumentType.objects.get(code=self.plan.type),
            subject=words,
            signing_body="BAN CHẤP HÀNH",
            signer=self.stage.post("secretary", self.plan.issuer),
        )
        carried = self._carried()
        beginning = Beginning(
            body=[_clause("I-", "MỤC TIÊU", words), _clause("II-", "THỰC HIỆN", f"{words}./.")],
            recipients=self._lines(),
            source=store(f"Bản gốc {self.subject}".encode(), media_type=TEXT),
            scope=self.plan.scope,
            carries=carried.audience if carried else None,
        )
        return drafting.start_document(details, beginning, actor=self.drafter)

    def _carried(self) -> Document | None:
        if not self.plan.carries:
            return None
        carried = self.stage.world.named("document", self.plan.carries)
        return Document.objects.get(pk=carried.ids["document_id"])

    def _lines(self) -> list[Recipient]:
        lines = [line for to in self.plan.to for line in self._lines_to(to)]
        lines = lines or [
            Recipient(kind="subordinates", label="Các tổ chức trực thuộc", purpose="know")
        ]
        return [*lines, Recipient(kind="file", label="Lưu Văn phòng")]

    def _lines_to(self, to: str) -> list[Recipient]:
        if to in ("subordinates", "bodies"):
            return [Recipient(kind=to, label=f"Các {to}", purpose="carry_out")]
        if to == "superior":
            return [Recipient(kind=to, label="Cấp trên", purpose="report")]
        if to == "persons":
            return [
                Recipient(
                    kind="person", label=f"Đồng chí {number}", purpose="know", person_id=person
                )
                for number, person in enumerate(sorted(self._persons()))
            ]
        unit = self.stage.world.places[to].unit_id
        return [Recipient(kind="unit", label=to, purpose="carry_out", unit_id=unit)]

    def _persons(self) -> frozenset[int]:
        named = "persons" in self.plan.to
        personas = self.stage.world.personas
        return frozenset(p.person_id for p in personas if named and p.how == "named")

    def _furnish(self) -> None:
        """What a draft carries besides: an attached file, a body's opinion."""
        attachment = drafting.attach_file(
            self.document.pk,
            BroughtFile("kem.txt", f"Kèm {self.subject}".encode()),
            actor=self.drafter,
        )
        body = self._again().text.body
        recipient = self._again().recipients.first()
        assert recipient is not None
        self.item.ids |= {
            "attachment_id": attachment.pk,
            "wid": next(every_clause(body))["wid"],
            "recipient_id": recipient.pk,
        }
        self._comment(self.item.ids["wid"])
        if self.plan.asks:
            self._ask()

    def _comment(self, wid: str) -> None:
        said = commenting.NewComment(wid, f"Ghi chú {self.stage.secret(COMMENTED, self.item)}")
        made = commenting.comment(self.document.pk, said, actor=self.drafter)
        self.item.ids["comment_id"] = made.pk

    def _ask(self) -> None:
        bodies = [self.stage.world.places[key] for key in self.plan.asks]
        units = [body.unit_id for body in bodies]
        due_on = timezone.localdate() + dt.timedelta(days=5)
        opinions.ask_opinions(self.document.pk, units, due_on, actor=self.drafter)
        said = Opinion(wid="", stance=Opinion.Stance.AMEND, text=f"Ý kiến {self.inner}")
        for key in self.plan.asks:
            opinions.give_opinion(
                self.document.pk, [said], actor=self.stage.actor("unit_head", key)
            )
        self.item.ids["opinion_id"] = Opinion.objects.get(request__document=self.document).pk

    # --- On its way ---------------------------------------------------------------------------

    def _go(self) -> None:
        if self.plan.state == "cancelled":
            issuing.cancel_document(self.document.pk, f"Thôi {self.inner}", actor=self.drafter)
            return
        steps = {
            "draft": self._finalise,
            "appraisal": self._initial,
            "adoption": self._adopt,
            "submission": self._submit,
            "signing": self._sign,
            "signed": self._issue,
        }
        while self._again().state != self.plan.state:
            steps[self._again().state]()

    def _again(self) -> Document:
        return Document.objects.get(pk=self.document.pk)

    def _finalise(self) -> None:
        appraisal.finalise(self.document.pk, actor=self.drafter)

    def _initial(self) -> None:
        chief = self.stage.actor("office_chief", self._office())
        appraisal.appraise_and_initial(
            self.document.pk, note=f"Thẩm định {self.inner}", actor=chief
        )

    def _office(self) -> str:
        """Who appraises: the chief of the committee's office, or one at the committee itself."""
        body = next((one for one in self.issuer.below if one.served is self.issuer), None)
        return body.key if body else self.issuer.key

    def _adopt(self) -> None:
        vote = Adoption(
            body="Ban Chấp hành",
            held_on=timezone.localdate(),
            votes_for=MEMBERS,
            votes_against=0,
            votes_abstained=0,
            members_count=MEMBERS,
        )
        minutes = BroughtFile("bien-ban.txt", f"Biên bản {self.inner}".encode())
        chief = self.stage.actor("office_chief", self._office())
        adopted = adoption.record_adoption(self.document.pk, vote, minutes, actor=chief)
        self.item.ids["adoption_id"] = adopted.pk

    def _submit(self) -> None:
        signature.submit(self.document.pk, actor=self.drafter)

    @transaction.atomic
    def _sign(self) -> None:
        """As the action leaves it, without the signer process: no page here looks into a signature."""
        document = Document.objects.taken(self.document.pk)
        secretary = self.stage.actor("secretary", self.plan.issuer)
        document.signed_file, document.signed_at = document.form_file, timezone.now()
        advance(document, "signed", actor=secretary, changed=("signed_file", "signed_at"))

    @transaction.atomic
    def _issue(self) -> None:
        """Number and day by the product, the seal left out; then published by its own action."""
        document = Document.objects.taken(self.document.pk)
        clerk, today = self.stage.actor("clerk", self.plan.issuer), timezone.localdate()
        term = term_on(document.issuer, today)
        taken = take_number(
            series_for_outgoing(document.issuer, document.type_id, term), actor=clerk
        )
        document.number, document.term, document.issued_on = taken, term, today
        abbreviation, symbol = document.type.abbreviation, document.issuer.symbol
        document.notation = f"{taken.number:02d}-{abbreviation}/{symbol}"
        document.issued_by_id, document.sealed_file = clerk.post_id, document.signed_file
        names = ("number", "term", "issued_on", "notation", "issued_by", "sealed_file")
        advance(document, "issued", actor=clerk, changed=names)
        if self.plan.acts_on:
            self._act_on(document)
        sealing.publish_sealed(document.pk)

    def _act_on(self, document: Document) -> None:
        """With fewer recipients than the form check lets pass, so that somebody is not to know of it."""
        earlier = self.stage.world.named("document", self.plan.acts_on).ids["document_id"]
        effect = Effect.objects.create(document=document, earlier_id=earlier, kind="replaces")
        self.item.ids["effect_id"] = effect.pk

    # --- What it comes to ---------------------------------------------------------------------

    def _note_ids(self) -> None:
        document = self._again()
        self.item.signer_post_id = document.signer_id or 0
        self.item.ids |= {
            "document_id": document.pk,
            "audience_id": document.audience_id or 0,
            "revision": document.text.revision,
            "source": 1,
        }
        if document.notation:
            self.stage.keep(document.notation, NOTATION, self.item)

    def _meant(self) -> list[Place]:
        """Whom the lines mean, walked from parent to child."""
        meant: list[Place] = []
        for to in self.plan.to:
            if to == "subordinates":
                meant += [place for place in self.issuer.below if place.in_line]
            elif to == "bodies":
                meant += [place for place in self.issuer.below if not place.in_line]
            elif to == "superior":
                meant += [self.issuer.parent] if self.issuer.parent else []
            elif to != "persons":
                meant.append(self.stage.world.places[to])
        return meant


def _clause(marker: str, heading: str, text: str) -> dict[str, object]:
    return {
        "kind": "section",
        "marker": marker,
        "heading": heading,
        "text": text,
        "children": [],
    }
