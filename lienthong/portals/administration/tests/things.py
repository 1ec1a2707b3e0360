"""The persons who are administered: where their open posts are, and their accounts."""

from dataclasses import dataclass

from django.utils import timezone

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing
from lienthong.kernel.confirmations.public import propose
from lienthong.kernel.files.public import store
from lienthong.kernel.people.public import Delegation, power_giving
from lienthong.kernel.spreadsheets.public import XLSX
from lienthong.records.signing.public import Certificate

from ..models import Intake

PEOPLE = (
    ("of the branch", ("branch",)),
    ("of commune and province", ("commune", "province")),
    ("of the stranger", ("stranger commune",)),
)


@dataclass(eq=False)
class Someone(Thing):
    """A person with open posts in these places."""

    places: tuple[Place, ...] = ()


@dataclass(eq=False)
class Brought(Thing):
    """A workbook of an organisation, tried and not agreed to yet."""

    place: Place | None = None


@dataclass(eq=False)
class Proposed(Thing):
    """A post with power that waits in a place for a second person."""

    place: Place | None = None
    proposer_id: int = 0
    concerned_id: int = 0


def make(stage: Stage) -> None:
    stage.add("unit", *stage.world.places.values())
    stage.add("proposal", *(_proposed(stage, place) for place in ("commune", "stranger commune")))
    stage.add("intake", *(_brought(stage, place) for place in ("commune", "stranger commune")))
    for key, places in PEOPLE:
        stage.add("person", _someone(stage, key, places))


def make_more(stage: Stage) -> list[Someone]:
    return [_someone(stage, "one more", ("stranger commune",))]


def _someone(stage: Stage, key: str, places: tuple[str, ...]) -> Someone:
    someone = Someone(key, places=tuple(stage.world.places[place] for place in places))
    word = stage.secret("people.name", someone).capitalize()
    stage.keep(word, "people.name", someone)
    account, posts = stage.someone(f"Nguyễn {word}", "committee_member", *places)
    certificate = Certificate.objects.create(
        key_id=f"person-{posts[0].pk}",
        purpose=Certificate.Purpose.PERSON,
        unit_id=someone.places[0].unit_id,
        post=posts[0],
        holder=f"Nguyễn {word}",
        valid_from=timezone.now(),
    )
    _other, beside = stage.someone("Nguyễn Văn Thay", "committee_member", places[0])
    lent = Delegation.objects.create(
        post=posts[0],
        to_person_id=beside[0].person_id,
        valid_from=timezone.localdate(),
        basis="12-QĐ/ĐU",
    )
    someone.ids = {
        "delegation_id": lent.pk,
        "person_id": account.person_id,
        "post_id": posts[0].pk,
        "account_id": account.pk,
        "certificate_id": certificate.pk,
    }
    return someone


def _brought(stage: Stage, key: str) -> Brought:
    place, admin = stage.world.places[key], stage.actor("org_admin", key)
    intake = Intake.objects.create(
        unit_id=place.unit_id,
        brought_by_id=admin.post_id,
        file=store(b"not a workbook", media_type=XLSX),
        filename="to-chuc.xlsx",
        state=Intake.State.TRIED,
    )
    return Brought(f"a workbook in “{key}”", {"intake_id": intake.pk}, place=place)


def _proposed(stage: Stage, key: str) -> Proposed:
    place, admin = stage.world.places[key], stage.actor("org_admin", key)
    account, _posts = stage.someone("Nguyễn Văn Thư", "committee_member", key)
    power = power_giving("clerk")
    matter = power.matter(
        unit_id=place.unit_id,
        role="clerk",
        title="",
        on="2026-01-05",
        decision_number="12-QĐ/ĐU",
        decision_on="2026-01-04",
        decision_about="Phân công cán bộ",
        decision_issuer="Đảng ủy xã",
        person_id=account.person_id,
    )
    proposal = propose(power, matter, actor=admin)
    return Proposed(
        f"a clerk in “{key}”",
        {"proposal_id": proposal.pk},
        place=place,
        proposer_id=admin.person_id,
        concerned_id=account.person_id,
    )
