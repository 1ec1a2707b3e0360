"""The steps by which a new installation is made ready: what is done, and what comes next."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import Post, Role, without_second_factor
from lienthong.kernel.permissions.public import Actor, RuleBroken, authorize
from lienthong.kernel.procedures.public import settle
from lienthong.kernel.reference.public import Certainty, marked_days
from lienthong.kernel.units.public import Unit, units_where
from lienthong.records.documents.public import Document, State
from lienthong.records.signing.public import (
    Certificate,
    Hello,
    greeting,
    posts_needing_key,
    seal_of,
)

from . import permissions

# From this month on the days off of the next year are looked for too.
NEXT_YEARS_DAYS_FROM = 10


@dataclass(frozen=True)
class Door:
    """A page on which something of a step is done: the name of its route, and what it is about."""

    label: str
    name: str
    of: int | None = None
    query: str = ""


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, what there is already, and the pages on which it is done."""

    name: str
    title: str
    text: str
    is_done: bool
    said: str = ""
    doors: tuple[Door, ...] = ()
    # What is typed at the console where pages cannot do it.
    command: str = ""
    # Without it nothing is signed and issued; the others can wait.
    is_needed: bool = True


@dataclass(frozen=True)
class SettingUp:
    """How far an installation is."""

    unit: Unit
    steps: list[Step] = field(default_factory=list)

    @property
    def missing(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]

    @property
    def next(self) -> Step | None:
        needed = (step for step in self.missing if step.is_needed)
        return next(needed, next(iter(self.missing), None))

    @property
    def is_ready(self) -> bool:
        return not any(step.is_needed for step in self.missing)

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.missing)


def topmost_kept_by(actor: Actor) -> Unit | None:
    """The topmost organisation, for who administers it."""
    return units_where(actor, permissions.SET_UP).filter(parent=None).first()


def how_far(unit: Unit, actor: Actor) -> SettingUp:
    signer = greeting()
    return SettingUp(
        unit,
        [
            _organisation(unit),
            _first_factors(unit),
            _signer(signer, actor),
            _bodies(unit),
            _officials(unit),
            _factors(unit),
            _keys(unit),
            _seal(unit),
            _term(unit),
            _holidays(),
            _first_document(unit),
        ],
    )


@transaction.atomic
def end_set_up(unit_id: int, *, actor: Actor) -> Unit:
    """Nobody is asked any more to set the installation up; what still waits stays in the history."""
    unit = Unit.objects.get(pk=unit_id)
    authorize(actor, permissions.SET_UP, unit.path)

    setting_up = how_far(unit, actor)
    if not setting_up.is_ready:
        needed = ", ".join(step.title for step in setting_up.missing if step.is_needed)
        said = _("Nothing can be issued yet. Still missing: %(steps)s.")
        raise RuleBroken(said % {"steps": needed})

    settle(unit)

    record(actor, "administration.set_up", unit, missing=[one.name for one in setting_up.missing])
    return unit


def _held(unit: Unit) -> QuerySet[Post]:
    """Who holds a post in the organisation, or in a body that serves it."""
    return Post.objects.held().filter(Q(unit=unit) | Q(unit__serves=unit))


def _organisation(unit: Unit) -> Step:
    parts = (unit.name, unit.get_kind_display(), unit.symbol, unit.place)
    return Step(
        "organisation",
        _("The organisation"),
        _("Compare name, kind, symbol and place: they are printed on every document."),
        True,
        " · ".join(filter(None, map(str, parts))),
        (Door(_("Open the organisation"), "unit", unit.pk),),
    )


def _first_factors(unit: Unit) -> Step:
    administrators = Post.objects.held().filter(unit=unit, role=Role.ORG_ADMIN)
    count, lacking = administrators.count(), without_second_factor(administrators).count()
    said = ngettext(
        "%(done)d of %(n)d administrator has signed in with a second factor",
        "%(done)d of %(n)d administrators have signed in with a second factor",
        count,
    )
    return Step(
        "administrators",
        _("The administrators"),
        _(
            "Each enters with the own slip, chooses a password and sets up a second factor. What gives power is proposed by one of them and confirmed by the other."
        ),
        not lacking,
        said % {"done": count - lacking, "n": count},
        (Door(_("People"), "people"),),
    )


def _signer(signer: Hello | None, actor: Actor) -> Step:
    is_founded = signer is not None and signer.is_founded
    if signer is None:
        said = _("The signer cannot be reached.")
    else:
        said = _("Founded") if is_founded else _("Not founded yet")
    return Step(
        "signer",
        _("The signer"),
        _(
            "Who runs the computer types this at its console, where it prints a code for each administrator, good for an hour. Each then makes the own key on the signing page and gives the code there."
        ),
        is_founded,
        said,
        (Door(_("Make my signing key"), "key_make", actor.post_id),),
        "" if is_founded else "found",
    )


def _bodies(unit: Unit) -> Step:
    today = timezone.localdate()
    below = Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).existing_on(today)
    count = below.count()
    said = ngettext("%(n)d organisation beneath", "%(n)d organisations beneath", count)
    return Step(
        "bodies",
        _("Offices, commissions, committees and branches"),
        _("Bring them with their people and posts in one workbook, or enter one after the other."),
        count > 0,
        said % {"n": count},
        (
            Door(_("Bring organisations, people and posts"), "bring", unit.pk),
            Door(_("Found an organisation beneath"), "unit_found", unit.pk),
        ),
    )


def _officials(unit: Unit) -> Step:
    held = set(_held(unit).values_list("role", flat=True))
    needed = (Role.SECRETARY, Role.CLERK)
    lacking = [str(role.label) for role in needed if role not in held]
    count = _held(unit).values("person").distinct().count()
    said = ngettext("%(n)d person", "%(n)d people", count) % {"n": count}
    if lacking:
        said += " · " + _("still missing: %(posts)s") % {"posts": ", ".join(lacking)}
    return Step(
        "officials",
        _("Officials"),
        _(
            "Register leaders, the clerk, chiefs and specialists. A post that signs, issues or administers rests on a decision and is confirmed by the second person."
        ),
        not lacking,
        said,
        (
            Door(_("Register a person"), "person_register", unit.pk),
            Door(_("To confirm"), "proposals"),
        ),
    )


def _factors(unit: Unit) -> Step:
    lacking = without_second_factor(_held(unit)).count()
    said = ngettext(
        "%(n)d post with power is held without a second factor",
        "%(n)d posts with power are held without a second factor",
        lacking,
    )
    return Step(
        "factors",
        _("Second factors"),
        _(
            "Invite the officials. Who holds a post with power receives half of the code from each of you; everybody sets up a second factor at the first sign-in."
        ),
        not lacking,
        said % {"n": lacking} if lacking else _("Everybody has one"),
        (
            Door(_("People"), "people"),
            Door(_("Never signed in"), "review", query="tab=accounts"),
        ),
    )


def _keys(unit: Unit) -> Step:
    with_key = Certificate.objects.kept().filter(post__isnull=False).values("post")
    needing = _held(unit).filter(posts_needing_key(), role__in=(Role.SECRETARY, Role.CLERK))
    count, lacking = needing.count(), needing.exclude(pk__in=with_key).count()
    said = ngettext("%(done)d of %(n)d key", "%(done)d of %(n)d keys", count)
    return Step(
        "keys",
        _("The first keys"),
        _(
            "Secretary and clerk each make a key on the signing page and tell both of you the check number. One proposes the key, the other confirms it."
        ),
        count > 0 and not lacking,
        said % {"done": count - lacking, "n": count},
        (Door(_("Posts without a key"), "certificates", query="tab=posts"),),
    )


def _seal(unit: Unit) -> Step:
    has_seal = seal_of(unit.pk) is not None
    return Step(
        "seal",
        _("The seal"),
        _("An administrator proposes it, the secretary confirms it with the own key."),
        has_seal,
        _("In force") if has_seal else _("None yet"),
        (Door(_("Propose the seal"), "seal_certify", unit.pk),),
    )


def _term(unit: Unit) -> Step:
    newest = unit.terms.order_by("-starts_on").first()
    return Step(
        "term",
        _("Term and numbers"),
        _(
            "Open the term in which documents are numbered. Where numbers of this term stand on paper already, say with which the registers go on."
        ),
        newest is not None,
        _("Term since %(day)s") % {"day": f"{newest.starts_on:%d/%m/%Y}"} if newest else "",
        (
            Door(_("Open a term"), "unit_term", unit.pk),
            Door(_("Say with which number a register goes on"), "unit_numbers", unit.pk),
        ),
    )


def _holidays() -> Step:
    today = timezone.localdate()
    last = today.year + (today.month >= NEXT_YEARS_DAYS_FROM)
    open_days = [
        one
        for day, one in marked_days(today.year, last).items()
        if day >= today and one.certainty == Certainty.VERIFY
    ]
    return Step(
        "holidays",
        _("Holidays"),
        _("Deadlines skip days off. Enter what was decided for the year."),
        not open_days,
        _("Not decided yet: %(day)s") % {"day": f"{open_days[0].day:%d/%m/%Y}"}
        if open_days
        else _("Known until the end of %(year)d") % {"year": last},
        (Door(_("Days off"), "rules", query="tab=days"),),
        is_needed=False,
    )


def _first_document(unit: Unit) -> Step:
    own = Document.objects.filter(Q(issuer=unit) | Q(issuer__serves=unit), state=State.ISSUED)
    is_done = own.exists()
    return Step(
        "document",
        _("The first document"),
        _(
            "A specialist or the clerk drafts a letter, the secretary signs it, the clerk issues it. With it everything has been tried once."
        ),
        is_done,
        _("Issued") if is_done else _("None yet"),
        is_needed=False,
    )
