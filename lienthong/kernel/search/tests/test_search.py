import datetime

import pytest

from lienthong.kernel.audiences.public import Addressing, Purpose, Scope, publish
from lienthong.kernel.people.tests.factories import LONG_AGO, a_unit, an_actor, by_two
from lienthong.kernel.permissions import permissions as registry
from lienthong.kernel.permissions.public import OWN, SUBTREE, Actor, Permission
from lienthong.kernel.search.actions import forget, write
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.public import Findable, VisibleTo, is_cut
from lienthong.kernel.search.queries import search
from lienthong.kernel.search.words import words_of
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.public import MANAGE, UnitKind

pytestmark = pytest.mark.django_db

READ = Permission("kettles.read", "Read", OWN, ("reader",))
OVERSEE = Permission("kettles.oversee", "Oversee", SUBTREE, ("overseer",))
PROVINCE, COMMUNE, BRANCH, SIBLING = "00001", "0000100002", "000010000200003", "0000100009"


@pytest.fixture(autouse=True)
def _roles(monkeypatch):
    monkeypatch.setattr(registry, "_declared", {p.codename: p for p in (READ, OVERSEE, MANAGE)})


def actor_at(path, *, role="reader", person_id=1):
    return Actor(person_id=person_id, post_id=1, unit_id=1, role=role, path=path)


def thing(title, *, on=datetime.date(2026, 3, 5), key=1, about=(), **visible):
    visible = {"permissions": (READ,), "unit_paths": (COMMUNE,), **visible}
    way = VisibleTo(f"/kettles/{key}/", **visible)
    write([Findable("kettles", key, title, on, (way,), **dict(about))])


def titles(query, actor=None, **options):
    return [entry.title for entry in search(actor or actor_at(COMMUNE), query, **options)]


@pytest.mark.parametrize(
    "query",
    [
        "ủy ban kiểm tra",
        "uỷ ban kiểm tra",
        "UY BAN KIEM TRA",
        "kiểm tra ủy ban",
        "uy ban ki",
        "kiem",
        "05-NQ/TU",
        "5-nq/tu",
        "nq tu 05",
        "giam sat",
    ],
)
def test_a_document_is_found_by_any_spelling_of_its_words_and_by_its_number(query):
    thing("Nghị quyết 05-NQ/TU về Ủy ban Kiểm tra", about={"summary": "công tác giám sát"})

    assert titles(query) == ["Nghị quyết 05-NQ/TU về Ủy ban Kiểm tra"]


@pytest.mark.parametrize("query", ["", "  ", "-/,.", "thanh tra", "uy tra ban xyz", "ban kiem t x"])
def test_other_words_find_nothing(query):
    thing("Nghị quyết 05-NQ/TU về Ủy ban Kiểm tra")

    assert titles(query) == []


@pytest.mark.parametrize("query", ["a' | 'b", "'; drop table x;--", "a & !b", ":* <-> \\", "\x00"])
def test_signs_of_the_search_language_are_only_signs(query):
    assert titles(query) == []


def test_the_latest_stands_first_and_the_limit_holds():
    for day in (1, 3, 2):
        thing(f"Báo cáo {day}", key=day, on=datetime.date(2026, 3, day))

    assert titles("bao cao") == ["Báo cáo 3", "Báo cáo 2", "Báo cáo 1"]
    assert titles("bao cao", limit=1) == ["Báo cáo 3"]


def test_what_is_spelt_as_asked_stands_before_what_is_spelt_otherwise():
    thing("Hóa đơn", key=1, on=datetime.date(2026, 3, 1))
    thing("Hoa đơn", key=2, on=datetime.date(2026, 3, 2))

    assert titles("hoá đơn") == titles("hóa đơn") == ["Hóa đơn", "Hoa đơn"]
    assert titles("hoa don") == ["Hoa đơn", "Hóa đơn"]


@pytest.mark.parametrize(
    ("role", "path", "finds"),
    [
        ("reader", COMMUNE, True),
        ("reader", PROVINCE, False),
        ("reader", BRANCH, False),
        ("reader", SIBLING, False),
        ("overseer", COMMUNE, False),
        ("nobody", COMMUNE, False),
        ("reader", "", False),
    ],
)
def test_a_thing_of_a_unit_is_found_there_by_holders_of_the_permission(role, path, finds):
    thing("Báo cáo")

    assert bool(titles("bao cao", actor_at(path, role=role))) is finds


@pytest.mark.parametrize(
    ("path", "finds"), [(PROVINCE, True), (COMMUNE, True), (BRANCH, False), (SIBLING, False)]
)
def test_a_permission_that_reaches_down_finds_from_above(path, finds):
    thing("Báo cáo", permissions=(OVERSEE,))

    assert bool(titles("bao cao", actor_at(path, role="overseer"))) is finds


def reader_in(unit):
    unit.refresh_from_db()
    return Actor(person_id=1, post_id=1, unit_id=unit.pk, role="reader", path=unit.path)


def finds(unit):
    return bool(titles("bao cao", reader_in(unit)))


def issued(*, tops=(), units=(), scope=Scope.BRANCHES, on=datetime.date(2026, 3, 5)):
    """The key of an audience: these units, and everything below these tops."""
    addressing = Addressing(
        units={unit.pk: Purpose.CARRY_OUT for unit in units},
        scope=scope,
        scope_paths=frozenset(unit.path for unit in tops),
    )
    return publish(addressing, issuer=a_unit(), on=on, actor=None).pk


def test_what_is_issued_is_found_by_whom_it_reached_and_not_beside():
    province = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    commune, sibling = a_unit(province), a_unit(province)
    branch = a_unit(commune, kind=UnitKind.BRANCH)
    audience = issued(tops=[commune], units=[sibling])
    thing("Báo cáo", unit_paths=(), audience_id=audience)

    found = {unit for unit in (province, commune, sibling, branch) if finds(unit)}
    assert found == {sibling, branch}


@pytest.mark.parametrize(
    ("kind", "scope", "found"),
    [
        (UnitKind.BASE_COMMITTEE, Scope.COMMITTEES, True),
        (UnitKind.BRANCH, Scope.BRANCHES, True),
        (UnitKind.BRANCH, Scope.COMMITTEES, False),
        (UnitKind.ADVISORY_BODY, Scope.BRANCHES, False),
    ],
)
def test_scope_goes_down_the_line_of_command_as_far_as_it_is_said(kind, scope, found):
    commune = a_unit()
    inner = a_unit(commune, kind=kind)
    thing("Báo cáo", unit_paths=(), audience_id=issued(tops=[commune], scope=scope))

    assert finds(inner) is found


@pytest.mark.parametrize(("days_after", "moved_finds"), [(-1, True), (0, False), (1, False)])
def test_a_moved_branch_finds_what_reached_it_where_it_stood_on_the_day(days_after, moved_finds):
    province = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    old, new = a_unit(province), a_unit(province)
    moved, stayed, neighbour = (a_unit(parent, kind=UnitKind.BRANCH) for parent in (old, old, new))
    day = datetime.date(2026, 3, 5)
    move_unit(moved.pk, to_parent_id=new.pk, on=day, agreed=by_two(an_actor(province)))
    on = day + datetime.timedelta(days=days_after)
    for title, top in (("Báo cáo cũ", old), ("Báo cáo mới", new)):
        audience = issued(tops=[top], on=on)
        thing(title, key=audience, unit_paths=(), audience_id=audience)

    def found_by(unit):
        return titles("bao cao", reader_in(unit))

    assert found_by(moved) == (["Báo cáo cũ"] if moved_finds else ["Báo cáo mới"])
    assert found_by(stayed) == ["Báo cáo cũ"]
    assert found_by(neighbour) == ["Báo cáo mới"]


def test_who_was_founded_later_finds_nothing_of_the_days_before():
    commune = a_unit()
    branch = a_unit(commune, kind=UnitKind.BRANCH)
    before = LONG_AGO - datetime.timedelta(days=1)
    thing("Báo cáo", unit_paths=(), audience_id=issued(tops=[commune], on=before))

    assert not finds(branch)


def test_a_person_named_finds_it_in_any_post_and_others_do_not():
    thing("Báo cáo", unit_paths=(), person_ids=(7,))

    assert titles("bao cao", actor_at(SIBLING, role="nobody", person_id=7))
    assert not titles("bao cao", actor_at(SIBLING, role="nobody", person_id=8))


def test_finding_is_two_statements_and_indexing_three(django_assert_num_queries):
    with django_assert_num_queries(3):
        thing("Báo cáo")
    with django_assert_num_queries(2):
        titles("bao cao")


def test_a_thing_indexed_again_replaces_what_was_said_before():
    thing("Báo cáo")
    thing("Kế hoạch", unit_paths=(SIBLING,))

    assert SearchEntry.objects.count() == 1
    assert titles("bao cao", actor_at(SIBLING)) == []
    assert titles("ke hoach", actor_at(SIBLING)) == ["Kế hoạch"]
    assert titles("ke hoach") == []


def test_a_thing_forgotten_is_found_no_more():
    thing("Báo cáo")
    forget("kettles", [1])

    assert titles("bao cao") == []


def test_words_are_folded_and_numbers_lose_their_zeros():
    assert words_of("Số 05-NQ/ĐUK, 005") == ["so", "5", "nq", "duk"]


@pytest.mark.parametrize("letters", [100, 101, 2046, 2047, 4000, 100_000])
def test_a_word_of_any_length_is_kept_and_found_and_breaks_nothing(letters):
    word = "ê" * letters
    thing(f"Báo cáo {word}")

    assert titles(word[: letters // 2]) == titles(word) == [f"Báo cáo {word}"[:700]]
    assert titles(f"{'x' * letters}") == []


@pytest.mark.parametrize(
    ("asked", "cut"),
    [("", False), ("báo cáo", False), ("x" * 100, False), ("x" * 101, True),
     (" ".join(map(str, range(12))), False), (" ".join(map(str, range(13))), True)],
)  # fmt: skip
def test_it_is_said_when_not_all_of_a_question_is_looked_for(asked, cut):
    assert is_cut(asked) is cut
