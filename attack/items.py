"""The documents on the stage: one in each interesting state, made by the product's own actions."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.files.public import store
from lienthong.kernel.numbering.public import series_for_outgoing, take_number
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.reference.public import DocumentType, term_on
from lienthong.kernel.units.public import Unit
from lienthong.records.correspondence.public import (
    Instruction,
    answer,
    direct,
    propose,
    refuse_incoming,
    register_incoming,
)
from lienthong.records.documents.actions import (
    adoption,
    appraisal,
    drafting,
    issuing,
    opinions,
    sealing,
    signature,
)
from lienthong.records.documents.actions.adoption import BroughtFile, Vote
from lienthong.records.documents.actions.drafting import Beginning, Details
from lienthong.records.documents.actions.opinions import ClauseOpinion
from lienthong.records.documents.actions.recipients import RecipientLine
from lienthong.records.documents.models import Document, Opinion, State
from lienthong.records.texts.public import every_clause

from .facts import Entry, Item
from .places import Place
from .stage import Stage

COMMON_WORDS = "bạch đàn"  # in every subject: what a searcher types
MEMBERS = 9
TEXT = "text/plain"


@dataclass(frozen=True)
class Plan:
    """One document to be made."""

    key: str
    issuer: str
    drafting: str
    state: str
    type: str = "plan"
    to: tuple[str, ...] = ()
    scope: str = "none"
    carries: str = ""
    asks: tuple[str, ...] = ()


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
)  # fmt: skip


def make_documents(stage: Stage, *, keys: tuple[str, ...] = ()) -> None:
    for number, plan in enumerate(PLANS):
        if not keys or plan.key in keys:
            stage.world.items[plan.key] = _Making(stage, plan, f"zqbao{number:02}x").item
    _register_and_handle(stage)


class _Making:
    """One document on its way, as far as its plan says."""

    def __init__(self, stage: Stage, plan: Plan, marker: str) -> None:
        self.stage, self.plan, self.marker = stage, plan, marker
        places = stage.world.places
        self.issuer, self.drafting = places[plan.issuer], places[plan.drafting]
        self.drafter = stage.actor(self._drafter_role(), plan.drafting)
        self.document = self._begin()
        self.ids: dict[str, int | str] = {"source": 1}
        self._furnish()
        self._go()
        self.item = self._facts()

    def _drafter_role(self) -> str:
        return "specialist" if self.drafting.kind == "advisory_body" else "clerk"

    # --- Drafting -----------------------------------------------------------------------------

    def _begin(self) -> Document:
        words = f"về chăm sóc {COMMON_WORDS} {self.marker}"
        details = Details(
            issuer=Unit.objects.get(pk=self.issuer.unit_id),
            type=DocumentType.objects.get(code=self.plan.type),
            subject=words,
            signing_body="BAN CHẤP HÀNH",
            signer=self.stage.post("secretary", self.plan.issuer),
        )
        carried = self.stage.world.items.get(self.plan.carries)
        audience = Document.objects.get(pk=carried.document_id).audience if carried else None
        beginning = Beginning(
            body=[_clause("I-", "MỤC TIÊU", words), _clause("II-", "THỰC HIỆN", f"{words}./.")],
            recipients=self._lines(),
            source=store(f"Bản gốc {self.marker}".encode(), media_type=TEXT),
            scope=self.plan.scope,
            carries=audience,
        )
        return drafting.start_document(details, beginning, actor=self.drafter)

    def _lines(self) -> list[RecipientLine]:
        lines = [line for to in self.plan.to for line in self._lines_to(to)]
        lines = lines or [RecipientLine("subordinates", "Các tổ chức trực thuộc", "know")]
        return [*lines, RecipientLine("file", "Lưu Văn phòng")]

    def _lines_to(self, to: str) -> list[RecipientLine]:
        if to in ("subordinates", "bodies"):
            return [RecipientLine(to, f"Các {to}", "carry_out")]
        if to == "superior":
            return [RecipientLine(to, "Cấp trên", "report")]
        if to == "persons":
            return [
                RecipientLine("person", f"Đồng chí {number}", "know", person_id=person)
                for number, person in enumerate(sorted(self._persons()))
            ]
        unit = self.stage.world.places[to].unit_id
        return [RecipientLine("unit", to, "carry_out", unit_id=unit)]

    def _persons(self) -> frozenset[int]:
        named = "persons" in self.plan.to
        personas = self.stage.world.personas
        return frozenset(p.person_id for p in personas if named and p.how == "named")

    def _furnish(self) -> None:
        """What a draft carries besides: an attached file, a body's opinion."""
        attachment = drafting.attach_file(
            self.document.pk,
            BroughtFile("kem.txt", f"Kèm {self.marker}".encode()),
            actor=self.drafter,
        )
        body = self._again().text.body
        recipient = self._again().recipients.first()
        assert recipient is not None
        self.ids |= {
            "attachment": attachment.pk,
            "wid": next(every_clause(body))["wid"],
            "recipient": recipient.pk,
        }
        if self.plan.asks:
            self._ask()

    def _ask(self) -> None:
        bodies = [self.stage.world.places[key] for key in self.plan.asks]
        units = [body.unit_id for body in bodies]
        due_on = timezone.localdate() + dt.timedelta(days=5)
        opinions.ask_opinions(self.document.pk, units, due_on, actor=self.drafter)
        said = ClauseOpinion("", Opinion.Stance.AMEND, f"Ý kiến {self.marker}y")
        for key in self.plan.asks:
            opinions.give_opinion(
                self.document.pk, [said], actor=self.stage.actor("unit_head", key)
            )
        self.ids["opinion"] = Opinion.objects.get(request__document=self.document).pk

    # --- On its way ---------------------------------------------------------------------------

    def _go(self) -> None:
        if self.plan.state == "cancelled":
            issuing.cancel_document(self.document.pk, f"Thôi {self.marker}y", actor=self.drafter)
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
            self.document.pk, note=f"Thẩm định {self.marker}y", actor=chief
        )

    def _office(self) -> str:
        """Who appraises: the chief of the committee's office, or one at the committee itself."""
        body = next((one for one in self.issuer.below if one.served is self.issuer), None)
        return body.key if body else self.issuer.key

    def _adopt(self) -> None:
        vote = Vote("Ban Chấp hành", timezone.localdate(), MEMBERS, 0, 0, MEMBERS)
        minutes = BroughtFile("bien-ban.txt", f"Biên bản {self.marker}y".encode())
        chief = self.stage.actor("office_chief", self._office())
        adopted = adoption.record_adoption(self.document.pk, vote, minutes, actor=chief)
        self.ids["adoption"] = adopted.pk

    def _submit(self) -> None:
        signature.submit(self.document.pk, actor=self.drafter)

    @transaction.atomic
    def _sign(self) -> None:
        """As the action leaves it, without the signer process: no page here looks into a signature."""
        document = Document.objects.taken(self.document.pk)
        secretary = self.stage.actor("secretary", self.plan.issuer)
        appraisal.close_own_step(document, "signing", "signed", actor=secretary)
        document.signed_file, document.signed_at = document.form_file, timezone.now()
        appraisal.move_to(document, State.SIGNED, "signed_file", "signed_at")

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
        document.state = State.SEALING
        document.save()
        appraisal.close_own_step(document, "issuing", "issued", actor=clerk)
        sealing.publish_sealed(document.pk)

    # --- What it comes to ---------------------------------------------------------------------

    def _facts(self) -> Item:
        document = self._again()
        return Item(
            key=self.plan.key,
            marker=self.marker,
            issuer=self.issuer,
            drafting=self.drafting,
            state=self.plan.state,
            asked=self.plan.asks,
            addressed=frozenset(place.key for place in self._meant()),
            scope=self.plan.scope,
            scope_top=self.issuer if self.plan.scope != "none" else None,
            persons=self._persons(),
            carries=self.plan.carries,
            notation=document.notation,
            document_id=document.pk,
            audience_id=document.audience_id or 0,
            signer_post_id=document.signer_id or 0,
            ids=self.ids,
        )

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


def _register_and_handle(stage: Stage) -> None:
    """Arrived documents in each state of handling, the words of each place marked as its own."""
    items = stage.world.items
    if "resolution" in items:
        _handled(stage, items["resolution"], "commune", "commune body", "commune other body")
        unit, clerk = _clerk(stage, "next commune")
        reason = f"Trả lại {items['resolution'].marker}r"
        refuse_incoming(items["resolution"].audience_id, unit, reason=reason, actor=clerk)
        items["resolution"].entries["next commune"] = Entry("refused")
    if "letter of the Centre" in items:
        item = items["letter of the Centre"]
        incoming = _handled(stage, item, "province", "body", "other body")
        answer(incoming, note=f"Kết quả {item.marker}h", actor=stage.actor("unit_head", "body"))
    if "plan for committees" in items:
        item = items["plan for committees"]
        unit, clerk = _clerk(stage, "commune")
        register_incoming(item.audience_id, unit, actor=clerk)
        item.entries["commune"] = Entry("registered")


def _clerk(stage: Stage, place: str) -> tuple[int, Actor]:
    return stage.world.places[place].unit_id, stage.actor("clerk", place)


def _handled(stage: Stage, item: Item, place: str, lead: str, beside: str) -> int:
    unit, clerk = _clerk(stage, place)
    incoming = register_incoming(item.audience_id, unit, actor=clerk)
    secretary = stage.actor("secretary", place)
    propose(incoming.pk, opinion=f"Đề xuất {item.marker}h", actor=secretary)
    units = stage.world.places
    given = Instruction(
        units[lead].unit_id, f"Giao {item.marker}h", coordinator_ids=(units[beside].unit_id,)
    )
    direct(incoming.pk, given=given, actor=secretary)
    item.entries[place] = Entry("directed", {lead: "lead", beside: "coordinate"})
    return incoming.pk
