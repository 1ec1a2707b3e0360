"""The fictional province: its tree, its people, their posts."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from lienthong.kernel.audit.public import without_history
from lienthong.kernel.people.public import Person, Post, Role
from lienthong.kernel.reference.public import Term
from lienthong.kernel.units.demo import Seedling, plant, walk
from lienthong.kernel.units.public import Unit, UnitIdentifier

from .names import HAMLETS, commune_names, person_name

FOUNDED_ON = dt.date(2025, 7, 1)  # the day the district level ended (# 294-QĐ/TW)
TERM_SINCE = dt.date(2025, 9, 15)
PROVINCE = "Đồng Xuân"
MEMBERS_OF_THE_CAST_BRANCH = 27
BIRTH_YEARS_OF_OFFICIALS = range(1968, 1991)


@dataclass(frozen=True)
class Tier:
    """How large a demonstration is."""

    communes: int
    units_below_communes: int
    persons: int


TIERS = {"small": Tier(3, 89, 2_500), "province": Tier(100, 4_300, 100_000)}

PROVINCIAL_BODIES = [
    ("Văn phòng Tỉnh ủy", "VPTU"),
    ("Ban Tổ chức Tỉnh ủy", "BTCTU"),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDVTU"),
    ("Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU"),
    ("Ban Nội chính Tỉnh ủy", "BNCTU"),
]
COMMUNE_BODIES = [
    ("Văn phòng Đảng ủy", "VPĐU"),
    ("Ban Xây dựng Đảng", "BXDĐ"),
    ("Ủy ban Kiểm tra Đảng ủy", "UBKTĐU"),
]


def tree(tier: Tier) -> Seedling:
    """The Centre, the province, its bodies, its communes and all beneath them."""
    centre = Seedling(
        "central_committee",
        "Đảng Cộng sản Việt Nam",
        "Ban Chấp hành Trung ương",
        "TW",
        "Hà Nội",
        has_register=True,
    )
    province = centre.add(
        Seedling(
            "provincial_committee",
            f"Đảng bộ tỉnh {PROVINCE}",
            f"Tỉnh ủy {PROVINCE}",
            "TU",
            PROVINCE,
            has_register=True,
        )
    )
    for name, symbol in PROVINCIAL_BODIES:
        province.add(
            Seedling("advisory_body", name, symbol=symbol, place=PROVINCE, serves_parent=True)
        )
    per_commune, rest = divmod(tier.units_below_communes, tier.communes)
    for index, name in enumerate(commune_names(tier.communes)):
        province.add(_commune(name, per_commune + (1 if index < rest else 0)))
    return centre


def _commune(name: str, size: int) -> Seedling:
    place = name.split(" ", 1)[1]
    commune = Seedling(
        "commune_committee", f"Đảng bộ {name}", f"Đảng ủy {name}", "ĐU", place, has_register=True
    )
    for body, symbol in COMMUNE_BODIES:
        commune.add(
            Seedling(
                "advisory_body", f"{body} {name}", symbol=symbol, place=place, serves_parent=True
            )
        )
    names = _grassroots_names(place, "khu phố" if name.startswith("phường") else "thôn")
    left = size
    while left > 0:
        if left >= 5 and left % 3 == 0:
            committee = commune.add(_enterprise(next(names["enterprise"]), place))
            for number in range(1, 5):
                committee.add(
                    Seedling(
                        "branch",
                        f"Chi bộ {number}, {committee.name_body}",
                        symbol="CB",
                        place=place,
                    )
                )
            left -= 5
        else:
            commune.add(Seedling("base_branch", next(names["branch"]), symbol="CB", place=place))
            left -= 1
    return commune


def _enterprise(name: str, place: str) -> Seedling:
    return Seedling("base_committee", f"Đảng bộ {name}", f"Đảng ủy {name}", "ĐU", place)


def _grassroots_names(place: str, hamlets: str) -> dict[str, Iterator[str]]:
    def branches() -> Iterator[str]:
        yield from (
            f"Chi bộ {what} {place}"
            for what in (
                "Trường Mầm non",
                "Trường Tiểu học",
                "Trường Trung học cơ sở",
                "Trạm Y tế",
                "Quân sự",
                "Công an",
            )
        )
        for round_ in range(1, 50):
            yield from (
                f"Chi bộ {hamlets} {hamlet}{'' if round_ == 1 else f' {round_}'}, {place}"
                for hamlet in HAMLETS
            )

    def enterprises() -> Iterator[str]:
        for number in range(1, 200):
            yield from (
                f"{what} {number} {place}"
                for what in ("Hợp tác xã", "Công ty Thủy lợi", "Nhà máy May")
            )

    return {"branch": branches(), "enterprise": enterprises()}


@transaction.atomic
def found(tier: Tier, *, seed: int = 2026) -> Unit:
    """Found the whole demonstration organisation; returns the provincial committee."""
    rng = random.Random(seed)  # noqa: S311 -- fictional names, not secrets
    top = tree(tier)
    plant(top, on=FOUNDED_ON)
    seedlings = [seedling for seedling, _ in walk(top)]
    _people(seedlings, tier, rng)
    registered = [s for s in seedlings if s.has_register]
    Term.objects.bulk_create(Term(unit_id=s.key, starts_on=TERM_SINCE) for s in registered)
    UnitIdentifier.objects.bulk_create(
        UnitIdentifier(
            unit_id=s.key,
            scheme=UnitIdentifier.Scheme.INTERNAL,
            value=f"DX.{number:03}",
            valid_from=FOUNDED_ON,
        )
        for number, s in enumerate(registered)
    )
    return Unit.objects.get(pk=next(s.key for s in seedlings if s.kind == "provincial_committee"))


def _people(seedlings: list[Seedling], tier: Tier, rng: random.Random) -> None:
    branches = [s for s in seedlings if s.kind in ("branch", "base_branch")]
    sizes = _sizes(branches, tier.persons, rng)
    persons = Person.objects.bulk_create((_person(rng) for _ in range(sum(sizes))), batch_size=5000)
    posts, taken = [], 0
    for branch, size in zip(branches, sizes, strict=True):
        members = persons[taken : taken + size]
        taken += size
        posts += [_post(person, Role.MEMBER, branch.key) for person in members]
        secretary = next(filter(_is_of_age_for_office, members), members[0])
        posts.append(_post(secretary, Role.BRANCH_SECRETARY, branch.key, "Bí thư"))
    posts += _officials(seedlings, list(filter(_is_of_age_for_office, persons)), rng)
    with without_history(Post):
        Post.objects.bulk_create(posts, batch_size=5000)


def _is_of_age_for_office(person: Person) -> bool:
    return person.born_on is not None and person.born_on.year in BIRTH_YEARS_OF_OFFICIALS


def _sizes(branches: list[Seedling], persons: int, rng: random.Random) -> list[int]:
    """Members per branch: all together exactly the tier's persons, none under three."""
    weights = [rng.uniform(0.6, 1.4) for _ in branches]
    rest, left = persons - 3 * len(branches), sum(weights)
    sizes = [3 + int(rest * weight / left) for weight in weights]
    of_the_cast = next(i for i, branch in enumerate(branches) if branch.kind == "base_branch")
    sizes[of_the_cast] = MEMBERS_OF_THE_CAST_BRANCH
    sizes[-1] += persons - sum(sizes)
    return sizes


def _person(rng: random.Random) -> Person:
    person = Person(
        full_name=person_name(rng),
        born_on=dt.date(rng.randint(1955, 2003), rng.randint(1, 12), rng.randint(1, 28)),
    )
    person.keep_name_keys()
    return person


def _post(person: Person, role: str, unit_id: int, title: str = "") -> Post:
    return Post(person=person, role=role, unit_id=unit_id, title=title, valid_from=TERM_SINCE)


# The posts every committee and body has, and what is printed under their holders' signatures.
OF_A_COMMITTEE = [
    (Role.SECRETARY, "Bí thư"),
    (Role.DEPUTY_SECRETARY, "Phó Bí thư"),
    (Role.CLERK, "Văn thư"),
]


def _officials(seedlings: list[Seedling], persons: list[Person], rng: random.Random) -> list[Post]:
    posts = []
    for seedling in seedlings:
        if seedling.kind in ("provincial_committee", "commune_committee"):
            chosen = rng.sample(persons, 18)
            posts += [
                _post(p, role, seedling.key, title)
                for p, (role, title) in zip(chosen, OF_A_COMMITTEE, strict=False)
            ]
            posts += [
                _post(p, Role.COMMITTEE_MEMBER, seedling.key, "Ủy viên Ban Chấp hành")
                for p in chosen[:2] + chosen[3:]
            ]
        elif seedling.kind == "base_committee":
            (secretary,) = rng.sample(persons, 1)
            posts.append(_post(secretary, Role.SECRETARY, seedling.key, "Bí thư"))
        elif seedling.kind == "advisory_body":
            head, specialist = rng.sample(persons, 2)
            posts += [
                _post(head, *_head_of(seedling)),
                _post(specialist, Role.SPECIALIST, seedling.key, "Chuyên viên"),
            ]
    return posts


def _head_of(body: Seedling) -> tuple[str, int, str]:
    if body.symbol.startswith("VP"):
        return Role.OFFICE_CHIEF, body.key, "Chánh Văn phòng"
    if body.symbol.startswith("UBKT"):
        return Role.UNIT_HEAD, body.key, "Chủ nhiệm"
    return Role.UNIT_HEAD, body.key, "Trưởng ban"
