"""What is done with posts and delegations."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize
from lienthong.kernel.text.public import one_line
from lienthong.kernel.units.public import Unit

from .. import permissions
from ..events import PostEnded, PostGiven
from ..factors import remove_factors
from ..models import ROLES_THAT_READ, Account, Person, Post
from ..queries import has_power
from ..sessions import end_all_sessions
from .access import withdraw_codes
from .persons import (
    NewPost,
    announce_given_by_one,
    refuse_last_two,
    refuse_power,
    refuse_role_of_others,
    refuse_second_branch,
    refuse_second_holder,
    refuse_unless_existing,
)


@transaction.atomic
def appoint(person: Person, new: NewPost, unit: Unit, *, actor: Actor) -> Post:
    """Appoint a person to a post without power, from the day the decision names."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    authorize(actor, permissions.MANAGE, unit.path)

    refuse_power(new.role)
    # Who administers rights gives none to themselves.
    if person.pk == actor.person_id:
        raise RuleBroken(_("Nobody appoints themselves: another administrator does it."))
    refuse_role_of_others(new.role, unit, new.on)
    new.decision.refuse(takes_effect=new.on, is_needed=new.role in ROLES_THAT_READ)
    refuse_unless_existing(unit, new.on)
    refuse_second_holder(person, new.role, unit, new.on)
    refuse_second_branch(person.pk, new.role, on=new.on)

    post = _posted(person, new, unit)

    record(actor, "people.appointed", post, person=person.pk, unit=unit.pk, role=new.role)
    announce_given_by_one(post, actor)
    return post


@transaction.atomic
def give_post(person: Person, new: NewPost, unit: Unit, *, agreed: Agreed) -> Post:
    """Give a person a post with power, as two persons agreed; somebody new is registered with it."""
    if person.pk is None:
        person.save()
        record(agreed.actor, "people.registered", person, unit=unit.pk, role=new.role)
    elif not has_power(person):
        _close_account(person)
    post = _posted(person, new, unit)

    facts = {"person": person.pk, "unit": unit.pk, "role": new.role, "by": agreed.proposal_id}
    record(agreed.actor, "people.appointed", post, **facts)
    announce(PostGiven(post.pk))
    return post


def _posted(person: Person, new: NewPost, unit: Unit) -> Post:
    return Post.objects.create(
        person=person,
        role=new.role,
        unit=unit,
        title=one_line(new.title),
        valid_from=new.on,
        decision=str(new.decision),
    )


def _close_account(person: Person) -> None:
    """What one administrator alone has opened gives no power: two must invite the person anew."""
    account = Account.objects.select_for_update(of=("self",)).filter(person=person).first()
    if account is not None:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        remove_factors(account)
        withdraw_codes(account)
        end_all_sessions(account.pk)


@transaction.atomic
def end_post(post_id: int, *, on: date, actor: Actor) -> Post:
    """End a post. From that day it gives no right; if the day has come, at once."""
    post = _taken_with_its_person(post_id)
    authorize(actor, permissions.MANAGE, post.unit.path)

    refuse_end(post, on)
    refuse_second_branch(post.person_id, post.role, on=post.valid_from, until=on, own_id=post.pk)
    refuse_last_two([post])

    _end(post, on)

    record(actor, "people.post_ended", post, person=post.person_id, on=on.isoformat())
    return post


@transaction.atomic
def end_agreed(post_id: int, *, on: date, agreed: Agreed) -> Post:
    """End the post of one of the last two administrators, as two persons agreed."""
    post = _taken_with_its_person(post_id)

    refuse_end(post, on)

    _end(post, on)

    facts = {"person": post.person_id, "on": on.isoformat(), "by": agreed.proposal_id}
    record(agreed.actor, "people.post_ended", post, **facts)
    return post


def _end(post: Post, on: date) -> None:
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    if on <= timezone.localdate():
        withdraw(post)


@transaction.atomic
def transfer_member(post_id: int, unit: Unit, *, on: date, actor: Actor) -> Post:
    """Transfer a Party member: the membership ends here and begins in the other branch on one day.

    Nothing lies between, so a transferred member stays signed in.
    """
    post = _taken_with_its_person(post_id)
    authorize(actor, permissions.MANAGE, post.unit.path)
    authorize(actor, permissions.MANAGE, unit.path)

    if not post.is_membership:
        raise RuleBroken(_("Only a Party member is transferred. End this post and appoint anew."))
    # Who administers rights gives none to themselves.
    if post.person_id == actor.person_id:
        raise RuleBroken(_("Nobody transfers themselves: another administrator does it."))
    refuse_end(post, on)
    refuse_role_of_others(post.role, unit, on)
    refuse_unless_existing(unit, on)
    refuse_second_holder(post.person, post.role, unit, on)
    refuse_second_branch(post.person_id, post.role, on=on, own_id=post.pk)

    post.valid_to = on
    post.save(update_fields=["valid_to"])
    there = Post.objects.create(
        person=post.person, role=post.role, unit=unit, title=post.title, valid_from=on
    )
    if on <= timezone.localdate():
        withdraw(post)

    record(actor, "people.post_ended", post, person=post.person_id, on=on.isoformat())
    record(actor, "people.appointed", there, person=post.person_id, unit=unit.pk, role=there.role)
    return there


def _taken_with_its_person(post_id: int) -> Post:
    """A post, locked after its person: who appoints the person meanwhile waits, and sees the end."""
    Person.objects.select_for_update().get(posts=post_id)
    posts = Post.objects.select_for_update(of=("self",)).select_related("unit", "person")
    return posts.get(pk=post_id)


def refuse_end(post: Post, on: date) -> None:
    if post.ended_at is not None:
        raise RuleBroken(_("This post has already ended."))
    if on < post.valid_from:
        raise RuleBroken(_("A post cannot end before it begins."), field="on")


def withdraw(post: Post) -> None:
    """What a lost post takes with it at once: delegations, and the sessions of one left with none."""
    today = timezone.localdate()
    post.ended_at = timezone.now()
    post.save(update_fields=["ended_at"])
    for delegation in post.delegations.valid_on(today):
        delegation.valid_to = max(delegation.valid_from, today)
        delegation.save(update_fields=["valid_to"])
    account = Account.objects.filter(person=post.person_id).first()
    if account and not Post.objects.valid_on(today).filter(person=post.person_id).exists():
        end_all_sessions(account.pk)
    announce(PostEnded(post.pk))


@transaction.atomic
def end_posts_of(unit_id: int) -> int:
    """An organisation that has ended has no posts: every right that hung on one is withdrawn."""
    unit = Unit.objects.get(pk=unit_id)
    if unit.valid_to is None:
        return 0

    open_posts = Post.objects.select_for_update().filter(unit=unit, valid_to=None)
    for post in open_posts:
        post.valid_to = max(unit.valid_to, post.valid_from)
        post.save(update_fields=["valid_to"])
        record(None, "people.post_ended", post, person=post.person_id, unit=unit.pk)
    return withdraw_due_posts() if open_posts else 0


@transaction.atomic
def withdraw_due_posts() -> int:
    """Carry out the ends whose day has come: what was decided for a later day happens by itself."""
    due = Post.objects.select_for_update(skip_locked=True).filter(
        valid_to__lte=timezone.localdate(), ended_at__isnull=True
    )
    posts = list(due)
    for post in posts:
        withdraw(post)
        record(None, "people.post_end_carried_out", post, person=post.person_id)
    return len(posts)
