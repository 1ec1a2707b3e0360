"""What two agree on about posts: who receives one, who loses one, who acts for one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import (
    Agreed,
    Role,
    RuleBroken,
    required,
)
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Decision, Unit

from .actions.lending import delegate_agreed, refuse_delegation
from .actions.persons import (
    NewPerson,
    NewPost,
    refuse_role_of_others,
    refuse_second_branch,
    refuse_second_holder,
    refuse_unless_existing,
    refuse_unless_named,
)
from .actions.posts import end_agreed, give_post, refuse_end
from .models import ROLES_WITH_POWER, Delegation, Person, Post
from .offices import is_highest

LEADING = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_HEAD})


@dataclass(frozen=True)
class GivePost:
    """A post with power for one person, on a decision that is named. Days are written as in ISO 8601."""

    unit_id: int
    role: str
    title: str
    on: str
    decision_number: str
    decision_on: str
    decision_about: str
    person_id: int | None = None
    # Somebody who is registered with this post.
    full_name: str = ""
    born_on: str = ""
    decision_issuer: str = ""

    ROLES: ClassVar[frozenset[Role]] = ROLES_WITH_POWER - LEADING

    @property
    def concerned_id(self) -> int | None:
        return self.person_id

    @property
    def person(self) -> Person:
        if self.person_id is not None:
            return Person.objects.get(pk=self.person_id)
        born_on = date.fromisoformat(self.born_on) if self.born_on else None
        return Person(full_name=self.full_name, born_on=born_on)

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.unit_id)

    @property
    def decision(self) -> Decision:
        return Decision(self.decision_number, self.decision_on, self.decision_issuer)

    def subject(self) -> str:
        who = f"{self.person_id}" if self.person_id else f"{self.full_name} {self.born_on}"
        return f"{self.unit_id} {self.role} {who}"

    def check(self) -> None:
        if self.role not in self.ROLES:
            raise RuleBroken(_("This post is not given in this way."), field="role")
        person, on = self.person, date.fromisoformat(self.on)
        self.decision.refuse(takes_effect=on, is_needed=True)
        required(self.decision_about, _("Say what the decision decides."), field="decision_about")
        if not person.pk:
            refuse_unless_named(NewPerson(person.full_name, person.born_on))
        if self.role == Role.SYSTEM_ADMIN and not is_highest(self.unit):
            said = _("Only the highest organisation has an administrator of the system.")
            raise RuleBroken(said, field="role")
        refuse_role_of_others(self.role, self.unit, on)
        refuse_unless_existing(self.unit, on)
        refuse_second_holder(person if person.pk else None, self.role, self.unit, on)
        if person.pk:
            refuse_second_branch(person.pk, self.role, on=on)

    def carry_out(self, agreed: Agreed) -> Post:
        on = date.fromisoformat(self.on)
        new = NewPost(self.role, on, self.title, self.decision)
        return give_post(self.person, new, self.unit, agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        person = self.person
        decision = f"{self.decision}: {self.decision_about}"
        post = str(Role(self.role).label)
        return [
            (_("Receives the post"), person.full_name),
            (_("Born on"), _day(person.born_on.isoformat()) if person.born_on else "–"),
            (_("Post"), f"{post} ({self.title})" if self.title else post),
            (_("Organisation"), str(self.unit)),
            (_("From"), _day(self.on)),
            (_("By which decision"), decision),
        ]


@dataclass(frozen=True)
class GiveLeadingPost(GivePost):
    """The post of a leader, or of the head of a body: confirmed above."""

    ROLES: ClassVar[frozenset[Role]] = LEADING


@dataclass(frozen=True)
class EndPost:
    """The end of the post of one of the last two who administer somewhere."""

    post_id: int
    person_id: int
    unit_id: int
    on: str

    @classmethod
    def made_for(cls, post: Post, on: date) -> Self:
        return cls(post.pk, post.person_id, post.unit_id, on.isoformat())

    @property
    def concerned_id(self) -> int:
        return self.person_id

    @property
    def post(self) -> Post:
        posts = Post.objects.select_related("person", "unit")
        return posts.get(pk=self.post_id, person=self.person_id, unit=self.unit_id)

    def subject(self) -> str:
        return str(self.post_id)

    def check(self) -> None:
        refuse_end(self.post, date.fromisoformat(self.on))

    def carry_out(self, agreed: Agreed) -> Post:
        return end_agreed(self.post_id, on=date.fromisoformat(self.on), agreed=agreed)

    def lines(self) -> list[tuple[str, str]]:
        post = self.post
        return [
            (_("Loses the post"), post.person.full_name),
            (_("Post"), post.label),
            (_("Organisation"), str(post.unit)),
            (_("No longer from"), _day(self.on)),
        ]


@dataclass(frozen=True)
class LendPost:
    """A post with power for which somebody else acts for a time; its holder proposes it."""

    post_id: int
    to_person_id: int
    on: str
    until: str
    basis: str
    unit_id: int

    LEADS: ClassVar[bool] = False

    @classmethod
    def made_for(
        cls, post: Post, to_person_id: int, *, on: date, until: date | None, basis: str
    ) -> Self:
        last = until.isoformat() if until else ""
        return cls(post.pk, to_person_id, on.isoformat(), last, one_line(basis), post.unit_id)

    @property
    def concerned_id(self) -> int:
        return self.to_person_id

    @property
    def post(self) -> Post:
        posts = Post.objects.select_related("person", "unit")
        return posts.get(pk=self.post_id, unit=self.unit_id)

    @property
    def days(self) -> tuple[date, date | None]:
        until = date.fromisoformat(self.until) if self.until else None
        return date.fromisoformat(self.on), until

    def subject(self) -> str:
        return f"{self.post_id} {self.to_person_id}"

    def check(self) -> None:
        post, (on, until) = self.post, self.days
        if not post.has_power or (post.role in LEADING) != self.LEADS:
            raise RuleBroken(_("This post is not delegated in this way."))
        required(self.basis, _("Name the document this delegation rests on."), field="basis")
        refuse_delegation(post, self.to_person_id, on=on, until=until)

    def carry_out(self, agreed: Agreed) -> Delegation:
        on, until = self.days
        return delegate_agreed(
            self.post_id,
            self.to_person_id,
            on=on,
            until=until,
            basis=self.basis,
            agreed=agreed,
        )

    def lines(self) -> list[tuple[str, str]]:
        post = self.post
        to = Person.objects.get(pk=self.to_person_id)
        return [
            (_("Acts for the post"), to.full_name),
            (_("Post"), f"{post.person.full_name}, {post.label}"),
            (_("Organisation"), str(post.unit)),
            (_("From"), _day(self.on)),
            (_("To the end of"), self._last_day()),
            (_("Basis"), self.basis),
            (
                _("Allows"),
                _("To read and to handle what comes to the post, in the holder's place."),
            ),
            (
                _("Does not allow"),
                _(
                    "To sign or seal with the holder's key, to propose or confirm what needs two persons, to pass the post on."
                ),
            ),
        ]

    def _last_day(self) -> str:
        until = self.days[1]
        if until is None:
            return _("until it is taken back")
        return date_format(until - timedelta(days=1), "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class LendLeadingPost(LendPost):
    """The post of a leader, or of the head of a body: confirmed above."""

    LEADS: ClassVar[bool] = True


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "SHORT_DATE_FORMAT")
