"""Founding the organisation and bringing every document to the state before its point."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse

from config.demo import cast, organisation
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.demo import open_demo_account, show_second_factor
from lienthong.kernel.people.public import (
    Account,
    Person,
    Post,
    Role,
    actor_in,
    members_of,
)
from lienthong.kernel.reference.public import DocumentType
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import POST_IN_SESSION
from lienthong.records.correspondence.public import (
    confirm_receipt,
    forward_with_letter,
    propose,
    register_incoming,
)
from lienthong.records.documents.actions.appraisal import (
    appraise_and_initial,
    finalise,
)
from lienthong.records.documents.actions.drafting import (
    Beginning,
    Details,
    start_document,
)
from lienthong.records.documents.actions.issuing import issue
from lienthong.records.documents.actions.recipients import RecipientLine
from lienthong.records.documents.actions.signature import sign, submit
from lienthong.records.documents.public import Document, Recipient, State
from lienthong.records.signing.demo import demo_code, demo_pin, remember_demo_key
from lienthong.records.signing.public import certificate_of_post, certify_post

from .points import Point

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PIN = "246810"
# Two kinds of document, so that two registers run beside each other.
KINDS = ("notice", "plan")


@dataclass
class Send:
    """A form somebody sends: PIN and code are added at the last moment for a post with a key."""

    session: str
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    signs_as: int = 0


@dataclass
class Scene:
    """One trial ready to begin."""

    point: str
    sends: list[Send]
    documents: list[int] = field(default_factory=list)
    audience: int = 0
    unit: int = 0


class People:
    """The cast, and as many further signers and clerks as the trials need."""

    def __init__(self) -> None:
        province = organisation.found(organisation.TIERS["small"])
        self.stage = cast.stage_of(province)
        self.province = province
        self.posts = cast.cast_people(self.stage)
        cast.certify(self.posts, self.stage)
        self.sessions: dict[int, str] = {}
        self.signers = self._many(Role.DEPUTY_SECRETARY, "Phó Bí thư")
        self.clerks = self._many(Role.CLERK, "Văn thư")

    def _many(self, role: str, title: str) -> Iterator[Post]:
        """One for each act: a one-time code is good for one act and half a minute."""
        for number in itertools.count(1):
            person = Person.objects.create(full_name=f"Nguyễn Thị {title} {number}")
            post = Post.objects.create(
                person=person,
                unit=self.province,
                role=role,
                title=title,
                valid_from=organisation.TERM_SINCE,
            )
            made = certify_post(post.pk, PIN, actor=actor_in(self.posts["quantri"]))
            remember_demo_key(made, PIN)
            yield post

    def session(self, post: Post) -> str:
        """A signed-in browser of this post's holder."""
        if post.pk not in self.sessions:
            account = Account.objects.filter(person=post.person).first()
            account = account or open_demo_account(post.person, f"post-{post.pk}")
            session = SessionStore()
            session[SESSION_KEY] = str(account.pk)
            session[BACKEND_SESSION_KEY] = BACKEND
            session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            session[POST_IN_SESSION] = post.pk
            show_second_factor(session, account)
            session.save()
            self.sessions[post.pk] = str(session.session_key)
        return self.sessions[post.pk]

    def holder(self, unit: Unit, role: str) -> Post:
        return Post.objects.filter(unit=unit, role=role).order_by("pk")[0]


def proof(post: Post) -> dict[str, str]:
    certificate = certificate_of_post(post.pk)
    assert certificate is not None, f"{post} has a key"
    return {"pin": demo_pin(certificate.key_id), "code": demo_code(certificate.key_id)}


class Theatre:
    """Brings documents to the state before a point, through the actions themselves."""

    def __init__(self) -> None:
        self.people = People()
        self.posts, self.stage = self.people.posts, self.people.stage
        self.kinds = itertools.cycle(KINDS)
        self.arrivals = self._arrivals()

    # --- Documents

    def laid_before_office(self) -> Document:
        """A document of the province, initialled, to be submitted for signature."""
        details = Details(
            issuer=self.people.province,
            type=DocumentType.objects.get(code=next(self.kinds)),
            subject="về chăm sóc rừng ngập mặn ven đầm",
            authority="T/M",
            signing_body="BAN THƯỜNG VỤ",
            signer=next(self.people.signers),
        )
        lines = [
            RecipientLine("subordinates", "Các đảng ủy trực thuộc Tỉnh ủy", "carry_out"),
            RecipientLine("file", "Lưu Văn phòng Tỉnh ủy"),
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
        assert document.signer is not None, "a document of the stage has its signer"
        return sign(document.pk, **proof(document.signer), actor=actor_in(document.signer))

    def issued(self) -> Document:
        clerk = next(self.people.clerks)
        return self._issued(self.signed(), clerk)

    def _issued(self, document: Document, clerk: Post) -> Document:
        issue(document.pk, **proof(clerk), actor=actor_in(clerk))
        run_jobs()
        document.refresh_from_db()
        assert document.state == State.ISSUED, document.trouble
        return document

    # --- Arrivals

    @cached_property
    def communes(self) -> list[Unit]:
        found = Unit.objects.filter(parent=self.people.province, kind="commune_committee")
        return list(found.order_by("pk"))

    def _arrivals(self) -> Iterator[tuple[int, Unit]]:
        """Documents not yet registered, each at each commune."""
        while True:
            audience_id = self.issued().audience_id
            assert audience_id is not None, "an issued document has its audience"
            yield from ((audience_id, commune) for commune in self.communes)

    @cached_property
    def notice_to_branches(self) -> Document:
        """A notice of the first commune to its branches."""
        lan, commune = actor_in(self.posts["lan"]), self.stage.commune
        details = Details(
            issuer=commune,
            type=DocumentType.objects.get(code="notice"),
            subject="về lịch chăm sóc rừng ngập mặn ven đầm",
            authority="T/M",
            signing_body="BAN THƯỜNG VỤ",
            signer=self.posts["son"],
        )
        lines = [
            RecipientLine(Recipient.Kind.SUBORDINATES, "Các chi bộ trực thuộc", "carry_out"),
            RecipientLine(Recipient.Kind.FILE, "Lưu Văn phòng Đảng ủy"),
        ]
        document = start_document(details, Beginning(words(), lines), actor=lan)
        return self._issued(self._signed_in_the_commune(document), self.posts["lan"])

    def _signed_in_the_commune(self, document: Document) -> Document:
        lan, son = self.posts["lan"], self.posts["son"]
        document = finalise(document.pk, actor=actor_in(lan))
        if document.state == State.APPRAISAL:
            appraise_and_initial(document.pk, actor=actor_in(self.posts["hai"]))
        submit(document.pk, actor=actor_in(lan))
        return sign(document.pk, **proof(son), actor=actor_in(son))

    @cached_property
    def branches(self) -> Iterator[Unit]:
        found = Unit.objects.filter(parent=self.stage.commune, kind="base_branch")
        return iter(found.order_by("pk"))

    # --- Scenes

    def scene(self, point: Point) -> Scene:
        made = [getattr(self, point.action)() for _ in range(point.documents)]
        first: Scene = made[0]
        first.point = point.name
        first.sends = [send for scene in made for send in scene.sends]
        first.documents = [pk for scene in made for pk in scene.documents]
        return first

    def _of_document(self, action: str, document: Document, post: Post, *, signs: bool) -> Scene:
        path = reverse(f"documents:{action}", args=[document.pk])
        send = Send(self.people.session(post), path, signs_as=post.pk if signs else 0)
        return Scene("", [send], [document.pk])

    def submit(self) -> Scene:
        return self._of_document(
            "submit", self.laid_before_office(), self.posts["minh"], signs=False
        )

    def sign(self) -> Scene:
        document = self.submitted()
        assert document.signer is not None, "a document of the stage has its signer"
        return self._of_document("sign", document, document.signer, signs=True)

    def issue(self) -> Scene:
        return self._of_document("issue", self.signed(), next(self.people.clerks), signs=True)

    def letter(self) -> Scene:
        """The commune's letter that carries a registered document on, signed, to be issued."""
        lan = self.posts["lan"]
        audience_id = self.issued().audience_id
        assert audience_id is not None, "an issued document has its audience"
        incoming = register_incoming(audience_id, self.stage.commune.pk, actor=actor_in(lan))
        letter = self._signed_in_the_commune(forward_with_letter(incoming.pk, actor=actor_in(lan)))
        scene = self._of_document("issue", letter, lan, signs=True)
        scene.audience, scene.unit = audience_id, self.stage.commune.pk
        return scene

    def _of_arrival(self, action: str, audience_id: int, unit: Unit, post: Post) -> Scene:
        path = reverse(f"correspondence:{action}", args=[audience_id])
        send = Send(self.people.session(post), path)
        return Scene("", [send], audience=audience_id, unit=unit.pk)

    def register(self) -> Scene:
        audience_id, commune = next(self.arrivals)
        clerk = self.people.holder(commune, Role.CLERK)
        return self._of_arrival("register", audience_id, commune, clerk)

    def direct(self) -> Scene:
        audience_id, commune = next(self.arrivals)
        secretary = self.people.holder(commune, Role.SECRETARY)
        clerk = self.people.holder(commune, Role.CLERK)
        incoming = register_incoming(audience_id, commune.pk, actor=actor_in(clerk))
        propose(
            incoming.pk, opinion="Đề xuất Ban Xây dựng Đảng chủ trì.", actor=actor_in(secretary)
        )
        lead, helper = (
            Unit.objects.get(serves=commune, symbol=symbol) for symbol in ("BXDĐ", "UBKTĐU")
        )
        scene = self._of_arrival("direct", audience_id, commune, secretary)
        scene.sends[0].fields = [
            ("lead", str(lead.pk)),
            ("coordinators", str(helper.pk)),
            ("instruction", "Chủ trì tham mưu kế hoạch thực hiện."),
            ("expected", "note"),
        ]
        return scene

    def receive(self) -> Scene:
        audience_id = self.notice_to_branches.audience_id
        assert audience_id is not None, "an issued document has its audience"
        branch = next(self.branches)
        secretary = self.people.holder(branch, Role.BRANCH_SECRETARY)
        return self._of_arrival("receive", audience_id, branch, secretary)

    def pass_on(self) -> Scene:
        scene = self.receive()
        branch = Unit.objects.get(pk=scene.unit)
        secretary = self.people.holder(branch, Role.BRANCH_SECRETARY)
        confirm_receipt(scene.audience, scene.unit, actor=actor_in(secretary))
        absent = members_of(branch).values_list("pk", flat=True)[:2]
        scene.sends[0].path = reverse("correspondence:pass_on", args=[scene.audience])
        scene.sends[0].fields = [("absent", str(person)) for person in absent]
        return scene


def words() -> list[dict[str, Any]]:
    return [
        {"kind": "clause", "marker": marker, "heading": None, "text": text, "children": []}
        for marker, text in (
            ("1.", "Trồng mới hai nghìn héc-ta rừng ngập mặn ven đầm."),
            ("2.", "Mỗi chi bộ nhận chăm sóc một đoạn bờ./."),
        )
    ]


def set_the_stage(points: Iterable[Point], tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """Tables, organisation, people, and a scene for every point, in their order."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed", verbosity=0)
    theatre = Theatre()
    scenes = []
    for point in points:
        scenes.append(asdict(theatre.scene(point)))
        tell(f"  {point.name} is ready")
    run_jobs()
    return scenes
