"""Founding the organisation and bringing every document to the state before its point."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

from config.demo import cast, organisation
from lienthong.kernel.database.public import make_tables
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.demo import open_demo_account, show_second_factor
from lienthong.kernel.people.public import Account, Person, Post, Role
from lienthong.kernel.people.session_store import SessionStore
from lienthong.kernel.units.public import Unit
from lienthong.kernel.web.public import POST_IN_SESSION
from lienthong.records.signing.demo import demo_code, demo_pin, key_by_two
from lienthong.records.signing.public import certificate_of_post
from tests import begun

if TYPE_CHECKING:
    from .points import Point

PIN = "246810"


@dataclass
class Send:
    """A form somebody sends; a post with a key gives PIN and code at the window it leads to."""

    session: str
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    signs_as: int = 0


@dataclass
class Scene:
    """One trial ready to begin."""

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
            key_by_two(post, PIN, **cast.the_two(self.posts))
            yield post

    def session(self, post: Post) -> str:
        """A signed-in browser of this post's holder."""
        if post.pk not in self.sessions:
            account = Account.objects.filter(person=post.person).first()
            account = account or open_demo_account(post.person, f"post-{post.pk}")
            session = SessionStore()
            session[SESSION_KEY] = str(account.pk)
            (session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
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


T = TypeVar("T")


class Theatre:
    """The people, and what each room keeps between its scenes."""

    def __init__(self) -> None:
        self.people = People()
        self.kept: dict[type, Any] = {}

    def of(self, room: Callable[["Theatre"], T]) -> T:
        """The one of this kind, made when it is first asked for."""
        if room not in self.kept:
            self.kept[room] = room(self)
        return self.kept[room]

    def scene(self, point: "Point") -> Scene:
        made = [point.action.set_the_scene(self) for _ in range(point.documents)]
        first = made[0]
        first.sends = [send for scene in made for send in scene.sends]
        first.documents = [pk for scene in made for pk in scene.documents]
        return first


def set_the_stage(
    points: Iterable["Point"], tell: Callable[[str], None], tables: Path | None
) -> list[dict[str, Any]]:
    """Tables, organisation, people, and a scene for every point, in their order."""
    if tables:
        begun.load(tables)
    make_tables()
    call_command("seed", verbosity=0)
    theatre = Theatre()
    scenes = []
    for point in points:
        scenes.append(asdict(theatre.scene(point)))
        tell(f"  {point.name} is ready")
    run_jobs()
    return scenes
