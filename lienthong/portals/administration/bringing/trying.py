"""The rows of a workbook, tried or written by the actions themselves: what they make, and why a row makes nothing."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.people.public import (
    ROLES_WITH_POWER,
    NewPerson,
    NewPost,
    Person,
    Post,
    Role,
    appoint,
    persons_seen_by,
    power_giving,
    register_person,
)
from lienthong.kernel.permissions.public import Actor, Agreed, Relation, RuleBroken
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Decision, FoundUnit, NewUnit, Unit, found_unit

from .sheets import Row, Workbook

COLUMN_OF = {"has_register": "register"}
NO_POST = gettext_lazy("This person holds no post in the file that can be written.")
PERSON_FIRST = gettext_lazy("The row of this person is to be mended first.")
MOST_POWERS = 500  # a second person reads each of them before it is confirmed


@dataclass
class Trial:
    """One pass over the rows: organisations from above to below, then each person with their posts."""

    unit: Unit
    book: Workbook
    actor: Actor
    # By what two have agreed to it, in a rehearsal as if they had; None where one alone writes.
    agreed: Agreed | None
    step: Callable[[int], None] = lambda _done: None
    made: dict[str, list[int]] = field(
        default_factory=lambda: {"units": [], "people": [], "posts": []}
    )
    # What needs a second person, said in full, and whose it is: another of that name is not agreed to.
    powers: list[tuple[str, str, int]] = field(default_factory=list)
    _done: int = 0

    def run(self) -> None:
        self._units = _Units(self.unit)
        self._found_units()
        self._enter_people()
        if len(self.powers) > MOST_POWERS:
            said = _(
                "At most %(most)d organisations with keys and posts with power are brought at once; this workbook has %(n)d. Divide it."
            )
            self.book.troubles.append(said % {"most": MOST_POWERS, "n": len(self.powers)})

    @property
    def counts(self) -> dict[str, Any]:
        return {
            **{name: len(keys) for name, keys in self.made.items()},
            "known": sum(row.is_known for row in self.book.every),
            "powers": len(self.powers),
            "named": self.powers,
            "unread": self.book.unread,
        }

    # --- Organisations ---

    def _found_units(self) -> None:
        """Each row once its superior's row has been tried; what is left then stands in a ring."""
        rows = self.book.rows["units"]
        by_code = _by_code(rows)
        ready: deque[Row] = deque()
        beneath: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            above = by_code.get(fold(row["above"]))
            (ready if above is None else beneath[above.number]).append(row)
        while ready:
            row = ready.popleft()
            self._found(row, by_code)
            ready.extend(beneath.pop(row.number, ()))
        for row in (row for left in beneath.values() for row in left):
            row.fails("above", _("These organisations stand beneath one another in a ring."))
            self._found(row, by_code)

    def _found(self, row: Row, by_code: dict[str, Row]) -> None:
        with self._trying(row):
            parent = self._units.found(row, "above", by_code)
            if parent is None or not row.is_good:
                return
            known = self._units.child_of(parent, row["name_body"])
            row.is_known = known is not None
            unit = known or self._make_unit(row, parent)
            self._units.add(row, unit)

    def _make_unit(self, row: Row, parent: Unit) -> Unit:
        new = NewUnit(
            kind=row["kind"],
            name_body=row["name_body"],
            name_committee=row["name_committee"],
            symbol=row["symbol"],
            place=row["place"],
            has_register=row["register"] == "yes",
            serves_id=parent.pk if row["serves"] == "yes" else None,
            **_words_of_decision(row),
        )
        on = row.days["on"]
        if new.has_keys:
            matter = FoundUnit.made_of(new, parent, on, is_another=False)
            matter.check()
            unit = matter.carry_out(self._by_two())
            self.powers.append((str(_("Organisation with keys")), f"{unit}, {parent}", parent.pk))
        else:
            unit = found_unit(new, parent_id=parent.pk, on=on, actor=self.actor)
        self.made["units"].append(unit.pk)
        return unit

    # --- People and their posts ---

    def _enter_people(self) -> None:
        people, posts = self.book.rows["people"], self.book.rows["posts"]
        by_code, units = _by_code(people), _by_code(self.book.rows["units"])
        _refuse_twins(people)
        held: dict[int, list[Row]] = defaultdict(list)
        for post in posts:
            person = by_code.get(fold(post["person"]))
            if person is None:
                post.fails("person", _("Nobody in the sheet “People” has this code."))
            elif not person.is_good:
                post.fails("person", PERSON_FIRST)
            else:
                held[person.number].append(post)
        known = _Known(self.actor, people)
        for person in people:
            self._enter(person, held[person.number], known, units)

    def _enter(self, row: Row, posts: list[Row], known: "_Known", units: dict[str, Row]) -> None:
        self._step()
        placed = self._placed(posts, units)
        if not placed:
            row.fails("", NO_POST)
        person = known.whoever(row, placed) if row.is_good else None
        if not row.is_good:
            for post in posts:
                post.fails("person", PERSON_FIRST)
            return
        row.is_known = person is not None
        for post, unit in placed:
            person = self._give(row, post, unit, person) or person
        if person is None:
            row.fails("", NO_POST)

    def _placed(self, posts: list[Row], units: dict[str, Row]) -> list[tuple[Row, Unit]]:
        placed = []
        for post in posts:
            self._step()
            unit = self._units.found(post, "unit", units)
            if unit is not None and post.is_good:
                placed.append((post, unit))
        return placed

    def _give(self, row: Row, post: Row, unit: Unit, person: Person | None) -> Person | None:
        """Give the post; whose it is then, registered with it if they are new."""
        role = Role(post["role"])
        if person and person.posts.filter(unit=unit, role=role, valid_to=None).exists():
            post.is_known = True
            return person
        with self._trying(post, counts=False):
            is_new = person is None
            made = self._posted(row, post, unit, person)
            self.made["posts"].append(made.pk)
            if is_new:
                self.made["people"].append(made.person_id)
            return made.person
        return None

    def _posted(self, row: Row, post: Row, unit: Unit, person: Person | None) -> Post:
        role, on, title = Role(post["role"]), post.days["on"], post["title"]
        if role in ROLES_WITH_POWER:
            return self._power(row, post, unit, person)
        given = NewPost(role, on, title, Decision(*_words_of_decision(post).values()))
        if person is not None:
            return appoint(person, given, unit, actor=self.actor)
        new = NewPerson(row["full_name"], row.days.get("born_on"))
        registered = register_person(new, given, unit=unit, actor=self.actor)
        return registered.posts.select_related("person").get()

    def _power(self, row: Row, post: Row, unit: Unit, person: Person | None) -> Post:
        role = post["role"]
        power = power_giving(role)
        if power.relation is Relation.ABOVE and unit.pk == self.unit.pk and unit.parent_id:
            said = _(
                "Who leads this organisation itself is confirmed from above: propose this post on the page of the organisation."
            )
            raise RuleBroken(said, field="role")
        if person is not None and person.pk in self._by_two().person_ids:
            raise RuleBroken(
                _("Nobody appoints themselves: another administrator does it."), field="role"
            )
        born_on = row.days.get("born_on")
        matter = power.matter(
            unit_id=unit.pk,
            role=role,
            title=post["title"],
            on=post.days["on"].isoformat(),
            **_words_of_decision(post),
            decision_about=post["decision_about"],
            person_id=person.pk if person else None,
            full_name="" if person else row["full_name"],
            born_on=born_on.isoformat() if born_on and not person else "",
        )
        matter.check()
        made: Any = matter.carry_out(self._by_two())
        given = Post.objects.select_related("person").get(pk=made.pk)
        said = self._in_full(row, post, unit, person)
        self.powers.append((str(Role(role).label), said, person.pk if person else 0))
        return given

    def _in_full(self, row: Row, post: Row, unit: Unit, person: Person | None) -> str:
        """Whose post it is, beyond doubt: who is here already is told apart, and stays the same one."""
        who = told_apart(person) if person else row["full_name"]
        born_on = row.days.get("born_on") if person is None else None
        born = date_format(born_on, "d/m/Y") if born_on else ""
        since = date_format(post.days["on"], "d/m/Y")
        told = (who, born, post["title"], self._where(unit), since, post["decision_number"])
        return ", ".join(filter(None, told))

    def _where(self, unit: Unit) -> str:
        """The organisation, and whose it is: many committees have an office of one name."""
        above = None if unit.pk == self.unit.pk else unit.serves or unit.parent
        return f"{unit}, {above}" if above else str(unit)

    def _by_two(self) -> Agreed:
        if self.agreed is None:
            raise RuleBroken(_("This needs a second person. Bring the workbook anew."))
        return self.agreed

    # --- Each row ---

    @contextmanager
    def _trying(self, row: Row, *, counts: bool = True) -> Iterator[None]:
        """What the action refuses is said at the cell; nothing of the row is written then."""
        if counts:
            self._step()
        try:
            with transaction.atomic():
                yield
        except RuleBroken as broken:
            row.fails(COLUMN_OF.get(broken.field, broken.field), broken.sentence)
        except PermissionDenied:
            row.fails("", _("You do not administer this organisation."))

    def _step(self) -> None:
        self._done += 1
        self.step(self._done)


class _Units:
    """The organisations there are beneath the one at hand, and those that rows have made."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.of_rows: dict[int, Unit] = {}
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        today = timezone.localdate()
        for one in Unit.objects.filter(path__startswith=unit.path).existing_on(today):
            self._name(one)

    def _name(self, unit: Unit) -> None:
        for name in {fold(unit.name_body), fold(unit.name_committee)} - {""}:
            self._by_name[name].append(unit)

    def add(self, row: Row, unit: Unit) -> None:
        self.of_rows[row.number] = unit
        if not row.is_known:
            self._name(unit)

    def child_of(self, parent: Unit, name: str) -> Unit | None:
        named = self._by_name.get(fold(name), [])
        return next((one for one in named if one.parent_id == parent.pk), None)

    def found(self, row: Row, column: str, by_code: dict[str, Row]) -> Unit | None:
        """The organisation a cell names, by its code in the file or by its name; none: the one at hand."""
        words = row[column]
        if not words:
            return self.unit
        if (named := by_code.get(fold(words))) is not None:
            if named.number not in self.of_rows:
                row.fails(column, _("The row of this organisation is to be mended first."))
            return self.of_rows.get(named.number)
        units = self._by_name.get(fold(words), [])
        if len(units) == 1:
            return units[0]
        if units:
            said = _(
                "%(n)d organisations are called so. Give the one that is meant a code in the file."
            )
            row.fails(column, said % {"n": len(units)})
        else:
            row.fails(column, _("No organisation here has this code or name."))
        return None


class _Known:
    """Who is here already under the names of the file, as far as the administrator sees."""

    def __init__(self, actor: Actor, rows: list[Row]) -> None:
        names = {fold(row["full_name"]) for row in rows}
        self._named: dict[str, list[Person]] = defaultdict(list)
        seen = persons_seen_by(actor, with_former=True).filter(name_folded__in=names)
        for person in seen.prefetch_related("posts__unit"):
            self._named[person.name_folded].append(person)

    def whoever(self, row: Row, placed: list[tuple[Row, Unit]]) -> Person | None:
        """The person of a row who is here already; where that is not certain, it is asked."""
        born_on = row.days.get("born_on")
        alike = [
            one
            for one in self._named[fold(row["full_name"])]
            if born_on is None or one.born_on in (None, born_on)
        ]
        wanted = {(unit.pk, post["role"]) for post, unit in placed}
        same = [
            one
            for one in alike
            if one.born_on == born_on
            and any((p.unit_id, p.role) in wanted and p.valid_to is None for p in one.posts.all())
        ]
        if len(same) == 1:
            return same[0]
        if not alike or row["namesake"] == "another":
            return None
        if row["namesake"] == "known" and len(alike) == 1:
            return alike[0]
        row.fails("namesake", _asked(alike))
        return None


def _words_of_decision(row: Row) -> dict[str, str]:
    decided = row.days.get("decision_on")
    return {
        "decision_number": row["decision_number"],
        "decision_on": decided.isoformat() if decided else "",
        "decision_issuer": row["decision_issuer"],
    }


def _asked(alike: list[Person]) -> str:
    who = "; ".join(told_apart(one) for one in alike[:3])
    said = _("Here already: %(who)s. Say whether it is this person or another one.")
    if len(alike) > 1:
        said = _(
            "Several of this name are here: %(who)s. Give the date of birth, or say “another”."
        )
    return said % {"who": who}


def told_apart(person: Person) -> str:
    """A name with what tells its bearers apart: year of birth, and where a post is held."""
    posts = [post for post in person.posts.all() if post.valid_to is None]
    year = str(person.born_on.year) if person.born_on else ""
    place = f"{posts[0].label}, {posts[0].unit}" if posts else ""
    beside = ", ".join(filter(None, (year, place)))
    return f"{person.full_name} ({beside})" if beside else person.full_name


def _by_code(rows: list[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if code := fold(row["code"]):
            if code in found:
                said = _("Row %(number)d has this code already. Give each its own.")
                row.fails("code", said % {"number": found[code].number})
            found.setdefault(code, row)
    return found


def _refuse_twins(rows: list[Row]) -> None:
    """Two rows with one name and one day of birth are one person written twice."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row["born_on"]:
            continue
        key = (fold(row["full_name"]), row["born_on"])
        if key in first:
            said = _(
                "The same person as in row %(number)d. Keep one row, and give its code in “Posts”."
            )
            row.fails("", said % {"number": first[key].number})
        first.setdefault(key, row)
