"""Notices about the check of the history, what one administrator did alone, a name corrected, posts delegated."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import SelfCheck
from lienthong.kernel.confirmations.public import leaders_and_auditors
from lienthong.kernel.notices.public import notify
from lienthong.kernel.people.public import Delegation, Person, Post, Role
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.web.public import way_to

from .models import Intake

WHOLE = gettext_noop("The history was checked and is whole: %(entries)s entries.")
LENT = gettext_noop(
    "From %(day)s to the end of %(last)s you act for %(holder)s, %(unit)s. Switch to that post above, at your name."
)
LENT_OPEN = gettext_noop(
    "From %(day)s on you act for %(holder)s, %(unit)s. Switch to that post above, at your name."
)
TAKEN_BACK = gettext_noop("%(name)s no longer acts for %(holder)s, %(unit)s, from now on.")
WORKBOOK_BACK = gettext_noop(
    "%(name)s has taken back what a workbook had written in %(unit)s: %(units)s organisations, %(people)s people, %(posts)s posts."
)
WORKBOOK_LAPSED = gettext_noop(
    "Nothing was written of a workbook for %(unit)s: somebody who agreed to it no longer holds the post."
)
BROKEN = gettext_noop("The history is NOT whole; faults found: %(faults)s.")

CORRECTED = gettext_noop(
    "Your name or date of birth was corrected here; your name is now %(name)s. If that is wrong, tell the auditor."
)


def notify_of_the_check(check_id: int) -> None:
    """The auditors, or the administrators where there is none. Notify of either outcome, so that silence is noticed; the notice of a fault stays until it is opened."""
    check = SelfCheck.objects.get(pk=check_id)
    notify(
        _watchers(),
        BROKEN if check.fault_count else WHOLE,
        reverse("administration:history"),
        source="audit",
        stands=bool(check.fault_count),
        entries=check.entries,
        faults=check.fault_count,
    )


def notify_the_delegate(delegation_id: int) -> None:
    """Who is to act for a post learns for whom, and from when until when."""
    one = Delegation.objects.select_related("post__person", "post__unit").get(pk=delegation_id)
    said: dict[str, Any] = {"day": f"{one.valid_from:%d/%m/%Y}", "holder": str(one.post.person)}
    if one.last_day is not None:
        said["last"] = f"{one.last_day:%d/%m/%Y}"
    notify(
        {one.to_person_id},
        LENT if one.last_day else LENT_OPEN,
        way_to("account"),
        source="people",
        unit=str(one.post.unit),
        **said,
    )


def notify_of_the_end(delegation_id: int) -> None:
    """Who lent the post and who acted for it, whoever of them or of the administrators took it back."""
    one = Delegation.objects.select_related("post__person", "post__unit", "to_person").get(
        pk=delegation_id
    )
    notify(
        {one.post.person_id, one.to_person_id},
        TAKEN_BACK,
        way_to("account"),
        source="people",
        stands=True,
        name=str(one.to_person),
        holder=str(one.post.person),
        unit=str(one.post.unit),
    )


def notify_of_taking_back(intake: Intake, *, actor: Actor) -> None:
    """The leaders and auditors: one administrator has removed what a workbook had made."""
    notify(
        leaders_and_auditors(intake.unit),
        WORKBOOK_BACK,
        source="administration",
        stands=True,
        name=actor.name,
        unit=str(intake.unit),
        units=len(intake.made["units"]),
        people=len(intake.made["people"]),
        posts=len(intake.made["posts"]),
    )


def notify_of_lapse(intake: Intake) -> None:
    """Whoever learnt that it was agreed to learns that nothing came of it."""
    proposal = intake.proposal
    both = {proposal.proposer_id, proposal.confirmer_id} if proposal else set()
    took = intake.taken_by.person_id if intake.taken_by else None
    told = {one for one in {took, *both} if one} | leaders_and_auditors(intake.unit)
    path = way_to("proposal", proposal.pk) if proposal else ""
    notify(
        told,
        WORKBOOK_LAPSED,
        path,
        source="administration",
        stands=True,
        unit=str(intake.unit),
    )


def notify_of_the_correction(person_id: int) -> None:
    person = Person.objects.get(pk=person_id)
    notify(
        [person.pk],
        CORRECTED,
        way_to("account"),
        source="people",
        stands=True,
        name=person.full_name,
    )


def _watchers() -> list[int]:
    """Nobody is kept from hearing it by a row: an auditor whose post was changed past us hears it as well.

    And an auditor whom somebody wrote in does not take the place of the administrators.
    """
    auditors = Post.objects.filter(role=Role.SECURITY_AUDITOR)
    doubtful = [post for post in auditors if not post.is_marked()]
    watchers = _held(Role.SECURITY_AUDITOR) or _held(Role.ORG_ADMIN)
    return sorted({post.person_id for post in [*watchers, *doubtful]})


def _held(role: Role) -> list[Post]:
    return [post for post in Post.objects.held().filter(role=role) if post.is_marked()]
