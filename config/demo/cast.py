"""The people of the journey: fictional officials with accounts, second factors and signing keys."""

import random
from dataclasses import dataclass

from django.db import transaction

from config.founding import founding_codes
from lienthong.kernel.audit.public import record
from lienthong.kernel.people.demo import open_demo_account
from lienthong.kernel.people.public import Person, Post, Role, actor_in
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.demo import found_by, key_by_two, new_pin, seal_by_two
from lienthong.records.signing.public import Certificate

from .names import person_name
from .organisation import TERM_SINCE


@dataclass(frozen=True)
class Part:
    """One person of the cast: where the post stands, and what its holder does in the journey."""

    username: str
    name: str
    role: str
    place: str
    title: str
    does: str
    signs: bool = False
    # One of the two administrators who found the signer.
    founds: bool = False


# Where a place is: the symbol of a body, within the province, its first commune or the next one.
CAST = [
    Part("minh", "Trần Đức Minh", Role.SPECIALIST, "province/VPTU", "Chuyên viên", "soạn dự thảo, tiếp thu ý kiến"),
    Part("nhung", "Lê Thị Hồng Nhung", Role.UNIT_HEAD, "province/BTCTU", "Trưởng ban", "cho ý kiến; ký văn bản của Ban Tổ chức", signs=True),
    Part("yen", "Trịnh Thị Yến", Role.CLERK, "province/BTCTU", "Văn thư", "phát hành văn bản của Ban Tổ chức", signs=True),
    Part("anh", "Phạm Quốc Anh", Role.UNIT_HEAD, "province/BTGDVTU", "Trưởng ban", "cho ý kiến"),
    Part("huong", "Nguyễn Thu Hương", Role.OFFICE_CHIEF, "province/VPTU", "Chánh Văn phòng", "thẩm định, ký nháy, ghi kết quả thông qua"),
    Part("long", "Vũ Hoàng Long", Role.SECRETARY, "province", "Bí thư", "ký T/M (điện thoại hoặc máy tính)", signs=True),
    Part("mai", "Lê Thị Mai", Role.CLERK, "province", "Văn thư", "phát hành, theo dõi nơi nhận", signs=True),
    Part("lan", "Đỗ Thị Lan", Role.CLERK, "commune", "Văn thư", "vào sổ văn bản đến, phát hành công văn", signs=True),
    Part("hai", "Bùi Văn Hải", Role.OFFICE_CHIEF, "commune/VPĐU", "Chánh Văn phòng", "thẩm định, đề xuất xử lý, kết thúc"),
    Part("son", "Hoàng Văn Sơn", Role.SECRETARY, "commune", "Bí thư", "cho ý kiến chỉ đạo, ký công văn", signs=True),
    Part("thu", "Ngô Thị Thu", Role.UNIT_HEAD, "commune/BXDĐ", "Trưởng ban", "chủ trì thực hiện"),
    Part("dung", "Phan Văn Dũng", Role.UNIT_HEAD, "commune/UBKTĐU", "Chủ nhiệm", "phối hợp thực hiện"),
    Part("hoa", "Tạ Văn Hòa", Role.BRANCH_SECRETARY, "branch", "Bí thư", "đã nhận, đã phổ biến (điện thoại)"),
    Part("ngoan", "Lý Thị Ngoan", Role.SPECIALIST, "neighbour/VPĐU", "Chuyên viên", "ở phường bên cạnh: không thấy việc riêng của xã"),
    Part("quantri", "Dương Quang Trí", Role.ORG_ADMIN, "province", "Quản trị đơn vị", "tổ chức, người dùng; đề nghị khóa ký, con dấu số", founds=True),
    Part("quantri2", "Đinh Thúy Hạnh", Role.ORG_ADMIN, "province", "Quản trị đơn vị", "xác nhận khóa ký, việc cần hai người", founds=True),
]  # fmt: skip


def cast_with_units() -> list[tuple[Part, Unit]]:
    """The cast, each with the organisation of their post, for the table of sign-ins."""
    names = [part.username for part in CAST]
    held = Post.objects.filter(person__account__username__in=names)
    posts = held.select_related("unit", "person__account")
    units = {(post.person.account.username, post.role): post.unit for post in posts}
    return [(part, units[part.username, part.role]) for part in CAST]


@dataclass(frozen=True)
class Stage:
    """The organisations in which the journey is played."""

    province: Unit
    commune: Unit
    neighbour: Unit
    branch: Unit

    def place(self, where: str) -> Unit:
        unit: Unit = getattr(self, where.split("/")[0])
        if "/" in where:
            unit = Unit.objects.get(serves=unit, symbol=where.split("/")[1])
        return unit


def stage_of(province: Unit) -> Stage:
    """The first commune and the first branch directly under it, and the commune next to it."""
    communes = Unit.objects.filter(parent=province, kind="commune_committee").order_by("pk")
    commune, neighbour = communes[:2]
    branch = Unit.objects.filter(parent=commune, kind="base_branch").order_by("pk")[0]
    return Stage(province, commune, neighbour, branch)


@transaction.atomic
def cast_people(stage: Stage) -> dict[str, Post]:
    """Put the cast into their posts, in place of the nameless officials who hold them."""
    posts: dict[str, Post] = {}
    for part in CAST:
        unit = stage.place(part.place)
        known = [one.pk for one in posts.values()]
        others = Post.objects.filter(unit=unit, role=part.role).exclude(pk__in=known)
        post = others.order_by("pk").first()
        if post is None:
            person = Person.objects.create(full_name=part.name)
            post = Post.objects.create(
                person=person, unit=unit, role=part.role, title=part.title, valid_from=TERM_SINCE
            )
            record(None, "people.appointed", post, person=person.pk, unit=unit.pk, role=part.role)
        person = post.person
        person.full_name = part.name
        person.save()
        _give_other_offices_away(person, post)
        open_demo_account(person, part.username)
        posts[part.username] = post
    return posts


def _give_other_offices_away(person: Person, kept: Post) -> None:
    others = Post.objects.filter(person=person).exclude(pk=kept.pk)
    offices = list(others.exclude(role__in=[Role.MEMBER, Role.COMMITTEE_MEMBER]))
    other = _understudy(person) if offices else person
    for office in offices:
        office.person = other
        office.save(update_fields=["person"])


def _understudy(person: Person) -> Person:
    """Somebody else for the other offices a drawn official happened to hold."""
    rng = random.Random(person.pk)  # noqa: S311 -- a fictional name, not a secret
    return Person.objects.create(full_name=person_name(rng), born_on=person.born_on)


def certify(posts: dict[str, Post], stage: Stage) -> None:
    """Found the signer with both administrators, and give keys and seals by two persons each."""
    in_force = Certificate.objects.in_force()
    founders = [posts[part.username] for part in CAST if part.founds]
    if not in_force.filter(post__in=founders).exists():
        found_by(founders, founding_codes(stage.province, founders))
    for part in CAST:
        post = posts[part.username]
        if part.signs and not in_force.filter(post=post).exists():
            key_by_two(post, new_pin(), **the_two(posts))
    # A leader confirms the seals: the deputy, since a key gives three codes at once and the others sign.
    deputies = Post.objects.filter(unit=stage.province, role=Role.DEPUTY_SECRETARY)
    deputy = deputies.order_by("pk")[0]
    if not in_force.filter(post=deputy).exists():
        key_by_two(deputy, new_pin(), **the_two(posts))
    for unit in (stage.province, stage.commune, posts["nhung"].unit):
        if not in_force.filter(unit=unit, purpose=Certificate.Purpose.SEAL).exists():
            proposer, confirmer = actor_in(posts["quantri"]), actor_in(deputy)
            seal_by_two(unit, proposer=proposer, confirmer=confirmer)


def is_of_an_older_release() -> bool:
    """Whether its keys were given before two persons gave them before the signer."""
    administrators = Certificate.objects.filter(purpose=Certificate.Purpose.ADMINISTRATOR)
    return Certificate.objects.exists() and not administrators.exists()


def the_two(posts: dict[str, Post]) -> dict[str, Actor]:
    """Who proposes a key and who confirms it: the two administrators."""
    proposer, confirmer = (actor_in(posts[part.username]) for part in CAST if part.founds)
    return {"proposer": proposer, "confirmer": confirmer}


def actors(posts: dict[str, Post]) -> dict[str, Actor]:
    return {username: actor_in(post) for username, post in posts.items()}
