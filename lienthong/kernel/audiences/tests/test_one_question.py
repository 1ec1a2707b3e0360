"""Has it reached this unit? Every way of asking gives the answer of the rulebook, on random dated trees."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.audiences.public import (
    READ,
    Addressing,
    Arrived,
    Audience,
    Purpose,
    Reached,
    Scope,
    arrivals_of,
    publish,
    standings_at,
)
from lienthong.kernel.audiences.queries import standings_of
from lienthong.kernel.people.tests.factories import an_actor, by_two
from lienthong.kernel.permissions.public import Actor, RuleBroken, scope_of
from lienthong.kernel.search.actions import write
from lienthong.kernel.search.public import Findable, VisibleTo
from lienthong.kernel.search.queries import search
from lienthong.kernel.units.actions.tree import move_unit
from lienthong.kernel.units.public import (
    NewUnit,
    Unit,
    kinds_beneath,
    place_unit,
)
from lienthong.kernel.units.tests.by_two import dissolve

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.date(2026, 1, 1)
COMMITTEE_KINDS = ("provincial_committee", "commune_committee", "base_committee", "part_committee")
BRANCH_KINDS = ("base_branch", "branch")
OTHER_KINDS = ("advisory_body", "cell")


@dataclass
class Spell:
    """A unit was under another from one day until another."""

    under: int | None
    since: dt.date
    until: dt.date | None = None


@dataclass
class Rulebook:
    """The rules themselves, walked from unit to unit; it remembers what was reached.

    A document reaches those it is addressed to; and, as it is issued, everybody beneath the tops of
    its scope as the tree then is for that day: committees, and branches too where it says so. Bodies
    that serve a committee are not in the line of command.
    """

    kinds: dict[int, str] = field(default_factory=dict)
    spells: dict[int, list[Spell]] = field(default_factory=dict)
    reached: dict[int, set[int]] = field(default_factory=dict)
    there: dict[int, set[int]] = field(default_factory=dict)

    def spell_on(self, unit: int, day: dt.date) -> Spell | None:
        for spell in self.spells[unit]:
            if spell.since <= day and (spell.until is None or day < spell.until):
                return spell
        return None

    def above(self, unit: int, day: dt.date) -> set[int]:
        found: set[int] = set()
        spell = self.spell_on(unit, day)
        while spell is not None and spell.under is not None:
            found.add(spell.under)
            spell = self.spell_on(spell.under, day)
        return found

    def issue(self, audience: int, addressed: set[int], tops: set[int], scope: str, day: dt.date):
        self.there[audience] = {unit for unit in self.kinds if self.spell_on(unit, day)}
        self.reached[audience] = set(addressed)
        if scope == "none":
            return
        for unit, kind in self.kinds.items():
            in_line = kind in COMMITTEE_KINDS or (kind in BRANCH_KINDS and scope == "branches")
            if in_line and self.above(unit, day) & tops:
                self.reached[audience].add(unit)


class World:
    """The same things done in the product and written into the rulebook, day after day.

    What happens to the tree may be entered late, with an earlier day; documents are issued today.
    """

    def __init__(self) -> None:
        self.rulebook, self.today = Rulebook(), FIRST_DAY
        new = NewUnit(COMMITTEE_KINDS[0], "Đảng bộ tỉnh", has_register=True)
        self.top = place_unit(new, parent=None, on=FIRST_DAY)
        self.keys: list[int] = []
        self.note_founded(self.top.pk, new.kind, None, FIRST_DAY)
        self.admin = an_actor(self.top)

    def note_founded(self, key: int, kind: str, under: int | None, day: dt.date) -> None:
        self.keys.append(key)
        self.rulebook.kinds[key] = kind
        self.rulebook.spells[key] = [Spell(under, day)]

    def unit(self, number: int) -> int:
        return self.keys[number % len(self.keys)]

    def last(self, key: int) -> Spell:
        return self.rulebook.spells[key][-1]

    def do(self, step: tuple) -> None:
        what, days_back, *rest = step
        on = max(FIRST_DAY, self.today - dt.timedelta(days=days_back))
        try:
            with transaction.atomic():
                getattr(self, what)(on, *rest)
        except RuleBroken:
            pass

    def wait(self, _on: dt.date, days: int) -> None:
        self.today += dt.timedelta(days=days)

    def found(self, on: dt.date, kind: str, number: int) -> None:
        above = self.unit(number)
        parent = Unit.objects.get(pk=above)
        is_leaf = parent.is_branch and kind in (*COMMITTEE_KINDS, *BRANCH_KINDS)
        if on < self.last(above).since or is_leaf or not parent.exists_on(on):
            return
        # Placed, not founded: the question has one answer in a tree of any shape.
        new = NewUnit(kind, f"Đơn vị {len(self.keys)}", has_register=kind == COMMITTEE_KINDS[0])
        unit = place_unit(new, parent=parent, on=on)
        self.note_founded(unit.pk, kind, above, on)

    def move(self, on: dt.date, number: int, to: int) -> None:
        key = self.unit(number)
        kinds = self.rulebook.kinds
        fitting = [one for one in self.keys if kinds[key] in kinds_beneath(kinds[one], on)]
        if not fitting:
            return
        above = fitting[to % len(fitting)]
        if key == self.top.pk or self.last(key).until or on < self.last(above).since:
            return
        move_unit(key, to_parent_id=above, on=on, agreed=by_two(self.admin))
        self.last(key).until = on
        self.rulebook.spells[key].append(Spell(above, on))

    def end(self, on: dt.date, number: int) -> None:
        key = self.unit(number)
        if key == self.top.pk or on <= self.last(key).since:
            return
        dissolve(key, successor_id=None, on=on, actor=self.admin)
        self.last(key).until = on

    def issue(self, _on: dt.date, units: list[int], tops: list[int], scope: str) -> None:
        addressed, below = ({self.unit(one) for one in chosen} for chosen in (units, tops))
        paths = Unit.objects.filter(pk__in=below).values_list("path", flat=True)
        addressing = Addressing(
            units=dict.fromkeys(addressed, Purpose.CARRY_OUT),
            scope=scope,
            scope_paths=frozenset(paths),
        )
        audience = publish(addressing, issuer=self.top, on=self.today, actor=None).pk
        self.rulebook.issue(audience, addressed, below, scope, self.today)
        way = VisibleTo("/", (READ,), audience_id=audience)
        write([Findable("tests", audience, "Báo cáo", self.today, (way,))])


number = st.integers(0, 30)
days_back = st.sampled_from([0, 0, 0, 1, 3, 9])
# Founding and ending may be decided for a day to come; a move is entered on its day.
days_away = st.sampled_from([0, 0, 0, 1, 3, 9, -2])
STEP = st.one_of(
    st.tuples(st.just("wait"), st.just(0), st.integers(1, 4)),
    st.tuples(
        st.just("found"),
        days_away,
        st.sampled_from([*COMMITTEE_KINDS, *BRANCH_KINDS, *BRANCH_KINDS, *OTHER_KINDS]),
        number,
    ),
    st.tuples(st.just("move"), days_back, number, number),
    st.tuples(st.just("end"), days_away, number),
    st.tuples(
        st.just("issue"),
        st.just(0),
        st.lists(number, max_size=2),
        st.lists(number, min_size=1, max_size=3),
        st.sampled_from(Scope.values),
    ),
)


def reader_in(unit: Unit) -> Actor:
    """Somebody who reads in the place of a unit."""
    return Actor(person_id=0, post_id=0, unit_id=unit.pk, role="committee_member", path=unit.path)


def answers(unit: Unit, audiences: list[int]) -> dict[str, set[int]]:
    """What each way of asking says has reached a unit."""
    reader, every = reader_in(unit), Audience.objects.all()
    scope = scope_of(reader, READ)
    return {
        "arrivals": {one.audience_id for one in arrivals_of(unit, limit=1000)},
        "page by page": paged(unit),
        "standings": {one.arrival.audience_id for one in standings_at(unit, limit=1000)},
        "standings of chosen": set(standings_of(unit, audiences)),
        "condition": set(every.filter(Reached("pk", unit.pk)).values_list("pk", flat=True)),
        "all": set(every.filter(pk__in=Arrived(unit.pk)).values_list("pk", flat=True)),
        "list": set(every.filter(scope.q("pk")).values_list("pk", flat=True)),
        "check": {audience for audience in audiences if scope.covers(audience)},
        "search": {int(one.key) for one in search(reader, "bao cao", limit=1000)},
    }


def paged(unit: Unit) -> set[int]:
    found: set[int] = set()
    before = None
    while page := arrivals_of(unit, before=before, limit=1):
        found.add(page[0].audience_id)
        before = page[0].published_at
    return found


def on_the_board(audience: int, top: Unit) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM audiences_reached_under(%s, %s)", [audience, top.path])
        return {row[0] for row in cursor.fetchall()}


@given(steps=st.lists(STEP, min_size=5, max_size=40))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_way_of_asking_answers_as_the_rulebook(steps) -> None:
    with transaction.atomic():
        world = World()
        for step in steps:
            world.do(step)
        rulebook = world.rulebook
        for unit in Unit.objects.filter(pk__in=world.keys):
            expected = {
                audience for audience, units in rulebook.reached.items() if unit.pk in units
            }
            said = answers(unit, list(rulebook.reached))
            assert said == dict.fromkeys(said, expected), unit.path
        for audience, units in rulebook.reached.items():
            in_line = {key for key in units if rulebook.kinds[key] not in OTHER_KINDS}
            # Who was addressed although it had ended is on no board.
            assert on_the_board(audience, world.top) == in_line & rulebook.there[audience]
        transaction.set_rollback(True)
