"""The persons who are administered: where their open posts are, and their accounts."""

from dataclasses import dataclass

from django.utils import timezone

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing
from lienthong.records.signing.public import Certificate

PEOPLE = (
    ("of the branch", ("branch",)),
    ("of commune and province", ("commune", "province")),
    ("of the stranger", ("stranger commune",)),
)


@dataclass(eq=False)
class Someone(Thing):
    """A person with open posts in these places."""

    places: tuple[Place, ...] = ()


def make(stage: Stage) -> None:
    stage.add("unit", *stage.world.places.values())
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
    someone.ids = {
        "person_id": account.person_id,
        "post_id": posts[0].pk,
        "account_id": account.pk,
        "certificate_id": certificate.pk,
    }
    return someone
